import { expect, test } from 'vitest';
import { Playback, type PlaybackReport } from './playback.js';

const MS = 16;
const sound = (durationMs: number) => ({ type: 'audio', samples: new Int16Array(durationMs * MS).fill(8_192).buffer }) as const;

function started() {
  const reports: PlaybackReport[] = [];
  const playback = new Playback((report) => { reports.push(report); });
  const play = (durationMs: number) => { for (let playedMs = 0; playedMs < durationMs; playedMs += 8) playback.pull(new Float32Array(8 * MS)); };
  return { playback, reports, play };
}

test('tells of the first sound, then every 100 ms what was played, and once more when it runs out', () => {
  const { playback, reports, play } = started();
  playback.take(sound(240));
  play(400);
  expect(reports.map(({ playedSamples }) => playedSamples / MS)).toEqual([8, 112, 216, 240]);
  expect(reports[0]).toMatchObject({ peak: 0.25, gapMs: 0, lostMs: 0 });
});

test('a voice that breaks off is told when it goes on', () => {
  const { playback, reports, play } = started();
  playback.take({ type: 'speaking', isSpeaking: true });
  playback.take(sound(96));
  play(96 + 200);
  playback.take(sound(96));
  expect(reports.at(-1)).toMatchObject({ gapMs: 200, playedSamples: 96 * MS });
  playback.take(sound(96));
  expect(reports.filter(({ gapMs }) => gapMs > 0)).toHaveLength(1);
});

test('pauses are no gaps: before the first sound, after the last, after an interruption, and breaks too short to hear', () => {
  const { playback, reports, play } = started();
  playback.take({ type: 'speaking', isSpeaking: true });
  play(300);
  playback.take(sound(80));
  play(80 + 24);
  playback.take(sound(80));
  play(80 + 500);
  playback.take({ type: 'speaking', isSpeaking: false });
  playback.take({ type: 'speaking', isSpeaking: true });
  playback.take(sound(80));
  play(40);
  playback.take({ type: 'clear' });
  play(500);
  playback.take(sound(80));
  expect(reports.every(({ gapMs }) => gapMs === 0)).toBe(true);
});

test('more than can be kept is lost, and told', () => {
  const { playback, reports } = started();
  playback.take(sound(20_000));
  expect(reports).toEqual([]);
  playback.take(sound(12_000));
  expect(reports).toMatchObject([{ lostMs: 2_000, playedSamples: 0 }]);
});

test('on hold nothing is played and nothing counts as played', () => {
  const { playback, reports, play } = started();
  playback.take(sound(200));
  play(40);
  playback.take({ type: 'hold', isHeld: true });
  const output = new Float32Array(64).fill(9);
  playback.pull(output);
  expect(output.every((sample) => sample === 0)).toBe(true);
  play(1_000);
  expect(reports).toHaveLength(1);
  playback.take({ type: 'hold', isHeld: false });
  play(400);
  expect(reports.at(-1)!.playedSamples).toBe(200 * MS);
});
