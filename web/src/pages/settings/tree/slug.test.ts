import { expect, test } from 'vitest';
import { slugFrom } from './slug.js';

test('a short name has small letters, digits and single hyphens, is no longer than may be, and may be empty', () => {
  expect(['Müller & Söhne', ' Quayside  Bakery ', '№ 5', '港', 'a'.repeat(59) + ' b c'].map(slugFrom)).toEqual(['muller-sohne', 'quayside-bakery', 'no-5', '', 'a'.repeat(59)]);
});
