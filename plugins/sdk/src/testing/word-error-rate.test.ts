import { expect, test } from 'vitest';
import { comparableWords, wordErrorRate } from './word-error-rate.js';

test('case and punctuation do not count, apostrophes within words do', () => {
  expect(comparableWords('“Don’t”, he said: 3.5 — at 9!')).toEqual(['don\'t', 'he', 'said', '3', '5', 'at', '9']);
  expect(wordErrorRate('What are your opening hours?', 'what are your Opening hours')).toBe(0);
});

test.each([
  ['a b c d', 'a b c d', 0],
  ['a b c d', 'a x c d', 0.25],
  ['a b c d', 'a c d', 0.25],
  ['a b c d', 'a b b c d', 0.25],
  ['a b c d', '', 1],
  ['a b', 'x y z', 1.5],
  ['a b c d', 'd c b a', 1],
  ['', '', 0],
  ['', 'a', 1],
])('"%s" heard as "%s" is %d', (spoken, heard, rate) => {
  expect(wordErrorRate(spoken, heard)).toBeCloseTo(rate, 10);
});
