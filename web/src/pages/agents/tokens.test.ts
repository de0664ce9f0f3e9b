import { expect, test } from 'vitest';
import { roughTokens } from './tokens.js';

test('tokens are told roughly: two digits, about four characters each, one for each of a dense script', () => {
  expect(roughTokens('')).toBe(0);
  expect(roughTokens('Hi')).toBe(1);
  expect(roughTokens('x'.repeat(40))).toBe(10);
  expect(roughTokens('x'.repeat(492))).toBe(120);
  expect(roughTokens('x'.repeat(20_000))).toBe(5_000);
  expect(roughTokens('今日は営業していますか')).toBe(11);
});
