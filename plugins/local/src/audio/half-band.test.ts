import { describe, expect, test } from 'vitest';
import { halved, Upsampler } from './half-band.js';

const PEAK = 10_000;
const tone = (hz: number, sampleRateHz: number, durationMs = 500): Int16Array => Int16Array.from(
  { length: (durationMs * sampleRateHz) / 1000 }, (_, index) => Math.round(PEAK * Math.sin((2 * Math.PI * hz * index) / sampleRateHz)));

/** Level of one frequency in decibels below the tone that went in, the ends left out. */
function levelDb(samples: Int16Array, hz: number, sampleRateHz: number): number {
  const middle = samples.subarray(400, samples.length - 400);
  let [real, imaginary] = [0, 0];
  middle.forEach((sample, index) => {
    real += sample * Math.cos((2 * Math.PI * hz * index) / sampleRateHz);
    imaginary += sample * Math.sin((2 * Math.PI * hz * index) / sampleRateHz);
  });
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / middle.length / PEAK);
}

describe('8 to 16 kHz', () => {
  test.each([300, 1000, 2000, 3000, 3400])('%i Hz keeps its level and leaves no image', (hz) => {
    const output = new Upsampler().process(tone(hz, 8000));
    expect(output).toHaveLength(8000);
    expect(Math.abs(levelDb(output, hz, 16_000))).toBeLessThan(0.3);
    expect(levelDb(output, 8000 - hz, 16_000)).toBeLessThan(-60);
  });

  test('pieces of any length give what the whole gives', () => {
    const input = tone(700, 8000);
    const whole = new Upsampler().process(input);
    const streaming = new Upsampler();
    const pieces: number[] = [];
    for (let at = 0, size = 1; at < input.length; at += size, size = (size * 7) % 251 + 1) pieces.push(...streaming.process(input.subarray(at, at + size)));
    expect(Int16Array.from(pieces)).toEqual(whole);
  });

  test('the loudest samples are clipped, not wrapped', () => {
    const square = Int16Array.from({ length: 400 }, (_, index) => (index % 20 < 10 ? 32_767 : -32_768));
    const output = new Upsampler().process(square);
    const jumps = output.subarray(40).filter((sample, index, all) => index > 0 && Math.abs(sample - all[index - 1]!) > 45_000);
    expect(jumps).toHaveLength(0);
  });
});

describe('16 to 8 kHz', () => {
  test('the telephone band passes', () => {
    for (const hz of [300, 1000, 3000]) expect(Math.abs(levelDb(halved(tone(hz, 16_000)), hz, 8000))).toBeLessThan(0.1);
  });

  test('what lies above does not come back as a lower tone', () => {
    for (const hz of [4600, 5000, 6000]) expect(levelDb(halved(tone(hz, 16_000)), 8000 - hz, 8000)).toBeLessThan(-60);
  });
});
