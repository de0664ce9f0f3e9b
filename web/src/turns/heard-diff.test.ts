import { expect, test } from 'vitest';
import { heardParts } from './heard-diff.js';

const shown = (written: string, heard: string) => heardParts(written, heard).map(({ text, isHeard }) => (isHeard ? text : `[${text}]`)).join('');

test('an interruption leaves the end unheard', () => {
  expect(shown('Saturday we are open from nine until five, and on Sunday from ten.', 'Saturday we are open from nine')).toBe('Saturday we are open from nine [until five, and on Sunday from ten.]');
});

test('nothing heard, all heard, nothing written', () => {
  expect(shown('We open at nine.', '')).toBe('[We open at nine.]');
  expect(shown('We open at nine.', 'we open, at NINE')).toBe('We open at nine.');
  expect(heardParts('', 'hello')).toEqual([]);
});

test('a hole in the middle is found, and what was said otherwise stays out of it', () => {
  expect(shown('One two three four five six.', 'One two five six')).toBe('One two [three four ]five six.');
  expect(shown('Please call 5 5 5 now or later today', 'Please dial five now today')).toBe('Please [call 5 5 5 ]now [or later ]today');
});

test('a dash goes with the words before it, and every character is kept', () => {
  const written = '  Yes — of course.  We   do – gladly ';
  expect(heardParts(written, 'Yes of course').map(({ text }) => text).join('')).toBe(written);
  expect(shown('Yes — of course.', 'Yes')).toBe('Yes — [of course.]');
});

test('a very long answer is compared quickly', () => {
  const words = Array.from({ length: 4_000 }, (_none, index) => `word${index % 7}`);
  const parts = heardParts(words.join(' '), words.slice(0, 3_000).join(' '));
  expect(parts.map(({ isHeard }) => isHeard)).toEqual([true, false]);
});
