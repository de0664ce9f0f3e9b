import type { Clock, Timer } from '../clock.js';

interface Entry { readonly atMs: number; readonly order: number; readonly callback: () => void; isCancelled: boolean }

/** Lets every microtask and already queued macrotask run, so that promise chains settle between two timers. */
const settle = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

/**
 * A clock that stands still until a test moves it. Timers fire in the order of their due time, then of their creation;
 * between two due times all promise chains are given the chance to settle.
 */
export class VirtualClock implements Clock {
  #nowMs = 0;
  #order = 0;
  #entries: Entry[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    const entry: Entry = { atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, callback, isCancelled: false };
    this.#entries.push(entry);
    return { cancel: () => { entry.isCancelled = true; } };
  }

  /** Moves on by `durationMs`, running what falls due on the way. */
  async advance(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    await settle();
    for (let next = this.#takeDue(untilMs); next !== undefined; next = this.#takeDue(untilMs)) {
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.callback();
      await settle();
    }
    this.#nowMs = untilMs;
  }

  /** Timers that are still to fire; a test asserts 0 after a call has ended. */
  get pendingCount(): number {
    return this.#entries.filter((entry) => !entry.isCancelled).length;
  }

  #takeDue(untilMs: number): Entry | undefined {
    this.#entries = this.#entries.filter((entry) => !entry.isCancelled);
    let best: Entry | undefined;
    for (const entry of this.#entries) {
      if (entry.atMs > untilMs) continue;
      if (!best || entry.atMs < best.atMs || (entry.atMs === best.atMs && entry.order < best.order)) best = entry;
    }
    if (best) this.#entries.splice(this.#entries.indexOf(best), 1);
    return best;
  }
}
