/**
 * Samples waiting for their turn: a ring of fixed size. Memory is taken once, as much as the limit says, and what does
 * not fit is refused, never grown into.
 */
export class SampleQueue {
  readonly samplesMax: number;
  readonly #ring: Int16Array;
  #start = 0;
  #length = 0;

  constructor(samplesMax: number) {
    this.samplesMax = samplesMax;
    this.#ring = new Int16Array(samplesMax);
  }

  get length(): number {
    return this.#length;
  }

  get free(): number {
    return this.samplesMax - this.#length;
  }

  /** Takes as many samples as there is room for, from the front; answers how many that were. */
  push(samples: Int16Array): number {
    const count = Math.min(samples.length, this.free);
    const end = (this.#start + this.#length) % this.samplesMax;
    const untilWrap = Math.min(count, this.samplesMax - end);
    this.#ring.set(samples.subarray(0, untilWrap), end);
    this.#ring.set(samples.subarray(untilWrap, count), 0);
    this.#length += count;
    return count;
  }

  /** Takes all samples, forgetting the oldest where there is no room; answers how many were forgotten. */
  pushOverOldest(samples: Int16Array): number {
    const kept = samples.length > this.samplesMax ? samples.subarray(samples.length - this.samplesMax) : samples;
    const forgotten = samples.length - kept.length + this.skip(Math.max(0, kept.length - this.free));
    this.push(kept);
    return forgotten;
  }

  /** Copies the next samples, at most `count`, and leaves them in the queue. */
  peek(count: number): Int16Array {
    const taken = new Int16Array(Math.min(count, this.#length));
    const untilWrap = Math.min(taken.length, this.samplesMax - this.#start);
    taken.set(this.#ring.subarray(this.#start, this.#start + untilWrap), 0);
    taken.set(this.#ring.subarray(0, taken.length - untilWrap), untilWrap);
    return taken;
  }

  /** Takes the next samples out, at most `count`. */
  read(count: number): Int16Array {
    const taken = this.peek(count);
    this.skip(taken.length);
    return taken;
  }

  /** Forgets the next samples, at most `count`; answers how many that were. */
  skip(count: number): number {
    const skipped = Math.min(count, this.#length);
    this.#start = (this.#start + skipped) % this.samplesMax;
    this.#length -= skipped;
    return skipped;
  }

  clear(): void {
    this.#start = 0;
    this.#length = 0;
  }
}
