import { CALL_LIMITS } from '../call/limits.js';

export interface VadGateOptions {
  readonly windowSamples: number;
  readonly sampleRateHz: number;
  /** Speech was confirmed; it began at this position of the caller's audio. Also called when speech goes on after a pause. */
  readonly onSpeechStarted: (position: number) => void;
  /** Each window of running speech: how long it has lasted. */
  readonly onSpeechProgress: (speechMs: number) => void;
  /** Silence was confirmed; speech ended at this position and had lasted this long. */
  readonly onSpeechPaused: (position: number, speechMs: number) => void;
}

/** Turns the probabilities of a detector's windows into speech and pauses, with hysteresis. */
export class VadGate {
  readonly #options: VadGateOptions;
  readonly #windowMs: number;
  #isSpeaking = false;
  /** Position at which the run that may change the state began. */
  #runStart = 0;
  #runMs = 0;
  #speechMs = 0;

  constructor(options: VadGateOptions) {
    this.#options = options;
    this.#windowMs = (options.windowSamples * 1000) / options.sampleRateHz;
  }

  get isSpeaking(): boolean {
    return this.#isSpeaking;
  }

  /** Running speech so far, pauses below the confirmation included. */
  get speechMs(): number {
    return this.#isSpeaking ? this.#speechMs : 0;
  }

  /** As before the first window. */
  reset(): void {
    this.#isSpeaking = false;
    this.#runMs = 0;
    this.#speechMs = 0;
  }

  window(probability: number, windowIndex: number): void {
    const position = windowIndex * this.#options.windowSamples;
    if (this.#isSpeaking) this.#whileSpeaking(probability, position);
    else this.#whileSilent(probability, position);
  }

  #whileSilent(probability: number, position: number): void {
    // NaN compares false: a detector that answers nonsense hears nothing.
    if (!(probability >= CALL_LIMITS.vadStartProbability)) {
      this.#runMs = 0;
      return;
    }
    if (this.#runMs === 0) this.#runStart = position;
    this.#runMs += this.#windowMs;
    if (this.#runMs < CALL_LIMITS.vadConfirmSpeechMs) return;
    this.#isSpeaking = true;
    this.#speechMs = this.#runMs;
    this.#runMs = 0;
    this.#options.onSpeechStarted(this.#runStart);
    if (this.#isSpeaking) this.#options.onSpeechProgress(this.#speechMs);
  }

  #whileSpeaking(probability: number, position: number): void {
    this.#speechMs += this.#windowMs;
    if (probability >= CALL_LIMITS.vadStopProbability) {
      this.#runMs = 0;
      this.#options.onSpeechProgress(this.#speechMs);
      return;
    }
    if (this.#runMs === 0) this.#runStart = position;
    this.#runMs += this.#windowMs;
    if (this.#runMs < CALL_LIMITS.vadConfirmSilenceMs) return;
    const speechMs = this.#speechMs - this.#runMs;
    this.#isSpeaking = false;
    this.#runMs = 0;
    this.#options.onSpeechPaused(this.#runStart, speechMs);
  }
}
