import type { Clock, Timer } from '../clock.js';
import { TimerHeap, type HeapEntry } from './timer-heap.js';

/** More timers than this at one instant are a timer that re-arms itself with no delay. */
const TIMERS_PER_INSTANT_MAX = 100_000;
/** Wall time that `runUntil` gives to work outside the clock when no timer is left, in milliseconds. */
const IDLE_MS_MAX = 2000;

/**
 * Lets promise chains, async iterators and queued microtasks run to their end: Node drains them all before it turns to an
 * immediate. One turn of the loop costs about 1 us, so that nothing is gained by counting microtasks instead.
 */
const settle = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

/** Thrown by {@link VirtualClock.runUntil} where the promise is still pending at the limit. */
export class VirtualTimeoutError extends Error {
  override readonly name = 'VirtualTimeoutError';
}

/**
 * A clock that stands still until a test moves it. Timers fire in the order of their due time, then of their creation;
 * between two timers all promise chains settle. Work that leaves the process (files, sockets, worker threads) is not on
 * this clock: it gets one turn of the loop between two timers, and is waited for only by {@link VirtualClock.runUntil}.
 */
export class VirtualClock implements Clock {
  #nowMs = 0;
  #order = 0;
  #isMoving = false;
  #firedAtInstant = 0;
  readonly #timers = new TimerHeap();

  nowMs(): number {
    return this.#nowMs;
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    if (Number.isNaN(delayMs)) throw new TypeError('a timer needs a delay in milliseconds, not NaN');
    const entry: HeapEntry = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, callback, isOver: false };
    this.#timers.push(entry);
    return { cancel: () => this.#timers.cancel(entry) };
  }

  /** Moves on by `durationMs`, running what falls due on the way. An error thrown by a timer is thrown from here. */
  async advance(durationMs: number): Promise<void> {
    if (!(durationMs >= 0)) throw new RangeError(`time moves forward only, not by ${durationMs} ms`);
    const untilMs = this.#nowMs + durationMs;
    await this.#move(async () => {
      await settle();
      while (await this.#runNext(untilMs));
      this.#nowMs = untilMs;
    });
  }

  /**
   * Moves on until `promise` settles, and returns its result or throws its error; the clock then stands where that
   * happened. Throws {@link VirtualTimeoutError} where it is still pending after `limitMs`. Where no timer is left, work
   * outside the clock is given up to `idleMsMax` of wall time (default 2,000).
   */
  async runUntil<Result>(promise: Promise<Result>, limitMs: number, idleMsMax = IDLE_MS_MAX): Promise<Result> {
    let isSettled = false;
    promise.then(() => { isSettled = true; }, () => { isSettled = true; });
    const untilMs = this.#nowMs + limitMs;
    await this.#move(async () => {
      await settle();
      let idleSinceMs: number | undefined;
      while (!isSettled) {
        if (await this.#runNext(untilMs)) { idleSinceMs = undefined; continue; }
        idleSinceMs ??= performance.now();
        if (this.#timers.size > 0 || performance.now() - idleSinceMs > idleMsMax) {
          this.#nowMs = untilMs;
          throw new VirtualTimeoutError(`still pending after ${limitMs} ms of virtual time (${this.#timers.size} timers left)`);
        }
        await settle();
      }
    });
    return await promise;
  }

  /** Timers that are still to fire; a test asserts 0 after a call has ended. */
  get pendingCount(): number {
    return this.#timers.size;
  }

  async #move(run: () => Promise<void>): Promise<void> {
    if (this.#isMoving) throw new Error('the clock is being moved already: await one advance before the next');
    this.#isMoving = true;
    this.#firedAtInstant = 0;
    try { await run(); } finally { this.#isMoving = false; }
  }

  /** Fires the next timer due by `untilMs`; false where there is none. */
  async #runNext(untilMs: number): Promise<boolean> {
    const next = this.#timers.peek();
    if (!next || next.atMs > untilMs) return false;
    this.#firedAtInstant = next.atMs > this.#nowMs ? 0 : this.#firedAtInstant + 1;
    if (this.#firedAtInstant > TIMERS_PER_INSTANT_MAX) throw new Error(`a timer re-arms itself with no delay at ${this.#nowMs} ms`);
    this.#timers.pop();
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.callback();
    await settle();
    return true;
  }
}
