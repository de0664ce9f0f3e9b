import type { SilenceFacts } from '../stages/silence.js';
import type { Utterance } from '../stages/utterance.js';
import type { CallCore } from './core.js';
import { wordsOwed } from './debt.js';
import type { LineUp } from './line-up.js';
import type { AgentState } from './state.js';

/** When either side was last heard, and when the answer last came further. Times in milliseconds of the process clock. */
export class Quiet {
  lastAudibleMs: number;
  readonly #core: CallCore;
  #callerQuietMs: number;
  #progressMs = 0;
  #utterance: Utterance | undefined;
  #playedSamples = 0;
  /** The end of the latest hold, or now while it lasts: nothing before it counts as silence. */
  #heldMs = -Infinity;

  constructor(core: CallCore) {
    this.#core = core;
    this.lastAudibleMs = core.startMs;
    this.#callerQuietMs = core.startMs;
  }

  /** The caller's speech ended, or something was written. */
  callerPaused(endMs: number): void {
    this.#callerQuietMs = Math.max(this.#callerQuietMs, endMs);
  }

  tick(nowMs: number, isAudible: boolean, stages: LineUp | undefined): void {
    if (isAudible) this.lastAudibleMs = nowMs;
    if (this.#core.isHeld) this.lastAudibleMs = this.#callerQuietMs = this.#heldMs = nowMs;
    const utterance = stages?.answering.utterance;
    if (utterance !== this.#utterance) {
      this.#utterance = utterance;
      this.#playedSamples = 0;
    }
    const playedSamples = utterance?.playedSamples ?? 0;
    if (playedSamples !== this.#playedSamples || stages?.interruption.isOpen === true) this.#progressMs = nowMs;
    this.#playedSamples = playedSamples;
  }

  facts(isAgentAudible: boolean, isCallerSpeaking: boolean, stages: LineUp | undefined, greeting: Utterance | undefined): SilenceFacts {
    const { lastAudibleMs } = this;
    const owed = wordsOwed({ core: this.#core, stages, greeting, isAgentAudible, lastAudibleMs, progressMs: this.#progressMs });
    return {
      owed: owed && owed.sinceMs < this.#heldMs ? { ...owed, sinceMs: this.#heldMs } : owed, quietSinceMs: Math.max(lastAudibleMs, this.#callerQuietMs),
      isAgentAudible, isCallerSpeaking, isInterrupted: stages?.interruption.isOpen ?? false, isHeld: this.#core.isHeld,
    };
  }
}

export function agentStateOf(core: CallCore, stages: LineUp | undefined, nowMs: number): AgentState {
  if (core.playout.isAudible(nowMs)) return 'SPEAKING';
  if (core.isHeld) return 'LISTENING';
  const isThinking = (stages?.answering.isActive ?? false) || (stages?.turnTaking.isDecided ?? false);
  return isThinking && stages?.interruption.isOpen !== true ? 'THINKING' : 'LISTENING';
}

/** Nothing the caller says is taken: last words, words that the agent's settings protect, or a hold. */
export function isDeaf(core: CallCore): boolean {
  if (core.state !== 'ACTIVE' || core.isHeld) return true;
  return core.playout.isAudible(core.nowMs()) && core.playout.utterances.some((utterance) => utterance.isProtected && utterance.state === 'PLAYING');
}
