import { expect, test } from 'vitest';
import { measureLevel } from './level.js';
import { StreamResampler, type SampleRateHz } from './resampler.js';

const PAIRS: readonly (readonly [SampleRateHz, SampleRateHz])[] = [[8000, 16000], [16000, 8000], [24000, 8000], [24000, 16000], [48000, 16000], [48000, 8000]];

function tone(rateHz: number, frequencyHz: number, durationMs: number, amplitude = 16_000): Int16Array {
  return Int16Array.from({ length: (rateHz * durationMs) / 1000 }, (_, n) => Math.round(amplitude * Math.sin((2 * Math.PI * frequencyHz * n) / rateHz)));
}

function gainDb(fromHz: SampleRateHz, toHz: SampleRateHz, frequencyHz: number): number {
  const input = tone(fromHz, frequencyHz, 500);
  const output = new StreamResampler(fromHz, toHz).process(input);
  const settled = output.subarray(output.length / 5);
  return 20 * Math.log10(measureLevel(settled).rms / measureLevel(input).rms);
}

test.each(PAIRS)('%i to %i Hz leaves the telephone band as loud as it was', (fromHz, toHz) => {
  for (const share of [0.075, 0.25, 0.5, 0.85]) expect(Math.abs(gainDb(fromHz, toHz, (Math.min(fromHz, toHz) / 2) * share))).toBeLessThan(0.2);
});

test.each(PAIRS.filter(([fromHz, toHz]) => fromHz > toHz))('%i to %i Hz keeps at least 40 dB of what would alias out', (fromHz, toHz) => {
  for (let frequencyHz = toHz / 2 + 1; frequencyHz < fromHz / 2; frequencyHz += 317) expect(gainDb(fromHz, toHz, frequencyHz)).toBeLessThan(-40);
});

test('8000 to 16000 Hz keeps at least 40 dB of the mirror image out', () => {
  const output = new StreamResampler(8000, 16000).process(tone(8000, 3000, 500)).subarray(1600, 1600 + 4000);
  const power = (frequencyHz: number): number => {
    let re = 0;
    let im = 0;
    output.forEach((sample, n) => { re += sample * Math.cos((2 * Math.PI * frequencyHz * n) / 16_000); im += sample * Math.sin((2 * Math.PI * frequencyHz * n) / 16_000); });
    return re * re + im * im;
  };
  expect(10 * Math.log10(power(5000) / power(3000))).toBeLessThan(-40);
});

test.each(PAIRS)('%i to %i Hz gives the same samples however the stream is cut', (fromHz, toHz) => {
  const input = tone(fromHz, 440, 300);
  const whole = new StreamResampler(fromHz, toHz).process(input);
  const cut = new StreamResampler(fromHz, toHz);
  const pieces: number[] = [];
  for (let at = 0, size = 1; at < input.length; at += size, size = (size * 7) % 331 + 1) pieces.push(...cut.process(input.subarray(at, at + size)));
  expect(pieces).toEqual([...whole]);
  expect(whole).toHaveLength((input.length * toHz) / fromHz);
});

test('full scale is clipped, never wrapped', () => {
  const input = Int16Array.from({ length: 960 }, (_, n) => (n % 96 < 48 ? 32_767 : -32_768));
  const output = new StreamResampler(48000, 8000).process(input);
  // A square wave overshoots once band-limited; a wrapped overshoot would change sign within a half-wave.
  expect(measureLevel(output).peak).toBe(32_768);
  expect(output.subarray(40).filter((sample, n) => n > 0 && sample < 0 !== output[40 + n - 1]! < 0)).toHaveLength(15);
});

test('flush gives the tail: an impulse at the very end is not lost', () => {
  const resampler = new StreamResampler(24000, 8000);
  const input = new Int16Array(480);
  input[479] = 30_000;
  expect(measureLevel(resampler.process(input)).peak).toBeLessThan(100);
  expect(measureLevel(resampler.flush()).peak).toBeGreaterThan(5_000);
});

test('reset forgets the past', () => {
  const resampler = new StreamResampler(16000, 8000);
  const first = resampler.process(tone(16000, 300, 33));
  resampler.reset();
  expect(resampler.process(tone(16000, 300, 33))).toEqual(first);
});

test('equal rates pass through', () => {
  const input = tone(8000, 300, 20);
  expect(new StreamResampler(8000, 8000).process(input)).toBe(input);
});
