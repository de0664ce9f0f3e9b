/** A frame for the socket and how loud it is. */
export interface Frame {
  readonly samples: Int16Array<ArrayBuffer>;
  /** Loudest sample, 0 to 1. */
  readonly peak: number;
}

/** Cuts a stream of samples (-1 to 1) into frames of 16-bit samples of one length. */
export class FrameCutter {
  readonly #length: number;
  #frame: Int16Array<ArrayBuffer>;
  #filled = 0;
  #peak = 0;

  constructor(frameSamples: number) {
    this.#length = frameSamples;
    this.#frame = new Int16Array(frameSamples);
  }

  push(samples: Float32Array): Frame[] {
    const frames: Frame[] = [];
    for (const sample of samples) {
      const limited = Math.max(-1, Math.min(1, sample));
      this.#frame[this.#filled++] = Math.round(limited * 32_767);
      this.#peak = Math.max(this.#peak, Math.abs(limited));
      if (this.#filled < this.#length) continue;
      frames.push({ samples: this.#frame, peak: this.#peak });
      this.#frame = new Int16Array(this.#length);
      this.#filled = 0;
      this.#peak = 0;
    }
    return frames;
  }
}
