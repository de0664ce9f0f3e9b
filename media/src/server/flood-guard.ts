import type { SessionLimits } from './limits.js';

/** A message counts as this much audio at least, so that tiny ones cannot come without end. */
const MESSAGE_MS_MIN = 20;

/**
 * A leaky bucket in milliseconds of audio: it leaks at `floodSpeedMax` times real time and holds `floodBurstMs`. What
 * overflows is dropped; a far end that goes on overflowing it is shown out.
 */
export class FloodGuard {
  readonly #limits: SessionLimits;
  #levelMs = 0;
  #droppedMs = 0;
  #lastMs: number;

  constructor(limits: SessionLimits, nowMs: number) {
    this.#limits = limits;
    this.#lastMs = nowMs;
  }

  take(audioMs: number, nowMs: number): 'pass' | 'drop' | 'close' {
    const costMs = Math.max(audioMs, MESSAGE_MS_MIN);
    this.#levelMs = Math.max(0, this.#levelMs - (nowMs - this.#lastMs) * this.#limits.floodSpeedMax);
    this.#lastMs = nowMs;
    if (this.#levelMs === 0) this.#droppedMs = 0;
    if (this.#levelMs + costMs <= this.#limits.floodBurstMs) {
      this.#levelMs += costMs;
      return 'pass';
    }
    this.#droppedMs += costMs;
    return this.#droppedMs > this.#limits.floodDroppedMsMax ? 'close' : 'drop';
  }
}
