import { expect, test } from 'vitest';
import { VirtualClock, VirtualTimeoutError } from './virtual-clock.js';

test('timers fire by due time, then in the order they were set', async () => {
  const clock = new VirtualClock();
  const fired: string[] = [];
  const random = [70, 10, 50, 30, 90, 20, 60, 40, 80, 10];
  random.forEach((delayMs, index) => clock.setTimer(delayMs, () => fired.push(`${clock.nowMs()}#${index}`)));
  await clock.advance(100);
  expect(fired).toEqual(['10#1', '10#9', '20#5', '30#3', '40#7', '50#2', '60#6', '70#0', '80#8', '90#4']);
  expect(clock.nowMs()).toBe(100);
});

test('the heap keeps its order through thousands of timers and cancellations', async () => {
  const clock = new VirtualClock();
  const due: number[] = [];
  let seed = 7;
  for (let index = 0; index < 6000; index += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const timer = clock.setTimer(seed % 5000, () => due.push(clock.nowMs()));
    if (index % 3 !== 0) timer.cancel();
  }
  expect(clock.pendingCount).toBe(2000);
  await clock.advance(5000);
  expect(due).toHaveLength(2000);
  expect(due).toEqual(due.toSorted((left, right) => left - right));
  expect(clock.pendingCount).toBe(0);
});

test('a cancelled timer does not fire, also when cancelled twice or by a timer of the same instant', async () => {
  const clock = new VirtualClock();
  const fired: string[] = [];
  const early = clock.setTimer(5, () => fired.push('early'));
  early.cancel();
  early.cancel();
  clock.setTimer(10, () => { fired.push('first'); second.cancel(); });
  const second = clock.setTimer(10, () => fired.push('second'));
  expect(clock.pendingCount).toBe(2);
  await clock.advance(10);
  early.cancel();
  expect(fired).toEqual(['first']);
  expect(clock.pendingCount).toBe(0);
});

test('chains of awaits, microtasks and async iterators settle between two timers', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  async function* numbers(): AsyncGenerator<number> {
    for (let index = 0; index < 50; index += 1) { await Promise.resolve(); yield index; }
  }
  const deep = async (depth: number): Promise<void> => { if (depth > 0) await deep(depth - 1); };
  clock.setTimer(10, () => {
    void (async () => {
      for await (const _number of numbers());
      await deep(500);
      queueMicrotask(() => queueMicrotask(() => process.nextTick(() => log.push(`settled at ${clock.nowMs()}`))));
    })();
  });
  clock.setTimer(10, () => log.push('second'));
  clock.setTimer(10.5, () => log.push('third'));
  await clock.advance(20);
  expect(log).toEqual(['settled at 10', 'second', 'third']);
});

test('a timer set by a promise chain fires in the same advance', async () => {
  const clock = new VirtualClock();
  const sleep = (durationMs: number): Promise<void> => new Promise((resolve) => { clock.setTimer(durationMs, resolve); });
  const times: number[] = [];
  const run = (async () => {
    for (let index = 0; index < 5; index += 1) { await sleep(20); times.push(clock.nowMs()); }
  })();
  await clock.advance(100);
  await run;
  expect(times).toEqual([20, 40, 60, 80, 100]);
});

test('runUntil stops where the promise settles', async () => {
  const clock = new VirtualClock();
  const answer = new Promise<string>((resolve) => { clock.setTimer(1234.5, () => resolve('yes')); });
  clock.setTimer(5000, () => {});
  expect(await clock.runUntil(answer, 10_000)).toBe('yes');
  expect(clock.nowMs()).toBe(1234.5);
  await expect(clock.runUntil(Promise.reject(new Error('no')), 10)).rejects.toThrow('no');
});

test('runUntil gives up at its limit', async () => {
  const clock = new VirtualClock();
  clock.setTimer(500, () => {});
  await expect(clock.runUntil(new Promise(() => {}), 100)).rejects.toBeInstanceOf(VirtualTimeoutError);
  expect(clock.nowMs()).toBe(100);
  await clock.advance(400);
  await expect(clock.runUntil(new Promise(() => {}), 100, 5)).rejects.toThrow('still pending after 100 ms');
});

test('runUntil waits for work outside the clock when no timer is left', async () => {
  const clock = new VirtualClock();
  const { readFile } = await import('node:fs/promises');
  const text = await clock.runUntil(readFile(new URL(import.meta.url), 'utf8'), 10);
  expect(text).toContain('VirtualClock');
  expect(clock.nowMs()).toBe(0);
});

test('misuse is told', async () => {
  const clock = new VirtualClock();
  await expect(clock.advance(-1)).rejects.toThrow('forward only');
  expect(() => clock.setTimer(Number.NaN, () => {})).toThrow('NaN');
  const first = clock.advance(10);
  await expect(clock.advance(10)).rejects.toThrow('being moved already');
  await first;
  const again = (): void => { clock.setTimer(0, again); };
  again();
  await expect(clock.advance(1)).rejects.toThrow('re-arms itself');
});

test('an error in a timer reaches the test, and the clock can go on', async () => {
  const clock = new VirtualClock();
  clock.setTimer(10, () => { throw new Error('broken timer'); });
  await expect(clock.advance(20)).rejects.toThrow('broken timer');
  expect(clock.nowMs()).toBe(10);
  await clock.advance(10);
  expect(clock.nowMs()).toBe(20);
});

test('ten minutes of 20 ms ticks with re-armed timeouts take well under ten seconds', async () => {
  const clock = new VirtualClock();
  let tickCount = 0;
  let watchdog = clock.setTimer(4000, () => {});
  const tick = (): void => {
    tickCount += 1;
    watchdog.cancel();
    watchdog = clock.setTimer(4000, () => {});
    clock.setTimer(20, tick);
  };
  tick();
  const startedAtMs = performance.now();
  await clock.advance(600_000);
  expect(tickCount).toBe(30_001);
  expect(performance.now() - startedAtMs).toBeLessThan(10_000);
});
