import { encodeMulaw } from '../audio/g711.js';
import { decodeBase64Mulaw } from './base64-mulaw.js';
import { isDtmfDigit, isJsonObject, parseObject, textField, wireFault, type JsonObject, type WireCodec, type WireFault, type WireMessage } from './codec.js';
import { isPlainId, readTwilioMedia } from './twilio-media.js';

/** A frame is 20 ms (160 bytes); compatible carriers send up to a second. In samples, of 8 kHz. */
export const TWILIO_FRAME_SAMPLES_MAX = 8_000;
/** Room for such a frame in base64 with its envelope, and for a `start` full of custom parameters. */
export const TWILIO_MESSAGE_BYTES_MAX = 32_768;

const encoder = new TextEncoder();

/**
 * Twilio Media Streams, bidirectional (`<Connect><Stream>`), as documented by Twilio: JSON text both ways, mu-law 8 kHz
 * in base64. The call's token travels in `start.customParameters.token`.
 */
export class TwilioCodec implements WireCodec {
  readonly transport = 'TWILIO';
  readonly sampleRateHz = 8000;
  readonly evidence = 'MARK';
  readonly codecName = 'audio/x-mulaw;rate=8000';
  #streamSid: string | undefined;
  #streamSidBytes = new Uint8Array(0);
  #hasPlainSid = false;
  #mediaHead = '';
  #clear = '';
  #markHead = '';
  #scratch = Buffer.alloc(TWILIO_FRAME_SAMPLES_MAX);

  decode(data: Uint8Array, isBinary: boolean): WireMessage {
    if (isBinary) return wireFault('BINARY_NOT_EXPECTED', 'This protocol is text only; a binary frame arrived.');
    if (data.length > TWILIO_MESSAGE_BYTES_MAX) return wireFault('FRAME_TOO_LARGE', `The message has ${data.length} bytes; at most ${TWILIO_MESSAGE_BYTES_MAX} are allowed.`);
    if (this.#hasPlainSid) {
      const media = readTwilioMedia(data, this.#streamSidBytes);
      if (media && media.payloadEnd - media.payloadStart <= (TWILIO_FRAME_SAMPLES_MAX * 4) / 3) {
        const samples = decodeBase64Mulaw(data, media.payloadStart, media.payloadEnd);
        if (samples) return { type: 'audio', samples, chunk: media.chunk };
      }
    }
    const parsed = parseObject(data);
    return 'fault' in parsed ? parsed.fault : this.#read(parsed.object);
  }

  encodeAudio(samples: Int16Array): string {
    if (this.#scratch.length < samples.length) this.#scratch = Buffer.alloc(samples.length);
    encodeMulaw(samples, this.#scratch);
    return `${this.#mediaHead}${this.#scratch.toString('base64', 0, samples.length)}"}}`;
  }

  encodeMark(name: string): string {
    return `${this.#markHead}${JSON.stringify(name)}}}`;
  }

  encodeClear(): string {
    return this.#clear;
  }

  /** The protocol knows neither readiness nor notices nor errors: Twilio ends the stream at any other event (31951). */
  encodeReady(): undefined { return undefined; }
  encodeNotice(): undefined { return undefined; }
  encodeError(): undefined { return undefined; }

  #read(message: JsonObject): WireMessage {
    switch (message['event']) {
      case 'connected': return { type: 'none' };
      case 'start': return this.#start(message);
      case 'media': return this.#fault(message) ?? this.#media(message);
      case 'mark': return this.#fault(message) ?? this.#mark(message);
      case 'dtmf': return this.#fault(message) ?? this.#dtmf(message);
      case 'stop': return this.#fault(message) ?? { type: 'stop' };
      default: return wireFault('UNKNOWN_EVENT', `The event ${JSON.stringify(String(message['event']).slice(0, 40))} is not part of Media Streams.`);
    }
  }

  #start(message: JsonObject): WireMessage {
    if (this.#streamSid !== undefined) return wireFault('START_TWICE', 'The stream has already started.');
    const start = message['start'];
    if (!isJsonObject(start)) return wireFault('MALFORMED_MESSAGE', 'The start event has no "start" object.');
    const streamSid = textField(message, 'streamSid') ?? textField(start, 'streamSid');
    if (streamSid === undefined) return wireFault('MALFORMED_MESSAGE', 'The start event has no "streamSid".');
    const format = isJsonObject(start['mediaFormat']) ? start['mediaFormat'] : {};
    if (format['encoding'] !== 'audio/x-mulaw' || Number(format['sampleRate']) !== 8000 || Number(format['channels'] ?? 1) !== 1) {
      return wireFault('WRONG_CODEC', 'The stream must be audio/x-mulaw at 8000 Hz with one channel.');
    }
    const parameters = isJsonObject(start['customParameters']) ? start['customParameters'] : {};
    const token = textField(parameters, 'token');
    if (token === undefined) return wireFault('TOKEN_MISSING', 'The start event has no "token" among its custom parameters.');
    this.#take(streamSid);
    return { type: 'start', token, carrierCallId: textField(start, 'callSid') };
  }

  #take(streamSid: string): void {
    const sid = JSON.stringify(streamSid);
    this.#streamSid = streamSid;
    this.#streamSidBytes = encoder.encode(streamSid);
    this.#hasPlainSid = isPlainId(this.#streamSidBytes);
    this.#mediaHead = `{"event":"media","streamSid":${sid},"media":{"payload":"`;
    this.#markHead = `{"event":"mark","streamSid":${sid},"mark":{"name":`;
    this.#clear = `{"event":"clear","streamSid":${sid}}`;
  }

  /** What every event after `start` must have right. */
  #fault(message: JsonObject): WireFault | undefined {
    if (this.#streamSid === undefined) return wireFault('FRAME_BEFORE_START', `A ${String(message['event'])} event arrived before start.`);
    if (message['streamSid'] !== this.#streamSid) return wireFault('WRONG_STREAM', 'The event belongs to another stream than the one that started.');
    return undefined;
  }

  #media(message: JsonObject): WireMessage {
    const media = message['media'];
    if (!isJsonObject(media) || typeof media['payload'] !== 'string') return wireFault('MALFORMED_MESSAGE', 'The media event has no payload.');
    if (media['track'] !== undefined && media['track'] !== 'inbound') return wireFault('WRONG_TRACK', 'Only the inbound track is expected.');
    const bytes = Buffer.from(media['payload'], 'latin1');
    if (bytes.length > (TWILIO_FRAME_SAMPLES_MAX * 4) / 3) return wireFault('FRAME_TOO_LARGE', `The frame is longer than ${TWILIO_FRAME_SAMPLES_MAX} samples.`);
    const isLatin = bytes.length === media['payload'].length && !/[^\0-\xff]/.test(media['payload']);
    const samples = isLatin ? decodeBase64Mulaw(bytes, 0, bytes.length) : undefined;
    if (!samples || samples.length === 0) return wireFault('BAD_PAYLOAD', 'The payload is not base64, or empty.');
    const chunk = Number(media['chunk']);
    return { type: 'audio', samples, chunk: Number.isSafeInteger(chunk) && chunk >= 0 && media['chunk'] !== '' && media['chunk'] !== null ? chunk : undefined };
  }

  #mark(message: JsonObject): WireMessage {
    const mark = message['mark'];
    const name = isJsonObject(mark) ? textField(mark, 'name') : undefined;
    return name === undefined ? wireFault('MALFORMED_MESSAGE', 'The mark event has no name.') : { type: 'mark', name };
  }

  #dtmf(message: JsonObject): WireMessage {
    const digit = isJsonObject(message['dtmf']) ? message['dtmf']['digit'] : undefined;
    return isDtmfDigit(digit) ? { type: 'dtmf', digit } : wireFault('MALFORMED_MESSAGE', 'The dtmf event has no digit out of 0-9, *, #, A-D.');
  }
}
