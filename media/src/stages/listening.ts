import type { Clock, PluginLogger, VadProvider, VadSession } from '@parley/plugin-host';
import { measureLevel } from '../audio/level.js';
import { CALL_LIMITS } from '../call/limits.js';
import type { CallRecorder } from '../observe/recorder-port.js';
import type { AudioRing } from './audio-ring.js';
import { energyWindowSamples, openEnergyVad } from './energy-vad.js';
import { VadGate } from './vad-gate.js';

export interface ListeningOptions {
  readonly callId: string;
  readonly sampleRateHz: 8000 | 16000;
  readonly clock: Clock;
  readonly callStartMs: number;
  readonly ring: AudioRing;
  readonly recorder: CallRecorder | undefined;
  readonly logger: PluginLogger;
  /** Wraps what the detector calls, so that a fault in it stays in this call. */
  readonly guard: <Arguments extends readonly unknown[]>(run: (...values: Arguments) => void) => (...values: Arguments) => void;
  readonly onAudio: (samples: Int16Array) => void;
  readonly onSpeechStarted: (position: number, onsetMs: number) => void;
  readonly onSpeechProgress: (speechMs: number) => void;
  readonly onSpeechPaused: (endMs: number, speechMs: number) => void;
}

/** A detector that was given audio and says nothing for this long is taken for dead. */
const SILENT_MS_MAX = 1_500;
/** A detector that has said the very same "no" to every window, with this much loud audio among them, does not listen. */
const UNMOVED_LOUD_MS_MAX = 600;
/** Every detector's windows are about this long. */
const WINDOW_MS = 32;
/** Well above the noise of a line: about -30 dBFS. */
const LOUD_RMS = 1_000;
/** The caller's clock is set anew where its audio comes this much earlier or later than it should. */
const DRIFT_MS_MAX = 100;

/** The caller's audio: kept, recorded, watched for speech, and put on the call's clock. */
export class Listening {
  readonly #options: ListeningOptions;
  #gate: VadGate | undefined;
  #session: VadSession | undefined;
  #isFallback = false;
  #isClosed = false;
  #basePosition = 0;
  /** When the first audio after the detector's latest answer was handed to it. */
  #unansweredSinceMs: number | undefined;
  #unansweredPosition = 0;
  /** What the detector says until it has said anything else; undefined before its first window, and once it has. */
  #onlyProbability: number | undefined;
  #isMoved = false;
  #isLoud = false;
  #loudMs = 0;
  /** Time of the end of the latest audio. */
  #endMs: number;

  constructor(options: ListeningOptions) {
    this.#options = options;
    this.#endMs = options.clock.nowMs();
  }

  get isSpeaking(): boolean {
    return this.#gate?.isSpeaking ?? false;
  }

  get speechMs(): number {
    return this.#gate?.speechMs ?? 0;
  }

  async open(vad: VadProvider): Promise<void> {
    const { callId, sampleRateHz, guard, logger } = this.#options;
    try {
      const gate = this.#createGate(vad.abilities.windowSamples[sampleRateHz]);
      const session = await vad.open({
        callId, sampleRateHz,
        onWindow: guard((probability: number, windowIndex: number) => { if (!this.#isFallback && !this.#isClosed) this.#window(gate, probability, windowIndex); }),
        onError: guard((error: unknown) => this.#fallBack('the detector failed', error)),
      });
      if (this.#isClosed || this.#isFallback) {
        session.close();
        return;
      }
      this.#basePosition = this.#options.ring.end;
      this.#gate = gate;
      this.#session = session;
    } catch (error) {
      if (this.#isClosed) return;
      logger.warn('the speech detector could not be opened', { callId });
      this.#fallBack('the detector could not be opened', error);
    }
  }

  audio(samples: Int16Array): void {
    const { ring, clock, recorder, callStartMs, sampleRateHz } = this.#options;
    const nowMs = clock.nowMs();
    const durationMs = (samples.length * 1000) / sampleRateHz;
    const expectedMs = this.#endMs + durationMs;
    this.#endMs = Math.abs(nowMs - expectedMs) > DRIFT_MS_MAX ? nowMs : expectedMs;
    ring.push(samples);
    recorder?.caller(samples, Math.max(0, this.#endMs - durationMs - callStartMs));
    this.#options.onAudio(samples);
    this.#session?.push(samples);
    if (!this.#session || this.#isFallback) return;
    if (this.#unansweredSinceMs === undefined) {
      this.#unansweredSinceMs = nowMs;
      this.#unansweredPosition = ring.end - samples.length;
    }
    // The detector may be some frames behind: what it says meanwhile is about audio much like this.
    this.#isLoud = !this.#isMoved && measureLevel(samples).rms >= LOUD_RMS;
    if (this.#loudMs > UNMOVED_LOUD_MS_MAX) {
      this.#unansweredPosition = 0;
      this.#fallBack('the detector always says the same', undefined);
    } else if (nowMs - this.#unansweredSinceMs > SILENT_MS_MAX) this.#fallBack('the detector is silent', undefined);
  }

  /** Speech that runs is over, without a word about it: what follows is listened to afresh. */
  reset(): void {
    this.#gate?.reset();
  }

  /** When the sample at `position` was spoken. */
  timeOf(position: number): number {
    return this.#endMs - ((this.#options.ring.end - position) * 1000) / this.#options.sampleRateHz;
  }

  positionOf(timeMs: number): number {
    return Math.round(this.#options.ring.end - ((this.#endMs - timeMs) * this.#options.sampleRateHz) / 1000);
  }

  close(): void {
    this.#isClosed = true;
    this.#session?.close();
    this.#session = undefined;
  }

  #window(gate: VadGate, probability: number, windowIndex: number): void {
    this.#unansweredSinceMs = undefined;
    if (!this.#isMoved) {
      this.#isMoved = this.#onlyProbability !== undefined && this.#onlyProbability !== probability;
      this.#onlyProbability = probability;
      if (this.#isLoud && probability < CALL_LIMITS.vadStartProbability) this.#loudMs += WINDOW_MS;
      if (this.#isMoved) this.#loudMs = 0;
    }
    gate.window(probability, windowIndex);
  }

  #createGate(windowSamples: number): VadGate {
    const { sampleRateHz, onSpeechStarted, onSpeechProgress, onSpeechPaused } = this.#options;
    return new VadGate({
      windowSamples, sampleRateHz,
      onSpeechStarted: (position) => onSpeechStarted(this.#basePosition + position, this.timeOf(this.#basePosition + position)),
      onSpeechProgress,
      onSpeechPaused: (position, speechMs) => onSpeechPaused(this.timeOf(this.#basePosition + position), speechMs),
    });
  }

  #fallBack(message: string, error: unknown): void {
    if (this.#isFallback || this.#isClosed) return;
    this.#isFallback = true;
    const { callId, logger, guard, sampleRateHz, ring } = this.#options;
    logger.warn('speech detection goes on by loudness', { callId, reason: message, error: error instanceof Error ? error.message : undefined });
    const wasSpeaking = this.isSpeaking;
    const speechMs = this.speechMs;
    this.#session?.close();
    // What the detector has not answered is listened to again, as far as it is still here.
    const missed = this.#unansweredSinceMs === undefined && this.#unansweredPosition > 0 ? new Int16Array(0) : ring.since(this.#unansweredPosition);
    this.#basePosition = ring.end - missed.length;
    const gate = this.#createGate(energyWindowSamples(sampleRateHz));
    this.#gate = gate;
    this.#session = openEnergyVad({ sampleRateHz, onWindow: guard((probability: number, windowIndex: number) => gate.window(probability, windowIndex)) });
    if (wasSpeaking) this.#options.onSpeechPaused(this.timeOf(this.#basePosition), speechMs);
    this.#session.push(missed);
  }
}

/** Samples that the ring must hold: what comes before speech, and what a detector that listens wants. */
export function ringCapacity(sampleRateHz: number, needsTurnAudio: boolean): number {
  const keptMs = needsTurnAudio ? CALL_LIMITS.turnAudioMs : CALL_LIMITS.preRollMs;
  return ((keptMs + 1_000) * sampleRateHz) / 1000;
}
