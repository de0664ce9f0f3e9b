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
}

/** Whether the agent owes the caller words, and since when. Times in milliseconds of the process clock. */
export function wordsOwed({ core, stages, greeting, isAgentAudible, lastAudibleMs }: DebtParts): SilenceFacts['owed'] {
  if (core.state === 'OPENING' || (greeting && greeting.state !== 'CUT' && greeting.times.firstSentMs === undefined)) {
    return { sinceMs: core.startMs, decidedMs: core.startMs };
  }
  const turn = stages?.answering.turn;
  if (turn) {
    if (stages.answering.utterance?.times.firstSentMs === undefined) return { sinceMs: turn.speechEndMs, decidedMs: turn.decidedMs };
    // Broken off in the middle: the debt runs from the last sound.
    return isAgentAudible ? undefined : { sinceMs: lastAudibleMs, decidedMs: lastAudibleMs };
  }
  if (stages?.turnTaking.isDecided) return { sinceMs: stages.turnTaking.speechEndMs!, decidedMs: stages.turnTaking.decidedMs! };
  return undefined;
}
