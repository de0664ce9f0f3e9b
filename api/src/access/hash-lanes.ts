import { availableParallelism } from 'node:os';
import { Fault } from '../errors.js';
import { LIMITS } from '../limits.js';

/** One thread of the pool, which has four, is left to files and names; and one processor to everything else. */
const LANES_MAX = 3;

/**
 * Work that is dear in processor time takes turns, so that many who sign in at once slow down each other and nobody else:
 * at most so many at a time, then a line, and beyond it a `TooManyAttemptsError` that says when to come back. The work
 * itself runs in the native thread pool of the process.
 */
export class HashLanes {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  /** Time that one takes, as seen lately. */
  #takesMs = 25;

  constructor(readonly runningMax = Math.max(1, Math.min(LANES_MAX, availableParallelism() - 1)), readonly waitingMax: number = LIMITS.passwordHashesWaitingMax) {}

  /** Those that wait for their turn. */
  get waiting(): number { return this.#waiting.length; }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.runningMax) {
      if (this.#waiting.length >= this.waitingMax) throw this.#full();
      await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
    } else this.#running += 1;
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.#takesMs += (performance.now() - startedAt - this.#takesMs) / 8;
      // The turn goes from one to the next without being free in between: nobody overtakes.
      const next = this.#waiting.shift();
      if (next) next(); else this.#running -= 1;
    }
  }

  #full(): Fault {
    const retryAfterMs = Math.max(1_000, Math.ceil(this.#takesMs * this.waitingMax / this.runningMax));
    return new Fault('TooManyAttemptsError', `Very many people are signing in right now. Try again in ${Math.ceil(retryAfterMs / 1_000)} seconds.`, undefined, { retryAfterMs });
  }
}
