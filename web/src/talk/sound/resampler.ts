/** Taps on each side of a sample, in periods of the lower of both rates. */
const REACH = 8;

/**
 * Brings sound from one sample rate to another, piece by piece, with a windowed sinc that keeps what the lower rate
 * can carry. For browsers whose microphone does not come at the rate of the protocol.
 */
export class Resampler {
  readonly #step: number;
  readonly #cutoff: number;
  readonly #radius: number;
  #history: Float32Array;
  /** Where the next output sample lies, in input samples from the start of the history. */
  #position: number;

  constructor(fromHz: number, toHz: number) {
    this.#step = fromHz / toHz;
    this.#cutoff = Math.min(1, toHz / fromHz);
    this.#radius = Math.ceil(REACH / this.#cutoff);
    this.#history = new Float32Array(this.#radius);
    this.#position = this.#radius;
  }

  /** Takes input, answers the output that it completes. */
  push(input: Float32Array): Float32Array {
    if (this.#step === 1) return input.slice();
    const samples = new Float32Array(this.#history.length + input.length);
    samples.set(this.#history);
    samples.set(input, this.#history.length);
    const output: number[] = [];
    while (this.#position + this.#radius < samples.length) {
      output.push(this.#at(samples, this.#position));
      this.#position += this.#step;
    }
    const passed = Math.max(0, Math.floor(this.#position) - this.#radius);
    this.#history = samples.slice(passed);
    this.#position -= passed;
    return Float32Array.from(output);
  }

  #at(samples: Float32Array, position: number): number {
    let sum = 0;
    let weights = 0;
    for (let index = Math.ceil(position - this.#radius); index <= position + this.#radius; index++) {
      const distance = position - index;
      const phase = Math.PI * distance * this.#cutoff;
      // A Hann window over a sinc.
      const weight = (phase === 0 ? 1 : Math.sin(phase) / phase) * (0.5 + 0.5 * Math.cos((Math.PI * distance) / (this.#radius + 1)));
      sum += weight * samples[index]!;
      weights += weight;
    }
    return sum / weights;
  }
}
