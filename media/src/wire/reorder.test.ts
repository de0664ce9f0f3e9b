import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureLevel } from '../audio/level.js';
import { ReorderBuffer } from './reorder.js';

interface Heard { readonly values: number[]; lost: number; jumps: number; fill: number; readonly buffer: ReorderBuffer }

/** Frames carry their number, far louder than comfort noise; noise is written down as -1. */
function listen(): Heard {
  const heard = { values: [] as number[], lost: 0, jumps: 0, fill: 0 } as { -readonly [Key in keyof Heard]: Heard[Key] };
  heard.buffer = new ReorderBuffer({
    onAudio(samples) {
      const isNoise = measureLevel(samples).peak < 100;
      if (isNoise) heard.fill += samples.length;
      heard.values.push(isNoise ? -1 : samples[0]! - 1000);
    },
    onLost: (count) => { heard.lost += count; },
    onJump: (count) => { heard.jumps += count; },
  }, 1);
  return heard;
}

const frame = (chunk: number, length = 160): Int16Array => new Int16Array(length).fill(1000 + chunk);

test('frames in order pass at once, whatever number they begin with', () => {
  const heard = listen();
  for (const chunk of [7, 8, 9]) {
    heard.buffer.push(chunk, frame(chunk));
    expect(heard.values.at(-1)).toBe(chunk);
  }
  expect(heard).toMatchObject({ lost: 0, jumps: 0 });
});

test('a swapped pair is put right', () => {
  const heard = listen();
  for (const chunk of [1, 3, 2, 4]) heard.buffer.push(chunk, frame(chunk));
  expect(heard.values).toEqual([1, 2, 3, 4]);
});

test('a lost frame becomes comfort noise after three later ones, and nothing is held any longer', () => {
  const heard = listen();
  for (const chunk of [1, 3, 4]) heard.buffer.push(chunk, frame(chunk));
  expect(heard.values).toEqual([1]);
  heard.buffer.push(5, frame(5));
  expect(heard.values).toEqual([1, -1, 3, 4, 5]);
  expect(heard).toMatchObject({ lost: 1, fill: 160 });
  expect(heard.buffer.waitingFrames).toBe(0);
});

test('a repeat and a frame that comes after its gap was filled are dropped', () => {
  const heard = listen();
  for (const chunk of [1, 2, 2, 4, 5, 6, 3]) heard.buffer.push(chunk, frame(chunk));
  expect(heard.values).toEqual([1, 2, -1, 4, 5, 6]);
  expect(heard.jumps).toBe(2);
});

test('a jump is not filled: the count goes on from there, in both directions', () => {
  const heard = listen();
  for (const chunk of [1, 900, 901, 5, 6]) heard.buffer.push(chunk, frame(chunk));
  expect(heard.values).toEqual([1, 900, 901, 5, 6]);
  expect(heard).toMatchObject({ lost: 0, jumps: 898 + 897 });
});

test('a gap of huge frames is filled with a second of noise at most', () => {
  const heard = listen();
  heard.buffer.push(1, frame(1));
  for (const chunk of [50, 51, 52]) heard.buffer.push(chunk, frame(chunk, 8000));
  expect(heard.lost).toBe(48);
  expect(heard.fill).toBeLessThanOrEqual(8000);
});

test('flush lets everything go', () => {
  const heard = listen();
  for (const chunk of [1, 4, 3]) heard.buffer.push(chunk, frame(chunk));
  heard.buffer.flush();
  expect(heard.values).toEqual([1, -1, 3, 4]);
});

test('whatever comes, frames leave in rising order between jumps, none twice, and at most two wait', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200 }), (chunks) => {
    const heard = listen();
    for (const chunk of chunks) {
      heard.buffer.push(chunk, frame(chunk));
      expect(heard.buffer.waitingFrames).toBeLessThan(3);
    }
    heard.buffer.flush();
    const spoken = heard.values.filter((value) => value >= 0);
    expect(spoken).toEqual([...new Set(spoken)].toSorted((a, b) => a - b));
    expect(heard.values.filter((value) => value < 0)).toHaveLength(heard.lost);
  }));
});
