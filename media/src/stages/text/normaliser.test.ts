import { expect, test } from 'vitest';
import { textLocale } from './locales.js';
import { normalise } from './normaliser.js';
import { joinWords } from './words.js';

const english = textLocale('en-GB');
const spoken = (text: string): string => normalise(text, english).spokenText;

test.each([
  ['**Yes**, we *do* have `that`.', 'Yes, we do have that.'],
  ['## Prices\n- small\n- large', 'Prices small large'],
  ['See [our site](https://example.com/a) now.', 'See our site now.'],
  ['Great 🎉👍🏽 news 👨‍👩‍👧!', 'Great news !'],
  ['snake_case_name stays', 'snake_case_name stays'],
  ['It costs $3.50.', 'It costs three dollars and fifty cents.'],
  ['That is $1.', 'That is one dollar.'],
  ['They raised $3 million.', 'They raised three million dollars.'],
  ['1,250 people', 'one thousand two hundred fifty people'],
  ['3.5 percent or 20%', 'three point five percent or twenty percent'],
  ['in 2024', 'in twenty twenty-four'],
  ['on the 21st', 'on the twenty-first'],
  ['at 9:30', 'at nine thirty'],
  ['at 9am', 'at nine A M'],
  ['at 10:05.', 'at ten oh five.'],
  ['Call 555-0199', 'Call five five five, zero one nine nine'],
  ['your code 004213', 'your code zero zero four two one three'],
  ['Dr. Smith & co', 'doctor Smith and co'],
  ['Write to ann.lee@example.com.', 'Write to ann dot lee at example dot com.'],
  ['Go to https://www.example.com/help.', 'Go to example dot com slash help.'],
  ['from 9-17', 'from nine to seventeen'],
])('%s', (written, expected) => {
  expect(spoken(written)).toBe(expected);
});

test('other languages keep their numbers for the voice', () => {
  expect(normalise('Das kostet 3,50 € bzw. 4.', textLocale('de')).spokenText).toBe('Das kostet 3,50 € beziehungsweise 4.');
});

test('every word keeps its written form, so that a cut in the speech is a cut in the text', () => {
  const { words, spokenText } = normalise('It costs **$3.50** at 9:30.', english);
  expect(joinWords(words)).toBe('It costs $3.50 at 9:30.');
  expect(joinWords(words.slice(0, 3))).toBe('It costs $3.50');
  for (const word of words) expect(spokenText.slice(word.spokenStart, word.spokenStart + word.spoken.length)).toBe(word.spoken);
});

test('an own pronunciation wins', () => {
  expect(normalise('Welcome to Leicester.', english, new Map([['leicester', 'Lester']])).spokenText).toBe('Welcome to Lester.');
});
