/** Loudness is measured over 20 ms of 16 kHz. */
export const FRAME_SAMPLES = 320;
export const FRAME_MS = 20;
const SAMPLE_RATE_HZ = 16_000;
/** Below this root mean square nothing is speech, however quiet the call: -54 dBFS. */
const RMS_MIN = 65;
/** Audio allocated at first: 1 s. */
const SAMPLES_FIRST = SAMPLE_RATE_HZ;

/** The audio of an open segment at 16 kHz, with the loudness of every 20 ms. Positions count from the segment's start. */
export class SegmentAudio {
  #samples = new Int16Array(SAMPLES_FIRST);
  /** Position of the first sample that is still kept. */
  #start = 0;
  #end = 0;
  readonly #loudness: number[] = [];
  #energy = 0;
  #energyCount = 0;

  /** Samples pushed so far. */
  get length(): number {
    return this.#end;
  }

  push(samples: Int16Array): void {
    const kept = this.#end - this.#start;
    if (kept + samples.length > this.#samples.length) {
      const larger = new Int16Array(Math.max(this.#samples.length * 2, kept + samples.length));
      larger.set(this.#samples.subarray(0, kept));
      this.#samples = larger;
    }
    this.#samples.set(samples, kept);
    this.#end += samples.length;
    for (const sample of samples) {
      this.#energy += sample * sample;
      this.#energyCount += 1;
      if (this.#energyCount === FRAME_SAMPLES) {
        this.#loudness.push(Math.sqrt(this.#energy / FRAME_SAMPLES));
        this.#energy = 0;
        this.#energyCount = 0;
      }
    }
  }

  /** A copy of the samples from `from` to `to`. */
  slice(from: number, to: number): Int16Array {
    return this.#samples.slice(Math.max(0, from - this.#start), Math.max(0, to - this.#start));
  }

  /** Forgets the samples before `position`. */
  forget(position: number): void {
    const count = Math.min(position, this.#end) - this.#start;
    if (count <= 0) return;
    this.#samples.copyWithin(0, count, this.#end - this.#start);
    this.#start += count;
  }

  /**
   * Root mean square from which a frame counts as speech. Between the quiet and the loud tenth of this segment, so that
   * it holds for a whisper and for a noisy street: a fifth of the loud, or 2.5 times the quiet, at most half the loud.
   */
  speechLevel(): number {
    if (this.#loudness.length === 0) return RMS_MIN;
    const sorted = Float64Array.from(this.#loudness).sort();
    const quiet = sorted[Math.floor(sorted.length * 0.1)]!;
    const loud = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.9))]!;
    return Math.max(RMS_MIN, Math.min(loud * 0.5, Math.max(loud * 0.2, quiet * 2.5)));
  }

  /** Milliseconds of speech between two positions. */
  speechMs(from: number, to: number, level: number): number {
    let frames = 0;
    const last = Math.min(this.#loudness.length, Math.floor(to / FRAME_SAMPLES));
    for (let index = Math.floor(from / FRAME_SAMPLES); index < last; index += 1) if (this.#loudness[index]! >= level) frames += 1;
    return frames * FRAME_MS;
  }

  /** Position after the last frame of speech; 0 where there is none. */
  speechEnd(level: number): number {
    for (let index = this.#loudness.length - 1; index >= 0; index -= 1) if (this.#loudness[index]! >= level) return (index + 1) * FRAME_SAMPLES;
    return 0;
  }

  /** Middle of the quietest 200 ms between two positions: the best place to cut speech. */
  quietestPoint(from: number, to: number): number {
    const width = 10;
    const first = Math.ceil(from / FRAME_SAMPLES);
    const last = Math.min(this.#loudness.length, Math.floor(to / FRAME_SAMPLES)) - width;
    let best = first;
    let bestSum = Number.POSITIVE_INFINITY;
    for (let index = first; index <= last; index += 1) {
      let sum = 0;
      for (let offset = 0; offset < width; offset += 1) sum += this.#loudness[index + offset]!;
      if (sum < bestSum) [best, bestSum] = [index, sum];
    }
    return (best + (width >> 1)) * FRAME_SAMPLES;
  }
}
