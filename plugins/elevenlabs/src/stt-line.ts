import {
  failureOnTheWay, openLiveSocket, ProviderError, refusedBy, sentenceOf, startDeadline,
  type AudioFormat, type Clock, type LiveSocket, type ProviderErrorCause, type StretchLine, type StretchListener, type Timer,
} from '@parley/plugin-sdk';
import { brokenOff, refusedUpgrade } from './errors.js';

/** The vendor ends no stretch that is shorter. */
const STRETCH_MS_MIN = 300;
/** The vendor ends a connection over which nobody speaks for a while: so often it hears a moment of silence. */
const KEEP_ALIVE_MS = 5_000;
const SILENCE_MS = 100;

/** What the vendor calls an error over a live connection; the rest is its own fault. */
const CAUSES: Readonly<Record<string, ProviderErrorCause>> = {
  auth_error: 'auth', unaccepted_terms: 'auth', quota_exceeded: 'quota', rate_limited: 'rate-limit', queue_overflow: 'rate-limit',
  input_error: 'bad-request', invalid_request: 'bad-request', chunk_size_exceeded: 'bad-request',
};
/** These end a connection, and another is a new one: its time is over, or nobody spoke. */
const ENDS = new Set(['session_time_limit_exceeded', 'insufficient_audio_activity']);

export interface LineParts {
  readonly url: string;
  readonly secret: string;
  readonly format: AudioFormat;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly listener: StretchListener;
  /** Heard by the vendor and told in no usage yet, in milliseconds; of all lines of a session: what was discarded, silence, and what was heard twice. */
  readonly bill: { unbilledMs: number };
}

type Message = Record<string, unknown>;

/** One connection to the vendor. Stretches have no names: the vendor answers their ends in their order. */
class Line implements StretchLine {
  readonly #socket: LiveSocket;
  readonly #parts: LineParts;
  readonly #bytesPerMs: number;
  /** Stretches that are ended and not answered. */
  readonly #ended: { readonly number: number; readonly isCleared: boolean }[] = [];
  #open = 0;
  #stretchMs = 0;
  #text = '';
  #hasSent = false;
  #keepAlive: Timer | undefined;

  constructor(socket: LiveSocket, parts: LineParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#bytesPerMs = (parts.format.sampleRateHz * (parts.format.encoding === 'mulaw' ? 1 : 2)) / 1_000;
    this.#stayAlive();
  }

  append(audio: Buffer): void {
    this.#hasSent = true;
    this.#stretchMs += audio.length / this.#bytesPerMs;
    this.#send(audio, false);
  }

  commit(): void {
    this.#end(false);
  }

  /** The vendor forgets nothing: the stretch is ended like any other, and its answer is for nobody. */
  clear(): void {
    this.#end(true);
  }

  #end(isCleared: boolean): void {
    if (this.#stretchMs < STRETCH_MS_MIN) this.append(this.#silence(STRETCH_MS_MIN - this.#stretchMs));
    this.#send(Buffer.alloc(0), true);
    this.#ended.push({ number: this.#open, isCleared });
    this.#open += 1;
    this.#stretchMs = 0;
  }

  close(): void {
    this.stop();
    this.#socket.close();
  }

  stop(): void {
    this.#keepAlive?.cancel();
  }

  hear(message: Message): ProviderError | undefined {
    const text = typeof message['text'] === 'string' ? message['text'] : undefined;
    switch (message['message_type']) {
      case 'partial_transcript':
        this.#text = text ?? '';
        this.#parts.listener.onText(this.#ended[0]?.number ?? this.#open, this.#text);
        return undefined;
      case 'committed_transcript': return text === undefined ? brokenOff('The vendor sent a transcript without a text.') : this.#settle(text);
      // An end that the vendor did not take: what it has told is all that it tells.
      case 'commit_throttled': return this.#settle(this.#text);
      default: return undefined;
    }
  }

  #settle(text: string): undefined {
    const ended = this.#ended.shift();
    this.#text = '';
    if (!ended || ended.isCleared) return;
    const { bill, listener } = this.#parts;
    const audioMs = bill.unbilledMs;
    bill.unbilledMs = 0;
    listener.onSettled(ended.number, { text, usage: { audioMs } });
  }

  #send(audio: Buffer, isEnd: boolean): void {
    this.#parts.bill.unbilledMs += audio.length / this.#bytesPerMs;
    this.#socket.send(JSON.stringify({ message_type: 'input_audio_chunk', audio_base_64: audio.toString('base64'), commit: isEnd, sample_rate: this.#parts.format.sampleRateHz }));
  }

  #silence(durationMs: number): Buffer {
    const samples = Math.ceil((durationMs * this.#parts.format.sampleRateHz) / 1_000);
    return this.#parts.format.encoding === 'mulaw' ? Buffer.alloc(samples, 0xff) : Buffer.alloc(samples * 2);
  }

  #stayAlive(): void {
    this.#keepAlive = this.#parts.clock.setTimer(KEEP_ALIVE_MS, () => {
      if (!this.#hasSent) this.#send(this.#silence(SILENCE_MS), false);
      this.#hasSent = false;
      this.#stayAlive();
    });
  }
}

/** Resolves when the vendor listens. */
export async function openLine(parts: LineParts): Promise<StretchLine> {
  const { url, secret, clock, timeoutMs, signal, listener } = parts;
  let line: Line | undefined;
  let begin: { readonly resolve: (begun: Line) => void; readonly reject: (error: ProviderError) => void } | undefined;
  const begun = new Promise<Line>((resolve, reject) => { begin = { resolve, reject }; });
  const end = (error: ProviderError, isFinal: boolean) => {
    line?.stop();
    socket.close();
    if (begin) begin.reject(error); else listener.onEnd(error, isFinal);
  };
  const socket = await openLiveSocket({
    url, headers: { 'xi-api-key': secret }, clock, timeoutMs, signal, asRefusal: (answer) => refusedUpgrade(answer, secret),
    onMessage: (message) => {
      const type = message?.['message_type'];
      if (!message || typeof type !== 'string') { end(brokenOff('The vendor sent a message that cannot be read.'), true); return; }
      if (type === 'session_started') {
        line ??= new Line(socket, parts);
        begin?.resolve(line);
        begin = undefined;
        return;
      }
      if (ENDS.has(type)) { end(new ProviderError('unreachable', sentenceOf('unreachable')), false); return; }
      const words = message['error'];
      const error = typeof words === 'string' && type !== 'commit_throttled' ? refusedBy({ cause: CAUSES[type] ?? 'vendor-fault', words, code: type, secret }) : line?.hear(message);
      if (error) end(error, true);
    },
    onEnd: ({ error }) => { end(error, false); },
  });
  const deadline = startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError: failureOnTheWay });
  try { return await deadline.race(begun); } catch (error) { socket.close(); throw error; } finally { deadline.end(); }
}
