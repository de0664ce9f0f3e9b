/** Longest backlog of one call in windows (8.2 s); its memory is taken only when the backlog is there. */
const WINDOWS_MAX = 256;
const WINDOWS_FIRST = 4;

/** Full windows of one call that wait for the detector: a ring that grows by doubling and drops the oldest at its limit. */
export class WindowQueue {
  readonly #windowSamples: number;
  #capacity = WINDOWS_FIRST;
  #samples: Int16Array;
  #pushedAtMs = new Float64Array(WINDOWS_FIRST);
  #head = 0;
  #count = 0;
  #fill = 0;
  /** Number, from 0, of the oldest window in the queue. */
  #firstIndex = 0;

  constructor(windowSamples: number) {
    this.#windowSamples = windowSamples;
    this.#samples = new Int16Array(WINDOWS_FIRST * windowSamples);
  }

  get count(): number {
    return this.#count;
  }

  get firstIndex(): number {
    return this.#firstIndex;
  }

  get oldestAtMs(): number {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : this.#pushedAtMs[this.#head]!;
  }

  /** Takes samples of any length; answers how many old windows had to go. */
  push(samples: Int16Array, nowMs: number): number {
    let dropped = 0;
    for (let taken = 0; taken < samples.length;) {
      if (this.#fill === 0) dropped += this.#makeRoom();
      const length = Math.min(this.#windowSamples - this.#fill, samples.length - taken);
      const at = ((this.#head + this.#count) % this.#capacity) * this.#windowSamples + this.#fill;
      this.#samples.set(length === samples.length ? samples : samples.subarray(taken, taken + length), at);
      taken += length;
      this.#fill += length;
      if (this.#fill === this.#windowSamples) {
        this.#pushedAtMs[(this.#head + this.#count) % this.#capacity] = nowMs;
        this.#count += 1;
        this.#fill = 0;
      }
    }
    return dropped;
  }

  /** Copies the oldest window to `target` and forgets it. */
  shiftInto(target: Int16Array, offset: number): void {
    const at = this.#head * this.#windowSamples;
    target.set(this.#samples.subarray(at, at + this.#windowSamples), offset);
    this.drop();
  }

  /** Forgets the oldest window. */
  drop(): void {
    this.#head = (this.#head + 1) % this.#capacity;
    this.#count -= 1;
    this.#firstIndex += 1;
  }

  /** Keeps one place free for the window that is being filled. */
  #makeRoom(): number {
    if (this.#count < this.#capacity) return 0;
    if (this.#capacity >= WINDOWS_MAX) {
      this.drop();
      return 1;
    }
    const samples = new Int16Array(this.#capacity * 2 * this.#windowSamples);
    const pushedAtMs = new Float64Array(this.#capacity * 2);
    for (let index = 0; index < this.#count; index += 1) {
      const from = (this.#head + index) % this.#capacity;
      samples.set(this.#samples.subarray(from * this.#windowSamples, (from + 1) * this.#windowSamples), index * this.#windowSamples);
      pushedAtMs[index] = this.#pushedAtMs[from]!;
    }
    this.#samples = samples;
    this.#pushedAtMs = pushedAtMs;
    this.#capacity *= 2;
    this.#head = 0;
    return 0;
  }
}
