/** A cancellable timer handed out by a {@link Clock}. */
export interface Timer {
  cancel(): void;
}

/**
 * The only source of time that Parley code on the path of a call may use, so that whole calls can be tested on a
 * virtual clock. Times are monotonic milliseconds from an arbitrary origin, with fractions.
 */
export interface Clock {
  nowMs(): number;
  /** Runs `callback` once, at the earliest `delayMs` from now. A delay of 0 or less runs on the next turn of the loop. */
  setTimer(delayMs: number, callback: () => void): Timer;
}

/** Wall time: the monotonic clock of the process and Node's own timers. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  setTimer(delayMs, callback) {
    const handle = setTimeout(callback, Math.max(0, delayMs));
    return { cancel: () => clearTimeout(handle) };
  },
};
