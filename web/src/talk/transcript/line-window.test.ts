import { expect, test } from 'vitest';
import { windowStart } from './line-window.js';

test('a short transcript is drawn as a whole; of a long one the end, from a place that seldom moves', () => {
  expect([0, 50, 120, 159].map(windowStart)).toEqual([0, 0, 0, 0]);
  expect([160, 199, 200, 2_000].map(windowStart)).toEqual([40, 40, 80, 1_880]);
  const starts = Array.from({ length: 1_000 }, (_none, index) => windowStart(index));
  expect(starts.every((start, lines) => lines - start <= 160 && (lines < 120 || lines - start >= 120))).toBe(true);
});
