import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginLogger, SttEvent } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPluginCatalog } from '../catalog/catalog.js';
import type { PluginCatalog } from '../catalog/types.js';
import type { HostEvent, HostRoute, HostRouteStep, OpenCallRequest, UsageRecord } from '../ports.js';
import { createProviderHost, type PluginHost } from './host.js';

const silent: PluginLogger = { debug() {}, info() {}, warn() {} };
const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
let base: string;
let clock: VirtualClock;
let catalog: PluginCatalog;
let host: PluginHost;
let events: HostEvent[];
let usage: UsageRecord[];

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'call-'));
  clock = new VirtualClock();
  catalog = await createPluginCatalog({ roots: [REPOSITORY], mode: 'development', hostVersion: '0.1.0', logger: silent });
  host = createProviderHost(catalog, { clock, logger: silent });
  events = [];
  usage = [];
});
afterEach(async () => {
  await host.close();
  await catalog.close();
  rmSync(base, { recursive: true, force: true });
});

const step = (connectionId: string, settings: Readonly<Record<string, unknown>> = {}, pluginId = 'simulated'): HostRouteStep => ({ connectionId, pluginId, settings, secrets: {} });
const one = (...steps: readonly HostRouteStep[]): HostRoute => ({ steps });

const call = (routes: Partial<OpenCallRequest['routes']> = {}): OpenCallRequest => ({
  callId: 'call', organizationId: 'organization', onEvent: (event) => events.push(event), onUsage: (record) => usage.push(record),
  routes: { vad: one(step('vad')), stt: one(step('stt')), turn: one(step('turn')), llm: one(step('llm')), tts: one(step('tts')), ...routes },
});

const ask = { instructions: '', agentName: 'a', language: 'en', messages: [{ role: 'user', text: 'hello' }], tools: [], documents: [], isSpeculative: false } as const;

test('a call hears, decides, thinks and speaks through providers found at run time', async () => {
  const opened = await host.openCall(call({ embedding: one(step('embedding')) }));
  const { signal } = new AbortController();
  const heard: SttEvent[] = [];
  const session = await opened.stt.open({ callId: 'call', language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal, onEvent: (event) => heard.push(event) });
  session.push(1, new Int16Array(1600).fill(2_000));
  session.commit(1);
  await clock.advance(200);
  expect(heard).toMatchObject([{ type: 'transcript-final', segmentId: 1, text: 'What are your opening hours?' }]);
  expect(await clock.runUntil(opened.turn.predict({ transcript: 'What are your opening hours?', agentText: '', language: 'en', signal }), 1_000)).toMatchObject({ completeProbability: 0.9 });
  let said = '';
  await clock.runUntil((async () => { for await (const event of opened.llm.generate({ ...ask, signal })) if (event.type === 'text-delta') said += event.text; })(), 5_000);
  expect(said).toBe('You said: hello');
  let samples = 0;
  const speech = opened.tts.synthesize({ contextId: 'turn', text: said, isLast: true, language: 'en', format: { encoding: 'mulaw', sampleRateHz: 8000 }, signal });
  await clock.runUntil((async () => { for await (const event of speech) if (event.type === 'audio') samples += event.samples.length; })(), 5_000);
  expect(samples).toBe(said.length * 60 * 8);
  expect((await clock.runUntil(opened.embedding!.embed({ texts: ['one'], signal }), 1_000)).vectors).toHaveLength(1);
  await session.close();
  await opened.close();
  expect(usage.map((record) => `${record.kind} ${record.outcome}`)).toEqual(['stt served', 'turn served', 'llm served', 'tts served', 'embedding served']);
  expect(events).toEqual([]);
});

test('closing a call ends what it has running, and nothing of another call', async () => {
  const slow = one(step('llm', { firstTokenMs: 1_000 }));
  const [first, second] = [await host.openCall(call({ llm: slow })), await host.openCall(call({ llm: slow }))];
  const { signal } = new AbortController();
  const results = [first, second].map(async (opened) => {
    try {
      for await (const event of opened.llm.generate({ ...ask, signal })) if (event.type === 'end') return event.reason;
      return 'no end';
    } catch (error) {
      return (error as { causeCode: string }).causeCode;
    }
  });
  const session = await first.stt.open({ callId: 'call', language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal, onEvent: () => undefined });
  session.push(1, new Int16Array(160));
  await clock.advance(500);
  await first.close();
  await first.close();
  expect(await results[0]).toBe('aborted');
  expect(await clock.runUntil(results[1]!, 5_000)).toBe('stop');
  expect(usage.map((record) => `${record.kind} ${record.outcome}`).sort()).toEqual(['llm aborted', 'llm served', 'stt aborted']);
  await expect(first.llm.generate({ ...ask, signal })[Symbol.asyncIterator]().next()).rejects.toMatchObject({ causeCode: 'aborted' });
  await second.close();
});

test('a call begins as long as it has a voice, and tells what is missing', async () => {
  const opened = await host.openCall(call({ llm: one(step('gone', {}, 'not-installed')), turn: one(step('odd', { threshold: 'high' })) }));
  expect(events.map((event) => (event.type === 'provider-failed' ? `${event.kind} ${event.cause}>${event.next}` : ''))).toEqual(expect.arrayContaining(['llm bad-request>GIVE_UP', 'turn bad-request>GIVE_UP']));
  const { signal } = new AbortController();
  await expect(opened.llm.generate({ ...ask, signal })[Symbol.asyncIterator]().next()).rejects.toThrow('No plugin with the id "not-installed" is installed.');
  await expect(opened.turn.predict({ transcript: '', agentText: '', language: 'en', signal })).rejects.toMatchObject({ causeCode: 'bad-request' });
  await opened.close();
  await expect(host.openCall(call({ tts: one(step('gone', {}, 'not-installed')) }))).rejects.toThrow('No plugin with the id "not-installed" is installed.');
});

test('an account that was out of credit is asked again once the connection was tried anew', async () => {
  const empty = { ...step('a', { faults: [{ kind: 'quota' }], replies: ['from a'] }), revision: '1' };
  const answer = async (first: HostRouteStep): Promise<string> => {
    const opened = await host.openCall(call({ llm: one(first, step('b', { replies: ['from b'] })) }));
    let said = '';
    await clock.runUntil((async () => { for await (const event of opened.llm.generate({ ...ask, signal: new AbortController().signal })) if (event.type === 'text-delta') said += event.text; })(), 5_000);
    await opened.close();
    return said;
  };
  expect([await answer(empty), await answer(empty), await answer({ ...empty, revision: '2' })]).toEqual(['from b', 'from b', 'from a']);
});

test('a listener that throws disturbs nothing', async () => {
  const angry = { ...call({ llm: one(step('a', { faults: [{ kind: 'refuse' }] }), step('b')) }), onEvent: () => { throw new Error('no'); }, onUsage: () => { throw new Error('no'); } };
  const opened = await host.openCall(angry);
  const { signal } = new AbortController();
  const said: string[] = [];
  await clock.runUntil((async () => { for await (const event of opened.llm.generate({ ...ask, signal })) said.push(event.type); })(), 5_000);
  expect(said.at(-1)).toBe('end');
  await opened.close();
});
