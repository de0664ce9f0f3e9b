import { afterEach, expect, test } from 'vitest';
import { systemClock } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { share } from '../src/workers/shared.js';
import { WorkerPool, type WorkerPoolOptions } from '../src/workers/worker-pool.js';
import { silentLogger } from './support.js';

interface Job { readonly answer?: string; readonly gate?: SharedArrayBuffer; readonly error?: string; readonly hang?: boolean; readonly crashUnless?: SharedArrayBuffer }

const pools: WorkerPool<Job, string>[] = [];
afterEach(async () => { for (const pool of pools.splice(0)) await pool.close(); });

function openPool(options: Partial<WorkerPoolOptions> = {}): WorkerPool<Job, string> {
  const pool = new WorkerPool<Job, string>({
    name: 'trial', url: new URL('./workers/trial-worker.mjs', import.meta.url), workersMax: 1, clock: systemClock, logger: silentLogger,
    jobMsMax: 10_000, queueJobsMax: 4, attemptsMax: 2, ...options,
  });
  pools.push(pool);
  return pool;
}

const gate = (): SharedArrayBuffer => new SharedArrayBuffer(4);
const openGate = (buffer: SharedArrayBuffer): void => { Atomics.store(new Int32Array(buffer), 0, 1); };

test('waiting jobs go by priority, equal ones by arrival', async () => {
  const pool = openPool();
  const held = gate();
  const order: string[] = [];
  const run = (answer: string, priority: number) => {
    const task = pool.run({ answer }, { priority });
    task.result.then(() => { order.push(answer); }, () => {});
    return task;
  };
  const first = pool.run({ answer: 'first', gate: held }, { priority: 0 });
  const jobs = [run('low', 0), run('high', 2), run('also high', 2)];
  const raised = run('raised', 0);
  raised.raise(3);
  expect([pool.isIdle, pool.waitingCount]).toEqual([false, 4]);
  openGate(held);
  await Promise.all([first, ...jobs, raised].map(async (task) => await task.result));
  expect(order).toEqual(['raised', 'high', 'also high', 'low']);
  expect(pool.isIdle).toBe(true);
});

test('a full queue refuses the least urgent', async () => {
  const pool = openPool({ queueJobsMax: 2 });
  const held = gate();
  const first = pool.run({ answer: 'first', gate: held }, { priority: 0 });
  const kept = pool.run({ answer: 'kept' }, { priority: 1 });
  const refused = pool.run({ answer: 'refused' }, { priority: 0 });
  const urgent = pool.run({ answer: 'urgent' }, { priority: 2 });
  await expect(refused.result).rejects.toMatchObject({ causeCode: 'rate-limit' });
  openGate(held);
  expect(await Promise.all([first.result, kept.result, urgent.result])).toEqual(['first', 'kept', 'urgent']);
});

test('a withdrawn job is over at once, and its worker soon free', async () => {
  const pool = openPool();
  const running = pool.run({ gate: gate() }, { priority: 0 });
  const waiting = pool.run({ answer: 'never' }, { priority: 0 });
  waiting.cancel();
  running.cancel();
  await expect(waiting.result).rejects.toMatchObject({ causeCode: 'aborted' });
  await expect(running.result).rejects.toMatchObject({ causeCode: 'aborted' });
  expect(await pool.run({ answer: 'next' }, { priority: 0 }).result).toBe('next');
});

test('a job whose worker dies is run once more, then fails with a cause', async () => {
  const warned: string[] = [];
  const pool = openPool({ logger: { ...silentLogger, warn: (message) => { warned.push(message); } } });
  expect(await pool.run({ answer: 'after all', crashUnless: gate() }, { priority: 0 }).result).toBe('after all');
  expect(warned).toEqual(['a worker thread ended unexpectedly']);
  const once = openPool({ attemptsMax: 1 });
  await expect(once.run({ answer: 'never', crashUnless: gate() }, { priority: 0 }).result).rejects.toMatchObject({ causeCode: 'vendor-fault' });
  expect(await once.run({ answer: 'a new worker' }, { priority: 0 }).result).toBe('a new worker');
});

test('an error inside a job is its own, and the worker goes on', async () => {
  const pool = openPool();
  await expect(pool.run({ error: 'no such voice' }, { priority: 0 }).result).rejects.toMatchObject({ causeCode: 'vendor-fault', vendorMessage: 'no such voice' });
  expect(await pool.run({ answer: 'fine' }, { priority: 0 }).result).toBe('fine');
});

test('a worker that hangs is ended and replaced', async () => {
  const clock = new VirtualClock();
  const pool = openPool({ clock, jobMsMax: 500 });
  await pool.warm();
  const hung = pool.run({ hang: true }, { priority: 0 });
  await clock.advance(500);
  await expect(hung.result).rejects.toMatchObject({ causeCode: 'timeout' });
  expect(await pool.run({ answer: 'again' }, { priority: 0 }).result).toBe('again');
});

test('closing a busy pool ends its jobs and its threads', async () => {
  const pool = openPool({ workersMax: 2 });
  const jobs = [pool.run({ gate: gate() }, { priority: 0 }), pool.run({ gate: gate() }, { priority: 0 }), pool.run({ answer: 'waits' }, { priority: 0 })];
  await pool.close();
  for (const job of jobs) await expect(job.result).rejects.toMatchObject({ causeCode: 'aborted' });
  await expect(pool.run({ answer: 'late' }, { priority: 0 }).result).rejects.toMatchObject({ causeCode: 'aborted' });
  await expect(pool.warm()).rejects.toMatchObject({ causeCode: 'aborted' });
});

test('what is shared is made once and closed by the last who held it', async () => {
  const log: string[] = [];
  const make = () => ({ value: {}, close: async () => { log.push('closed'); } });
  const [one, two] = [share('test', make), share('test', make)];
  expect(one.value).toBe(two.value);
  await one.release();
  await one.release();
  expect(log).toEqual([]);
  await two.release();
  expect(log).toEqual(['closed']);
  const three = share('test', make);
  expect(three.value).not.toBe(one.value);
  await three.release();
});
