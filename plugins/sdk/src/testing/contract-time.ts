import type { Clock } from '../clock.js';
import { VirtualTimeoutError, type VirtualClock } from './virtual-clock.js';

/** Something took longer than a rule allows. */
export class TooLateError extends Error {
  override readonly name = 'TooLateError';
}

/** How a suite waits: on the wall, or on a clock that it moves itself. */
export interface ContractTime {
  /** Hand this to the adapter as its clock. */
  readonly clock: Clock;
  /** Added to every limit that a rule sets, for the scheduling of a busy machine; 0 on a virtual clock. */
  readonly toleranceMs: number;
  /** Result of `promise`; throws {@link TooLateError} after `limitMs`. */
  within<Result>(promise: Promise<Result>, limitMs: number, what: string): Promise<Result>;
  /** Lets `durationMs` pass. */
  pass(durationMs: number): Promise<void>;
}

export function virtualTime(clock: VirtualClock): ContractTime {
  return {
    clock,
    toleranceMs: 0,
    async within(promise, limitMs, what) {
      try {
        return await clock.runUntil(promise, limitMs, 20);
      } catch (error) {
        if (error instanceof VirtualTimeoutError) throw new TooLateError(`${what} took more than ${limitMs} ms`);
        throw error;
      }
    },
    pass: async (durationMs) => await clock.advance(durationMs),
  };
}

/** `toleranceMs` (default 150) is added to limits such as the 100 ms for an abort. */
export function realTime(clock: Clock, toleranceMs = 150): ContractTime {
  return {
    clock,
    toleranceMs,
    async within(promise, limitMs, what) {
      let stop = (): void => {};
      const late = new Promise<never>((_resolve, reject) => {
        const timer = clock.setTimer(limitMs, () => reject(new TooLateError(`${what} took more than ${limitMs} ms`)));
        stop = () => timer.cancel();
      });
      try { return await Promise.race([promise, late]); } finally { stop(); }
    },
    pass: async (durationMs) => await new Promise((resolve) => { clock.setTimer(durationMs, resolve); }),
  };
}
