import { fileURLToPath } from 'node:url';
import { systemClock } from '@parley/plugin-sdk';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPluginCatalog } from '../catalog/catalog.js';
import type { PluginCatalog } from '../catalog/types.js';
import { createProviderHost, type PluginHost } from '../open/host.js';
import type { HostLimits, HostRouteStep, UsageRecord } from '../ports.js';
import { RedisHealthBoard } from './redis-health.js';

const logger = { debug() {}, info() {}, warn() {} };
const SECRET = 'what the cluster knows';
const KEY = 'sk-of-the-vendor';
let catalog: PluginCatalog;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  // Its own node_modules hold the simulated plugin.
  catalog = await createPluginCatalog({ roots: [fileURLToPath(new URL('../..', import.meta.url))], mode: 'development', hostVersion: '0.1.0', logger });
});
afterAll(() => catalog.close());
afterEach(async () => { for (const each of open.splice(0)) await each.close(); });

interface Process { readonly host: PluginHost; readonly board: RedisHealthBoard }

function startProcess(url: string, limits: Partial<HostLimits> = {}, secret = SECRET): Process {
  const board = new RedisHealthBoard({ url, secret, logger });
  const host = createProviderHost(catalog, { clock: systemClock, logger, health: board, limits: { llmHedgeMs: 100, llmFirstTokenTimeoutMs: 5_000, ...limits } });
  open.push(host, board);
  return { host, board };
}

const says = (connectionId: string, faults: readonly object[] = []): HostRouteStep => ({
  connectionId, pluginId: 'simulated', settings: { replies: [`from ${connectionId}`], firstTokenMs: 0, tokensPerSecond: 0, faults }, secrets: { key: KEY },
});

/** One call's request: who answered, and who was asked. */
async function ask({ host }: Process, ...steps: readonly HostRouteStep[]): Promise<{ readonly text: string; readonly asked: readonly string[] }> {
  const usage: UsageRecord[] = [];
  const route = await host.openRoute('llm', { steps }, { onUsage: (record) => usage.push(record) });
  let text = '';
  const request = { instructions: '', agentName: 'Ada', language: 'en', messages: [{ role: 'user' as const, text: 'hello' }], tools: [], documents: [], isSpeculative: false, signal: new AbortController().signal };
  for await (const event of route.provider.generate(request)) if (event.type === 'text-delta') text += event.text;
  await route.close();
  return { text, asked: usage.map(({ connectionId }) => connectionId).toSorted() };
}

test('while Redis is away each process goes by its own calls, and nobody waits', async () => {
  const alone = startProcess('redis://127.0.0.1:1');
  const steps = [says('a', [{ kind: 'refuse', always: true }]), says('b')];
  for (let call = 0; call < 3; call += 1) expect(await ask(alone, ...steps)).toEqual({ text: 'from b', asked: ['a', 'b'] });
  expect(await ask(alone, ...steps)).toEqual({ text: 'from b', asked: ['b'] });
  expect(await alone.board.claim('k', 1_000)).toBe(true);
});

// The suites run twice: embedded, and on Postgres and Redis; the second time these are there too.
for (const redisUrl of process.env['REDIS_URL'] ? [process.env['REDIS_URL']] : []) {
  /** A numbered database of this test process; the channel is one for all, and others' names are not known here. */
  const url = new URL(redisUrl);
  url.pathname = `/${process.pid % 16}`;
  let redis: Redis;
  beforeEach(async () => {
    redis = new Redis(url.href);
    await redis.flushdb();
  });
  afterEach(() => { redis.disconnect(); });

  /** Never takes a connection out by itself: what it knows, it has heard. */
  const LISTENER = { breakerFailuresMax: 1_000_000 };
  const failing = [says('a', [{ kind: 'stall', always: true }]), says('b')];
  const takeOut = async (process: Process): Promise<void> => { for (let call = 0; call < 3; call += 1) expect(await ask(process, ...failing)).toEqual({ text: 'from b', asked: ['a', 'b'] }); };

  test('a breaker that one process opens spares the calls of the others their timeout', async () => {
    const [one, other] = [startProcess(url.href), startProcess(url.href, LISTENER)];
    expect(await ask(other, ...failing)).toEqual({ text: 'from b', asked: ['a', 'b'] });
    await takeOut(one);
    await expect.poll(() => ask(other, ...failing)).toEqual({ text: 'from b', asked: ['b'] });
    // From then on nobody there asks, or waits for, the one that is out.
    for (let call = 0; call < 5; call += 1) expect(await ask(other, ...failing)).toEqual({ text: 'from b', asked: ['b'] });
  });

  test('who joins later knows it too, and so does who was cut off meanwhile', async () => {
    const [one, cut] = [startProcess(url.href), startProcess(url.href, LISTENER)];
    await takeOut(one);
    const late = startProcess(url.href, LISTENER);
    await expect.poll(() => ask(late, ...failing)).toEqual({ text: 'from b', asked: ['b'] });
    cut.board.breakConnections();
    await expect.poll(() => ask(cut, ...failing)).toEqual({ text: 'from b', asked: ['b'] });
  });

  test('what serves one again is asked by all again', async () => {
    const recovering = [says('a', [{ kind: 'refuse', times: 3 }]), says('b')];
    const [one, other] = [startProcess(url.href, { breakerOpenMs: 3_000 }), startProcess(url.href, LISTENER)];
    await expect.poll(async () => (await redis.pubsub('NUMSUB', 'parley:health:news'))[1]).toBe(2);
    const heard = (isOut: boolean) => new Promise<void>((resolve) => { const stop = other.board.listen(({ outMs }) => { if (outMs > 0 === isOut) { stop(); resolve(); } }); });
    const [out, back] = [heard(true), heard(false)];
    for (let call = 0; call < 3; call += 1) await ask(one, ...recovering);
    await out;
    expect((await ask(other, ...recovering)).asked).toEqual(['b']);
    await expect.poll(async () => (await ask(one, ...recovering)).text).toBe('from a');
    await back;
    expect((await ask(other, ...recovering)).asked).toContain('a');
    await expect.poll(() => redis.smembers('parley:health')).toEqual([]);
  });

  test('Redis learns neither connections nor credentials, and what lies there runs out', async () => {
    await takeOut(startProcess(url.href));
    await expect.poll(() => redis.smembers('parley:health')).toHaveLength(1);
    const [name] = await redis.smembers('parley:health');
    const text = await redis.get(`parley:health:${name!}`);
    expect(JSON.parse(text!)).toEqual({ from: expect.any(String), name, outMs: expect.any(Number), isPermanent: false, factor: 1 });
    expect(await redis.pttl(`parley:health:${name!}`)).toBeGreaterThan(10_000);
    for (const word of ['simulated', KEY, '"a"', SECRET]) expect(text).not.toContain(word);
  });

  test('who does not know the cluster\'s secret is heard by nobody, nor is what is no news', async () => {
    const other = startProcess(url.href);
    const listening = new Promise<void>((resolve) => { const stop = other.board.listen(() => { stop(); resolve(); }); });
    await takeOut(startProcess(url.href, {}, 'another secret'));
    await redis.sadd('parley:health', 'x', 'y');
    await redis.set('parley:health:x', 'no JSON');
    for (const text of ['no JSON', '{"name":7}', '{"from":"x","name":"y","outMs":1e99,"isPermanent":true,"factor":1}']) await redis.publish('parley:health:news', text);
    await listening;
    expect((await ask(other, ...failing)).asked).toEqual(['a', 'b']);
  });

  test('one process of all tries a connection out', async () => {
    const boards = [startProcess(url.href), startProcess(url.href), startProcess(url.href)].map(({ board }) => board);
    const name = boards[0]!.nameOf('k');
    await expect.poll(() => redis.client('LIST')).toMatch(/(.*\n){6}/);
    const claims = await Promise.all(boards.map((board) => board.claim(name, 60_000)));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });
}
