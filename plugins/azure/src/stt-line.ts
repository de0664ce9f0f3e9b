import { randomUUID } from 'node:crypto';
import { openLiveSocket, refusedBy, type AudioFormat, type Clock, type LiveSocket, type ProviderError, type ProviderErrorCause, type StretchLine, type StretchListener } from '@parley/plugin-sdk';
import { brokenOff, refusedRequest } from './errors.js';
import { audioFrame, readFrame, textFrame, waveHeader } from './stt-frames.js';

export interface LineParts {
  readonly url: string;
  readonly secret: string;
  readonly format: AudioFormat;
  readonly language: string;
  /** Words to expect. */
  readonly hints: readonly string[];
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly listener: StretchListener;
  /** Sent to the vendor and told in no usage yet, in milliseconds; of all lines of a session: what was discarded, and what was heard twice. */
  readonly bill: { unbilledMs: number };
}

/** How a phrase ends that has no words for a good reason; the rest of what is no success is a failure. */
const WORDLESS = new Set(['NoMatch', 'InitialSilenceTimeout', 'BabbleTimeout', 'EndOfDictation', 'DictationEndSilenceTimeout']);
const CAUSES: Readonly<Record<string, ProviderErrorCause>> = { Forbidden: 'auth', TooManyRequests: 'rate-limit', BadRequest: 'bad-request' };
/** Numbers of closings after which another connection would be closed the same way. */
const CLOSINGS: ReadonlyMap<number, ProviderErrorCause> = new Map([[1_003, 'bad-request'], [1_007, 'bad-request'], [4_000, 'bad-request'], [4_429, 'rate-limit']]);

/** What the vendor hears as one: a stretch, or the rest of one that it has ended by itself. */
interface Turn {
  readonly number: number;
  requestId: string;
  /** Audio that waits until the turn before is over. */
  readonly held: Buffer[];
  readonly phrases: string[];
  isBegun: boolean;
  isEnded: boolean;
  isEndSent: boolean;
  isCleared: boolean;
}

const idOf = (): string => randomUUID().replaceAll('-', '');

/** One connection to the vendor, which hears one turn after another: what comes before a turn is over waits for its end. */
class Line implements StretchLine {
  readonly #socket: LiveSocket;
  readonly #parts: LineParts;
  readonly #bytesPerMs: number;
  /** Not settled, in their order; the first is the one that the vendor hears. */
  readonly #turns: Turn[] = [];
  #open: Turn | undefined;
  #count = 0;
  #isOver = false;

  constructor(socket: LiveSocket, parts: LineParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#bytesPerMs = (parts.format.sampleRateHz * (parts.format.encoding === 'mulaw' ? 1 : 2)) / 1_000;
    socket.send(textFrame('speech.config', idOf(), { context: { system: { name: 'Parley', version: '1.0.0', lang: 'JavaScript' } }, recognition: 'conversation' }));
  }

  append(audio: Buffer): void {
    if (!this.#open) {
      this.#open = { number: this.#count, requestId: '', held: [], phrases: [], isBegun: false, isEnded: false, isEndSent: false, isCleared: false };
      this.#count += 1;
      this.#turns.push(this.#open);
    }
    this.#open.held.push(audio);
    this.#tell();
  }

  commit(): void {
    this.#end(false);
  }

  /** The vendor forgets nothing: a turn that it has heard of is ended like any other, and its answer is for nobody. */
  clear(): void {
    this.#end(true);
  }

  close(): void {
    this.stop();
    this.#socket.close();
  }

  stop(): void {
    this.#isOver = true;
  }

  hear({ path, requestId, body }: Record<string, unknown>): ProviderError | undefined {
    const [turn] = this.#turns;
    if (!turn || requestId !== turn.requestId) return undefined;
    const { Text: text, DisplayText: said, RecognitionStatus: status } = body as Record<string, unknown>;
    switch (path) {
      case 'speech.hypothesis': case 'speech.fragment': this.#tellText(turn, typeof text === 'string' ? text : ''); return undefined;
      case 'speech.phrase': return this.#hearPhrase(turn, status, said);
      case 'turn.end': this.#over(turn); return undefined;
      default: return undefined;
    }
  }

  #hearPhrase(turn: Turn, status: unknown, said: unknown): ProviderError | undefined {
    if (status !== 'Success') return typeof status === 'string' && WORDLESS.has(status) ? undefined : refusedBy({ cause: CAUSES[String(status)] ?? 'vendor-fault', words: String(status), code: String(status), secret: this.#parts.secret });
    if (typeof said !== 'string') return brokenOff('The vendor sent a phrase without a text.');
    turn.phrases.push(said);
    this.#tellText(turn, '');
    return undefined;
  }

  #tellText({ number, phrases, isCleared }: Turn, text: string): void {
    if (!isCleared) this.#parts.listener.onText(number, [...phrases, text].join(' ').trim());
  }

  #over(turn: Turn): void {
    if (turn.isEndSent) { this.#settle(turn); return; }
    // The vendor has ended it by itself: what is said on is heard as another.
    turn.isBegun = false;
    this.#tell();
  }

  #settle(turn: Turn): void {
    this.#turns.splice(this.#turns.indexOf(turn), 1);
    if (!turn.isCleared) {
      const { bill, listener } = this.#parts;
      const audioMs = bill.unbilledMs;
      bill.unbilledMs = 0;
      listener.onSettled(turn.number, { text: turn.phrases.join(' '), usage: { audioMs } });
    }
    this.#tell();
  }

  #end(isCleared: boolean): void {
    const turn = this.#open;
    if (!turn) return;
    this.#open = undefined;
    turn.isEnded = true;
    turn.isCleared = isCleared;
    if (isCleared && !turn.isBegun) turn.held.length = 0;
    this.#tell();
  }

  /** Tells the vendor what there is of the turn that it hears. */
  #tell(): void {
    const [turn] = this.#turns;
    if (!turn || this.#isOver) return;
    if (turn.held.length > 0 && !turn.isBegun) this.#begin(turn);
    for (const audio of turn.held.splice(0)) {
      this.#parts.bill.unbilledMs += audio.length / this.#bytesPerMs;
      this.#socket.send(audioFrame(turn.requestId, audio));
    }
    if (!turn.isEnded || turn.isEndSent) return;
    turn.isEndSent = true;
    if (turn.isBegun) { this.#socket.send(audioFrame(turn.requestId, Buffer.alloc(0))); return; }
    // There is nothing to wait for; but nothing is told from within a call of the line.
    this.#parts.clock.setTimer(0, () => { if (!this.#isOver) this.#settle(turn); });
  }

  #begin(turn: Turn): void {
    const { hints, format, language } = this.#parts;
    turn.isBegun = true;
    turn.requestId = idOf();
    this.#socket.send(textFrame('speech.context', turn.requestId, { phraseDetection: { mode: 'Conversation', language }, phraseOutput: {}, ...(hints.length === 0 ? {} : { dgi: { groups: [{ type: 'Generic', items: hints.map((text) => ({ text })) }], bias: 1 } }) }));
    this.#socket.send(audioFrame(turn.requestId, waveHeader(format), 'audio/x-wav'));
  }
}

/** Resolves when the vendor has taken the connection. */
export async function openLine(parts: LineParts): Promise<StretchLine> {
  const { url, secret, clock, timeoutMs, signal, listener } = parts;
  const end = (error: ProviderError, isFinal: boolean) => { line.close(); listener.onEnd(error, isFinal); };
  const socket = await openLiveSocket({
    url, headers: { 'ocp-apim-subscription-key': secret, 'x-connectionid': idOf() }, clock, timeoutMs, signal, read: readFrame, asRefusal: (answer) => refusedRequest(answer, secret),
    onMessage: (message) => {
      const error = message ? line.hear(message) : brokenOff('The vendor sent a message that cannot be read.');
      if (error) end(error, true);
    },
    onEnd: ({ error, code, reason }) => {
      const cause = CLOSINGS.get(code);
      line.stop();
      listener.onEnd(cause ? refusedBy({ cause, words: reason, code: String(code), secret }) : error, cause !== undefined);
    },
  });
  // Nothing is told before whoever waits for the connection has it.
  const line = new Line(socket, parts);
  return line;
}
