import type { Clock, Timer } from '@parley/plugin-host';
import { CALL_LIMITS } from '../call/limits.js';
import type { Playout } from './playout.js';
import type { TextLocale } from './text/locales.js';
import { normalise } from './text/normaliser.js';
import { createSplitter, type Splitter } from './text/splitter.js';
import type { Piece, Utterance } from './utterance.js';
import type { Voice, VoiceEvent } from './voice.js';
import type { Waiters } from './waiters.js';

export interface SpeakingOptions {
  readonly voice: Voice;
  readonly playout: Playout;
  readonly clock: Clock;
  readonly waiters: Waiters;
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
}

const LOUD = 200;
const LOUD_STRIDE = 8;

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

  constructor(utterance: Utterance, options: SpeakingOptions) {
    this.#utterance = utterance;
    this.#options = options;
    this.#splitter = createSplitter(options.locale, Math.min(CALL_LIMITS.pieceCharactersMax, options.voice.textCharactersMax));
  }

  push(text: string): void {
    const { times, epoch } = this.#utterance;
    if (epoch.signal.aborted || this.#isEnded) return;
    if (times.firstTokenMs === undefined) {
      times.firstTokenMs = this.#options.clock.nowMs();
      this.#earlyTimer = this.#options.clock.setTimer(CALL_LIMITS.firstClauseWaitMs, () => this.#takeEarly());
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
    else this.#earlyTimer = this.#options.clock.setTimer(CALL_LIMITS.firstClauseWaitMs / 3, () => this.#takeEarly());
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
    for (let attempt = 1; ; attempt++) {
      const piece = openPiece(utterance, spokenText, words);
      try {
        const request = { text: spokenText, contextId: `${callId}-${utterance.epoch.id}`, isLast: this.#isEnded && this.#queue.length === 0, signal };
        await playEvents(voice.speak(request), piece, utterance, playout, clock);
        return;
      } catch (error) {
        if (signal.aborted) return;
        // What was heard is not said twice.
        if (piece.sampleCount > 0 || attempt >= CALL_LIMITS.speakTriesMax) throw error;
        utterance.pieces.pop();
      }
    }
  }
}

/** Adds a piece whose audio is about to come. */
export function openPiece(utterance: Utterance, spokenText: string, words: Piece['words']): Piece {
  const piece: Piece = {
    spokenText, words, startSample: utterance.totalSamples, sampleCount: 0, isComplete: false, firstLoudSample: -1, lastLoudSample: 0, wordTimes: undefined,
  };
  utterance.pieces.push(piece);
  return piece;
}

/** Hands the audio of one piece to the playout and notes where its words lie. */
export async function playEvents(events: AsyncIterable<VoiceEvent>, piece: Piece, utterance: Utterance, playout: Playout, clock: Clock): Promise<void> {
  for await (const event of events) {
    if (utterance.epoch.signal.aborted) return;
    if (event.type === 'timestamps') {
      piece.wordTimes = [...(piece.wordTimes ?? []), ...event.words];
      continue;
    }
    utterance.times.firstAudioMs ??= clock.nowMs();
    noteLoudness(piece, event.samples);
    piece.sampleCount += event.samples.length;
    playout.append(utterance, event.samples);
  }
  if (piece.firstLoudSample < 0) piece.firstLoudSample = 0;
  if (piece.lastLoudSample === 0) piece.lastLoudSample = piece.sampleCount;
  piece.isComplete = true;
}

function noteLoudness(piece: Piece, samples: Int16Array): void {
  for (let index = 0; index < samples.length; index += LOUD_STRIDE) {
    const sample = samples[index]!;
    if (sample < LOUD && sample > -LOUD) continue;
    if (piece.firstLoudSample < 0) piece.firstLoudSample = piece.sampleCount + (index === 0 ? 0 : index);
    piece.lastLoudSample = piece.sampleCount + Math.min(samples.length, index + LOUD_STRIDE);
  }
}
