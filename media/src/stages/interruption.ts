import type { CallEventPayload, TurnTaking } from '@parley/media-contract';
import { CALL_LIMITS } from '../call/limits.js';
import { isBackchannel } from './backchannels.js';
import type { Playout } from './playout.js';
import type { Utterance } from './utterance.js';

type Outcome = CallEventPayload<'interruption-resolved'>['outcome'];

export interface InterruptionOptions {
  readonly numbers: TurnTaking;
  readonly language: string;
  readonly playout: Playout;
  readonly hasPartials: boolean;
  /** An answer is being prepared or not yet fully handed to the playout. */
  readonly isAnswering: () => boolean;
  readonly onStarted: (utterance: Utterance | undefined, speechMs: number, stopMs: number) => void;
  readonly onResolved: (utterance: Utterance | undefined, outcome: Outcome, text: string) => void;
  /** Bump the epoch, abort, clear, commit what was heard: all of it before this returns. `onsetMs` is undefined where nothing was spoken. */
  readonly onConfirmed: (utterance: Utterance | undefined, onsetMs: number | undefined) => void;
  readonly onSpeechForgotten: () => void;
}

/** Words without their final transcript prove an interruption once the turn has been over for this long. */
const LATE_FINAL_MS = 1_000;

const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

/**
 * The caller speaks while the agent does, or is about to. The sound stops first; what the speech was decides what follows:
 * real words cut the agent off, noise and listening sounds let it go on from the sample at which it stopped.
 */
export class Interruption {
  readonly #options: InterruptionOptions;
  #state: 'IDLE' | 'HELD' | 'PAUSED' = 'IDLE';
  #utterance: Utterance | undefined;
  #onsetMs = 0;
  #isCallerSpeaking = false;
  #quietSinceMs = 0;
  #stoppedMs = 0;

  constructor(options: InterruptionOptions) {
    this.#options = options;
  }

  /** The agent is stopped, and it is not yet known for what. */
  get isOpen(): boolean {
    return this.#state !== 'IDLE';
  }

  speechStarted(nowMs: number, onsetMs: number): void {
    this.#isCallerSpeaking = true;
    if (this.#state !== 'IDLE') return;
    this.#onsetMs = onsetMs;
    // Nothing is audible yet: holding the answer back costs nothing, and talking over the caller would.
    if (this.#options.isAnswering() && !this.#options.playout.isAudible(nowMs)) this.#stop('HELD', nowMs);
  }

  speechProgress(speechMs: number, nowMs: number): void {
    const { numbers, hasPartials } = this.#options;
    if (this.#state === 'PAUSED' || speechMs < numbers.interruptionSpeechMs) return;
    if (numbers.interruptionWordsMin > 0 && hasPartials) return;
    this.#trigger(speechMs, nowMs);
  }

  /** A key was pressed: what it is for is known when all keys of the input are. */
  keyPressed(nowMs: number): void {
    if (this.#state === 'IDLE') this.#onsetMs = nowMs;
    if (this.#state !== 'PAUSED') this.#trigger(nowMs - this.#onsetMs, nowMs);
    this.#quietSinceMs = nowMs;
  }

  /** The caller wrote something, which needs no threshold and no proof: an agent that speaks or is about to is cut off. */
  typed(text: string, nowMs: number): void {
    const { playout, isAnswering } = this.#options;
    if (this.#state === 'IDLE' && !isAnswering() && playout.utterances.every(isPlayedOut)) return;
    if (this.#state === 'IDLE') this.#onsetMs = nowMs;
    if (this.#state !== 'PAUSED') this.#trigger(0, nowMs);
    this.#confirm(text, true);
  }

  speechPaused(nowMs: number): void {
    this.#isCallerSpeaking = false;
    this.#quietSinceMs = nowMs;
  }

  /** Words of the running turn. A listening sound is recognised before the turn is decided. */
  words(text: string, kind: 'PARTIAL' | 'SPECULATIVE' | 'FINAL', nowMs: number): void {
    const { numbers } = this.#options;
    if (kind === 'PARTIAL') {
      const isEnough = numbers.interruptionWordsMin > 0 && countWords(text) >= numbers.interruptionWordsMin;
      if (isEnough && this.#state !== 'PAUSED') this.#trigger(nowMs - this.#onsetMs, nowMs);
      return;
    }
    if (this.#state === 'IDLE' || this.#isCallerSpeaking || !this.#isBackchannel(text)) return;
    this.#goOn('BACKCHANNEL', text, nowMs);
    this.#options.onSpeechForgotten();
  }

  /** The caller's turn is complete. Answers whether it is to be answered; the agent has been cut off by then, or goes on. */
  turnEnded(text: string, startedMs: number, nowMs: number, isKeys = false): boolean {
    const isOverSpeech = this.#state === 'PAUSED' || this.#options.playout.isAudible(nowMs) || this.#options.playout.isStoppedByHold;
    const isBusy = isOverSpeech || this.#state !== 'IDLE' || this.#options.isAnswering();
    if (!isBusy) return text !== '';
    if (text === '') {
      this.#goOn('FALSE_ALARM', text, nowMs);
      return false;
    }
    const isTooShort = isOverSpeech && !isKeys && countWords(text) < this.#options.numbers.interruptionWordsMin && !this.#isAnswerToQuestion();
    if (!isKeys && (isTooShort || this.#isBackchannel(text))) {
      this.#goOn('BACKCHANNEL', text, nowMs);
      return false;
    }
    if (this.#state === 'IDLE') this.#onsetMs = startedMs;
    if (this.#state !== 'PAUSED') this.#trigger(nowMs - this.#onsetMs, nowMs);
    this.#confirm(text);
    return true;
  }

  /** `text` and `decidedMs`: the words of the running turn so far, and when it was decided, if it was. */
  tick(nowMs: number, text: string, decidedMs: number | undefined): void {
    if (this.#state === 'IDLE') return;
    if (text !== '' && decidedMs !== undefined && nowMs - decidedMs >= LATE_FINAL_MS && !this.#isBackchannel(text)) {
      this.#confirm(text);
      return;
    }
    const hasWords = text !== '';
    const limitMs = this.#options.numbers.falseAlarmMs;
    const isQuiet = !this.#isCallerSpeaking && nowMs - this.#quietSinceMs >= limitMs;
    // Steady noise that passes for speech must not keep the agent silent for good.
    const isNoise = this.#isCallerSpeaking && nowMs - this.#onsetMs >= CALL_LIMITS.segmentMsMax + limitMs;
    if (hasWords || !(isQuiet || isNoise)) return;
    this.#goOn('FALSE_ALARM', '', nowMs);
    // Of speech that has ended, a late transcript may still come, and cuts the agent off then.
    if (isNoise) this.#options.onSpeechForgotten();
  }

  /** The agent was stopped for another reason. */
  reset(): void {
    this.#state = 'IDLE';
    this.#utterance = undefined;
  }

  #trigger(speechMs: number, nowMs: number): void {
    const { playout } = this.#options;
    const isAudible = playout.isAudible(nowMs);
    if (this.#state === 'IDLE' && !isAudible && !this.#options.isAnswering() && !playout.isStoppedByHold) return;
    if (this.#state === 'IDLE') this.#stop('PAUSED', nowMs);
    this.#state = 'PAUSED';
    this.#options.onStarted(this.#utterance, speechMs, isAudible ? nowMs - this.#onsetMs : 0);
  }

  #stop(state: 'HELD' | 'PAUSED', nowMs: number): void {
    const { playout } = this.#options;
    this.#utterance = playout.utterances.find((utterance) => utterance.state === 'PLAYING' && !isPlayedOut(utterance)) ?? playout.utterances.at(-1);
    this.#quietSinceMs = nowMs;
    this.#stoppedMs = nowMs;
    this.#state = state;
    playout.pause(nowMs);
  }

  #confirm(text: string, isTyped = false): void {
    const utterance = this.#utterance;
    this.#state = 'IDLE';
    this.#utterance = undefined;
    this.#options.onConfirmed(utterance, isTyped ? undefined : this.#onsetMs);
    this.#options.onResolved(utterance, 'CONFIRMED', text);
  }

  #goOn(outcome: Outcome, text: string, nowMs: number): void {
    const wasPaused = this.#state === 'PAUSED';
    const wasOpen = this.#state !== 'IDLE';
    const utterance = this.#utterance;
    this.#state = 'IDLE';
    this.#utterance = undefined;
    // An answer that was held back before its first word waited on purpose.
    if (wasOpen && utterance?.times.firstSentMs === undefined && utterance?.times.endpointWaitMs !== undefined) utterance.times.endpointWaitMs += nowMs - this.#stoppedMs;
    if (wasPaused) this.#options.onResolved(utterance, outcome, text);
    this.#options.playout.resume(nowMs);
  }

  #isBackchannel(text: string): boolean {
    return isBackchannel(text, this.#options.language) && !this.#isAnswerToQuestion();
  }

  /** "Yes" over the last syllables of a question is its answer. */
  #isAnswerToQuestion(): boolean {
    const utterance = this.#utterance ?? this.#options.playout.utterances.findLast((candidate) => candidate.state === 'PLAYING');
    if (!utterance?.isComplete || !/[?？]["'”’]?\s*$/.test(utterance.generatedText)) return false;
    return this.#options.playout.unplayedMs(utterance) <= CALL_LIMITS.answerOverlapMs;
  }
}

function isPlayedOut(utterance: Utterance): boolean {
  return utterance.isComplete && utterance.playedSamples >= utterance.totalSamples;
}
