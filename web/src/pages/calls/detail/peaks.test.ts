import { expect, test } from 'vitest';
import { coarsePeaks, silentSpans } from './peaks.js';

test('fewer columns keep the loudest sample, more columns repeat', () => {
  expect(coarsePeaks([1, 9, 2, 3], 2)).toEqual([9, 3]);
  expect(coarsePeaks([7, 8], 4)).toEqual([7, 7, 8, 8]);
  expect(coarsePeaks([], 2)).toEqual([0, 0]);
});

test('a part of the recording is drawn from its own steps', () => {
  const peaks = Array.from({ length: 100 }, (_none, step) => step);
  expect(coarsePeaks(peaks, 2, 0.5, 0.6)).toEqual([54, 59]);
  expect(coarsePeaks(peaks, 4, 0.99, 1)).toEqual([99, 99, 99, 99]);
});

const many = (length: number, peak: number) => Array.from({ length }, () => peak);

test('a silence is what both sides leave; its edges stay', () => {
  // 50 steps a second: the caller speaks for a second, both are silent for two, the agent speaks for a second.
  const left = [...many(50, 90), ...many(150, 2)];
  const right = [...many(150, 2), ...many(50, 120)];
  expect(silentSpans({ left, right }, 4_000)).toEqual([{ fromMs: 1_200, toMs: 2_800 }]);
});

test('a pause between words is no silence, and nothing is kept before the first word or after the last', () => {
  const left = [...many(100, 0), ...many(50, 80), ...many(30, 0), ...many(50, 80), ...many(100, 0)];
  expect(silentSpans({ left, right: many(330, 0) }, 6_600)).toEqual([{ fromMs: 0, toMs: 1_800 }, { fromMs: 4_800, toMs: 6_600 }]);
});

test('a noisy line has silences too, and speech alone has none', () => {
  const left = [...many(50, 100), ...many(100, 11), ...many(50, 100)];
  expect(silentSpans({ left, right: many(200, 10) }, 4_000)).toEqual([{ fromMs: 1_200, toMs: 2_800 }]);
  expect(silentSpans({ left: many(200, 100), right: [] }, 4_000)).toEqual([]);
  expect(silentSpans({ left: [], right: [] }, 4_000)).toEqual([]);
});
