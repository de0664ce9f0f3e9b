import type { CallEventPayload, TurnTaking } from '@parley/media-contract';
import { CALL_LIMITS } from '../call/limits.js';

/** What the watch looks at on every tick. Times in milliseconds of the process clock. */
export interface SilenceFacts {
  /** The caller's turn is over and the agent owes words: since when, and when the turn was decided. */
  readonly owed: { readonly sinceMs: number; readonly decidedMs: number } | undefined;
  readonly isAgentAudible: boolean;
  readonly isCallerSpeaking: boolean;
  /** The agent is stopped for an interruption that is not yet resolved. */
  readonly isInterrupted: boolean;
}

export interface SilenceOptions {
  readonly numbers: TurnTaking;
  readonly callStartMs: number;
  readonly onDeadAir: (action: CallEventPayload<'dead-air'>['action'], silenceMs: number) => void;
  /** The caller says nothing: prompt `count` (from 1), or, where that was the last, goodbye. */
  readonly onIdle: (count: number, isLast: boolean) => void;
  readonly onDurationWarning: () => void;
  readonly onDurationLimit: () => void;
}

/** Sees to it that nobody listens to nothing: neither the caller for long, nor the agent for ever. */
export class SilenceWatch {
  readonly #options: SilenceOptions;
  #quietSinceMs: number;
  #owedSinceMs: number | undefined;
  #hasFailedOver = false;
  #hasApologised = false;
  #idleSinceMs: number;
  #idlePrompts = 0;
  #hasWarned = false;
  /** Goodbye was said to a silent caller, who may still speak up. */
  #isIdleOver = false;
  #isOver = false;

  constructor(options: SilenceOptions) {
    this.#options = options;
    this.#quietSinceMs = options.callStartMs;
    this.#idleSinceMs = options.callStartMs;
  }

  /** The caller said something that counts. */
  callerSpoke(nowMs: number): void {
    this.#idlePrompts = 0;
    this.#idleSinceMs = nowMs;
    this.#isIdleOver = false;
  }

  tick(nowMs: number, facts: SilenceFacts): void {
    this.#watchDuration(nowMs, facts);
    if (facts.isAgentAudible || facts.isCallerSpeaking || facts.isInterrupted) {
      this.#quietSinceMs = nowMs;
      this.#idleSinceMs = nowMs;
    }
    if (facts.owed) this.#watchDeadAir(nowMs, facts.owed, facts);
    else {
      this.#owedSinceMs = undefined;
      this.#watchIdle(nowMs);
    }
  }

  #watchDeadAir(nowMs: number, owed: NonNullable<SilenceFacts['owed']>, facts: SilenceFacts): void {
    this.#idleSinceMs = nowMs;
    if (this.#owedSinceMs !== owed.sinceMs) {
      this.#owedSinceMs = owed.sinceMs;
      // Each debt has its own clock and its own steps.
      this.#quietSinceMs = owed.sinceMs;
      this.#hasFailedOver = false;
      this.#hasApologised = false;
    }
    if (facts.isInterrupted || facts.isCallerSpeaking) return;
    const owedMs = nowMs - owed.sinceMs;
    if (owedMs >= CALL_LIMITS.apologyMs && !this.#hasApologised) {
      this.#hasApologised = true;
      this.#options.onDeadAir('APOLOGY', owedMs);
    } else if (owedMs >= CALL_LIMITS.failOverMs && !this.#hasFailedOver) {
      this.#hasFailedOver = true;
      this.#options.onDeadAir('FAIL_OVER', owedMs);
    } else if (!facts.isAgentAudible && nowMs - this.#quietSinceMs >= CALL_LIMITS.fillerMs && nowMs - owed.decidedMs >= CALL_LIMITS.fillerAfterDecisionMs) {
      const silenceMs = nowMs - this.#quietSinceMs;
      this.#quietSinceMs = nowMs;
      this.#options.onDeadAir('FILLER', silenceMs);
    }
  }

  #watchIdle(nowMs: number): void {
    const { numbers } = this.#options;
    if (this.#isOver || this.#isIdleOver || nowMs - this.#idleSinceMs < numbers.idlePromptMs) return;
    this.#idleSinceMs = nowMs;
    this.#idlePrompts++;
    const isLast = this.#idlePrompts > numbers.idlePromptsMax;
    if (isLast) this.#isIdleOver = true;
    this.#options.onIdle(this.#idlePrompts, isLast);
  }

  #watchDuration(nowMs: number, facts: SilenceFacts): void {
    const { callDurationMaxMs } = this.#options.numbers;
    const leftMs = this.#options.callStartMs + callDurationMaxMs - nowMs;
    if (leftMs <= 0 && !this.#isOver) {
      this.#isOver = true;
      this.#options.onDurationLimit();
    }
    const warnMs = Math.min(CALL_LIMITS.durationWarningMs, callDurationMaxMs * CALL_LIMITS.durationWarningShare);
    const isFree = !facts.isAgentAudible && !facts.isCallerSpeaking && facts.owed === undefined;
    // Near the end it can no longer wait for a gap.
    if (this.#hasWarned || this.#isOver || leftMs > warnMs || !(isFree || leftMs <= warnMs / 2)) return;
    this.#hasWarned = true;
    this.#options.onDurationWarning();
  }
}
