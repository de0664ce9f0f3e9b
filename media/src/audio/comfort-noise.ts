/** Default loudness: about -66 dBFS, the idle noise of a quiet telephone line; far below any speech threshold. */
const DEFAULT_RMS = 16;

/**
 * Faint noise for audio that never came: total silence makes people ask whether the line is dead, and a hard zero
 * upsets voice detectors. The same seed gives the same noise, so tests and recordings repeat.
 */
export class ComfortNoise {
  readonly #amplitude: number;
  #state: number;
  #previous = 0;

  constructor(seed: number, rms: number = DEFAULT_RMS) {
    // Uniform noise of amplitude A has RMS A/sqrt(3); the two-sample average below takes another factor sqrt(2).
    this.#amplitude = rms * Math.sqrt(6);
    this.#state = (seed | 0) === 0 ? 0x9e3779b9 | 0 : seed | 0;
  }

  fill(samples: Int16Array): Int16Array {
    let state = this.#state;
    for (let index = 0; index < samples.length; index++) {
      // xorshift32 (Marsaglia, 2003).
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const white = state / 0x80000000;
      samples[index] = Math.round(((white + this.#previous) / 2) * this.#amplitude);
      this.#previous = white;
    }
    this.#state = state;
    return samples;
  }
}
