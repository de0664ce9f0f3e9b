interface Mark { readonly name: string; readonly atSample: number }

/** What one pull brought. */
export interface Pulled {
  /** Samples written; the rest of the output is silence. */
  readonly samples: number;
  /** Names of the marks that were reached. */
  readonly marks: readonly string[];
}

/**
 * The agent's audio between socket and loudspeaker: a ring of samples with marks at places in it. Counts what was
 * really played, which is how the server knows what was heard.
 */
export class PlaybackQueue {
  readonly #ring: Int16Array;
  /** Positions since the beginning of the call; the ring's index is the position modulo its length. */
  #written = 0;
  #read = 0;
  /** Samples that `clear` threw away; they never count as played. */
  #thrown = 0;
  #marks: Mark[] = [];

  constructor(capacitySamples: number) { this.#ring = new Int16Array(capacitySamples); }

  /** Samples played since the beginning. */
  get playedSamples(): number { return this.#read - this.#thrown; }

  get waitingSamples(): number { return this.#written - this.#read; }

  /** Takes samples; answers how many did not fit and were dropped. */
  push(samples: Int16Array): number {
    const taken = Math.min(samples.length, this.#ring.length - this.waitingSamples);
    for (let index = 0; index < taken; index++) this.#ring[(this.#written + index) % this.#ring.length] = samples[index]!;
    this.#written += taken;
    return samples.length - taken;
  }

  /** Puts a mark behind everything that has been taken so far. */
  mark(name: string): void { this.#marks.push({ name, atSample: this.#written }); }

  /** Fills `output` (-1 to 1) with what is next, then with silence. */
  pull(output: Float32Array): Pulled {
    const samples = Math.min(output.length, this.waitingSamples);
    for (let index = 0; index < samples; index++) output[index] = this.#ring[(this.#read + index) % this.#ring.length]! / 32_768;
    output.fill(0, samples);
    this.#read += samples;
    return { samples, marks: this.#takeMarks() };
  }

  /** Throws away what has not been played; answers the marks that waited in it. */
  clear(): readonly string[] {
    this.#thrown += this.waitingSamples;
    this.#read = this.#written;
    return this.#takeMarks();
  }

  #takeMarks(): string[] {
    const reached = this.#marks.filter(({ atSample }) => atSample <= this.#read);
    if (reached.length > 0) this.#marks = this.#marks.filter(({ atSample }) => atSample > this.#read);
    return reached.map(({ name }) => name);
  }
}
