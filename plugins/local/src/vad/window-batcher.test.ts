import { beforeEach, describe, expect, test } from 'vitest';
import { ProviderError } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import type { WorkerPool } from '../workers/worker-pool.js';
import type { VadJob, VadJobResult } from './vad-job.js';
import { WindowBatcher } from './window-batcher.js';

interface Run { readonly job: VadJob; readonly first: readonly number[]; answer(): void; fail(error: Error): void }

const WINDOW = 256;
let clock: VirtualClock;
let runs: Run[];
let batcher: WindowBatcher;

/** A worker that answers when the test says so; a window's probability is its first sample over a thousand. */
const pool = {
  run(job: VadJob) {
    const first = Array.from({ length: job.count }, (_, index) => job.samples[index * WINDOW]!);
    const result = new Promise<VadJobResult>((resolve, reject) => {
      const probabilities = Float32Array.from(first, (value) => value / 1000);
      runs.push({ job, first, answer: () => resolve({ probabilities, samples: job.samples }), fail: reject });
    });
    return { result, cancel: () => {}, raise: () => {} };
  },
} as unknown as WorkerPool<VadJob, VadJobResult>;

beforeEach(() => {
  clock = new VirtualClock();
  runs = [];
  batcher = new WindowBatcher({ sampleRateHz: 8000, pool, clock, tickMs: 10, callsMax: 3, behindMsMax: 200, batching: 'batched' });
});

function call(callId = 'a') {
  const windows: [number, number][] = [];
  const errors: unknown[] = [];
  const row = batcher.open({
    callId, sampleRateHz: 8000, onWindow: (probability, index) => { windows.push([Math.round(probability * 1000), index]); }, onError: (error) => { errors.push(error); },
  });
  return { ...row, windows, errors };
}

const filled = (value: number, windows = 1): Int16Array => new Int16Array(WINDOW * windows).fill(value);

test('windows of a tick run as one batch, and nobody is answered from within push', async () => {
  const [one, two] = [call(), call()];
  one.push(filled(100));
  two.push(filled(200));
  expect([runs.length, one.windows.length]).toEqual([0, 0]);
  await clock.advance(0);
  expect(runs.map((run) => run.first)).toEqual([[100, 200]]);
  expect(runs[0]!.job.resets).toEqual([0, 1]);
  runs[0]!.answer();
  await clock.advance(0);
  expect([one.windows, two.windows]).toEqual([[[100, 0]], [[200, 0]]]);
});

test('the next batch waits for the tick, so that more calls get in', async () => {
  const [one, two] = [call(), call()];
  one.push(filled(100));
  await clock.advance(0);
  runs[0]!.answer();
  await clock.advance(2);
  one.push(filled(101));
  await clock.advance(4);
  two.push(filled(200));
  expect(runs).toHaveLength(1);
  await clock.advance(4);
  expect(runs[1]!.first).toEqual([101, 200]);
  expect(batcher.stats).toMatchObject({ batches: 1, windows: 1 });
});

test('a call that is behind is caught up window by window, without waiting for ticks', async () => {
  const one = call();
  one.push(Int16Array.from([...filled(1), ...filled(2), ...filled(3)]));
  await clock.advance(0);
  for (const run of [0, 1, 2]) {
    runs[run]!.answer();
    await clock.advance(0);
  }
  expect(one.windows).toEqual([[1, 0], [2, 1], [3, 2]]);
});

test('windows that waited too long are dropped and counted; their numbers are left out', async () => {
  const one = call();
  one.push(filled(1));
  await clock.advance(0);
  one.push(filled(2));
  await clock.advance(150);
  one.push(filled(3));
  await clock.advance(100);
  runs[0]!.answer();
  await clock.advance(10);
  runs[1]!.answer();
  await clock.advance(0);
  expect(one.windows).toEqual([[1, 0], [3, 2]]);
  expect(batcher.stats.droppedWindows).toBe(1);
});

describe('a call that ends', () => {
  test('hears nothing more, and leaves its place clean for the next', async () => {
    const one = call();
    one.push(filled(1));
    await clock.advance(0);
    one.close();
    runs[0]!.answer();
    await clock.advance(20);
    expect(one.windows).toEqual([]);
    const next = call('b');
    next.push(filled(7));
    await clock.advance(10);
    expect([[...runs[1]!.job.slots], runs[1]!.job.resets]).toEqual([[0], [0]]);
  });

  test('frees its place', () => {
    const calls = [call(), call(), call()];
    expect(() => call()).toThrow(expect.objectContaining({ causeCode: 'rate-limit' }));
    calls[1]!.close();
    expect(() => call()).not.toThrow();
  });
});

test('a worker that fails ends the sessions with the cause, and new ones can be opened', async () => {
  const one = call();
  one.push(filled(1));
  await clock.advance(0);
  runs[0]!.fail(new ProviderError('vendor-fault', 'gone'));
  await clock.advance(0);
  expect(one.errors).toEqual([expect.objectContaining({ causeCode: 'vendor-fault' })]);
  const next = call();
  next.push(filled(5));
  await clock.advance(10);
  runs[1]!.answer();
  await clock.advance(0);
  expect(next.windows).toEqual([[5, 0]]);
});

test('a fault in the code of one call leaves the others their windows', async () => {
  const errors: unknown[] = [];
  const broken = batcher.open({ callId: 'x', sampleRateHz: 8000, onWindow: () => { throw new Error('mine'); }, onError: (error) => { errors.push(error); } });
  const sound = call();
  broken.push(filled(1));
  sound.push(filled(2));
  await clock.advance(0);
  runs[0]!.answer();
  await clock.advance(0);
  expect([sound.windows, errors.length]).toEqual([[[2, 0]], 1]);
});
