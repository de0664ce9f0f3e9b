import { expect, test } from 'vitest';
import { VadGate } from './vad-gate.js';

/** Windows of 32 ms at 8 kHz. */
function gateWith(probabilities: readonly number[]): string[] {
  const log: string[] = [];
  const gate = new VadGate({
    windowSamples: 256, sampleRateHz: 8000,
    onSpeechStarted: (position) => log.push(`started ${position / 256}`),
    onSpeechProgress: () => {},
    onSpeechPaused: (position, speechMs) => log.push(`paused ${position / 256} after ${speechMs}`),
  });
  probabilities.forEach((probability, index) => gate.window(probability, index));
  return log;
}
const many = (probability: number, count: number): number[] => Array.from({ length: count }, () => probability);

test('speech needs 50 ms, and begins at its first window', () => {
  expect(gateWith([0, 0.9, 0, 0, 0.9, 0.9, 0.9])).toEqual(['started 4']);
});

test('silence needs 200 ms, and begins at its first window', () => {
  expect(gateWith([...many(0.9, 10), ...many(0.1, 6), ...many(0.9, 3), ...many(0.1, 7)])).toEqual(['started 0', `paused 19 after ${19 * 32}`]);
});

test('between the two thresholds, speech goes on and silence too', () => {
  expect(gateWith(many(0.45, 50))).toEqual([]);
  expect(gateWith([...many(0.9, 3), ...many(0.4, 50)])).toEqual(['started 0']);
});

test('a detector that answers nonsense hears nothing', () => {
  expect(gateWith(many(Number.NaN, 50))).toEqual([]);
});
