import type { AudioSamples } from './audio.js';
import type { Clock, Timer } from './clock.js';
import { isProviderError, ProviderError, sentenceOf, type ProviderErrorCause } from './errors.js';
import { failureOnTheWay } from './http-failure.js';
import type { SttEvent, SttOpenRequest, SttSession } from './kinds/stt.js';
import type { ProviderUsage } from './kinds/usage.js';
import { bytesOf } from './speech-audio.js';
import { addUsage, Stretches, textOf, type Stretch, type StretchedSegment } from './stt-stretches.js';

/** Connections made anew, one after another, that settled nothing. */
const RECONNECTS_MAX = 3;
const RECONNECT_DELAY_MS = 200;
/** A line that held so long was a good one, whatever ended it: vendors end those over which nobody speaks. */
const LASTING_MS = 10_000;
/** Speech without a pause is cut after so long: of what is settled, nothing must be kept to be heard again. */
const STRETCH_MS_MAX = 30_000;
/** More audio than this without a transcript is a vendor that does not listen. */
const UNSETTLED_MS_MAX = 60_000;

const told = (cause: ProviderErrorCause): ProviderError => new ProviderError(cause, sentenceOf(cause));

/** A vendor's ear for one call. Audio on it lies in stretches, which are ended by `commit` or `clear`. */
export interface StretchLine {
  append(audio: Buffer): void;
  /** Ends the stretch; its transcript is owed. */
  commit(): void;
  /** Ends the stretch, and nothing is told of it any more. */
  clear(): void;
  /** Nothing is told after this. */
  close(): void;
}

/** What a line tells; stretches are named by their number on it, from 0. Never from within a call of the line. */
export interface StretchListener {
  /** All words of a stretch so far. */
  onText(stretch: number, text: string): void;
  /** `usage` as the vendor counts it; where it counts no audio, the length of the stretch is told. */
  onSettled(stretch: number, transcript: { readonly text: string; readonly usage: ProviderUsage }): void;
  /** The line is over; `isFinal` where another would end the same way. */
  onEnd(error: ProviderError, isFinal: boolean): void;
}

export interface StretchSessionParts {
  readonly request: SttOpenRequest;
  readonly clock: Clock;
  /** Longest wait for a transcript, in milliseconds. */
  readonly timeoutMs: number;
  /** Resolves when the vendor listens. */
  readonly connect: (listener: StretchListener, signal: AbortSignal) => Promise<StretchLine>;
  /** Once, however it ended. */
  readonly onEnd: (session: StretchSession) => void;
}

/**
 * One call's ear at a vendor that is told where to settle: at each pause and at each end of a segment. The line is made
 * anew when it breaks, and hears again what was not settled.
 */
export class StretchSession implements SttSession {
  readonly #parts: StretchSessionParts;
  readonly #stretches = new Stretches();
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.#end();
  #line: StretchLine | undefined;
  /** Stretches by their number on the present line, as long as they are not settled. */
  readonly #numbered = new Map<number, Stretch>();
  #count = 0;
  #unsettledMs = 0;
  /** Told in no event yet. */
  #usage: ProviderUsage = { audioMs: 0, requests: 0 };
  #reconnects = 0;
  #connectedMs = 0;
  #isOver = false;
  #settling: Timer | undefined;
  #late: Timer | undefined;
  #reconnecting: Timer | undefined;

  private constructor(parts: StretchSessionParts) {
    this.#parts = parts;
    parts.request.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (parts.request.signal.aborted) this.#end();
  }

  /** Resolves when the vendor listens. */
  static async open(parts: StretchSessionParts): Promise<StretchSession> {
    const session = new StretchSession(parts);
    try { await session.#connect(); } catch (error) { session.#end(); throw error; }
    return session;
  }

  push(segmentId: number, audio: AudioSamples): void {
    if (this.#isOver || audio.length === 0) return;
    const segment = this.#segmentOf(segmentId);
    const { stretch, isNew } = this.#stretches.openStretch(segment);
    if (isNew) this.#number(stretch);
    const bytes = bytesOf(audio);
    const durationMs = (audio.length * 1_000) / this.#parts.request.format.sampleRateHz;
    stretch.audio.push(bytes);
    stretch.durationMs += durationMs;
    this.#unsettledMs += durationMs;
    segment.isSpeculated = false;
    segment.isSpeculationTold = false;
    if (this.#unsettledMs > UNSETTLED_MS_MAX) { this.#settleSoon(); return; }
    this.#line?.append(bytes);
    if (stretch.durationMs >= STRETCH_MS_MAX) this.#commitOpen(segment);
  }

  speculate(segmentId: number): void {
    if (this.#isOver) return;
    const segment = this.#segmentOf(segmentId);
    if (segment.isSpeculated) return;
    segment.isSpeculated = true;
    this.#commitOpen(segment);
  }

  commit(segmentId: number): void {
    if (this.#isOver) return;
    const segment = this.#segmentOf(segmentId);
    segment.state = 'committed';
    this.#commitOpen(segment);
  }

  discard(segmentId: number): void {
    if (this.#isOver) return;
    const segment = this.#segmentOf(segmentId);
    segment.state = 'discarded';
    const last = segment.stretches.at(-1);
    if (last?.state === 'open') {
      last.state = 'cleared';
      this.#unsettledMs -= last.durationMs;
      this.#numbered.delete(this.#count - 1);
      this.#line?.clear();
    }
    this.#settleSoon();
  }

  close(): Promise<void> {
    this.#end();
    return Promise.resolve();
  }

  /** The open segment of this id. One of another that is still open was forgotten without a word. */
  #segmentOf(id: number): StretchedSegment {
    const { current } = this.#stretches;
    if (current && current.id !== id) this.discard(current.id);
    return this.#stretches.open(id);
  }

  #number(stretch: Stretch): void {
    this.#numbered.set(this.#count, stretch);
    this.#count += 1;
  }

  #commitOpen(segment: StretchedSegment): void {
    const last = segment.stretches.at(-1);
    if (last?.state === 'open') {
      last.state = 'committed';
      this.#line?.commit();
    }
    this.#settleSoon();
  }

  async #connect(): Promise<void> {
    let isConnected = false;
    let ended: { readonly error: ProviderError; readonly isFinal: boolean } | undefined;
    const line = await this.#parts.connect({
      onText: (stretch, text) => { this.#hear(stretch, text); },
      onSettled: (stretch, transcript) => { this.#settled(stretch, transcript); },
      onEnd: (error, isFinal) => { if (isConnected) this.#lose(error, isFinal); else ended = { error, isFinal }; },
    }, this.#controller.signal);
    if (this.#isOver) { line.close(); throw told('aborted'); }
    isConnected = true;
    this.#connectedMs = this.#parts.clock.nowMs();
    this.#line = line;
    this.#replay(line);
    if (ended) this.#lose(ended.error, ended.isFinal);
  }

  /** Tells a new line what the last one had not settled. */
  #replay(line: StretchLine): void {
    this.#numbered.clear();
    this.#count = 0;
    for (const stretch of this.#stretches.unsettled()) {
      stretch.text = '';
      this.#number(stretch);
      for (const bytes of stretch.audio) line.append(bytes);
      if (stretch.state === 'committed') line.commit();
    }
  }

  #lose(error: ProviderError, isFinal: boolean): void {
    if (this.#isOver) return;
    if (this.#line && this.#parts.clock.nowMs() - this.#connectedMs >= LASTING_MS) this.#reconnects = 0;
    this.#line = undefined;
    this.#reconnects += 1;
    if (isFinal || this.#reconnects > RECONNECTS_MAX) { this.#fail(error); return; }
    // At once the first time: a call goes on meanwhile.
    this.#reconnecting = this.#parts.clock.setTimer((this.#reconnects - 1) * RECONNECT_DELAY_MS, () => {
      this.#connect().catch((reason: unknown) => {
        const failure = isProviderError(reason) ? reason : failureOnTheWay(reason);
        this.#lose(failure, failure.causeCode !== 'unreachable' && failure.causeCode !== 'vendor-fault');
      });
    });
  }

  #hear(number: number, text: string): void {
    const stretch = this.#numbered.get(number);
    if (!stretch || this.#isOver) return;
    stretch.text = text;
    // What comes of a stretch that is over is its transcript, and the next to be told.
    if (stretch.state === 'open' && stretch.segment.state === 'open') this.#tellPartial(stretch.segment);
  }

  #tellPartial(segment: StretchedSegment): void {
    const text = textOf(segment);
    if (text === '' || text === segment.toldText) return;
    segment.toldText = text;
    this.#emit({ type: 'transcript-partial', segmentId: segment.id, text });
  }

  #settled(number: number, { text, usage }: { readonly text: string; readonly usage: ProviderUsage }): void {
    const stretch = this.#numbered.get(number);
    if (!stretch || this.#isOver) return;
    this.#numbered.delete(number);
    stretch.state = 'settled';
    stretch.text = text;
    stretch.audio.length = 0;
    this.#unsettledMs -= stretch.durationMs;
    this.#usage = addUsage(this.#usage, { audioMs: stretch.durationMs, requests: 1, ...usage });
    // Only what is settled counts: a line that breaks before would be made anew for ever.
    this.#reconnects = 0;
    this.#late?.cancel();
    this.#late = undefined;
    this.#settle();
  }

  /** Events are never told from within a call of the session. */
  #settleSoon(): void {
    this.#settling ??= this.#parts.clock.setTimer(0, () => { this.#settling = undefined; this.#settle(); });
  }

  /** Tells what is settled, and waits for what is owed. */
  #settle(): void {
    if (this.#unsettledMs > UNSETTLED_MS_MAX) { this.#fail(new ProviderError('vendor-fault', 'The vendor does not listen.')); return; }
    for (let segment = this.#stretches.next(); segment; segment = this.#stretches.next()) {
      if (segment.state === 'committed') this.#tellFinal(segment);
    }
    const prepared = this.#isOver ? undefined : this.#stretches.speculation();
    if (prepared) {
      prepared.isSpeculationTold = true;
      this.#emit({ type: 'transcript-speculative', segmentId: prepared.id, text: textOf(prepared) });
    }
    this.#await();
  }

  #tellFinal(segment: StretchedSegment): void {
    const usage = { ...this.#usage, audioMs: Math.round(this.#usage.audioMs ?? 0) };
    this.#usage = { audioMs: 0, requests: 0 };
    this.#emit({ type: 'transcript-final', segmentId: segment.id, text: textOf(segment), isSpeculationHit: segment.isSpeculated, usage });
  }

  #await(): void {
    if (this.#isOver || !this.#stretches.isOwing) { this.#late?.cancel(); this.#late = undefined; return; }
    this.#late ??= this.#parts.clock.setTimer(this.#parts.timeoutMs, () => { this.#fail(told('timeout')); });
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
    for (const timer of [this.#settling, this.#late, this.#reconnecting]) timer?.cancel();
    this.#controller.abort();
    this.#line?.close();
    this.#line = undefined;
    this.#parts.onEnd(this);
  }
}
