import { expect, test } from 'vitest';
import { nearestVoice, type KnownVoice } from './nearest-voice.js';

const OFFERED: readonly KnownVoice[] = [
  { id: 'multi', language: 'mul' }, { id: 'us-man', language: 'en-US', gender: 'male' }, { id: 'us-woman', language: 'en-US', gender: 'female' }, { id: 'gb-man', language: 'en-GB', gender: 'male' },
  { id: 'german', language: 'de-DE' }, { id: 'broken', language: 'no language!' },
];

test.each([
  [{ language: 'en-GB', gender: 'male' as const }, 'gb-man'],
  // The gender is heard before the region.
  [{ language: 'en-GB', gender: 'female' as const }, 'us-woman'],
  [{ language: 'en', gender: 'male' as const }, 'us-man'],
  [{ language: 'en-GB' }, 'gb-man'],
  // A voice that does not say stands before one of the other gender.
  [{ language: 'de', gender: 'female' as const }, 'german'],
  [{ language: 'fr', gender: 'female' as const }, 'multi'],
])('for %j it is %s', (wanted, id) => {
  expect(nearestVoice(OFFERED, wanted)).toBe(id);
});

test('a voice of another language is none', () => {
  expect(nearestVoice(OFFERED.slice(1), { language: 'fr' })).toBeUndefined();
  expect(nearestVoice([], { language: 'en' })).toBeUndefined();
});
