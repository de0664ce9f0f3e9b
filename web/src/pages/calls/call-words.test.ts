import { expect, test } from 'vitest';
import { hasHeardLess, momentInTurn, turnAt } from './call-words.js';

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

test('a word is found by its place in the text', () => {
  const turn = { startedAtMs: 10_000, endedAtMs: 14_000 };
  expect([0, 20, 40, 99].map((characters) => momentInTurn(turn, characters, 40))).toEqual([10_000, 11_850, 13_850, 13_850]);
  expect(momentInTurn(turn, 3, 0)).toBe(13_850);
});
