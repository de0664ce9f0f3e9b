import { expect, test } from 'vitest';
import { systemClock } from '../clock.js';
import { ProviderError } from '../errors.js';
import { ContractViolation, defineCheck, must, registerChecks } from './contract.js';
import { realTime, TooLateError, virtualTime } from './contract-time.js';
import { VirtualClock } from './virtual-clock.js';
import { everythingIn, recordingWatch } from './watch.js';

const never = new Promise<never>(() => {});

test('time on a virtual clock: limits are exact and moved by the suite', async () => {
  const time = virtualTime(new VirtualClock());
  const at = async (delayMs: number): Promise<number> => await new Promise((resolve) => {
    time.clock.setTimer(delayMs, () => resolve(time.clock.nowMs()));
  });
  expect(await time.within(at(100), 100, 'an answer')).toBe(100);
  await expect(time.within(at(101), 100, 'an answer')).rejects.toThrow('an answer took more than 100 ms');
  await expect(time.within(Promise.reject(new Error('own')), 10, 'an answer')).rejects.toThrow('own');
  await expect(time.within(never, 50, 'nothing')).rejects.toBeInstanceOf(TooLateError);
});

test('time on the wall: a late answer is given up, a quick one leaves no timer behind', async () => {
  let openTimers = 0;
  const clock = {
    nowMs: () => systemClock.nowMs(),
    setTimer(delayMs: number, callback: () => void) {
      openTimers += 1;
      const timer = systemClock.setTimer(delayMs, callback);
      return { cancel: () => { openTimers -= 1; timer.cancel(); } };
    },
  };
  const time = realTime(clock);
  expect(await time.within(Promise.resolve(7), 60_000, 'an answer')).toBe(7);
  expect(openTimers).toBe(0);
  await expect(time.within(never, 5, 'nothing')).rejects.toThrow('nothing took more than 5 ms');
});

test('a check names its rule; what is no violation passes through', async () => {
  const run = async (body: () => Promise<void>): Promise<unknown> => (
    await defineCheck<object>('x/rule', 'the rule', body).run({}).then(() => 'passed', (error: unknown) => error));
  expect(await run(async () => {})).toBe('passed');
  const unmet = await run(async () => must(false, 'three of two'));
  expect(unmet).toBeInstanceOf(ContractViolation);
  expect(String(unmet)).toContain('x/rule: the rule\n  found: three of two');
  expect(await run(async () => { throw new TooLateError('late'); })).toBeInstanceOf(ContractViolation);
  expect(String(await run(async () => { throw new ProviderError('quota', 'no credit'); }))).toContain('found: the adapter failed: quota: no credit');
  expect(await run(async () => { throw new TypeError('a bug in the check'); })).toBeInstanceOf(TypeError);
});

test('checks the harness cannot serve are not registered', () => {
  const checks = [
    defineCheck<{ hasMore: boolean }>('x/always', 'always', async () => {}),
    defineCheck<{ hasMore: boolean }>('x/more', 'more', async () => {}, (harness) => harness.hasMore),
  ];
  const names = (hasMore: boolean): string[] => {
    const registered: string[] = [];
    registerChecks(checks, { hasMore }, (name) => { registered.push(name); });
    return registered;
  };
  expect(names(false)).toEqual(['x/always: always']);
  expect(names(true)).toEqual(['x/always: always', 'x/more: more']);
});

test('a watch finds a secret wherever an error or a log record hides it', () => {
  const watch = recordingWatch();
  watch.logger.info('opened', { connection: { keys: [watch.secret] } });
  expect(watch.logged()).toContain(watch.secret);
  const hidden = [
    new Error(watch.secret), new Error('x', { cause: new Error(watch.secret) }),
    new ProviderError('auth', 'x', { vendorMessage: watch.secret }), new ProviderError('auth', 'x', { reason: { headers: { key: watch.secret } } }),
    Object.assign(new Error('x'), { request: { url: `https://example.test/?key=${watch.secret}` } }),
  ];
  for (const error of hidden) expect(everythingIn(error)).toContain(watch.secret);
  expect(everythingIn(new ProviderError('auth', 'refused', { httpStatus: 401 }))).not.toContain(watch.secret);
});
