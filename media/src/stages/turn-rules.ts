import type { TurnVerdict } from '@parley/plugin-host';
import type { TurnTaking } from '@parley/media-contract';
import { CALL_LIMITS } from '../call/limits.js';

/** How long to be silent before answering, and why, in words for the person who asks. */
export interface WaitDecision {
  readonly waitMs: number;
  readonly reason: string;
  readonly isComplete: boolean;
  readonly isFallback: boolean;
  readonly verdict: TurnVerdict | undefined;
}

type WaitNumbers = Pick<TurnTaking, 'completeWaitMs' | 'incompleteWaitMs'>;

/**
 * This caller's own pauses inside a turn, as a running average. It raises the wait after a complete sentence, never above
 * the wait after an incomplete one.
 */
export class PauseMemory {
  #averageMs: number;

  constructor(private readonly numbers: WaitNumbers) {
    this.#averageMs = numbers.completeWaitMs;
  }

  learn(pauseMs: number): void {
    const weight = CALL_LIMITS.pauseAverageWeight;
    const clamped = Math.min(Math.max(pauseMs, this.numbers.completeWaitMs), this.numbers.incompleteWaitMs);
    this.#averageMs = weight * this.#averageMs + (1 - weight) * clamped;
  }

  get completeWaitMs(): number {
    return Math.round(Math.min(Math.max(this.#averageMs, this.numbers.completeWaitMs), this.numbers.incompleteWaitMs));
  }
}

interface Situation {
  readonly text: string;
  readonly verdict: TurnVerdict | undefined;
  readonly numbers: WaitNumbers;
  readonly completeWaitMs: number;
}

/** The rules in the order they are asked; the first that answers decides. */
const RULES: readonly ((situation: Situation) => Omit<WaitDecision, 'verdict' | 'isFallback'> | undefined)[] = [
  ({ verdict }) => verdict?.waitMs === undefined ? undefined
    : { waitMs: verdict.waitMs, reason: verdict.reason, isComplete: verdict.completeProbability >= verdict.threshold },
  ({ verdict, completeWaitMs, numbers }) => verdict === undefined || verdict.completeProbability < verdict.threshold ? undefined
    : { waitMs: completeWaitMs, reason: completeWaitMs > numbers.completeWaitMs ? `${verdict.reason}; this caller makes longer pauses` : verdict.reason, isComplete: true },
  ({ verdict, numbers }) => verdict === undefined ? undefined : { waitMs: numbers.incompleteWaitMs, reason: verdict.reason, isComplete: false },
  ({ text, completeWaitMs, numbers }) => text !== '' ? undefined
    : { waitMs: Math.min(numbers.incompleteWaitMs, Math.max(completeWaitMs, CALL_LIMITS.plainWaitMs)), reason: 'no words were recognised', isComplete: false },
  ({ text, completeWaitMs }) => /[.?!。？！]["'”’]?\s*$/.test(text) ? { waitMs: completeWaitMs, reason: 'the sentence has its final mark', isComplete: true } : undefined,
  ({ completeWaitMs, numbers }) => ({
    waitMs: Math.min(numbers.incompleteWaitMs, Math.max(completeWaitMs, CALL_LIMITS.plainWaitMs)), reason: 'the plain delay: the turn detector did not answer', isComplete: false,
  }),
];

/** Decides the wait from a detector's verdict, or without one where it failed or was too slow. */
export function decideWait(text: string, verdict: TurnVerdict | undefined, numbers: WaitNumbers, memory: PauseMemory): WaitDecision {
  const usable = verdict !== undefined && Number.isFinite(verdict.completeProbability) ? verdict : undefined;
  const situation: Situation = { text, verdict: usable, numbers, completeWaitMs: memory.completeWaitMs };
  for (const rule of RULES) {
    const decision = rule(situation);
    if (decision) return { ...decision, verdict: usable, isFallback: usable === undefined && text !== '' };
  }
  throw new Error('the last rule always answers');
}
