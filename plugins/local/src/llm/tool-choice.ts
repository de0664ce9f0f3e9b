import type { LlmTool } from '@parley/plugin-sdk';
import { inSentence } from './phrases.js';
import { smallTalkOf } from './small-talk.js';
import { termsOf } from './terms.js';
import { argumentsFrom, propertiesOf, wordsOfName, type ToolProperty } from './tool-arguments.js';

const NOT_GOT = 'I did not get that.';

/** What to do about a request that a tool can serve. */
export type ToolStep =
  | { readonly type: 'call'; readonly tool: LlmTool; readonly argumentsJson: string }
  | { readonly type: 'ask'; readonly question: string };

/** "How do I cancel?" wants to know; "I want to cancel" wants it done. */
const REQUEST = /\b(?:i(?:'d| would) like|i want|i need|i(?:'d| would) love|can (?:you|i|we)|could (?:you|i|we)|may i|please|let's|let me|book|cancel|check|look up|find out|schedule|order|send|make|change|move|leave|tell me|give me|what(?:'s| is) (?:the|my)|is there|do you have|are there|when (?:can|is)|status)\b/i;
const WANTS_TO_KNOW = /^(?:how (?:do|can|would|much|many|long)|what (?:happens|if|are your|is your)|do you (?:take|accept|offer|charge)|where|why|who)\b/i;
/** Part of the name's words that must be said, and of the whole vocabulary where the name is said only in part. */
const NAME_PART_MIN = 0.5;
const SCORE_MIN = 0.55;

/** The tool that a request asks for, if any; the one whose words are said most. */
export function toolFor(said: string, tools: readonly LlmTool[]): LlmTool | undefined {
  if (!REQUEST.test(said) || WANTS_TO_KNOW.test(said)) return undefined;
  const terms = new Set(termsOf(said));
  let best: { readonly tool: LlmTool; readonly score: number } | undefined;
  for (const tool of tools) {
    const score = scoreOf(tool, terms);
    if (score >= SCORE_MIN && score > (best?.score ?? 0)) best = { tool, score };
  }
  return best?.tool;
}

function scoreOf(tool: LlmTool, terms: ReadonlySet<string>): number {
  const nameTerms = [...new Set(termsOf(wordsOfName(tool.name)))];
  const described = new Set([...nameTerms, ...termsOf(tool.description)]);
  const named = nameTerms.length === 0 ? 0 : nameTerms.filter((term) => terms.has(term)).length / nameTerms.length;
  const shared = [...terms].filter((term) => described.has(term)).length / Math.max(1, Math.min(terms.size, 4));
  if (nameTerms.length > 0 && named < NAME_PART_MIN) return Math.min(shared, 1) >= 0.75 && [...terms].length > 1 ? SCORE_MIN : 0;
  return 0.7 * named + 0.3 * Math.min(1, shared);
}

/** What the agent asks for a property. The same words each time: the next turn is recognised by them. */
export function questionFor(property: ToolProperty): string {
  const described = property.description?.split(/[.;(]/)[0]?.trim();
  if (described !== undefined && described.includes('?')) return described;
  const words = described !== undefined && described !== '' && described.length <= 60 ? inSentence(described) : wordsOfName(property.name);
  return `${/^(?:the|your|a|an|which|what)\b/i.test(words) ? 'Please tell me' : 'Please tell me the'} ${words.replace(/[.:]+$/, '')}.`;
}

export interface ToolTurn {
  readonly said: string;
  /** Earlier texts of the caller, latest first. */
  readonly before: readonly string[];
  readonly lastAnswer: string;
  readonly tools: readonly LlmTool[];
  readonly now: Date;
}

/** The next step where the caller asks for a tool, or answers a question that one needs; undefined for neither. */
export function nextToolStep(turn: ToolTurn): ToolStep | undefined {
  const pending = pendingTool(turn);
  if (pending) {
    const step = stepWith(pending.tool, turn, pending.asked);
    // Someone who asks back, or says goodbye, is answered first.
    const isElsewhere = step.type === 'ask' && step.question.startsWith(NOT_GOT) && (/\?\s*$/.test(turn.said) || WANTS_TO_KNOW.test(turn.said) || smallTalkOf(turn.said) !== undefined);
    return isElsewhere ? undefined : step;
  }
  const tool = toolFor(turn.said, turn.tools);
  return tool && stepWith(tool, turn, undefined);
}

function pendingTool({ lastAnswer, tools }: ToolTurn): { readonly tool: LlmTool; readonly asked: string } | undefined {
  for (const tool of tools) {
    const asked = propertiesOf(tool.parameters).find((property) => lastAnswer.includes(questionFor(property)));
    if (asked) return { tool, asked: asked.name };
  }
  return undefined;
}

function stepWith(tool: LlmTool, turn: ToolTurn, asked: string | undefined): ToolStep {
  const properties = propertiesOf(tool.parameters);
  const values = argumentsFrom(properties, { texts: [turn.said, ...turn.before], now: turn.now, ...(asked === undefined ? {} : { asked }) });
  const missing = properties.find((property) => property.isRequired && values[property.name] === undefined);
  if (missing) return { type: 'ask', question: asked === missing.name ? `${NOT_GOT} ${questionFor(missing)}` : questionFor(missing) };
  return { type: 'call', tool, argumentsJson: JSON.stringify(values) };
}
