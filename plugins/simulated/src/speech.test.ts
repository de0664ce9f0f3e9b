import { levelRms } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import { heardWords, renderSpeech, spokenDurationMs, spokenWords } from './speech.js';

const TIMING = { msPerCharacter: 60, speed: 1 };
const PCM = { encoding: 'pcm16', sampleRateHz: 8000 } as const;
const TEXT = 'We open at nine.';

test('every character has its place in time', () => {
  expect(spokenDurationMs(TEXT, TIMING)).toBe(960);
  expect(spokenDurationMs(TEXT, { ...TIMING, speed: 2 })).toBe(480);
  expect(spokenDurationMs(' ...', TIMING)).toBe(0);
  expect(spokenWords(TEXT, TIMING)).toEqual([
    { startMs: 0, endMs: 120, charStart: 0, charEnd: 2 }, { startMs: 180, endMs: 420, charStart: 3, charEnd: 7 },
    { startMs: 480, endMs: 600, charStart: 8, charEnd: 10 }, { startMs: 660, endMs: 960, charStart: 11, charEnd: 16 },
  ]);
});

test.each([[0, ''], [119, ''], [120, 'We'], [419.9, 'We'], [420, 'We open'], [659, 'We open at'], [960, TEXT], [5000, TEXT]])(
  'after %d ms "%s" has been heard', (heardMs, words) => { expect(heardWords(TEXT, heardMs, TIMING)).toBe(words); });

test('the audio is above silence everywhere, letters well above spaces', () => {
  const samples = renderSpeech(TEXT, { from: 0, to: 7680 }, TIMING, PCM, 150);
  const levels = Array.from(TEXT, (_letter, unit) => levelRms(samples.slice(unit * 480, (unit + 1) * 480)));
  const spaces = levels.filter((_level, unit) => TEXT[unit] === ' ');
  const letters = levels.filter((_level, unit) => TEXT[unit] !== ' ');
  expect(Math.min(...letters)).toBeGreaterThan(4000);
  expect(Math.min(...spaces)).toBeGreaterThan(500);
  expect(Math.max(...spaces)).toBeLessThan(1000);
});

test('any range is as long as asked, also at rates that do not divide evenly', () => {
  const timing = { msPerCharacter: 7.3, speed: 1.3 };
  for (const [from, to] of [[0, 1], [13, 777], [700, 719]] as const) {
    const samples = renderSpeech(TEXT, { from, to }, timing, PCM, 300);
    expect(samples).toHaveLength(to - from);
    expect(samples.every((sample) => sample === 0)).toBe(from === 0);
  }
});
