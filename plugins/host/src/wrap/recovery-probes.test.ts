import type { LlmRequest } from '@parley/plugin-sdk';
import { expect, test } from 'vitest';
import { readAll, RouteKit, type KitStep } from '../../test/route-kit.js';
import { wrapLlm } from './llm.js';
import { RecoveryProbes } from './recovery-probes.js';

const request = (): LlmRequest => ({
  instructions: '', agentName: 'Ada', language: 'en', messages: [{ role: 'user', text: 'hello' }], tools: [], documents: [], isSpeculative: false, signal: new AbortController().signal,
});
const says = (text: string, faults: readonly Readonly<Record<string, unknown>>[] = []): KitStep<'llm'> => ({ settings: { replies: [text], firstTokenMs: 100, tokensPerSecond: 0, faults } });

/** A call that goes on, whose first connection fails `times` times in the way of `fault`, and is asked three times. */
async function outOfOrder(fault: Readonly<Record<string, unknown>>) {
  const kit = new RouteKit();
  const probes = new RecoveryProbes({ breakers: kit.context.breakers, clock: kit.clock, limits: kit.context.limits, health: undefined });
  const steps = [says('from a', [fault]), says('from b')];
  const route = await kit.route('llm', ...steps);
  const dismiss = probes.enlist(route);
  const ask = () => kit.clock.runUntil(readAll(kit, wrapLlm(route).generate(request())), 60_000);
  for (let turn = 0; turn < 3; turn += 1) await ask();
  expect(kit.context.breakers.admits('a')).toBe(false);
  kit.usage.length = 0;
  return { kit, probes, dismiss, ask };
}

test('a connection that works again is back before its time out is over, without a caller having waited for it', async () => {
  const { kit, ask } = await outOfOrder({ kind: 'refuse', times: 3 });
  await kit.clock.advance(12_900);
  expect(kit.context.breakers.admits('a')).toBe(false);
  await kit.clock.advance(200);
  expect(kit.context.breakers.admits('a')).toBe(true);
  // It is metered, and served nobody.
  expect(kit.usage).toMatchObject([{ connectionId: 'a', outcome: 'aborted', requests: 1, firstResultMs: 100 }]);
  await ask();
  expect(kit.outcomes()).toEqual(['a aborted', 'a served']);
});

test('one that still fails stays out, each time for twice as long, and is asked once in each', async () => {
  const { kit } = await outOfOrder({ kind: 'refuse', always: true });
  await kit.clock.advance(13_000);
  expect(kit.outcomes()).toEqual(['a failed']);
  await kit.clock.advance(28_000 - 1_000);
  expect(kit.outcomes()).toEqual(['a failed']);
  await kit.clock.advance(1_200);
  expect(kit.outcomes()).toEqual(['a failed', 'a failed']);
  expect(kit.context.breakers.admits('a')).toBe(false);
});

test('one that does not answer the trial is given up after its time limit', async () => {
  const { kit } = await outOfOrder({ kind: 'stall', always: true });
  await kit.clock.advance(13_000);
  expect(kit.outcomes()).toEqual([]);
  await kit.clock.advance(4_000);
  expect(kit.outcomes()).toEqual(['a failed']);
});

for (const kind of ['auth', 'quota'] as const) {
  test(`what needs a person (${kind}) is never tried out`, async () => {
    const { kit } = await outOfOrder({ kind, always: true });
    await kit.clock.advance(24 * 3_600_000);
    expect(kit.usage).toEqual([]);
    expect(kit.clock.pendingCount).toBe(0);
  });
}

test('one that turns out to need a person is tried out no more', async () => {
  const { kit } = await outOfOrder({ kind: 'refuse', times: 3 });
  kit.context.breakers.fail('a', Object.assign(new Error('no'), { causeCode: 'auth' }) as never);
  await kit.clock.advance(24 * 3_600_000);
  expect(kit.usage).toEqual([]);
});

test('nobody is asked for a call that has ended, and no timer is left', async () => {
  const { kit, dismiss } = await outOfOrder({ kind: 'refuse', always: true });
  dismiss();
  expect(kit.clock.pendingCount).toBe(0);
  await kit.clock.advance(60_000);
  expect(kit.usage).toEqual([]);
});
