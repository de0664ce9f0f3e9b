import type { Clock, Timer } from '@parley/plugin-host';
import { CALL_LIMITS } from '../call/limits.js';
import type { Playout } from './playout.js';
import { speakPiece } from './speak-piece.js';
import type { TextLocale } from './text/locales.js';
import { normalise } from './text/normaliser.js';
import { createSplitter, type Splitter } from './text/splitter.js';
import type { Utterance } from './utterance.js';
import type { Voice } from './voice.js';
import type { Waiters } from './waiters.js';

export interface SpeakingOptions {
  readonly voice: Voice;
  readonly playout: Playout;
  readonly clock: Clock;
  readonly waiters: Waiters;
  /** Timers of the call, inside its boundary. */
  readonly after: (delayMs: number, callback: () => void) => Timer;
  readonly locale: TextLocale;
  readonly callId: string;
}

/** Takes generated text as it comes and has it spoken piece by piece. */
export interface Speaker {
  push(text: string): void;
  /** No more text. */
  end(): void;
  /** Runs until all is spoken and its audio handed to the playout, or the epoch ends. Rejects where the voice failed. */
  run(): Promise<void>;
  /** Words are there that the voice has not yet delivered. */
  readonly isOwedByVoice: boolean;
}

/** Whether a text has anything to say. */
function hasSound(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

export function createSpeaker(utterance: Utterance, options: SpeakingOptions): Speaker {
  return new TextSpeaker(utterance, options);
}

class TextSpeaker implements Speaker {
  readonly #utterance: Utterance;
  readonly #options: SpeakingOptions;
  readonly #splitter: Splitter;
  readonly #queue: string[] = [];
  #isEnded = false;
  #wake: (() => void) | undefined;
  #earlyTimer: Timer | undefined;
  #isSpeaking = false;

  constructor(utterance: Utterance, options: SpeakingOptions) {
    this.#utterance = utterance;
    this.#options = options;
    this.#splitter = createSplitter(options.locale, Math.min(CALL_LIMITS.pieceCharactersMax, options.voice.textCharactersMax));
  }

  get isOwedByVoice(): boolean {
    return this.#isSpeaking || this.#queue.length > 0;
  }

  push(text: string): void {
    const { times, epoch } = this.#utterance;
    if (epoch.signal.aborted || this.#isEnded) return;
    if (times.firstTokenMs === undefined) {
      times.firstTokenMs = this.#options.clock.nowMs();
      this.#earlyTimer = this.#options.after(CALL_LIMITS.firstClauseWaitMs, () => this.#takeEarly());
    }
    this.#utterance.generatedText += text;
    this.#add(this.#splitter.push(text));
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#earlyTimer?.cancel();
    const rest = this.#splitter.end();
    this.#add(rest === undefined ? [] : [rest]);
  }

  async run(): Promise<void> {
    const { playout, waiters } = this.#options;
    const utterance = this.#utterance;
    const { signal } = utterance.epoch;
    const onAbort = (): void => {
      this.#earlyTimer?.cancel();
      this.#wake?.();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      for (let text = await this.#nextPiece(); text !== undefined; text = await this.#nextPiece()) {
        await waiters.until(() => utterance.isOver || playout.unplayedMs(utterance) < CALL_LIMITS.unplayedMsMax, signal);
        if (!signal.aborted) await this.#speakPiece(text);
      }
    } finally {
      this.#earlyTimer?.cancel();
      signal.removeEventListener('abort', onAbort);
    }
  }

  #add(pieces: readonly string[]): void {
    if (pieces.length === 0 && !this.#isEnded) return;
    if (pieces.length > 0) this.#utterance.times.firstPieceMs ??= this.#options.clock.nowMs();
    this.#queue.push(...pieces);
    this.#wake?.();
  }

  #takeEarly(): void {
    this.#earlyTimer = undefined;
    if (this.#isEnded || this.#splitter.hasEmitted || this.#utterance.epoch.signal.aborted) return;
    const piece = this.#splitter.takeEarly();
    if (piece !== undefined) this.#add([piece]);
    else this.#earlyTimer = this.#options.after(CALL_LIMITS.firstClauseWaitMs / 3, () => this.#takeEarly());
  }

  async #nextPiece(): Promise<string | undefined> {
    const { signal } = this.#utterance.epoch;
    while (this.#queue.length === 0 && !this.#isEnded && !signal.aborted) {
      await new Promise<void>((resolve) => { this.#wake = resolve; });
      this.#wake = undefined;
    }
    return signal.aborted ? undefined : this.#queue.shift();
  }

  async #speakPiece(text: string): Promise<void> {
    const { voice, playout, clock, locale, callId } = this.#options;
    const utterance = this.#utterance;
    const { signal } = utterance.epoch;
    const { spokenText, words } = normalise(text, locale);
    if (!hasSound(spokenText)) return;
    this.#isSpeaking = true;
    try {
      await speakPiece({ spokenText, words }, utterance, {
        playout, clock, sampleRateHz: voice.sampleRateHz, pace: voice.pace, triesMax: Infinity,
        speak: (piece) => voice.speak({ text: piece, contextId: `${callId}-${utterance.epoch.id}`, isLast: this.#isEnded && this.#queue.length === 0, signal }),
        pause: (delayMs, until) => pauseFor(delayMs, until, this.#options.after),
      });
    } finally {
      this.#isSpeaking = false;
    }
  }
}

/** Resolves after `delayMs`, or as soon as `signal` is aborted. */
export function pauseFor(delayMs: number, signal: AbortSignal, after: (delayMs: number, callback: () => void) => Timer): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = after(delayMs, end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
