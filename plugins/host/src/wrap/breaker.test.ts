import { ProviderError } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits.js';
import { Breakers } from './breaker.js';
import type { HealthBoard, HealthNews } from './health-board.js';

const fault = new ProviderError('unreachable', 'gone');
const { breakerOpenMs } = DEFAULT_LIMITS;

/** Processes that hear each other at once; what Redis adds is tested with Redis. */
function cluster(count: number) {
  const clock = new VirtualClock();
  const listeners: ((news: HealthNews) => void)[] = [];
  const told: HealthNews[] = [];
  const boardOf = (own: number): HealthBoard => ({
    nameOf: (key) => key,
    tell: (news) => { told.push(news); listeners.forEach((listener, index) => { if (index !== own) listener(news); }); },
    listen: (listener) => { listeners[own] = listener; return () => { listeners[own] = () => undefined; }; },
    claim: () => Promise.resolve(true),
  });
  const processes = Array.from({ length: count }, (_, index) => new Breakers(clock, DEFAULT_LIMITS, boardOf(index)));
  return { clock, told, processes };
}

function failThrice(breakers: Breakers): void {
  for (let count = 0; count < 3; count += 1) breakers.fail('k', fault);
}

describe('processes that hear of each other', () => {
  test('what one takes out is out for all, for the same time, and is not told by those who only heard of it', async () => {
    const { clock, told, processes: [one, other] } = cluster(2);
    failThrice(one!);
    expect(other!.admits('k')).toBe(false);
    expect(other!.admitsAsReserve('k')).toBe(true);
    expect(told).toEqual([{ name: 'k', outMs: breakerOpenMs, isPermanent: false, factor: 1 }]);
    await clock.advance(breakerOpenMs);
    expect([one!.admits('k'), other!.admits('k')]).toEqual([true, true]);
  });

  test('a trial that fails in one lengthens the time out of all', async () => {
    const { clock, processes: [one, other] } = cluster(2);
    failThrice(one!);
    await clock.advance(breakerOpenMs);
    other!.begin('k');
    other!.fail('k', fault);
    await clock.advance(breakerOpenMs);
    expect([one!.admits('k'), other!.admits('k')]).toEqual([false, false]);
    await clock.advance(breakerOpenMs);
    expect([one!.admits('k'), other!.admits('k')]).toEqual([true, true]);
  });

  test('that it serves one ends what the others heard, and lets one request try where it failed itself', () => {
    const { processes: [one, other, third] } = cluster(3);
    failThrice(one!);
    other!.succeed('k');
    expect(third!.admits('k')).toBe(true);
    expect(one!.admits('k')).toBe(true);
    one!.begin('k');
    expect(one!.admits('k')).toBe(false);
    one!.fail('k', fault);
    expect(third!.admits('k')).toBe(false);
  });

  test('refused credentials are refused for all until they serve one', () => {
    const { told, processes: [one, other] } = cluster(2);
    one!.fail('k', new ProviderError('auth', 'no'));
    expect(other!.admitsAsReserve('k')).toBe(false);
    expect(other!.admitsAsLastResort('k')).toBe(false);
    other!.succeed('k');
    expect(one!.admits('k')).toBe(true);
    expect(told.map(({ outMs, isPermanent }) => [outMs > 0, isPermanent])).toEqual([[true, true], [false, false]]);
  });

  test('many requests that fail at once are one piece of news', () => {
    const { told, processes: [one] } = cluster(1);
    for (let count = 0; count < 100; count += 1) one!.fail('k', fault);
    // Each failed trial may double the time out, three times at most.
    expect(told.map(({ factor }) => factor)).toEqual([1, 2, 4, 8]);
  });

  test('success in health says nothing to anybody', () => {
    const { told, processes: [one] } = cluster(1);
    one!.fail('k', fault);
    one!.succeed('k');
    one!.succeed('k');
    expect(told).toEqual([]);
  });
});
