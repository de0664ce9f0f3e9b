import { ProviderError } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../limits.js';
import type { UsageRecord } from '../ports.js';
import { Breakers } from './breaker.js';
import { costMicroUsd, type Prices } from './cost.js';
import { LatencyBook } from './latency.js';
import { Meter } from './meter.js';
import { withTimeout } from './timeout.js';

type Price = Prices[number];
const price = (unit: Price['unit'], usd: string, per: number): Price => ({ unit, usd, per, asOf: '2026-01-01', source: 'test' });

describe('cost', () => {
  const table: readonly [name: string, usage: Parameters<typeof costMicroUsd>[0], prices: Prices, expected: number | undefined][] = [
    ['characters', { characters: 100 }, [price('character', '15', 1_000_000)], 1_500],
    ['audio by the minute', { audioMs: 90_000 }, [price('audio-minute', '0.006', 1)], 9_000],
    ['half a micro-dollar is rounded up', { inputTokens: 1 }, [price('input-token', '0.5', 1_000_000)], 1],
    ['less than half is rounded down', { inputTokens: 49 }, [price('input-token', '0.01', 1_000_000)], 0],
    ['lines are added before rounding', { inputTokens: 1, outputTokens: 1 }, [price('input-token', '0.3', 1_000_000), price('output-token', '0.3', 1_000_000)], 1],
    ['cached tokens have their own price', { inputTokens: 1_000, cachedInputTokens: 400 }, [price('input-token', '1', 1_000), price('cached-input-token', '0.1', 1_000)], 640_000],
    ['and where they have none, count as input', { inputTokens: 1_000, cachedInputTokens: 400 }, [price('input-token', '1', 1_000)], 1_000_000],
    ['thirds stay exact', { requests: 2 }, [price('request', '0.1', 3)], 66_667],
    ['more than a double can hold exactly', { inputTokens: 9_007_199_254 }, [price('input-token', '0.000001', 1)], 9_007_199_254],
    ['nothing that is priced was counted', { characters: 5 }, [price('input-token', '1', 1)], undefined],
  ];
  for (const [name, usage, prices, expected] of table) test(`${name}`, () => expect(costMicroUsd(usage, prices)).toBe(expected));
});

test('a meter tells its request once, and believes only numbers', () => {
  const told: UsageRecord[] = [];
  const meter = new Meter({ kind: 'tts', connectionId: 'c', prices: [] }, new VirtualClock(), (usage) => told.push(usage));
  meter.report({ characters: Number.NaN, audioMs: -5, outputTokens: 3 });
  meter.finish('lost-hedge', { characters: 12, outputTokens: 9 });
  meter.finish('served');
  expect(told).toEqual([{ kind: 'tts', connectionId: 'c', requestId: meter.requestId, outcome: 'lost-hedge', requests: 1, characters: 12, outputTokens: 3 }]);
});

describe('breaker', () => {
  const fault = new ProviderError('unreachable', 'gone');
  const make = () => {
    const clock = new VirtualClock();
    return { clock, breakers: new Breakers(clock, DEFAULT_LIMITS) };
  };

  test('opens after failures in a row, and one success in between starts the count anew', () => {
    const { breakers } = make();
    breakers.fail('k', fault);
    breakers.fail('k', fault);
    breakers.succeed('k');
    breakers.fail('k', fault);
    breakers.fail('k', fault);
    expect(breakers.admits('k')).toBe(true);
    breakers.fail('k', fault);
    expect(breakers.admits('k')).toBe(false);
    expect(breakers.admits('other')).toBe(true);
  });

  test('lets one trial through after its time, and waits twice as long after a failed one', async () => {
    const { clock, breakers } = make();
    for (let count = 0; count < 3; count += 1) breakers.fail('k', fault);
    await clock.advance(DEFAULT_LIMITS.breakerOpenMs);
    expect(breakers.admits('k')).toBe(true);
    breakers.begin('k');
    expect(breakers.admits('k')).toBe(false);
    breakers.fail('k', fault);
    await clock.advance(DEFAULT_LIMITS.breakerOpenMs);
    expect(breakers.admits('k')).toBe(false);
    await clock.advance(DEFAULT_LIMITS.breakerOpenMs);
    breakers.begin('k');
    breakers.release('k');
    expect(breakers.admits('k')).toBe(true);
    breakers.succeed('k');
    expect(breakers.admits('k')).toBe(true);
  });

  test('a rate limit takes the connection out for as long as the vendor asks', async () => {
    const { clock, breakers } = make();
    breakers.fail('k', new ProviderError('rate-limit', 'slow down', { retryAfterMs: 4_000 }));
    expect(breakers.admits('k')).toBe(false);
    await clock.advance(4_000);
    expect(breakers.admits('k')).toBe(true);
  });

  test('what needs a person stays out; a bad request says nothing about the connection', async () => {
    const { clock, breakers } = make();
    breakers.fail('k', new ProviderError('quota', 'no credit'));
    await clock.advance(7 * 24 * 3_600_000);
    expect([breakers.admits('k'), breakers.admitsAsReserve('k')]).toEqual([false, false]);
    for (let count = 0; count < 10; count += 1) breakers.fail('other', new ProviderError('bad-request', 'too long'));
    expect(breakers.admits('other')).toBe(true);
  });
});

test('the 95th percentile is told once enough is known, over the latest results', () => {
  const book = new LatencyBook();
  for (let ms = 1; ms <= 9; ms += 1) book.record('k', ms);
  expect(book.p95Ms('k')).toBeUndefined();
  book.record('k', 10);
  expect(book.p95Ms('k')).toBe(10);
  for (let count = 0; count < 64; count += 1) book.record('k', 500);
  expect(book.p95Ms('k')).toBe(500);
});

test('a time limit leaves no timer and no listener behind, and hands over what came too late', async () => {
  const clock = new VirtualClock();
  const late: string[] = [];
  let finish: (value: string) => void = () => undefined;
  const work = new Promise<string>((resolve) => { finish = resolve; });
  const limited = withTimeout(work, clock, 100, () => new Error('too slow'), { onLate: (value) => late.push(value) });
  await expect(clock.runUntil(limited, 1_000)).rejects.toThrow('too slow');
  finish('here');
  await clock.advance(0);
  expect(late).toEqual(['here']);
  expect(await withTimeout(Promise.resolve(1), clock, 100, () => new Error('too slow'))).toBe(1);
  expect(clock.pendingCount).toBe(0);
});
