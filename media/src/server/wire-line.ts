import type { CallLine, LineCloseCode, LineNotice, SendOutcome } from '../call/line.js';
import type { WireCodec } from '../wire/codec.js';
import type { ServerCounters } from './counters.js';
import type { WireSocket } from './socket-server.js';

/** Longest piece of audio in one message: half a second, well inside every limit of both protocols. */
const MESSAGE_MS_MAX = 500;

/**
 * The far end of a call over one socket and codec. All samples handed over in one `sendAudio` travel in as few messages
 * as the protocol allows, so a call that is late sends everything due in one go.
 */
export class WireLine implements CallLine {
  readonly transport: 'TWILIO' | 'BROWSER';
  readonly sampleRateHz: 8000 | 16000;
  readonly evidence: 'MARK' | 'SAMPLES';
  readonly carrierCallId: string | undefined;
  /** Samples handed to the socket so far; a far end cannot have played more. */
  samplesSent = 0;
  readonly #socket: WireSocket;
  readonly #codec: WireCodec;
  readonly #counters: ServerCounters;
  readonly #onClose: (code: LineCloseCode, reason: string) => void;
  #readyMessage: string | undefined;
  #isClosed = false;

  constructor(options: {
    readonly socket: WireSocket; readonly codec: WireCodec; readonly counters: ServerCounters; readonly callId: string; readonly carrierCallId: string | undefined;
    /** The call hangs up. */
    readonly onClose: (code: LineCloseCode, reason: string) => void;
  }) {
    this.#socket = options.socket;
    this.#codec = options.codec;
    this.#counters = options.counters;
    this.#onClose = options.onClose;
    this.transport = options.codec.transport;
    this.sampleRateHz = options.codec.sampleRateHz;
    this.evidence = options.codec.evidence;
    this.carrierCallId = options.carrierCallId;
    this.#readyMessage = options.codec.encodeReady(options.callId);
  }

  /** Tells the far end that its call runs; anything the call sends earlier brings this before it. */
  ready(): void {
    const message = this.#readyMessage;
    this.#readyMessage = undefined;
    if (message !== undefined) this.#send(message);
  }

  sendAudio(samples: Int16Array): SendOutcome {
    const samplesMax = (this.sampleRateHz * MESSAGE_MS_MAX) / 1000;
    let outcome: SendOutcome = this.#isClosed ? 'dropped' : 'sent';
    for (let at = 0; at < samples.length && outcome !== 'dropped'; at += samplesMax) {
      const piece = samples.length <= samplesMax ? samples : samples.subarray(at, at + samplesMax);
      outcome = this.#send(this.#codec.encodeAudio(piece));
      if (outcome !== 'dropped') this.samplesSent += piece.length;
    }
    return outcome;
  }

  sendMark(name: string): SendOutcome {
    return this.#send(this.#codec.encodeMark(name));
  }

  sendClear(): SendOutcome {
    return this.#send(this.#codec.encodeClear());
  }

  sendNotice(notice: LineNotice): SendOutcome {
    const message = this.#codec.encodeNotice(notice);
    if (message === undefined) return this.#isClosed ? 'dropped' : 'sent';
    return this.#send(message);
  }

  bufferedBytes(): number {
    return this.#isClosed ? 0 : this.#socket.bufferedBytes();
  }

  close(code: LineCloseCode, reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClose(code, reason);
  }

  /** The socket is gone: everything further is `dropped`. */
  die(): void {
    this.#isClosed = true;
  }

  #send(data: string | Uint8Array): SendOutcome {
    if (this.#isClosed) return 'dropped';
    if (this.#readyMessage !== undefined) this.ready();
    const outcome = this.#socket.send(data, typeof data !== 'string');
    this.#counters.sends[outcome]++;
    return outcome;
  }
}
