import { expect, test } from 'vitest';
import { inFormat, levelRms, piecesOf, resampleForTest, silenceOf } from './golden-audio.js';

function sine(frequencyHz: number, sampleRateHz: number, durationMs: number): Int16Array {
  return Int16Array.from({ length: (sampleRateHz * durationMs) / 1000 }, (_, index) => (
    Math.round(10_000 * Math.sin((2 * Math.PI * frequencyHz * index) / sampleRateHz))));
}

test.each([[16_000, 8000], [8000, 16_000], [22_050, 16_000], [48_000, 8000]])('a tone survives from %i to %i Hz', (fromHz, toHz) => {
  const resampled = resampleForTest(sine(300, fromHz, 500), fromHz, toHz);
  expect(Math.abs(resampled.length - toHz / 2)).toBeLessThanOrEqual(1);
  expect(levelRms(resampled)).toBeGreaterThan(6500);
  const crossings = resampled.filter((sample, index) => index > 0 && (sample >= 0) !== (resampled[index - 1]! >= 0)).length;
  expect(Math.abs(crossings - 300)).toBeLessThanOrEqual(2);
});

test('golden audio in mu-law keeps its level and length; silence has none', () => {
  const audio = { name: 'tone', text: '', language: 'en', samples: sine(400, 16_000, 100), sampleRateHz: 16_000 };
  const bytes = inFormat(audio, { encoding: 'mulaw', sampleRateHz: 8000 });
  expect(bytes).toBeInstanceOf(Uint8Array);
  expect(bytes).toHaveLength(800);
  expect(Math.abs(levelRms(bytes) - levelRms(audio.samples))).toBeLessThan(300);
  expect(levelRms(silenceOf({ encoding: 'mulaw', sampleRateHz: 8000 }, 100))).toBe(0);
  expect(levelRms(silenceOf({ encoding: 'pcm16', sampleRateHz: 16_000 }, 100))).toBe(0);
  expect(levelRms(new Int16Array(0))).toBe(0);
});

test('pieces hold all samples in order and are copies', () => {
  const samples = sine(300, 8000, 50);
  const pieces = piecesOf(samples, 8000);
  expect(pieces.map((piece) => piece.length)).toEqual([160, 160, 80]);
  expect(pieces.flatMap((piece) => [...piece])).toEqual([...samples]);
  pieces[0]!.fill(0);
  expect(levelRms(samples)).toBeGreaterThan(1000);
});
