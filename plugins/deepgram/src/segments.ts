/** The vendor rounds times; so much of a segment may be missing from what it has settled, in milliseconds. */
const ROUNDING_MS = 30;

export interface Segment {
  readonly id: number;
  readonly fromMs: number;
  toMs: number;
  state: 'open' | 'committed' | 'discarded';
  /** What is settled of it, in order. */
  readonly texts: string[];
  readonly confidences: number[];
  /** What is not settled yet, and how far it reaches. */
  interim: { readonly text: string; readonly toMs: number };
  /** Where its audio ended when a transcript was asked for ahead of time; undefined where audio came after it. */
  speculatedMs: number | undefined;
  isSpeculationTold: boolean;
  /** The partial transcript told last. */
  toldText: string;
}

/** One answer of the vendor, with its times on the line of the call's audio. */
export interface Result {
  readonly fromMs: number;
  readonly toMs: number;
  readonly text: string;
  readonly confidence: number | undefined;
  readonly isFinal: boolean;
  /** It answers a request to settle everything heard so far. */
  readonly isFlush: boolean;
}

/** A transcript is owed for it: it is over, or one was asked for ahead of time. */
const isOwed = ({ state, speculatedMs }: Segment): boolean => state !== 'open' || speculatedMs !== undefined;

/**
 * Which words belong to which segment: the line of a call's audio in milliseconds, how far the vendor has settled it, and
 * the segments on it that wait for an answer, oldest first. It knows neither sockets nor clocks.
 */
export class Segments {
  readonly #waiting: Segment[] = [];
  /** Ends of audio up to which the vendor was asked to settle, oldest first. */
  #flushes: number[] = [];
  #settledMs = 0;

  get settledMs(): number {
    return this.#settledMs;
  }

  /** The open segment of this id, made where there is none. */
  open(id: number, atMs: number): Segment {
    const last = this.#waiting.at(-1);
    if (last?.id === id && last.state === 'open') return last;
    const segment: Segment = { id, fromMs: atMs, toMs: atMs, state: 'open', texts: [], confidences: [], interim: { text: '', toMs: 0 }, speculatedMs: undefined, isSpeculationTold: false, toldText: '' };
    this.#waiting.push(segment);
    return segment;
  }

  /** Whether everything heard of a segment shall be settled. */
  isFlushed(id: number): boolean {
    return !this.#waiting.some((segment) => segment.id === id && !isOwed(segment));
  }

  flushed(atMs: number): void {
    this.#flushes.push(atMs);
  }

  /** Takes an answer in; answers the segment that it changed. */
  take({ fromMs, toMs, text, confidence, isFinal, isFlush }: Result): Segment | undefined {
    const middleMs = (fromMs + toMs) / 2;
    const segment = this.#waiting.find((each) => middleMs >= each.fromMs && middleMs < each.toMs);
    if (segment) segment.interim = isFinal ? { text: '', toMs: 0 } : { text, toMs };
    if (!isFinal) return segment;
    if (segment && text !== '') {
      segment.texts.push(text);
      if (confidence !== undefined) segment.confidences.push(confidence);
    }
    this.#settledMs = Math.max(this.#settledMs, toMs);
    if (isFlush) this.#settleFlushes(toMs);
    return segment;
  }

  textOf({ texts, interim }: Segment): string {
    return [...texts, ...(interim.toMs > this.#settledMs ? [interim.text] : [])].filter((text) => text !== '').join(' ');
  }

  /** The oldest segment that is over and settled, which waits no longer. */
  next(): Segment | undefined {
    const [first] = this.#waiting;
    return first && first.state !== 'open' && this.#isSettled(first) ? this.#waiting.shift() : undefined;
  }

  /** The open segment whose transcript was asked for ahead of time, and is there. */
  speculation(): Segment | undefined {
    const last = this.#waiting.at(-1);
    return last?.state === 'open' && isOwed(last) && !last.isSpeculationTold && this.#isSettled(last) ? last : undefined;
  }

  /** How much audio an answer is owed for is not settled, in milliseconds; undefined where none is owed. */
  owedMs(): number | undefined {
    const owed = this.#waiting.findLast((segment) => isOwed(segment) && !this.#isSettled(segment));
    return owed && owed.toMs - this.#settledMs;
  }

  /** What is owed is taken for settled as it stands. */
  settleOwed(): void {
    for (const segment of this.#waiting.filter(isOwed)) {
      if (segment.interim.toMs > this.#settledMs) segment.texts.push(segment.interim.text);
      segment.interim = { text: '', toMs: 0 };
      this.#settledMs = Math.max(this.#settledMs, segment.toMs);
    }
  }

  /** Another connection hears everything unsettled anew. */
  restart(): void {
    this.#flushes = [];
    for (const segment of this.#waiting) segment.interim = { text: '', toMs: 0 };
  }

  #isSettled({ fromMs, toMs }: Segment): boolean {
    return toMs === fromMs || toMs <= this.#settledMs + ROUNDING_MS;
  }

  /** The vendor leaves requests to settle nothing unanswered: an answer stands for all that lie before it, and for one at least. */
  #settleFlushes(toMs: number): void {
    const count = Math.max(1, this.#flushes.filter((at) => at <= toMs + ROUNDING_MS).length);
    this.#settledMs = Math.max(this.#settledMs, ...this.#flushes.splice(0, count));
  }
}
