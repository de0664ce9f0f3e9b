import { bytesOf, failureOnTheWay, isProviderError, type AudioSamples, type Clock, type LiveSocket, type ProviderError, type SttEvent, type SttOpenRequest, type SttSession, type Timer } from '@parley/plugin-sdk';
import { brokenOff, told } from './errors.js';
import { openListenSocket } from './listen-socket.js';
import { Segments, type Result, type Segment } from './segments.js';
import { createUnsettledAudio } from './unsettled-audio.js';

/** The vendor gives up after 10 s without audio. */
const KEEP_ALIVE_MS = 3_000;
/** The vendor leaves a request to settle unanswered where next to nothing is left. One that it answers takes it 0.3 s, rarely more. */
const QUIET_MS = 500;
const REMAINDER_MS = 250;
/** Connections made anew, one after another, that settled nothing. */
const RECONNECTS_MAX = 3;
const RECONNECT_DELAY_MS = 200;
/** More audio than this without a word of the vendor's is a vendor that does not listen. */
const UNSETTLED_MS_MAX = 60_000;

const FINALIZE = JSON.stringify({ type: 'Finalize' });
const KEEP_ALIVE = JSON.stringify({ type: 'KeepAlive' });

export interface SessionParts {
  readonly request: SttOpenRequest;
  readonly url: string;
  readonly secret: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Once, however it ended. */
  readonly onEnd: (session: DeepgramSession) => void;
}

/** Reads what the session needs of an answer; the rest is the vendor's own. */
function readResult(message: Record<string, unknown>, baseMs: number): Result | undefined {
  const { start, duration, channel } = message as { start?: unknown; duration?: unknown; channel?: { alternatives?: { transcript?: unknown; confidence?: unknown }[] } };
  if (typeof start !== 'number' || typeof duration !== 'number') return undefined;
  const [best] = channel?.alternatives ?? [];
  return {
    fromMs: baseMs + start * 1_000, toMs: baseMs + (start + duration) * 1_000, text: typeof best?.transcript === 'string' ? best.transcript.trim() : '',
    confidence: typeof best?.confidence === 'number' ? best.confidence : undefined, isFinal: message['is_final'] === true, isFlush: message['from_finalize'] === true,
  };
}

/** One call's ear, over a connection that is made anew when it breaks: what was not settled is then heard again. */
export class DeepgramSession implements SttSession {
  readonly #parts: SessionParts;
  readonly #segments = new Segments();
  readonly #audio;
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.#end();
  #socket: LiveSocket | undefined;
  /** Where on the line of the call's audio the connection began to hear. */
  #baseMs = 0;
  #flushedMs = 0;
  /** Heard by the vendor, and told in no usage yet, in milliseconds. */
  #unbilledMs = 0;
  #reconnects = 0;
  #hasSent = false;
  #isOver = false;
  #settling: Timer | undefined;
  #quiet: Timer | undefined;
  #late: Timer | undefined;
  #keepAlive: Timer | undefined;
  #reconnecting: Timer | undefined;

  private constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#audio = createUnsettledAudio(parts.request.format);
    parts.request.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (parts.request.signal.aborted) this.#end();
  }

  /** Resolves when the vendor listens. */
  static async open(parts: SessionParts): Promise<DeepgramSession> {
    const session = new DeepgramSession(parts);
    try { await session.#connect(); } catch (error) { session.#end(); throw error; }
    return session;
  }

  push(segmentId: number, audio: AudioSamples): void {
    if (this.#isOver || audio.length === 0) return;
    const segment = this.#segments.open(segmentId, this.#audio.totalMs);
    const bytes = bytesOf(audio);
    this.#audio.add(segmentId, bytes);
    const beforeMs = segment.toMs;
    segment.toMs = this.#audio.totalMs;
    segment.speculatedMs = undefined;
    segment.isSpeculationTold = false;
    if (this.#audio.unsettledMs > UNSETTLED_MS_MAX) { this.#settleSoon(); return; }
    if (this.#send(bytes)) this.#unbilledMs += segment.toMs - beforeMs;
  }

  speculate(segmentId: number): void {
    if (this.#isOver) return;
    const segment = this.#segments.open(segmentId, this.#audio.totalMs);
    if (segment.speculatedMs === segment.toMs) return;
    segment.speculatedMs = segment.toMs;
    this.#flush();
  }

  commit(segmentId: number): void {
    if (this.#isOver) return;
    this.#segments.open(segmentId, this.#audio.totalMs).state = 'committed';
    this.#flush();
  }

  discard(segmentId: number): void {
    if (this.#isOver) return;
    this.#segments.open(segmentId, this.#audio.totalMs).state = 'discarded';
    this.#flush();
  }

  close(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }

  /** Everything heard so far shall be settled. */
  #flush(): void {
    const atMs = this.#audio.totalMs;
    if (atMs > this.#flushedMs) {
      this.#flushedMs = atMs;
      if (this.#send(FINALIZE)) this.#segments.flushed(atMs);
    }
    this.#settleSoon();
  }

  #send(data: Buffer | string): boolean {
    this.#hasSent = true;
    return this.#socket?.send(data) ?? false;
  }

  async #connect(): Promise<void> {
    const { url, secret, clock, timeoutMs } = this.#parts;
    const socket = await openListenSocket({
      url, secret, clock, timeoutMs, signal: this.#controller.signal, onMessage: (message) => this.#hear(message), onEnd: (error, isFinal) => this.#lose(error, isFinal),
    });
    if (this.#isOver) { socket.close(); throw told('aborted'); }
    this.#socket = socket;
    this.#replay();
    this.#stayAlive();
  }

  /** Tells a new connection what the last one had not settled, cut where segments end. */
  #replay(): void {
    this.#segments.restart();
    this.#baseMs = this.#segments.settledMs;
    const pieces = this.#audio.after(this.#baseMs);
    this.#flushedMs = this.#baseMs;
    for (const [index, piece] of pieces.entries()) {
      if (this.#send(piece.bytes)) this.#unbilledMs += piece.toMs - Math.max(piece.fromMs, this.#baseMs);
      const isLast = pieces[index + 1]?.segmentId !== piece.segmentId;
      if (!isLast || !this.#segments.isFlushed(piece.segmentId)) continue;
      this.#flushedMs = piece.toMs;
      if (this.#send(FINALIZE)) this.#segments.flushed(piece.toMs);
    }
    if (pieces.length > 0) this.#settleSoon();
  }

  #lose(error: ProviderError, isFinal: boolean): void {
    this.#socket = undefined;
    this.#keepAlive?.cancel();
    this.#reconnects += 1;
    if (isFinal || this.#reconnects > RECONNECTS_MAX) { this.#fail(error); return; }
    // At once the first time: a call goes on meanwhile.
    this.#reconnecting = this.#parts.clock.setTimer((this.#reconnects - 1) * RECONNECT_DELAY_MS, () => {
      this.#connect().catch((reason: unknown) => {
        const failure = isProviderError(reason) ? reason : failureOnTheWay(reason);
        if (!this.#isOver) this.#lose(failure, failure.causeCode !== 'unreachable' && failure.causeCode !== 'vendor-fault');
      });
    });
  }

  #stayAlive(): void {
    this.#keepAlive?.cancel();
    this.#keepAlive = this.#parts.clock.setTimer(KEEP_ALIVE_MS, () => {
      if (!this.#hasSent) this.#send(KEEP_ALIVE);
      this.#hasSent = false;
      this.#stayAlive();
    });
  }

  #hear(message: Record<string, unknown>): void {
    if (message['type'] !== 'Results') return;
    const result = readResult(message, this.#baseMs);
    if (!result) { this.#fail(brokenOff('The vendor sent a transcript without its times.')); return; }
    const beforeMs = this.#segments.settledMs;
    const segment = this.#segments.take(result);
    // Only what is settled counts: a connection that breaks before would be made anew for ever.
    if (this.#segments.settledMs > beforeMs) this.#reconnects = 0;
    this.#audio.settle(this.#segments.settledMs);
    if (segment?.state === 'open') this.#tellPartial(segment);
    this.#settle();
  }

  #tellPartial(segment: Segment): void {
    const text = this.#segments.textOf(segment);
    if (text === '' || text === segment.toldText) return;
    segment.toldText = text;
    this.#emit({ type: 'transcript-partial', segmentId: segment.id, text });
  }

  /** Events are never told from within a call of the session. */
  #settleSoon(): void {
    this.#settling ??= this.#parts.clock.setTimer(0, () => { this.#settling = undefined; this.#settle(); });
  }

  /** Tells what is settled, and waits for what is owed. */
  #settle(): void {
    if (this.#audio.unsettledMs > UNSETTLED_MS_MAX) { this.#fail(brokenOff('The vendor does not listen.')); return; }
    for (let segment = this.#segments.next(); segment; segment = this.#segments.next()) {
      if (segment.state === 'committed') this.#tellFinal(segment);
    }
    const prepared = this.#isOver ? undefined : this.#segments.speculation();
    if (prepared) {
      prepared.isSpeculationTold = true;
      this.#emit({ type: 'transcript-speculative', segmentId: prepared.id, text: this.#segments.textOf(prepared), ...confidenceOf(prepared) });
    }
    this.#await();
  }

  #tellFinal(segment: Segment): void {
    const audioMs = Math.round(this.#unbilledMs);
    this.#unbilledMs = 0;
    this.#emit({
      type: 'transcript-final', segmentId: segment.id, text: this.#segments.textOf(segment), ...confidenceOf(segment),
      isSpeculationHit: segment.speculatedMs !== undefined && segment.speculatedMs === segment.toMs, usage: { audioMs, requests: 1 },
    });
  }

  #await(): void {
    this.#quiet?.cancel();
    const owedMs = this.#isOver ? undefined : this.#segments.owedMs();
    if (owedMs === undefined) { this.#late?.cancel(); this.#late = undefined; return; }
    if (owedMs <= REMAINDER_MS && this.#socket) this.#quiet = this.#parts.clock.setTimer(QUIET_MS, () => { this.#segments.settleOwed(); this.#settle(); });
    this.#late ??= this.#parts.clock.setTimer(this.#parts.timeoutMs, () => this.#fail(told('timeout')));
  }

  #emit(event: SttEvent): void {
    if (!this.#isOver) this.#parts.request.onEvent(event);
  }

  #fail(error: ProviderError): void {
    this.#emit({ type: 'error', error });
    this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#parts.request.signal.removeEventListener('abort', this.#onAbort);
    for (const timer of [this.#settling, this.#quiet, this.#late, this.#keepAlive, this.#reconnecting]) timer?.cancel();
    this.#controller.abort();
    this.#socket?.close();
    this.#socket = undefined;
    this.#parts.onEnd(this);
  }
}

function confidenceOf({ confidences }: Segment): { confidence?: number } {
  return confidences.length === 0 ? {} : { confidence: confidences.reduce((sum, each) => sum + each, 0) / confidences.length };
}
