/**
 * Where the far end is in what was sent to it, in samples, from a monotonic clock: it plays without a gap from the moment
 * that a send finds it empty. A network delay of equal length both ways cancels out against the way of the `clear`, so
 * only what the far end's proofs say beyond their usual delay (a stalled player) counts as lag.
 *
 * Positions count samples that were or will be played: a clear takes back what was not.
 */
export class LineClock {
  #sent = 0;
  #anchorPosition = 0;
  #anchorMs = 0;
  #usualDelayMs: number | undefined;
  #lagMs = 0;
  readonly #samplesPerMs: number;

  constructor(sampleRateHz: number) {
    this.#samplesPerMs = sampleRateHz / 1000;
  }

  get sentPosition(): number {
    return this.#sent;
  }

  /** When the far end will have played all that was sent; in the past where it is empty. */
  get endMs(): number {
    return this.playMs(this.#sent);
  }

  /** When the sample before `position` will have been played. */
  playMs(position: number): number {
    return this.#anchorMs + this.#lagMs + (position - this.#anchorPosition) / this.#samplesPerMs;
  }

  position(nowMs: number): number {
    const played = Math.floor((nowMs - this.#anchorMs - this.#lagMs) * this.#samplesPerMs + 1e-6);
    return Math.max(0, Math.min(this.#sent, this.#anchorPosition + Math.max(0, played)));
  }

  add(sampleCount: number, nowMs: number): void {
    if (this.#sent === 0 || this.endMs <= nowMs) {
      this.#anchorPosition = this.#sent;
      this.#anchorMs = nowMs;
      this.#lagMs = 0;
    }
    this.#sent += sampleCount;
  }

  /** The far end has thrown away what it had not played: playing goes on from `position`. */
  rewind(position: number, nowMs: number): void {
    this.#sent = position;
    this.#anchorPosition = position;
    this.#anchorMs = nowMs;
    this.#lagMs = 0;
  }

  /** The far end says that `position` has been played. */
  confirm(position: number, nowMs: number): void {
    if (position > this.#sent || position <= this.#anchorPosition) return;
    const delayMs = nowMs - (this.#anchorMs + (position - this.#anchorPosition) / this.#samplesPerMs);
    this.#usualDelayMs = Math.min(this.#usualDelayMs ?? delayMs, delayMs);
    this.#lagMs = Math.max(0, delayMs - this.#usualDelayMs);
  }

  /** `position` should have been confirmed and was not: the far end is at least this much behind. `toleranceMs` allows for jitter. */
  expect(position: number, nowMs: number, toleranceMs: number): void {
    if (this.#usualDelayMs === undefined) return;
    const overdueMs = nowMs - this.playMs(position) - this.#usualDelayMs - toleranceMs;
    if (overdueMs > 0) this.#lagMs += overdueMs;
  }
}
