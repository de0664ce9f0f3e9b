import { expect, test } from 'vitest';
import { loopStart } from './token-loop.js';
import { believed, joined } from './transcript.js';

test('a phrase over and over is a loop; digits said twice are none', () => {
  expect(loopStart([5, 6, 7, 8])).toBeUndefined();
  expect(loopStart([4, 4, 4, 4, 4])).toBeUndefined();
  expect(loopStart([9, 4, 4, 4, 4, 4, 4, 4])).toBe(2);
  expect(loopStart([1, 7, 8, 9, 7, 8, 9, 7, 8, 9, 7, 8, 9])).toBe(4);
  expect(loopStart([7, 8, 9, 7, 8, 9])).toBeUndefined();
  const sentence = [11, 12, 13, 14, 15, 16];
  expect(loopStart([...sentence, ...sentence])).toBeUndefined();
  expect(loopStart([...sentence, ...sentence, ...sentence])).toBe(6);
});

test('confidence is the mean probability, halved where a loop was cut off', () => {
  const result = { text: 'Hello.', meanLogprob: Math.log(0.8), tokenCount: 3, isLooping: false };
  expect(believed(result, -1).confidence).toBeCloseTo(0.8);
  expect(believed({ ...result, isLooping: true }, -1).confidence).toBeCloseTo(0.4);
  expect(believed({ ...result, meanLogprob: -1.2 }, -1)).toEqual({ text: '', confidence: 1 });
});

test('pieces are joined without the dots that a cut makes', () => {
  const part = (text: string, confidence = 0.9) => ({ text, confidence });
  expect(joined([part('One two...', 0.7), part(''), part('three.')])).toEqual({ text: 'One two three.', confidence: 0.7 });
  expect(joined([part('It is done.'), part('Thank you.')]).text).toBe('It is done. Thank you.');
  expect(joined([])).toEqual({ text: '', confidence: 1 });
});
