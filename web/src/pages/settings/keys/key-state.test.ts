import { expect, test } from 'vitest';
import { expiryOf, keyState, networksOf } from './key-state.js';

const DAY_MS = 86_400_000;
const nowMs = Date.parse('2026-03-01T12:00:00Z');
const inDays = (days: number) => new Date(nowMs + days * DAY_MS).toISOString();

test('a key works until it is revoked or over, and says when that comes soon', () => {
  expect(keyState({ revokedAt: null, expiresAt: null }, nowMs)).toBe('works');
  expect(keyState({ revokedAt: null, expiresAt: inDays(15) }, nowMs)).toBe('works');
  expect(keyState({ revokedAt: null, expiresAt: inDays(14) }, nowMs)).toBe('ending');
  expect(keyState({ revokedAt: null, expiresAt: inDays(0) }, nowMs)).toBe('expired');
  expect(keyState({ revokedAt: inDays(-1), expiresAt: inDays(9) }, nowMs)).toBe('revoked');
});

test('networks are read from lines, commas and blanks; a day ends where it ends', () => {
  expect(networksOf(' 203.0.113.0/24,\n\n2001:db8::/32 203.0.113.0/24 ')).toEqual(['203.0.113.0/24', '2001:db8::/32']);
  expect(networksOf('  \n')).toEqual([]);
  expect(expiryOf('30', '', nowMs)).toBe(inDays(30));
  expect(expiryOf('never', '2026-05-01', nowMs)).toBeNull();
  expect(expiryOf('date', '2026-05-01', nowMs)).toBe(new Date(2026, 4, 1, 23, 59, 59).toISOString());
});
