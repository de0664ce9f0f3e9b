/** The latest audio of a call, found by its position: samples since the call began. */
export class AudioRing {
  readonly #samples: Int16Array;
  #end = 0;

  /** Keeps `capacity` samples. */
  constructor(capacity: number) {
    this.#samples = new Int16Array(capacity);
  }

  /** Position after the latest sample. */
  get end(): number {
    return this.#end;
  }

  push(samples: Int16Array): void {
    const capacity = this.#samples.length;
    const place = this.#end % capacity;
    if (samples.length <= capacity - place) {
      this.#samples.set(samples, place);
      this.#end += samples.length;
      return;
    }
    const kept = samples.length > capacity ? samples.subarray(samples.length - capacity) : samples;
    const at = (this.#end + samples.length - kept.length) % capacity;
    const untilWrap = Math.min(kept.length, capacity - at);
    this.#samples.set(kept.subarray(0, untilWrap), at);
    this.#samples.set(kept.subarray(untilWrap), 0);
    this.#end += samples.length;
  }

  /** A copy of the samples from `position` on, as far as they are still here. */
  since(position: number): Int16Array {
    const capacity = this.#samples.length;
    const from = Math.max(0, position, this.#end - capacity);
    const copy = new Int16Array(Math.max(0, this.#end - from));
    const at = from % capacity;
    const untilWrap = Math.min(copy.length, capacity - at);
    copy.set(this.#samples.subarray(at, at + untilWrap), 0);
    copy.set(this.#samples.subarray(0, copy.length - untilWrap), untilWrap);
    return copy;
  }
}
