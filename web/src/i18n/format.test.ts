import { expect, test } from 'vitest';
import { formatAgo, formatClock, formatMoney, formatShort, languageName } from './format.js';

test('lengths read like on a player', () => {
  expect([0, 7_900, 754_000, 3_723_000, -5].map(formatClock)).toEqual(['0:00', '0:07', '12:34', '1:02:03', '0:00']);
  expect([640.4, 1_240].map(formatShort)).toEqual(['640ms', '1.24s']);
});

test('recent moments are told from now', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  expect(formatAgo('2026-03-10T11:55:00Z', now)).toBe('5 minutes ago');
  expect(formatAgo('2026-03-09T11:00:00Z', now)).toBe('yesterday');
  expect(formatAgo('2026-01-02T12:00:00Z', now)).toBe('Jan 2, 2026');
});

test('small amounts keep their places; languages have names', () => {
  expect(formatMoney('0.01234', 'USD')).toBe('$0.0123');
  expect(formatMoney('2', 'USD')).toBe('$2.00');
  expect(languageName('en-GB')).toBe('British English');
  expect(languageName('not a tag')).toBe('not a tag');
});
