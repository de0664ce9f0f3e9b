import { ProviderError, STT_SPEC, type SttEvent, type SttOpenRequest, type SttProvider, type SttSession } from '@parley/plugin-sdk';
import { describe, expect, test } from 'vitest';
import { RouteKit, type KitStep } from '../../test/route-kit.js';
import { wrapStt } from './stt.js';

const FORMAT = { encoding: 'pcm16', sampleRateHz: 8000 } as const;
/** 20 ms of something to hear. */
const FRAME = new Int16Array(160).fill(3_000);
const ear = (more: Readonly<Record<string, unknown>> = {}): KitStep<'stt'> => ({ settings: { transcripts: ['from a'], ...more } });
const backup = (): KitStep<'stt'> => ({ settings: { transcripts: ['from b'] } });

async function listen(kit: RouteKit, steps: readonly KitStep<'stt'>[]) {
  const route = await kit.route('stt', ...steps);
  const heard: SttEvent[] = [];
  const controller = new AbortController();
  const session = await kit.clock.runUntil(wrapStt(route).open({
    callId: 'call', language: 'en', format: FORMAT, signal: controller.signal, onEvent: (event) => heard.push(event),
  }), 20_000);
  const say = (segmentId: number, ms: number): void => { for (let frame = 0; frame < ms / 20; frame += 1) session.push(segmentId, FRAME); };
  const finals = (): string[] => heard.flatMap((event) => (event.type === 'transcript-final' ? [`${event.segmentId} ${event.text}`] : []));
  return { route, session, heard, say, finals, controller };
}

/** An ear of the test's own making, which shows what reached it. */
function scripted(onCommit: (id: number, request: SttOpenRequest) => void = () => undefined) {
  const log: string[] = [];
  const requests: SttOpenRequest[] = [];
  const provider: SttProvider = {
    spec: STT_SPEC, abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: [FORMAT], languages: ['en'] },
    open: async (request) => {
      requests.push(request);
      return {
        push: (id, audio) => { log.push(`push ${id} ${audio.length / 8}`); }, speculate: (id) => { log.push(`speculate ${id}`); },
        commit: (id) => { log.push(`commit ${id}`); onCommit(id, request); }, discard: (id) => { log.push(`discard ${id}`); },
        close: async () => { log.push('close'); },
      } satisfies SttSession;
    },
    close: async () => undefined,
  };
  return { step: { adapter: provider } satisfies KitStep<'stt'>, log, requests };
}

describe('exactly one final for each commit, whatever fails', () => {
  const commit = (kind: string, more: Readonly<Record<string, unknown>> = {}) => ear({ faults: [{ on: 'commit', kind, ...more }] });
  const table: readonly [name: string, steps: readonly KitStep<'stt'>[], finals: readonly string[], failures: readonly string[]][] = [
    ['no fault', [ear(), backup()], ['1 from a', '2 from a'], []],
    ['the session breaks at the commit', [commit('break-midway'), backup()], ['1 from b', '2 from b'], ['a vendor-fault>FALLBACK']],
    ['no final in time', [commit('stall'), backup()], ['1 from b', '2 from b'], ['a timeout>FALLBACK']],
    ['credentials withdrawn', [commit('auth'), backup()], ['1 from b', '2 from b'], ['a auth>FALLBACK']],
    ['the only step is opened again and hears the audio anew', [commit('stall')], ['1 from a', '2 from a'], ['a timeout>RETRY']],
    ['the only step breaks twice', [commit('break-midway', { times: 2 })], ['1 from a', '2 from a'], ['a vendor-fault>RETRY', 'a vendor-fault>RETRY']],
    ['the first cannot be opened', [ear({ faults: [{ on: 'open', kind: 'refuse' }] }), backup()], ['1 from b', '2 from b'], ['a unreachable>FALLBACK']],
    ['finals of segments that never were', [ear({ faults: [{ on: 'open', kind: 'garbage' }] }), backup()], ['1 from b', '2 from b'], ['a vendor-fault>FALLBACK']],
  ];
  for (const [name, steps, finals, failures] of table) {
    test(`${name}`, async () => {
      const kit = new RouteKit();
      const call = await listen(kit, steps);
      for (const segmentId of [1, 2]) {
        call.say(segmentId, 600);
        call.session.commit(segmentId);
        call.session.commit(segmentId);
        await kit.clock.advance(7_000);
      }
      expect(call.finals()).toEqual(finals);
      expect(kit.failures()).toEqual(failures);
      expect(call.heard.filter((event) => event.type === 'error')).toEqual([]);
      await call.session.close();
      expect(kit.clock.pendingCount).toBe(0);
    });
  }

  test('nothing left: one error, and nothing after it', async () => {
    const kit = new RouteKit();
    const dead = { on: 'commit', kind: 'auth', always: true };
    const call = await listen(kit, [ear({ faults: [dead] }), ear({ faults: [dead] })]);
    call.say(1, 400);
    call.session.commit(1);
    await kit.clock.advance(10_000);
    call.say(2, 400);
    call.session.commit(2);
    await kit.clock.advance(10_000);
    expect(call.heard).toMatchObject([{ type: 'error', error: { causeCode: 'auth' } }]);
    expect(kit.failures()).toEqual(['a auth>FALLBACK', 'b auth>GIVE_UP']);
    expect(kit.clock.pendingCount).toBe(0);
  });

  test('opening rejects with the last failure where no step opens', async () => {
    const kit = new RouteKit();
    const refuses = ear({ faults: [{ on: 'open', kind: 'refuse', always: true }] });
    await expect(listen(kit, [refuses])).rejects.toMatchObject({ causeCode: 'unreachable' });
    expect(kit.failures()).toEqual(['a unreachable>RETRY', 'a unreachable>RETRY', 'a unreachable>GIVE_UP']);
    expect(kit.clock.pendingCount).toBe(0);
  });
});

test('the open segments are replayed in order, with what was asked of them', async () => {
  const kit = new RouteKit();
  const first = scripted();
  const second = scripted();
  const call = await listen(kit, [first.step, second.step]);
  call.say(1, 40);
  call.session.commit(1);
  call.say(2, 20);
  call.session.discard(2);
  call.say(3, 60);
  call.session.speculate(3);
  first.requests[0]?.onEvent({ type: 'error', error: new ProviderError('unreachable', 'gone') });
  call.say(3, 20);
  await kit.clock.advance(0);
  expect(first.log.at(-1)).toBe('close');
  expect(second.log).toEqual(['push 1 40', 'commit 1', 'push 3 80']);
  call.session.commit(3);
  const late = first.requests[0]?.onEvent;
  late?.({ type: 'transcript-final', segmentId: 1, text: 'too late' });
  second.requests[0]?.onEvent({ type: 'transcript-final', segmentId: 1, text: 'one' });
  second.requests[0]?.onEvent({ type: 'transcript-final', segmentId: 1, text: 'one again' });
  second.requests[0]?.onEvent({ type: 'transcript-final', segmentId: 3, text: 'three' });
  expect(call.finals()).toEqual(['1 one', '3 three']);
  await call.session.close();
  expect(kit.outcomes()).toEqual(['a aborted', 'a failed', 'a failed', 'b served', 'b served']);
});

test('the audio kept for a replay has a limit: the oldest is dropped', async () => {
  const kit = new RouteKit({ sttReplayMsMax: 2_000 });
  const first = scripted();
  const second = scripted();
  const call = await listen(kit, [first.step, second.step]);
  call.say(1, 10_000);
  first.requests[0]?.onEvent({ type: 'error', error: new ProviderError('unreachable', 'gone') });
  await kit.clock.advance(0);
  expect(second.log).toEqual(['push 1 1000', 'push 1 1000']);
  await call.session.close();
});

test('an adapter that throws or answers from within is contained', async () => {
  const kit = new RouteKit();
  let depth = 0;
  const rude = scripted((id, request) => { depth += 1; request.onEvent({ type: 'transcript-final', segmentId: id, text: 'at once' }); depth -= 1; });
  const route = await kit.route('stt', rude.step);
  const depths: number[] = [];
  const session = await wrapStt(route).open({ callId: 'c', language: 'en', format: FORMAT, signal: new AbortController().signal, onEvent: () => { depths.push(depth); throw new Error('listener'); } });
  session.push(1, FRAME);
  session.commit(1);
  await kit.clock.advance(0);
  expect(depths).toEqual([0]);
  await session.close();
});

test('an abort ends the session at once and silently', async () => {
  const kit = new RouteKit();
  const call = await listen(kit, [ear()]);
  call.say(1, 200);
  call.session.commit(1);
  call.controller.abort();
  await kit.clock.advance(10_000);
  expect(call.heard).toEqual([]);
  expect(kit.outcomes()).toEqual(['a aborted']);
  expect(kit.clock.pendingCount).toBe(0);
});

test('each committed segment is metered with its audio and the wait for its transcript', async () => {
  const kit = new RouteKit();
  const prices = [{ unit: 'audio-minute' as const, usd: '0.0043', per: 1, asOf: '2026-01-01', source: 'test' }];
  const call = await listen(kit, [{ ...ear(), prices }]);
  call.say(1, 3_000);
  await kit.clock.advance(3_000);
  call.session.commit(1);
  await kit.clock.advance(500);
  // 3 s at 0.0043 dollars a minute are 215 micro-dollars.
  expect(kit.usage).toMatchObject([{ kind: 'stt', outcome: 'served', audioMs: 3_000, firstResultMs: 120, costMicroUsd: 215 }]);
  await call.session.close();
  expect(kit.usage).toHaveLength(1);
});

test('a fault long after another one is a new fault', async () => {
  const kit = new RouteKit();
  const first = scripted();
  const second = scripted();
  const call = await listen(kit, [first.step, second.step]);
  const gone = { type: 'error', error: new ProviderError('unreachable', 'idle') } as const;
  first.requests[0]?.onEvent(gone);
  await kit.clock.advance(60_000);
  second.requests[0]?.onEvent(gone);
  await kit.clock.advance(60_000);
  first.requests[1]?.onEvent(gone);
  await kit.clock.advance(100);
  expect(kit.failures()).toEqual(['a unreachable>FALLBACK', 'b unreachable>FALLBACK', 'a unreachable>FALLBACK']);
  await call.session.close();
});
