import { ComfortNoise } from '../audio/comfort-noise.js';

/** Later frames that may arrive before a missing one is given up: 60 ms at 20 ms a frame. */
const WAIT_FRAMES_MAX = 3;
/** A longer gap (1 s) is a jump of the far end's count, not lost audio; it is not filled. */
const FILL_FRAMES_MAX = 50;
/** Noise made for one gap, however long its frames: 1 s of 8 kHz. */
const FILL_SAMPLES_MAX = 8_000;

export interface ReorderListener {
  /** Audio in order, gaps filled. The array is the listener's to keep. */
  onAudio(samples: Int16Array): void;
  /** Frames that never came and were filled with comfort noise. */
  onLost(frameCount: number): void;
  /** Frames that came twice or too late, or a count that jumped by more than a gap. */
  onJump(frameCount: number): void;
}

/**
 * Puts numbered frames in order. A frame in order passes at once; one from the future waits until those before it have
 * come, but for at most {@link WAIT_FRAMES_MAX} further frames, after which the missing ones are filled with comfort
 * noise as long as the frame that followed them. It knows no time, and holds at most that many frames.
 */
export class ReorderBuffer {
  readonly #listener: ReorderListener;
  readonly #noise: ComfortNoise;
  readonly #waiting = new Map<number, Int16Array>();
  #next: number | undefined;

  constructor(listener: ReorderListener, seed: number) {
    this.#listener = listener;
    this.#noise = new ComfortNoise(seed);
  }

  push(chunk: number, samples: Int16Array): void {
    this.#next ??= chunk;
    if (chunk === this.#next) {
      this.#emit(samples);
      this.#release();
      return;
    }
    if (chunk < this.#next - FILL_FRAMES_MAX || chunk > this.#next + FILL_FRAMES_MAX) return this.#jump(chunk, samples);
    if (chunk < this.#next || this.#waiting.has(chunk)) return this.#listener.onJump(1);
    this.#waiting.set(chunk, samples);
    if (this.#waiting.size >= WAIT_FRAMES_MAX) this.#giveUp();
  }

  /** The stream is over: what waits is let go, gaps filled. */
  flush(): void {
    while (this.#waiting.size > 0) this.#giveUp();
  }

  /** Frames held back; at most {@link WAIT_FRAMES_MAX} - 1 between two calls. */
  get waitingFrames(): number {
    return this.#waiting.size;
  }

  #emit(samples: Int16Array): void {
    this.#next = this.#next! + 1;
    this.#listener.onAudio(samples);
  }

  #release(): void {
    for (let samples = this.#waiting.get(this.#next!); samples; samples = this.#waiting.get(this.#next!)) {
      this.#waiting.delete(this.#next!);
      this.#emit(samples);
    }
  }

  #giveUp(): void {
    const first = Math.min(...this.#waiting.keys());
    const lost = first - this.#next!;
    const frameSamples = Math.min(this.#waiting.get(first)!.length, Math.floor(FILL_SAMPLES_MAX / Math.max(1, lost)));
    this.#listener.onLost(lost);
    for (let index = 0; index < lost; index++) this.#emit(this.#noise.fill(new Int16Array(frameSamples)));
    this.#release();
  }

  #jump(chunk: number, samples: Int16Array): void {
    this.flush();
    this.#listener.onJump(Math.abs(chunk - this.#next!));
    this.#next = chunk;
    this.#emit(samples);
  }
}
