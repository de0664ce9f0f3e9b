import { readFileSync } from 'node:fs';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { systemClock, type StorageProvider } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { recordingWatch } from '@parley/plugin-sdk/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { manifestKinds } from '../src/manifest.js';
import { BUCKET, startS3Server, type S3Server } from './s3-server.js';
import { ACCESS_KEY_ID } from './signature.js';

const SECRET = 'a secret access key';
const signal = new AbortController().signal;
let server: S3Server;
const closing: StorageProvider[] = [];
beforeAll(async () => { server = await startS3Server(SECRET); });
afterEach(async () => { for (const provider of closing.splice(0)) await provider.close(); });
afterAll(async () => { await server.close(); });

async function open(settings: object = {}, secretAccessKey = SECRET): Promise<StorageProvider> {
  const provider = await plugin.storage!({
    settings: { accessKeyId: ACCESS_KEY_ID, bucket: BUCKET, endpoint: server.url, hasBucketInPath: true, ...settings }, secrets: { secretAccessKey }, clock: systemClock, logger: recordingWatch().logger,
  });
  closing.push(provider);
  return provider;
}

const MEBIBYTE = Buffer.alloc(1_048_576, 'x');
async function* mebibytes(count: number): AsyncGenerator<Uint8Array> { for (let index = 0; index < count; index += 1) yield MEBIBYTE; }
const put = (provider: StorageProvider, key: string, body: () => AsyncIterable<Uint8Array>, ending = signal) => provider.put({ key, contentType: 'audio/wav', body, signal: ending });

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { keywords: string[]; parley: { kinds: unknown } };
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});

test('small objects go in one request, large ones in parts; keys lie below the prefix', async () => {
  const provider = await open({ prefix: 'parley/calls/', partBytes: 5 * 1_048_576 });
  server.requests.length = 0;
  await put(provider, 'small.wav', () => mebibytes(1));
  expect(server.requests).toEqual(['PUT x-id=PutObject']);
  server.requests.length = 0;
  expect(await put(provider, 'large.wav', () => mebibytes(12))).toMatchObject({ byteLength: 12 * 1_048_576, etag: expect.stringMatching(/-3$/) as string });
  expect(server.requests.map((request) => request.replaceAll(/uploadId=[\w-]+/g, 'uploadId')).sort()).toEqual(['POST uploadId', 'POST uploads=', ...[1, 2, 3].map((part) => `PUT partNumber=${part}&uploadId&x-id=UploadPart`)].sort().map((line) => expect.stringContaining(line.split('&')[0]!) as string));
  expect(server.keys()).toEqual(expect.arrayContaining(['parley/calls/small.wav', 'parley/calls/large.wav']) as string[]);
});

test('an upload in parts that breaks off is given up at the vendor, so that nobody pays for what is left', async () => {
  const provider = await open({ partBytes: 5 * 1_048_576 });
  await expect(put(provider, 'broken.wav', async function* () { yield* mebibytes(12); throw new Error('gone'); })).rejects.toMatchObject({ causeCode: 'aborted' });
  const controller = new AbortController();
  await expect(put(provider, 'aborted.wav', async function* () { yield* mebibytes(12); controller.abort(); yield MEBIBYTE; }, controller.signal)).rejects.toMatchObject({ causeCode: 'aborted' });
  // Closing waits for what is being given up.
  await provider.close();
  await expect.poll(() => server.unfinished()).toBe(0);
  expect(server.keys().filter((key) => /broken|aborted/.test(key))).toEqual([]);
});

test('the vendor\'s words come along: a wrong key, a wrong region, a gateway, a rate limit with its wait', async () => {
  const head = async (settings: object, secret?: string) => (await open(settings, secret)).read({ key: 'a', signal }).then(() => undefined, (error: unknown) => error);
  expect(await head({}, 'another key')).toMatchObject({ causeCode: 'auth', vendorCode: 'SignatureDoesNotMatch', httpStatus: 403 });
  expect(await head({ accessKeyId: 'AKIDNOBODY' })).toMatchObject({ causeCode: 'auth', vendorCode: 'InvalidAccessKeyId' });
  expect(await head({ bucket: 'fail-region' })).toMatchObject({ causeCode: 'bad-request', httpStatus: 301 });
  expect(await head({ bucket: 'fail-garbage' })).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
  expect(await head({ bucket: 'fail-rate-limit' })).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000 });
  expect(await head({ bucket: 'nobody-has-it' })).toMatchObject({ causeCode: 'bad-request', vendorCode: 'NoSuchBucket' });
});

test('an object that breaks off in the middle is a failure where the rest should have come', async () => {
  const reading = await (await open({ bucket: 'fail-cut' })).read({ key: 'a', signal });
  let byteLength = 0;
  await expect((async () => { for await (const piece of reading!.body) byteLength += piece.byteLength; })()).rejects.toMatchObject({ causeCode: 'unreachable' });
  expect(byteLength).toBe(400);
});

test('for Amazon\'s own storage the bucket stands in the host name, and addresses live for a week at most', async () => {
  const provider = await open({ endpoint: '', hasBucketInPath: false, region: 'eu-central-1' });
  expect(await provider.signedUrl({ key: 'a/b.wav', lifetimeMs: 1_500 })).toMatch(/^https:\/\/kept\.s3\.eu-central-1\.amazonaws\.com\/a\/b\.wav\?.*X-Amz-Expires=2&/);
  expect(provider.abilities.signedUrlMsMax).toBe(7 * 86_400_000);
});

test('the server is as strict with the vendor\'s own client as with this package', async () => {
  const client = new S3Client({ region: 'us-east-1', endpoint: server.url, forcePathStyle: true, maxAttempts: 1, credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: 'wrong' } });
  await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  client.destroy();
});
