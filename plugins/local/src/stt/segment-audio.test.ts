import { expect, test } from 'vitest';
import { SegmentAudio } from './segment-audio.js';

const tone = (durationMs: number, peak: number): Int16Array => Int16Array.from({ length: durationMs * 16 }, (_, index) => Math.round(peak * Math.sin(index / 5)));

function segmentOf(...pieces: readonly (readonly [number, number])[]): SegmentAudio {
  const audio = new SegmentAudio();
  for (const [durationMs, peak] of pieces) audio.push(tone(durationMs, peak));
  return audio;
}

test('speech is what is loud for this segment', () => {
  for (const scale of [1, 0.1]) {
    const audio = segmentOf([500, 60 * scale], [800, 8000 * scale], [300, 60 * scale]);
    const level = audio.speechLevel();
    expect(audio.speechMs(0, audio.length, level)).toBe(800);
    expect(audio.speechMs(1300 * 16, audio.length, level)).toBe(0);
    expect(audio.speechEnd(level)).toBe(1300 * 16);
  }
});

test('silence has no speech, however the quiet parts of it differ', () => {
  const audio = segmentOf([500, 0], [500, 40], [500, 80]);
  expect(audio.speechMs(0, audio.length, audio.speechLevel())).toBe(0);
  expect(new SegmentAudio().speechMs(0, 0, 65)).toBe(0);
});

test('speech in a noisy street is told from the street', () => {
  const audio = segmentOf([600, 900], [800, 9000], [600, 900]);
  expect(audio.speechMs(0, audio.length, audio.speechLevel())).toBe(800);
});

test('the quietest point lies in the pause', () => {
  const audio = segmentOf([3000, 6000], [400, 30], [3000, 6000]);
  const point = audio.quietestPoint(1000 * 16, 6000 * 16) / 16;
  expect(point).toBeGreaterThan(3050);
  expect(point).toBeLessThan(3350);
});

test('positions stay when the beginning is forgotten', () => {
  const audio = new SegmentAudio();
  audio.push(Int16Array.from({ length: 20_000 }, (_, index) => index));
  audio.forget(15_000);
  audio.push(Int16Array.of(7, 8, 9));
  expect(audio.length).toBe(20_003);
  expect(audio.slice(19_998, 20_003)).toEqual(Int16Array.of(19_998, 19_999, 7, 8, 9));
  expect(audio.slice(0, 15_000)).toHaveLength(0);
});
