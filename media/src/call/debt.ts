import type { SilenceFacts } from '../stages/silence.js';
import type { Utterance } from '../stages/utterance.js';
import type { CallCore } from './core.js';
import type { LineUp } from './line-up.js';

export interface DebtParts {
  readonly core: CallCore;
  readonly stages: LineUp | undefined;
  readonly greeting: Utterance | undefined;
  readonly isAgentAudible: boolean;
  readonly lastAudibleMs: number;
  /** When the answer last came further: the caller heard more of it, or a hold of it ended. */
  readonly progressMs: number;
}

/** Whether the agent owes the caller words, and since when. Times in milliseconds of the process clock. */
export function wordsOwed({ core, stages, greeting, isAgentAudible, lastAudibleMs, progressMs }: DebtParts): SilenceFacts['owed'] {
  if (core.state === 'OPENING' || (greeting && greeting.state !== 'CUT' && greeting.times.firstSentMs === undefined)) {
    return { sinceMs: core.startMs, decidedMs: core.startMs };
  }
  const turn = stages?.answering.turn;
  if (turn) {
    // Fillers are sound, but no answer: the steps go on counting through them, except while tools are at work.
    // What was written may have had to wait until it could be taken.
    const turnMs = turn.isTyped ? turn.decidedMs : turn.speechEndMs;
    const sinceMs = stages.answering.isRunningTools ? core.nowMs() : Math.max(turnMs, progressMs, stages.answering.toolsEndedMs ?? 0);
    return { sinceMs, decidedMs: turn.decidedMs };
  }
  const decided = stages?.turnTaking.decided;
  if (decided) return { sinceMs: decided.speechEndMs, decidedMs: decided.decidedMs };
  // A greeting or phrase that stands still in the middle.
  const broken = isAgentAudible ? undefined : core.playout.utterances.find((utterance) => utterance.state === 'PLAYING' && !utterance.isComplete);
  return broken && { sinceMs: lastAudibleMs, decidedMs: lastAudibleMs };
}
