import { expect, test } from 'vitest';
import { FrameCutter } from './frame-cutter.js';
import { Resampler } from './resampler.js';

/** A tone in pieces of 128 samples, as an audio worklet gets it. */
function tone(frequencyHz: number, rateHz: number, seconds: number): Float32Array[] {
  const all = Float32Array.from({ length: rateHz * seconds }, (_none, index) => 0.5 * Math.sin((2 * Math.PI * frequencyHz * index) / rateHz));
  return Array.from({ length: Math.floor(all.length / 128) }, (_none, index) => all.subarray(index * 128, index * 128 + 128));
}

const joined = (pieces: Float32Array[]) => Float32Array.from(pieces.flatMap((piece) => [...piece]));
const loudness = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

for (const rateHz of [44_100, 48_000, 8_000]) {
  test(`from ${rateHz} Hz a voice keeps its loudness and its length`, () => {
    const resampler = new Resampler(rateHz, 16_000);
    const output = joined(tone(1_000, rateHz, 1).map((piece) => resampler.push(piece)));
    expect(Math.abs(output.length - 16_000)).toBeLessThan(160);
    expect(loudness(output.subarray(400, 15_000))).toBeCloseTo(0.5 / Math.SQRT2, 2);
  });
}

test('what 16 kHz cannot carry does not come back as another tone', () => {
  const resampler = new Resampler(48_000, 16_000);
  const output = joined(tone(12_000, 48_000, 1).map((piece) => resampler.push(piece)));
  expect(loudness(output.subarray(400))).toBeLessThan(0.01);
});

test('at the same rate nothing changes', () => {
  const input = Float32Array.of(0.1, -0.2, 0.3);
  expect(new Resampler(16_000, 16_000).push(input)).toEqual(input);
});

test('frames have one length, limited samples and the peak of their own', () => {
  const cutter = new FrameCutter(3);
  expect(cutter.push(Float32Array.of(0.5, -1))).toEqual([]);
  const frames = cutter.push(Float32Array.of(2, 0.25, 0, 0, 0));
  expect(frames.map(({ samples }) => [...samples])).toEqual([[16_384, -32_767, 32_767], [8_192, 0, 0]]);
  expect(frames.map(({ peak }) => peak)).toEqual([1, 0.25]);
});
