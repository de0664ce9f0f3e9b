import { expect, test } from 'vitest';
import { PlaybackQueue } from './playback-queue.js';

const samples = (...values: number[]) => Int16Array.from(values);

test('plays in order, then silence, and counts only what was played', () => {
  const queue = new PlaybackQueue(8);
  expect(queue.push(samples(16_384, -16_384, 8_192))).toEqual({ droppedSamples: 0, gapSamples: 0 });
  const output = new Float32Array(4).fill(9);
  expect(queue.pull(output)).toEqual({ samples: 3, peak: 0.5, marks: [] });
  expect([...output]).toEqual([0.5, -0.5, 0.25, 0]);
  expect(queue.playedSamples).toBe(3);
  expect(queue.pull(output).samples).toBe(0);
  expect(queue.playedSamples).toBe(3);
});

test('goes round the ring, and drops what does not fit', () => {
  const queue = new PlaybackQueue(4);
  const output = new Float32Array(3);
  queue.push(samples(1, 2, 3));
  queue.pull(output);
  expect(queue.push(samples(4, 5, 6, 7, 8)).droppedSamples).toBe(1);
  const rest = new Float32Array(4);
  expect(queue.pull(rest).samples).toBe(4);
  expect([...rest].map((value) => Math.round(value * 32_768))).toEqual([4, 5, 6, 7]);
});

test('a mark is reached when everything before it was played', () => {
  const queue = new PlaybackQueue(8);
  queue.push(samples(1, 2, 3));
  queue.mark('a');
  queue.push(samples(4));
  queue.mark('b');
  expect(queue.pull(new Float32Array(2)).marks).toEqual([]);
  expect(queue.pull(new Float32Array(1)).marks).toEqual(['a']);
  expect(queue.pull(new Float32Array(4)).marks).toEqual(['b']);
  queue.mark('c');
  expect(queue.pull(new Float32Array(1)).marks).toEqual(['c']);
});

test('what is cleared never counts as played, and its marks come back', () => {
  const queue = new PlaybackQueue(8);
  queue.push(samples(1, 2, 3, 4));
  queue.mark('end');
  queue.pull(new Float32Array(1));
  expect(queue.clear()).toEqual(['end']);
  expect(queue.playedSamples).toBe(1);
  expect(queue.waitingSamples).toBe(0);
  queue.push(samples(5, 6));
  queue.pull(new Float32Array(2));
  expect(queue.playedSamples).toBe(3);
});
