import { readFileSync } from 'node:fs';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { systemClock, type StorageProvider } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { recordingWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { manifestKinds } from '../src/manifest.js';
import { blocksOf } from '../src/upload.js';
import { CONTAINER, startBlobServer, type BlobServer } from './blob-server.js';
import { ACCOUNT } from './signature.js';

const KEY = Buffer.from('the key of the account').toString('base64');
const signal = new AbortController().signal;
let server: BlobServer;
beforeAll(async () => { server = await startBlobServer(KEY); });
afterAll(async () => { await server.close(); });

const open = (settings: object = {}, accountKey = KEY): Promise<StorageProvider> => plugin.storage!({
  settings: { account: ACCOUNT, container: CONTAINER, endpoint: server.url, ...settings }, secrets: { accountKey }, clock: systemClock, logger: recordingWatch().logger,
});

const MEBIBYTE = Buffer.alloc(1_048_576, 'x');
async function* mebibytes(count: number): AsyncGenerator<Uint8Array> { for (let index = 0; index < count; index += 1) yield MEBIBYTE; }
const put = (provider: StorageProvider, key: string, body: () => AsyncIterable<Uint8Array>) => provider.put({ key, contentType: 'audio/wav', body, signal });

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { keywords: string[]; parley: { kinds: unknown } };
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});

test('small objects go in one request, large ones in blocks; keys lie below the prefix', async () => {
  const provider = await open({ prefix: 'parley/calls/', blockBytes: 2 * 1_048_576 });
  server.requests.length = 0;
  await put(provider, 'small.wav', () => mebibytes(1));
  expect(server.requests).toEqual(['PUT']);
  server.requests.length = 0;
  expect(await put(provider, 'large.wav', () => mebibytes(5))).toMatchObject({ byteLength: 5 * 1_048_576 });
  expect(server.requests).toEqual(['PUT block', 'PUT block', 'PUT block', 'PUT blocklist']);
  expect(server.keys()).toEqual(['parley/calls/small.wav', 'parley/calls/large.wav']);
});

test('blocks have their size, whatever the pieces have', async () => {
  const sizesOf = async (pieces: readonly number[]): Promise<number[]> => {
    const sizes: number[] = [];
    for await (const block of blocksOf((async function* () { for (const size of pieces) yield new Uint8Array(size); })(), 10)) sizes.push(block.length);
    return sizes;
  };
  expect(await sizesOf([3, 3, 3])).toEqual([9]);
  expect(await sizesOf([25, 4, 1])).toEqual([10, 10, 10]);
  expect(await sizesOf([9, 2, 0])).toEqual([10, 1]);
  expect(await sizesOf([])).toEqual([]);
});

test('the vendor\'s words come along: a wrong key, a container that is not there, a gateway, a rate limit with its wait', async () => {
  const failureOf = async (settings: object, key?: string) => (await open(settings, key)).head({ key: 'a', signal }).then(() => undefined, (error: unknown) => error);
  expect(await failureOf({}, Buffer.from('another').toString('base64'))).toMatchObject({ causeCode: 'auth', vendorCode: 'AuthenticationFailed', httpStatus: 403 });
  expect(await failureOf({ container: 'nobody-has-it' })).toMatchObject({ causeCode: 'bad-request', vendorCode: 'ContainerNotFound' });
  expect(await failureOf({ container: 'fail-garbage' })).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
  expect(await failureOf({ container: 'fail-timed-out' })).toMatchObject({ causeCode: 'timeout', vendorCode: 'OperationTimedOut' });
  expect(await failureOf({ container: 'fail-rate-limit' })).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000 });
});

test('an object that breaks off in the middle is a failure where the rest should have come', async () => {
  const reading = await (await open({ container: 'fail-cut' })).read({ key: 'a', signal });
  let byteLength = 0;
  await expect((async () => { for await (const piece of reading!.body) byteLength += piece.byteLength; })()).rejects.toMatchObject({ causeCode: 'unreachable' });
  expect(byteLength).toBe(400);
});

test('in the public cloud the account stands in the host name', async () => {
  const url = await (await open({ endpoint: '' })).signedUrl({ key: 'a/b.wav', lifetimeMs: 1_500 });
  expect(url).toMatch(/^https:\/\/parleytest\.blob\.core\.windows\.net\/kept\/a\/b\.wav\?.*sp=r/);
  const endsInMs = Date.parse(new URL(url).searchParams.get('se')!) - Date.now();
  expect(endsInMs).toBeGreaterThan(1_000);
  expect(endsInMs).toBeLessThanOrEqual(2_500);
});

test('the server takes what the vendor\'s own client sends in its own way', async () => {
  const blob = new BlobServiceClient(server.url, new StorageSharedKeyCredential(ACCOUNT, KEY)).getContainerClient(CONTAINER).getBlockBlobClient('by-hand');
  await blob.uploadData(Buffer.from('hello'), { blobHTTPHeaders: { blobContentType: 'text/plain' } });
  const provider = await open();
  expect(await provider.head({ key: 'by-hand', signal })).toMatchObject({ byteLength: 5, contentType: 'text/plain' });
  await provider.delete({ key: 'by-hand', signal });
  expect(await blob.exists()).toBe(false);
});
