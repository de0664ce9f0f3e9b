/** Which half of a stereo frame. */
export const CALLER_LEG = 0;
export const AGENT_LEG = 1;
export type Leg = typeof CALLER_LEG | typeof AGENT_LEG;

/**
 * The frames of a recording that are not on disk yet: from `baseFrame` on, as many as the ring holds. What nobody wrote
 * is silence. A frame is one sample of each leg.
 */
export class StereoRing {
  readonly #samples: Int16Array;
  readonly frames: number;
  #baseFrame = 0;

  constructor(frames: number) {
    this.frames = frames;
    this.#samples = new Int16Array(frames * 2);
  }

  get baseFrame(): number {
    return this.#baseFrame;
  }

  get endFrame(): number {
    return this.#baseFrame + this.frames;
  }

  /** Copies `samples[from, to)` to `frame` on; all of it must lie between base and end. */
  write(leg: Leg, frame: number, samples: Int16Array, from: number, to: number): void {
    const ring = this.#samples;
    const length = ring.length;
    let at = ((frame % this.frames) * 2) + leg;
    for (let index = from; index < to; index++) {
      ring[at] = samples[index]!;
      at += 2;
      if (at >= length) at -= length;
    }
  }

  silence(leg: Leg, fromFrame: number, toFrame: number): void {
    const from = Math.max(fromFrame, this.#baseFrame);
    const to = Math.min(toFrame, this.endFrame);
    for (let frame = from; frame < to; frame++) this.#samples[((frame % this.frames) * 2) + leg] = 0;
  }

  /** Copies the frames from the base up to `toFrame` into `target` as the file has them (little-endian, like every host Node runs on), and gives them up. Answers the bytes. */
  take(toFrame: number, target: Uint8Array): number {
    const bytes = new Uint8Array(this.#samples.buffer);
    let length = 0;
    for (let frame = this.#baseFrame; frame < toFrame;) {
      const start = frame % this.frames;
      const count = Math.min(toFrame - frame, this.frames - start);
      target.set(bytes.subarray(start * 4, (start + count) * 4), length);
      length += count * 4;
      frame += count;
    }
    this.advance(toFrame);
    return length;
  }

  /** Gives up everything before `frame`, at most up to the end. */
  advance(frame: number): void {
    if (frame >= this.endFrame) {
      this.#samples.fill(0);
      this.#baseFrame = frame;
      return;
    }
    while (this.#baseFrame < frame) {
      const start = this.#baseFrame % this.frames;
      const count = Math.min(frame - this.#baseFrame, this.frames - start);
      this.#samples.fill(0, start * 2, (start + count) * 2);
      this.#baseFrame += count;
    }
  }
}
