import { expect, test } from 'vitest';
import { draftOf, overridesOf } from './limit-draft.js';

const plan = { max: 10, isOverridden: false };
const limits = { seats: plan, concurrentCalls: { max: 4, isOverridden: true }, minutesPerMonth: { max: null, isOverridden: true }, tokensPerMonth: plan, storageBytes: { max: 2_500_000_000, isOverridden: true } };

test('the form shows what is agreed otherwise, recordings in gigabytes, and gives it back as it was', () => {
  const draft = draftOf(limits);
  expect(draft).toMatchObject({ SEATS: { text: '', isUnlimited: false }, CONCURRENT_CALLS: { text: '4' }, MINUTES_PER_MONTH: { isUnlimited: true }, STORAGE_BYTES: { text: '2.5' } });
  expect(overridesOf(draft)).toEqual({ overrides: [{ limit: 'CONCURRENT_CALLS', max: 4 }, { limit: 'MINUTES_PER_MONTH', max: null }, { limit: 'STORAGE_BYTES', max: 2_500_000_000 }], wrong: [] });
});

test('what is no whole number of at least nothing is wrong; a comma is one of German', () => {
  const draft = { ...draftOf(limits), SEATS: { text: '-1', isUnlimited: false }, TOKENS_PER_MONTH: { text: 'many', isUnlimited: false }, CONCURRENT_CALLS: { text: '1.5', isUnlimited: false }, STORAGE_BYTES: { text: ' 0,3 ', isUnlimited: false } };
  expect(overridesOf(draft)).toMatchObject({ wrong: ['SEATS', 'CONCURRENT_CALLS', 'TOKENS_PER_MONTH'], overrides: [{ limit: 'MINUTES_PER_MONTH' }, { limit: 'STORAGE_BYTES', max: 300_000_000 }] });
});
