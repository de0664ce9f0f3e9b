import type { ProviderError, StorageProvider } from '@parley/plugin-sdk';
import { expect, test } from 'vitest';
import { RouteKit, type KitStep } from '../../test/route-kit.js';
import { wrapStorage } from './storage.js';

const storage = (more: Readonly<Record<string, unknown>> = {}): KitStep<'storage'> => ({ settings: more });
const BYTES = new Uint8Array(200_000).fill(7);
const never = new AbortController().signal;

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield BYTES.subarray(0, 150_000);
  yield BYTES.subarray(150_000);
}

async function open(...steps: readonly KitStep<'storage'>[]) {
  const kit = new RouteKit();
  const provider = wrapStorage(await kit.route('storage', ...steps));
  const run = async <Result>(work: Promise<Result>, limitMs = 300_000): Promise<Result | string> => kit.clock.runUntil(work.catch((error: unknown) => (error as ProviderError).causeCode), limitMs);
  const put = (key = 'a', body: () => AsyncIterable<Uint8Array> = pieces) => run(provider.put({ key, contentType: 'audio/wav', body, signal: never }));
  const read = async (key = 'a', signal = never): Promise<number | string> => {
    let byteLength = 0;
    const reading = await run(provider.read({ key, signal }));
    if (typeof reading !== 'object') return String(reading);
    const drained = await run((async () => { for await (const piece of reading.body) byteLength += piece.byteLength; return byteLength; })());
    return typeof drained === 'number' ? drained : `${drained} after ${byteLength}`;
  };
  return { kit, provider, run, put, read };
}

test('objects go through, and their bytes are counted', async () => {
  const { kit, put, read, run, provider } = await open(storage());
  expect(await put()).toMatchObject({ byteLength: 200_000 });
  expect(await read()).toBe(200_000);
  expect(await run(provider.head({ key: 'a', signal: never }))).toMatchObject({ byteLength: 200_000 });
  expect(await run(provider.signedUrl({ key: 'a', lifetimeMs: 60_000 }))).toContain('/a?');
  await run(provider.delete({ key: 'a', signal: never }));
  expect(await read()).toBe('undefined');
  expect(kit.usage.map(({ bytes = 0, requests }) => [bytes, requests])).toEqual([[200_000, 1], [200_000, 1], [0, 1], [0, 1], [0, 1], [0, 1]]);
  await kit.clock.advance(0);
  expect(kit.clock.pendingCount).toBe(0);
});

test('a passing fault is tried again with the body from its beginning; no other storage is asked', async () => {
  let bodies = 0;
  const { kit, put, read } = await open(storage({ faults: [{ kind: 'break-midway', times: 2 }] }), storage());
  expect(await put('a', () => { bodies += 1; return pieces(); })).toMatchObject({ byteLength: 200_000 });
  expect(kit.failures()).toEqual(['a vendor-fault>RETRY', 'a vendor-fault>RETRY']);
  expect(await read()).toBe(200_000);
  expect(bodies).toBe(1);
  const away = await open(storage({ faults: [{ kind: 'refuse', always: true }] }), storage());
  expect(await away.put()).toBe('unreachable');
  expect(away.kit.failures()).toEqual(['a unreachable>RETRY', 'a unreachable>RETRY', 'a unreachable>GIVE_UP']);
  expect(away.kit.outcomes()).toEqual(['a failed', 'a failed', 'a failed']);
});

test('storage that takes nothing on, or answers nothing, is given up; a body that comes slowly is not its fault', async () => {
  const nothing = async () => await new Promise<never>(() => undefined);
  const stuck = await open({ adapter: { put: nothing, head: nothing, abilities: {}, spec: 'storage/v1' } as unknown as StorageProvider });
  expect(await stuck.put()).toBe('timeout');
  expect(stuck.kit.clock.nowMs()).toBe(180_000);
  expect(await stuck.run(stuck.provider.head({ key: 'a', signal: never }))).toBe('timeout');
  const { kit, put } = await open(storage());
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield* pieces();
    await new Promise<void>((resolve) => { kit.clock.setTimer(250_000, resolve); });
    yield* pieces();
  }
  expect(await put('b', slow)).toMatchObject({ byteLength: 400_000 });
});

test('a body that breaks off counts against nobody', async () => {
  const { kit, put } = await open(storage());
  for (let round = 0; round < 5; round += 1) {
    expect(await put('a', async function* () { yield* pieces(); throw new Error('the file is gone'); })).toBe('aborted');
  }
  expect(kit.failures()).toEqual([]);
  expect(await put()).toMatchObject({ byteLength: 200_000 });
  expect(kit.outcomes()).toEqual([...Array.from({ length: 5 }, () => 'a aborted'), 'a served']);
});

test('bytes that do not come are a failure where they should have come', async () => {
  const { kit, put, read } = await open(storage({ faults: [{ kind: 'garbage', atRequest: 2, always: true }] }));
  await put();
  expect(await read()).toBe('unreachable after 100000');
  expect(kit.failures()).toEqual(['a unreachable>GIVE_UP']);
  expect(kit.outcomes()).toEqual(['a served', 'a failed']);
});

test('a listener may take its time, and an abort ends what is read', async () => {
  const adapter = { put: undefined, read: async () => ({ object: {}, startByte: 0, byteLength: 200_000, body: pieces() }), abilities: {}, spec: 'storage/v1' } as unknown as StorageProvider;
  const { kit, run, provider } = await open({ adapter });
  const controller = new AbortController();
  const reading = await run(provider.read({ key: 'a', signal: controller.signal }));
  if (typeof reading !== 'object') throw new Error('nothing is read');
  const body = reading.body[Symbol.asyncIterator]();
  expect(await run(body.next())).toMatchObject({ done: false });
  await kit.clock.advance(3_600_000);
  expect(kit.failures()).toEqual([]);
  controller.abort();
  expect(await run(body.next())).toBe('aborted');
  expect(kit.outcomes()).toEqual(['a aborted']);
});
