import { expect, test } from 'vitest';
import { comparisonOf, comparisonText } from './stands.js';

test('an address says what is compared; anything else compares nothing', () => {
  expect(comparisonOf(comparisonText(2, 'draft'))).toEqual({ before: 2, after: 'draft' });
  expect(comparisonOf('live..12')).toEqual({ before: 'live', after: 12 });
  for (const text of [undefined, '', '2', '2..', '..draft', '0..1', '-1..2', '1..2..3', 'old..new', '1e3..2']) expect([text, comparisonOf(text)]).toEqual([text, undefined]);
});
