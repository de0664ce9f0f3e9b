import type { CallEventPayload, TurnTaking } from '@parley/media-contract';
import { CALL_LIMITS } from '../call/limits.js';

/** What the watch looks at on every tick. Times in milliseconds of the process clock. */
export interface SilenceFacts {
  /** The caller's turn is over and the agent owes words: since when it has come no further, and when the turn was decided. */
  readonly owed: { readonly sinceMs: number; readonly decidedMs: number } | undefined;
  /** Since when neither side has made a sound: the end of the agent's last, or of the caller's last speech. */
  readonly quietSinceMs: number;
  readonly isAgentAudible: boolean;
  readonly isCallerSpeaking: boolean;
  /** The agent is stopped for an interruption that is not yet resolved. */
  readonly isInterrupted: boolean;
  /** The call is on hold: only its duration counts. */
  readonly isHeld: boolean;
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
  #filledMs = -Infinity;
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
    this.#idleSinceMs = options.callStartMs;
  }

  /** The caller said something that counts. */
  callerSpoke(nowMs: number): void {
    this.#idlePrompts = 0;
    this.#idleSinceMs = nowMs;
    this.#isIdleOver = false;
  }

  /** The warning was cut off before it was heard. */
  warnAgain(): void {
    this.#hasWarned = false;
  }

  tick(nowMs: number, facts: SilenceFacts): void {
    this.#watchDuration(nowMs, facts);
    if (facts.isHeld) {
      this.#idleSinceMs = nowMs;
      return;
    }
    if (facts.isAgentAudible || facts.isCallerSpeaking || facts.isInterrupted) this.#idleSinceMs = nowMs;
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
      // Each debt has its own steps.
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
    } else if (!facts.isAgentAudible && nowMs - owed.decidedMs >= CALL_LIMITS.fillerAfterDecisionMs) {
      if (nowMs - Math.max(facts.quietSinceMs, this.#filledMs) < CALL_LIMITS.fillerMs) return;
      this.#filledMs = nowMs;
      this.#options.onDeadAir('FILLER', nowMs - facts.quietSinceMs);
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
    const isFree = !facts.isAgentAudible && !facts.isCallerSpeaking && !facts.isInterrupted && facts.owed === undefined;
    // Near the end it can no longer wait for a gap.
    if (this.#hasWarned || this.#isOver || facts.isHeld || leftMs > warnMs || !(isFree || leftMs <= warnMs / 2)) return;
    this.#hasWarned = true;
    this.#options.onDurationWarning();
  }
}
