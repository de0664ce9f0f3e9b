import { expect, test } from 'vitest';
import { coarsePeaks, hasHeardLess, turnAt } from './call-words.js';

const agent = (generatedText: string | null, heardText: string | null) => hasHeardLess({ speaker: 'AGENT', generatedText, heardText });

test('heard and written differ by words, not by punctuation', () => {
  expect(agent('We open at nine.', 'we open at nine')).toBe(false);
  expect(agent('We open at nine, and close at five.', 'We open at nine')).toBe(true);
  expect(agent('We open at nine.', '')).toBe(true);
  expect(agent('We open at nine.', null)).toBe(true);
  expect(agent(null, 'Hello.')).toBe(false);
  expect(hasHeardLess({ speaker: 'CALLER', generatedText: null, heardText: null })).toBe(false);
});

test('the turn at a position is the last that has begun', () => {
  const turns = [{ startedAtMs: 500 }, { startedAtMs: 2_000 }, { startedAtMs: 4_000 }];
  expect([0, 500, 1_999, 2_000, 99_000].map((at) => turnAt(turns, at))).toEqual([-1, 0, 0, 1, 2]);
});

test('fewer columns keep the loudest sample, more columns repeat', () => {
  expect(coarsePeaks([1, 9, 2, 3], 2)).toEqual([9, 3]);
  expect(coarsePeaks([7, 8], 4)).toEqual([7, 7, 8, 8]);
});
