interface Mark { readonly name: string; readonly atSample: number }

/** What one pull brought. */
export interface Pulled {
  /** Samples written; the rest of the output is silence. */
  readonly samples: number;
  /** Loudest of them, 0 to 1. */
  readonly peak: number;
  /** Names of the marks that were reached. */
  readonly marks: readonly string[];
}

/** What became of samples that were pushed. */
export interface Pushed {
  /** They did not fit and will never be heard. */
  readonly droppedSamples: number;
  /** Before them the loudspeaker had nothing to play although the agent was speaking. */
  readonly gapSamples: number;
}

/**
 * The agent's audio between socket and loudspeaker: a ring of samples with marks at places in it. Counts what was
 * really played, which is how the server knows what was heard, and notices where the sound broke off.
 */
export class PlaybackQueue {
  readonly #ring: Int16Array;
  /** Positions since the beginning of the call; the ring's index is the position modulo its length. */
  #written = 0;
  #read = 0;
  /** Samples that `clear` threw away; they never count as played. */
  #thrown = 0;
  #marks: Mark[] = [];
  #isExpecting = false;
  /** Silence played since the queue ran dry in the middle of speech. */
  #drySamples = 0;
  /** Something was played since the agent began to speak: what is missing then is a gap, not the time before the first sound. */
  #hasPlayed = false;

  constructor(capacitySamples: number) { this.#ring = new Int16Array(capacitySamples); }

  /** Samples played since the beginning. */
  get playedSamples(): number { return this.#read - this.#thrown; }

  get waitingSamples(): number { return this.#written - this.#read; }

  /** Whether the agent is speaking: only then is a lack of samples a gap. A lack before it has ended was its last pause. */
  expect(isSpeaking: boolean): void {
    this.#isExpecting = isSpeaking;
    this.#drySamples = 0;
    this.#hasPlayed = this.waitingSamples > 0;
  }

  push(samples: Int16Array): Pushed {
    const gapSamples = this.#drySamples;
    this.#drySamples = 0;
    const taken = Math.min(samples.length, this.#ring.length - this.waitingSamples);
    for (let index = 0; index < taken; index++) this.#ring[(this.#written + index) % this.#ring.length] = samples[index]!;
    this.#written += taken;
    return { droppedSamples: samples.length - taken, gapSamples };
  }

  /** Puts a mark behind everything that has been taken so far. */
  mark(name: string): void { this.#marks.push({ name, atSample: this.#written }); }

  /** Fills `output` (-1 to 1) with what is next, then with silence. */
  pull(output: Float32Array): Pulled {
    const samples = Math.min(output.length, this.waitingSamples);
    let peak = 0;
    for (let index = 0; index < samples; index++) {
      const sample = this.#ring[(this.#read + index) % this.#ring.length]! / 32_768;
      output[index] = sample;
      peak = Math.max(peak, Math.abs(sample));
    }
    output.fill(0, samples);
    this.#read += samples;
    if (samples > 0) this.#hasPlayed = true;
    if (this.#isExpecting && this.#hasPlayed) this.#drySamples += output.length - samples;
    return { samples, peak, marks: this.#takeMarks() };
  }

  /** Throws away what has not been played; answers the marks that waited in it. */
  clear(): readonly string[] {
    this.#thrown += this.waitingSamples;
    this.#read = this.#written;
    this.#drySamples = 0;
    this.#hasPlayed = false;
    return this.#takeMarks();
  }

  #takeMarks(): string[] {
    const reached = this.#marks.filter(({ atSample }) => atSample <= this.#read);
    if (reached.length > 0) this.#marks = this.#marks.filter(({ atSample }) => atSample > this.#read);
    return reached.map(({ name }) => name);
  }
}
