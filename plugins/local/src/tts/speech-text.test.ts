import { expect, test } from 'vitest';
import { speakable, speechPieces } from './speech-text.js';
import { trimmed } from './trim.js';

const textsOf = (text: string): readonly string[] => speechPieces(text).map((piece) => piece.text);

test('sentences are spoken one by one, the first clause apart when it is long enough', () => {
  expect(textsOf('Our shop is in the old town, near the river. It opens at nine. Come in!')).toEqual([
    'Our shop is in the old town,', 'near the river.', 'It opens at nine.', 'Come in!',
  ]);
  expect(textsOf('Yes, of course.')).toEqual(['Yes, of course.']);
});

test('numbers, abbreviations and addresses stay whole', () => {
  expect(textsOf('Dr. Patel sees you at 3.5 minutes past. Go to www.example.com now.')).toEqual(['Dr. Patel sees you at 3.5 minutes past.', 'Go to www.example.com now.']);
  expect(textsOf('We open at 9 a.m. on Monday.')).toEqual(['We open at 9 a.m. on Monday.']);
});

test('text without an end is cut before it grows too long, and nothing is lost', () => {
  const words = Array.from({ length: 120 }, (_, index) => `word${index}`).join(' ');
  const pieces = textsOf(words);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(220);
  expect(pieces.join(' ')).toBe(words);
  expect(textsOf('x'.repeat(500)).join('')).toBe('x'.repeat(500));
});

test('what the engine cannot say is written out or left away', () => {
  expect(speakable('Café “Zürich” – £45 & €9.50 😀')).toBe('Cafe "Zurich" , 45 pounds and 9.50 euros');
  expect(textsOf('... !')).toEqual([]);
  expect(textsOf('')).toEqual([]);
});

test('a sentence ends with a longer pause than a clause', () => {
  const [clause, sentence] = speechPieces('Our shop is in the old town, near the river.');
  expect(clause!.pauseMs).toBeLessThan(sentence!.pauseMs);
});

test('silence around speech is cut to what is asked', () => {
  const samples = new Int16Array(16_000);
  samples.fill(5000, 4000, 8000);
  const output = trimmed(samples, 16_000, 25, 100);
  expect(output).toHaveLength(400 + 4000 + 1600);
  expect([output[399], output[400], output[4399], output[4400]]).toEqual([0, 5000, 5000, 0]);
  expect(trimmed(new Int16Array(500), 16_000, 25, 100)).toHaveLength(0);
  expect(trimmed(samples.subarray(4000, 8000), 16_000, 25, 100)).toHaveLength(4000 + 1600);
});
