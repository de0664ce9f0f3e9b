import type { LineNotice } from '../call/line.js';
import { isDtmfDigit, parseObject, textField, wireFault, type JsonObject, type WireCodec, type WireMessage } from './codec.js';

export const BROWSER_SAMPLE_RATE_HZ = 16_000;
/** Frames are 20 ms (640 bytes) by custom; any even length up to a second is taken. */
export const BROWSER_FRAME_BYTES_MAX = 32_000;
/** Of a `start`, which comes from anybody. */
export const BROWSER_START_BYTES_MAX = 8_192;
/** Room for the longest text that is taken, also where its characters come as escapes (12 bytes each). */
export const BROWSER_TEXT_BYTES_MAX = 32_768;
/** Characters of what a caller writes at once. */
export const BROWSER_WRITTEN_CHARACTERS_MAX = 2_000;
/** Told in `ready`; grows when a message changes its meaning. */
export const BROWSER_PROTOCOL = 'parley-browser/1';

/**
 * The browser's protocol: control messages as JSON text, audio as binary frames of 16-bit little-endian linear samples
 * at 16 kHz. Described for client authors in docs/browser-protocol.md.
 */
export class BrowserCodec implements WireCodec {
  readonly transport = 'BROWSER';
  readonly sampleRateHz = BROWSER_SAMPLE_RATE_HZ;
  readonly evidence = 'SAMPLES';
  readonly codecName = 'audio/pcm;rate=16000';
  #isStarted = false;

  decode(data: Uint8Array, isBinary: boolean): WireMessage {
    if (isBinary) return this.#audio(data);
    const bytesMax = this.#isStarted ? BROWSER_TEXT_BYTES_MAX : BROWSER_START_BYTES_MAX;
    if (data.length > bytesMax) return wireFault('FRAME_TOO_LARGE', `The message has ${data.length} bytes; at most ${bytesMax} are allowed.`);
    const parsed = parseObject(data);
    if ('fault' in parsed) return parsed.fault;
    if (parsed.object['type'] === 'start') return this.#start(parsed.object);
    return this.#isStarted ? this.#control(parsed.object) : wireFault('FRAME_BEFORE_START', 'The first message must be {"type":"start","token":"..."}.');
  }

  encodeAudio(samples: Int16Array): Uint8Array {
    return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  }

  encodeMark(name: string): string {
    return JSON.stringify({ type: 'mark', name });
  }

  encodeClear(): string {
    return '{"type":"clear"}';
  }

  encodeReady(callId: string): string {
    return JSON.stringify({ type: 'ready', protocol: BROWSER_PROTOCOL, callId, sampleRateHz: BROWSER_SAMPLE_RATE_HZ, encoding: 'pcm16', frameMs: 20 });
  }

  encodeNotice(notice: LineNotice): string {
    return JSON.stringify(notice);
  }

  encodeError(code: string, message: string): string {
    return JSON.stringify({ type: 'error', code, message });
  }

  #audio(data: Uint8Array): WireMessage {
    if (!this.#isStarted) return wireFault('FRAME_BEFORE_START', 'Audio arrived before {"type":"start","token":"..."}.');
    if (data.length > BROWSER_FRAME_BYTES_MAX) return wireFault('FRAME_TOO_LARGE', `The frame has ${data.length} bytes; at most ${BROWSER_FRAME_BYTES_MAX} are allowed.`);
    if (data.length === 0 || data.length % 2 === 1) return wireFault('ODD_FRAME', `The frame has ${data.length} bytes; 16-bit samples need an even number above 0.`);
    const samples = new Int16Array(data.length / 2);
    new Uint8Array(samples.buffer).set(data);
    return { type: 'audio', samples, chunk: undefined };
  }

  #start(message: JsonObject): WireMessage {
    if (this.#isStarted) return wireFault('START_TWICE', 'The call has already started.');
    const token = textField(message, 'token');
    if (token === undefined) return wireFault('TOKEN_MISSING', 'The start message has no "token".');
    this.#isStarted = true;
    return { type: 'start', token, carrierCallId: undefined };
  }

  #control(message: JsonObject): WireMessage {
    switch (message['type']) {
      case 'mark': {
        const name = textField(message, 'name');
        return name === undefined ? wireFault('MALFORMED_MESSAGE', 'The mark message has no "name".') : { type: 'mark', name };
      }
      case 'played': {
        const samplesTotal = message['samples'];
        return Number.isSafeInteger(samplesTotal) && (samplesTotal as number) >= 0
          ? { type: 'played', samplesTotal: samplesTotal as number }
          : wireFault('MALFORMED_MESSAGE', 'The played message needs "samples", a whole number from 0.');
      }
      case 'dtmf': {
        const digit = message['digit'];
        return isDtmfDigit(digit) ? { type: 'dtmf', digit } : wireFault('MALFORMED_MESSAGE', 'The dtmf message needs "digit", one of 0-9, *, #, A-D.');
      }
      case 'text': return writtenText(message['text']);
      case 'hold': {
        const isHeld = message['isHeld'];
        return typeof isHeld === 'boolean' ? { type: 'hold', isHeld } : wireFault('MALFORMED_MESSAGE', 'The hold message needs "isHeld", true or false.');
      }
      case 'stop': return { type: 'stop' };
      default: return wireFault('UNKNOWN_EVENT', `The message type ${JSON.stringify(String(message['type']).slice(0, 40))} is not known.`);
    }
  }
}

/** Line breaks and tabs stay; other control characters and halves of characters, which no database keeps, do not. */
function writtenText(value: unknown): WireMessage {
  if (typeof value !== 'string') return wireFault('BAD_TEXT', 'The text message needs "text", the words that were written.');
  const text = value.replace(/\p{Cs}/gu, '\ufffd').replace(/[^\P{Cc}\n\t]/gu, '').trim();
  const length = Array.from(text).length;
  if (length >= 1 && length <= BROWSER_WRITTEN_CHARACTERS_MAX) return { type: 'text', text };
  return wireFault('BAD_TEXT', length === 0 ? 'The text is empty.' : `The text has ${length} characters; at most ${BROWSER_WRITTEN_CHARACTERS_MAX} are allowed.`);
}
