import { afterAll, describe, expect, test } from 'vitest';
import type { LlmDocument } from '@parley/plugin-sdk';
import { shareMeaning } from '../src/embedding/meaning-pool.js';
import type { Hit, Query } from '../src/embedding/meaning-job.js';
import { ANSWER_SCORE_MIN } from '../src/llm/spoken-answer.js';
import { ANSWERABLE, DENTAL_PRACTICE, UNANSWERABLE } from './dental-practice.js';
import { RESTAURANT, RESTAURANT_ANSWERABLE, RESTAURANT_UNANSWERABLE } from './restaurant.js';
import { contextOf } from './support.js';

const shared = shareMeaning(contextOf());
afterAll(async () => { await shared.release(); });

async function search(key: string, query: Query): Promise<readonly Hit[]> {
  const answer = await shared.value.run({ type: 'search', key, query }, { priority: 2 }).result;
  return answer.type === 'search' ? answer.hits : [];
}

/** Learns, and asks until the vectors are made: the first searches wait for them. */
async function learn(key: string, documents: readonly LlmDocument[]): Promise<void> {
  await shared.value.run({ type: 'learn', key, documents }, { priority: 2 }).result;
  while ((await search(key, { text: documents[0]!.title }))[0]!.similarity === 0);
}

interface Figures { readonly answered: number; readonly right: number; readonly wrong: readonly string[]; readonly invented: readonly string[] }

async function measure(
  key: string, documents: readonly LlmDocument[], answerable: readonly (readonly [string, string])[], unanswerable: readonly string[],
): Promise<Figures> {
  await learn(key, documents);
  const wrong: string[] = [];
  const invented: string[] = [];
  let [answered, right] = [0, 0];
  for (const [question, title] of answerable) {
    const best = (await search(key, { text: question }))[0]!;
    if (best.score < ANSWER_SCORE_MIN) continue;
    answered += 1;
    if (best.title === title) right += 1;
    else wrong.push(`${question} -> ${best.title}`);
  }
  for (const question of unanswerable) {
    const best = (await search(key, { text: question }))[0]!;
    if (best.score >= ANSWER_SCORE_MIN) invented.push(`${question} -> ${best.text}`);
  }
  return { answered, right, wrong, invented };
}

describe('finding the document that answers', () => {
  test('a dental practice: at least 95 % of the answers are right, at least 93 % of the questions get theirs', async () => {
    const figures = await measure('dental', DENTAL_PRACTICE, ANSWERABLE, UNANSWERABLE);
    const precision = figures.right / (figures.answered + figures.invented.length);
    expect({ ...figures, isPrecise: precision >= 0.95, isHelpful: figures.right / ANSWERABLE.length >= 0.93 })
      .toMatchObject({ isPrecise: true, isHelpful: true });
    expect(figures.invented.length).toBeLessThanOrEqual(1);
  });

  test('a restaurant that nothing was fitted to: the same holds', async () => {
    const figures = await measure('restaurant', RESTAURANT, RESTAURANT_ANSWERABLE, RESTAURANT_UNANSWERABLE);
    const precision = figures.right / (figures.answered + figures.invented.length);
    expect({ ...figures, isPrecise: precision >= 0.95, isHelpful: figures.right / RESTAURANT_ANSWERABLE.length >= 0.9 })
      .toMatchObject({ isPrecise: true, isHelpful: true });
  });

  test('documents that were never learnt are told apart from documents without an answer', async () => {
    const answer = await shared.value.run({ type: 'search', key: 'unheard of', query: { text: 'hours' } }, { priority: 2 }).result;
    expect(answer).toEqual({ type: 'search', isKnown: false, hits: [] });
  });
});
