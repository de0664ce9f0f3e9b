import type { PoolTask, WorkerPool } from '../workers/worker-pool.js';
import { SegmentAudio } from './segment-audio.js';
import type { SttJob, SttJobResult } from './stt-job.js';
import { believed, joined, NOTHING_SAID, type Transcript } from './transcript.js';

export type SttPool = WorkerPool<SttJob, SttJobResult>;

export const PRIORITY = { commit: 3, speculate: 2, part: 1, partial: 0 } as const;

const SAMPLES_PER_MS = 16;
/** The model was trained on pieces up to this length; longer speech is cut at its quietest point. */
const PIECE_MS_MAX = 12_000;
const PIECE_MS_MIN = 6000;
/** Speech of less than this after a speculative decode leaves it valid: a click, a breath. */
const SPEECH_AFTER_MS_MAX = 60;
/** Silence kept behind the last speech: enough for the model to hear that the sentence has ended. */
const TAIL_MS = 300;

export interface SegmentOptions {
  readonly pool: SttPool;
  /** Shorter speech than this is nothing said. */
  readonly speechMsMin: number;
  readonly meanLogprobMin: number;
}

interface Decode {
  /** Audio up to here is in it. */
  readonly end: number;
  readonly result: Promise<Transcript>;
  readonly cancel: () => void;
  readonly raise: () => void;
}

/** The audio between two commits, and the decodes of it that are under way or done. */
export class Segment {
  readonly audio = new SegmentAudio();
  readonly #options: SegmentOptions;
  /** Pieces cut off a long segment, in order; the rest starts at `#tailStart`. */
  readonly #parts: Decode[] = [];
  #tailStart = 0;
  #speculation: Decode | undefined;
  #partial: PoolTask<SttJobResult> | undefined;
  #partialEnd = 0;

  constructor(options: SegmentOptions) {
    this.#options = options;
  }

  /** Audio that may go into a partial transcript since the last one, in milliseconds. */
  get newMs(): number {
    return (this.audio.length - this.#partialEnd) / SAMPLES_PER_MS;
  }

  push(samples: Int16Array): void {
    this.audio.push(samples);
    if ((this.audio.length - this.#tailStart) / SAMPLES_PER_MS <= PIECE_MS_MAX) return;
    const cut = this.audio.quietestPoint(this.#tailStart + PIECE_MS_MIN * SAMPLES_PER_MS, this.#tailStart + PIECE_MS_MAX * SAMPLES_PER_MS);
    this.#parts.push(this.#decode(this.#tailStart, cut, PRIORITY.part));
    this.#tailStart = cut;
    this.audio.forget(cut);
  }

  /** Starts a decode of all there is; answers with its transcript, or undefined where one is valid already. */
  speculate(): Promise<Transcript> | undefined {
    if (this.#speculation && this.#isStillValid(this.#speculation)) return undefined;
    this.#stopGuessing();
    this.#speculation = this.#decode(this.#tailStart, this.audio.length, PRIORITY.speculate);
    return this.#withParts(this.#speculation.result);
  }

  /** The transcript of the whole segment. Nothing may be pushed afterwards. */
  commit(): { readonly transcript: Promise<Transcript>; readonly isSpeculationHit: boolean } {
    const isSpeculationHit = this.#speculation !== undefined && this.#isStillValid(this.#speculation);
    if (!isSpeculationHit) {
      this.#stopGuessing();
      this.#speculation = this.#decode(this.#tailStart, this.audio.length, PRIORITY.commit);
    }
    this.#partial?.cancel();
    for (const decode of [...this.#parts, this.#speculation!]) decode.raise();
    return { transcript: this.#withParts(this.#speculation!.result), isSpeculationHit };
  }

  /** The words so far, decoded at the lowest priority; undefined where no one is free for it. */
  partial(): Promise<Transcript> | undefined {
    this.#partialEnd = this.audio.length;
    if (this.#partial || !this.#options.pool.isIdle) return undefined;
    const level = this.audio.speechLevel();
    if (this.audio.speechMs(this.#tailStart, this.audio.length, level) < this.#options.speechMsMin) return undefined;
    const task = this.#options.pool.run({ samples: this.audio.slice(this.#tailStart, this.audio.length) }, { priority: PRIORITY.partial });
    this.#partial = task;
    const tail = task.result.then((result) => believed(result, this.#options.meanLogprobMin)).finally(() => { this.#partial = undefined; });
    return this.#withParts(tail);
  }

  /** Withdraws everything. */
  cancel(): void {
    this.#stopGuessing();
    for (const part of this.#parts) part.cancel();
  }

  #stopGuessing(): void {
    this.#partial?.cancel();
    this.#speculation?.cancel();
    this.#speculation = undefined;
  }

  #isStillValid(decode: Decode): boolean {
    return decode.end > this.#tailStart
      && this.audio.speechMs(decode.end, this.audio.length, this.audio.speechLevel()) < SPEECH_AFTER_MS_MAX;
  }

  #decode(start: number, end: number, priority: number): Decode {
    const { pool, speechMsMin, meanLogprobMin } = this.#options;
    const level = this.audio.speechLevel();
    const speechMs = this.audio.speechMs(start, end, level);
    if (speechMs < speechMsMin) return { end, result: Promise.resolve(NOTHING_SAID), cancel: () => {}, raise: () => {} };
    const last = Math.min(end, this.audio.speechEnd(level) + TAIL_MS * SAMPLES_PER_MS);
    const task = pool.run({ samples: this.audio.slice(start, last) }, { priority });
    const result = task.result.then((decoded) => believed(decoded, meanLogprobMin));
    // Awaited by whoever commits; until then a failure is nobody's.
    result.catch(() => {});
    return { end, result, cancel: () => task.cancel(), raise: () => task.raise(PRIORITY.commit) };
  }

  async #withParts(tail: Promise<Transcript>): Promise<Transcript> {
    return joined(await Promise.all([...this.#parts.map((part) => part.result), tail]));
  }
}
