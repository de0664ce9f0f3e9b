import { ProviderError, TURN_SPEC, type PluginContext, type TurnProvider, type TurnVerdict } from '@parley/plugin-sdk';
import { ENDING_RULES, EXPECTATION_RULES, lastQuestion, OPENING_OF_ANSWER, TURN_THRESHOLD, type ExpectationRule } from './rules.js';
import { wordsOf } from './spoken.js';

/** Reads the end of a turn off the words, by the tables in rules.ts. No model, no state. */
export async function openTurn(_context: PluginContext): Promise<TurnProvider> {
  return {
    spec: TURN_SPEC,
    abilities: { needsAudio: false, languages: ['en'] },
    async predict(request) {
      if (request.signal.aborted) throw new ProviderError('aborted', 'the verdict is no longer wanted');
      return judge(request.transcript, request.agentText);
    },
    async close() {},
  };
}

/** The verdict on what the caller has said so far, after what the agent said last. */
export function judge(transcript: string, agentText: string): TurnVerdict {
  const text = transcript.trim();
  const question = lastQuestion(agentText);
  const asked = EXPECTATION_RULES.find((rule) => rule.asked.test(question));
  if (asked) {
    const verdict = judgeDictation(asked, text, question);
    if (verdict) return verdict;
  }
  const offered = EXPECTATION_RULES.find((rule) => rule.offered?.test(text));
  if (offered) {
    const rest = text.slice(offered.offered!.exec(text)!.index);
    const verdict = judgeDictation(offered, rest, question, true);
    if (verdict) return verdict;
  }
  return judgeEnding(text, asked);
}

/** A verdict where the answer is the thing expected, in part or whole; undefined where the caller said something else. */
function judgeDictation(rule: ExpectationRule, answer: string, question: string, isOffered = false): TurnVerdict | undefined {
  const { expectation } = rule;
  if (answer !== '' && rule.isWhole(answer, question)) {
    return { completeProbability: 0.9, threshold: TURN_THRESHOLD, expectation, reason: rule.done };
  }
  if (isOffered || rule.isBegun(answer) || OPENING_OF_ANSWER.test(answer)) {
    return { completeProbability: 0.15, threshold: TURN_THRESHOLD, expectation, waitMs: rule.waitMs, reason: rule.doing };
  }
  return undefined;
}

function judgeEnding(text: string, asked: ExpectationRule | undefined): TurnVerdict {
  const words = wordsOf(text);
  const rule = ENDING_RULES.find((candidate) => candidate.matches(text, words))!;
  const isComplete = rule.completeProbability >= TURN_THRESHOLD;
  // Whoever was asked for a number and stops in mid-sentence is looking it up.
  const waitMs = isComplete ? undefined : Math.max(rule.waitMs ?? 0, asked?.waitMs ?? 0) || undefined;
  return {
    completeProbability: rule.completeProbability, threshold: TURN_THRESHOLD, expectation: isComplete ? 'none' : asked?.expectation ?? 'none',
    reason: rule.reason, ...(waitMs === undefined ? {} : { waitMs }),
  };
}
