import type { LlmMessage } from '@parley/plugin-sdk';
import type { Query } from '../embedding/meaning-job.js';
import { smallTalkOf, withoutCourtesy } from './small-talk.js';
import { termsOf } from './terms.js';

export interface Conversation {
  /** What the caller said last, all of it since the agent spoke. */
  readonly said: string;
  /** Questions and requests of the caller before, latest first; small talk left out. */
  readonly before: readonly string[];
  /** What the agent said last and the caller heard. */
  readonly lastAnswer: string;
  readonly answers: readonly string[];
}

/** The messages as the answerer needs them. */
export function readConversation(messages: readonly LlmMessage[]): Conversation {
  const lastSpoken = messages.findLastIndex((message) => message.role === 'assistant' && message.text.trim() !== '');
  const userTexts = messages.flatMap((message, index) => (message.role === 'user' ? [{ text: message.text, index }] : []));
  const current = userTexts.filter(({ index }) => index > lastSpoken).map(({ text }) => text);
  const said = (current.length > 0 ? current.join(' ') : userTexts.at(-1)?.text ?? '').trim();
  const earlier = userTexts.slice(0, userTexts.length - Math.max(1, current.length)).map(({ text }) => text);
  const answers = messages.flatMap((message) => (message.role === 'assistant' && message.text.trim() !== '' ? [message.text] : []));
  return { said, before: earlier.filter((text) => isWish(text)).toReversed(), lastAnswer: answers.at(-1) ?? '', answers };
}

function isWish(text: string): boolean {
  const talk = smallTalkOf(text);
  return talk === undefined || talk === 'booking' || talk === 'human';
}

const FOLLOW_UP = /^(?:and|or|but|what about|how about|what if|also|then)\b/i;
const POINTS_BACK = /\b(?:it|that|this|those|these|they|them|there|one|ones|the same)\b/i;
/** "That" as a conjunction or in a set phrase points to nothing. */
const POINTS_NOWHERE = /\b(?:is|was|are|were) (?:it|there)\b|\bthere (?:is|are|a|any)\b|\bit (?:is|was) (?:possible|true|about)\b/i;

/** Questions to search for, the likeliest first: as it was said, or joined with the question before that it leans on. */
export function queriesOf({ said, before, lastAnswer }: Conversation): readonly Query[] {
  const alone: Query = { text: withoutCourtesy(said) };
  const previous = before[0];
  if (previous === undefined) return [alone];
  const joined: Query = { ...alone, previousText: withoutCourtesy(previous), ...(lastAnswer === '' ? {} : { lastAnswer }) };
  const leaning = leaningOf(alone.text);
  return leaning === 'surely' ? [joined, alone] : leaning === 'perhaps' ? [alone, joined] : [alone];
}

/** Whether an utterance makes sense by itself. */
function leaningOf(text: string): 'surely' | 'perhaps' | 'not' {
  const terms = new Set(termsOf(text)).size;
  if (terms === 0) return 'surely';
  if (FOLLOW_UP.test(text) && terms <= 4) return 'surely';
  if (terms <= 2 && POINTS_BACK.test(text) && !POINTS_NOWHERE.test(text)) return 'surely';
  return terms <= 2 ? 'perhaps' : 'not';
}
