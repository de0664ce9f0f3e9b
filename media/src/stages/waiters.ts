/** Promises that wait for a condition which is looked at on every tick; for conditions that change with the passing of time. */
export class Waiters {
  readonly #waiting = new Set<{ readonly isReached: () => boolean; readonly signal: AbortSignal; readonly resolve: () => void }>();

  /** Resolves once `isReached` answers true or the signal is aborted; at once where that is so already. */
  until(isReached: () => boolean, signal: AbortSignal): Promise<void> {
    if (signal.aborted || isReached()) return Promise.resolve();
    return new Promise((resolve) => { this.#waiting.add({ isReached, signal, resolve }); });
  }

  tick(): void {
    if (this.#waiting.size === 0) return;
    for (const waiter of this.#waiting) {
      if (!waiter.signal.aborted && !waiter.isReached()) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }

  /** Resolves all; whoever waited looks at its signal. */
  close(): void {
    for (const waiter of this.#waiting) waiter.resolve();
    this.#waiting.clear();
  }
}
