import type { CallerTurn } from '../stages/open-turn.js';
import type { Utterance } from '../stages/utterance.js';
import type { CallCore } from './core.js';
import { CALL_LIMITS } from './limits.js';
import type { LineUp } from './line-up.js';
import type { Quiet } from './quiet.js';

/** What the caller wrote, until it can be taken: after protected words, after a hold, and not faster than the agent can think. */
export class TypedTurns {
  #waiting: { readonly turnIndex: number; readonly text: string; readonly arrivedMs: number }[] = [];
  #takenMs = -Infinity;

  constructor(
    private readonly core: CallCore,
    private readonly quiet: Quiet,
    /** Undefined until the providers are open. */
    private readonly lineUp: () => LineUp | undefined,
  ) {}

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** False where too many wait already. */
  push(text: string): boolean {
    if (this.#waiting.length >= CALL_LIMITS.typedWaitingMax) return false;
    const nowMs = this.core.nowMs();
    this.#waiting.push({ turnIndex: this.core.takeTurnIndex(), text, arrivedMs: nowMs });
    this.flush(nowMs);
    return true;
  }

  /** Takes what waits, where it can be: all of it together, as it wants one answer. */
  flush(nowMs: number): void {
    const { state, isHeld, playout } = this.core;
    if (this.#waiting.length === 0 || nowMs - this.#takenMs < CALL_LIMITS.typedGapMs) return;
    const stages = this.lineUp();
    // Words spoken before are still being written down.
    if (state !== 'ACTIVE' || isHeld || !stages || stages.turnTaking.isFinishing || playout.utterances.some(isProtected)) return;
    this.#takenMs = nowMs;
    this.quiet.callerPaused(nowMs);
    stages.typed(this.take(nowMs));
  }

  /** What waits, as turns; none of it waits any more. */
  take(nowMs: number): CallerTurn[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting.map(({ turnIndex, text, arrivedMs }) => ({
      turnIndex, text, confidence: undefined, startedMs: arrivedMs, speechEndMs: arrivedMs, speechMs: 0, decidedMs: nowMs, decisionDueMs: nowMs,
      waitMs: nowMs - arrivedMs, finalMs: nowMs, isSpeculationHit: false, hadWords: true, hasKeys: false, isTyped: true,
    }));
  }
}

/** Words that are heard to their end; an answer that has not begun may still be given up. */
function isProtected(utterance: Utterance): boolean {
  if (!utterance.isProtected || (utterance.purpose === 'ANSWER' && utterance.state === 'PREPARING')) return false;
  return !utterance.isComplete || utterance.playedSamples < utterance.totalSamples;
}
