import { VirtualClock } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import { createProcessGuard } from './process-guard.js';

function bench() {
  const clock = new VirtualClock();
  const counters = { processFaults: 0 };
  const seen = { ended: [] as string[], unsound: 0 };
  const log = (): void => {};
  const guard = createProcessGuard({
    clock, counters, logger: { debug: log, info: log, warn: log, error: log }, onUnsound: () => { seen.unsound++; },
    endCall: (callId) => { seen.ended.push(callId); return callId === 'call_1'; },
  });
  return { clock, counters, seen, guard };
}

test('an exception that names its call ends that call alone', () => {
  const { guard, seen, counters } = bench();
  guard.onException(Object.assign(new Error('broken'), { callId: 'call_1' }));
  expect(seen).toEqual({ ended: ['call_1'], unsound: 0 });
  expect(counters.processFaults).toBe(1);
});

test('an exception out of nowhere, or of a call that is not here, drains the process, once', () => {
  for (const error of [new Error('x'), Object.assign(new Error('x'), { callId: 'call_other' }), 'text', null]) {
    const { guard, seen } = bench();
    guard.onException(error);
    guard.onException(error);
    expect(seen.unsound).toBe(1);
  }
});

test('a stray rejection harms nobody; many in a minute drain the process', async () => {
  const { clock, guard, seen } = bench();
  for (let count = 0; count < 40; count++) {
    guard.onRejection(new Error('nobody awaited this'));
    await clock.advance(4_000);
  }
  expect(seen.unsound).toBe(0);
  for (let count = 0; count < 21; count++) guard.onRejection(new Error('again'));
  expect(seen.unsound).toBe(1);
});
