import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textLocale } from './locales.js';
import { createSplitter } from './splitter.js';

/** Feeds a text in tokens of so many characters. */
function split(text: string, size = 4, language = 'en'): string[] {
  const splitter = createSplitter(textLocale(language));
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(...splitter.push(text.slice(at, at + size)));
  const rest = splitter.end();
  if (rest !== undefined) pieces.push(rest);
  return pieces.map((piece) => piece.trim());
}

test('the first clause comes early, then whole sentences', () => {
  expect(split('Of course I can help you, just tell me your name. I will then look for it, and call you back.')).toEqual([
    'Of course I can help you,', 'just tell me your name.', 'I will then look for it, and call you back.',
  ]);
});

test.each([
  'It costs 3.5 percent more than before.',
  'Dr. Miller is in the house on St. James Street today.',
  'Bring a photo, e.g. a passport, or i.e. anything with your name.',
  'Write to info@example.com or see https://www.example.com/help.html for more.',
  'We open at 9 a.m. on weekdays and close late.',
  'The total is $1,250.75 for both of you together.',
  'My name is J. R. Smith and I run this place.',
])('%s stays whole after its first clause', (sentence) => {
  const whole = `Yes. ${sentence} Bye.`;
  const pieces = split(whole);
  expect(pieces.join(' ')).toBe(whole);
  expect(pieces.slice(1).join('|').replace(/\|Bye\.$/, ' Bye.')).toBe(`${sentence} Bye.`);
});

test('a list keeps its numbers, and paragraphs end sentences', () => {
  expect(split('You need:\n1. A valid passport with you\n2. A recent photo of you\n')).toEqual(['You need:', '1. A valid passport with you', '2. A recent photo of you']);
});

test('scripts without spaces split at their own marks', () => {
  expect(split('こんにちは。ご用件をお聞かせください。今日は営業しています。', 3, 'ja')[0]).toBe('こんにちは。');
});

test('words that wait too long go out at a word boundary', () => {
  const splitter = createSplitter(textLocale('en'));
  splitter.push('Let me think abo');
  expect(splitter.takeEarly()).toBe('Let me think ');
  expect(splitter.takeEarly()).toBeUndefined();
});

test('text without any mark is cut before it is too long for one request', () => {
  const pieces = split('word '.repeat(300));
  expect(pieces.length).toBeGreaterThan(4);
  expect(pieces.every((piece) => piece.length <= 300)).toBe(true);
});

test('whatever the text and its tokens, nothing is lost and nothing is added', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'B', ' ', '.', ',', '\n', '!', '3', '。', '"'), maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (text, size) => {
    const splitter = createSplitter(textLocale('en'));
    let all = '';
    for (let at = 0; at < text.length; at += size) all += splitter.push(text.slice(at, at + size)).join('');
    all += splitter.end() ?? '';
    expect(all.trim()).toBe(text.trim());
  }));
});
