import type { Clock, Timer } from '@parley/plugin-host';
import type { CallInput } from '../src/call/line.js';

const FRAME_MS = 20;
const TONE_HZ = 200;
const AMPLITUDE = 8_000;

/** The caller's mouth: a tone while it speaks, silence otherwise, one frame every 20 ms. */
export class Microphone {
  #speakUntilMs = -1;
  #timer: Timer | undefined;
  #input: CallInput | undefined;
  #phase = 0;

  constructor(private readonly clock: Clock, private readonly sampleRateHz: number) {}

  start(input: CallInput): void {
    this.#input = input;
    this.#next();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#input = undefined;
  }

  /** Speaks for so long from now on. */
  speak(durationMs: number): void {
    this.#speakUntilMs = this.clock.nowMs() + durationMs;
  }

  /** One frame; the time that it covers is over when it is delivered. */
  #next(): void {
    this.#timer = this.clock.setTimer(FRAME_MS, () => {
      const input = this.#input;
      if (!input) return;
      const samples = new Int16Array((FRAME_MS * this.sampleRateHz) / 1000);
      if (this.clock.nowMs() - FRAME_MS < this.#speakUntilMs) {
        for (let index = 0; index < samples.length; index++) samples[index] = Math.round(AMPLITUDE * Math.sin((2 * Math.PI * TONE_HZ * this.#phase++) / this.sampleRateHz));
      }
      this.#next();
      input.onAudio(samples);
    });
  }
}
