import { readFileSync } from 'node:fs';
import { Storage, type StorageOptions } from '@google-cloud/storage';
import { systemClock, type StorageProvider } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { recordingWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { manifestKinds } from '../src/manifest.js';
import { BUCKET, startGcsServer, type GcsServer } from './gcs-server.js';
import { EMAIL, keyFile } from './signature.js';

const TOKEN = 'ya29.token';
const signal = new AbortController().signal;
let server: GcsServer;
beforeAll(async () => { server = await startGcsServer(TOKEN); });
beforeEach(() => { server.requests.length = 0; });
afterAll(async () => { await server.close(); });

const open = (settings: object = {}, serviceAccountKey = keyFile('')): Promise<StorageProvider> => plugin.storage!({
  settings: { bucket: BUCKET, baseUrl: server.url, tokenUrl: `${server.url}/token`, ...settings }, secrets: { serviceAccountKey }, clock: systemClock, logger: recordingWatch().logger,
});

async function* hello(): AsyncGenerator<Uint8Array> { yield Buffer.from('hello'); }
const put = (provider: StorageProvider, key: string) => provider.put({ key, contentType: 'text/plain', body: hello, signal });

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { keywords: string[]; parley: { kinds: unknown } };
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});

test('the service account signs in once for all who ask at once, and each object is one request below the prefix', async () => {
  const provider = await open({ prefix: 'parley/calls/' });
  await Promise.all(['a.txt', 'b.txt', 'c.txt'].map((key) => put(provider, key)));
  expect(server.requests).toEqual(['POST /token', ...Array.from({ length: 3 }, () => 'POST /upload/storage/v1/b/kept/o')]);
  expect(server.keys()).toEqual(expect.arrayContaining(['parley/calls/a.txt', 'parley/calls/b.txt', 'parley/calls/c.txt']) as string[]);
  await provider.close();
});

test('the vendor\'s words come along; a key that does not fit is refused where one signs in, and asked again the next time', async () => {
  const failureOf = async (settings: object, key?: string) => (await open(settings, key)).head({ key: 'a', signal }).then(() => undefined, (error: unknown) => error);
  expect(await failureOf({}, keyFile('', false))).toMatchObject({ causeCode: 'auth', vendorCode: 'invalid_grant', vendorMessage: 'Invalid JWT Signature.' });
  expect(await failureOf({ bucket: 'nobody-has-it' })).toMatchObject({ causeCode: 'bad-request', vendorCode: 'notFound' });
  expect(await failureOf({ bucket: 'fail-gateway' })).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
  expect(await failureOf({ bucket: 'fail-rate-limit' })).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000 });
  const wrong = await open({}, keyFile('', false));
  server.requests.length = 0;
  for (let round = 0; round < 2; round += 1) await expect(wrong.head({ key: 'a', signal })).rejects.toMatchObject({ causeCode: 'auth' });
  expect(server.requests).toEqual(['POST /token', 'POST /token']);
});

test.each(['', 'no JSON', '{}', JSON.stringify({ client_email: EMAIL, private_key: '-----BEGIN PRIVATE KEY-----\nbroken' })])('what is no key of a service account is refused without a word of it (%#)', async (key) => {
  const failure = await open({}, key).then(() => undefined, (error: unknown) => error as Error);
  expect(failure).toMatchObject({ causeCode: 'auth', message: 'The service account key is not the JSON file of a service account.' });
  expect(failure!.cause).toBeUndefined();
});

test('an object that breaks off in the middle is a failure where the rest should have come', async () => {
  const reading = await (await open({ bucket: 'fail-cut' })).read({ key: 'a', signal });
  let byteLength = 0;
  await expect((async () => { for await (const piece of reading!.body) byteLength += piece.byteLength; })()).rejects.toMatchObject({ causeCode: 'unreachable' });
  expect(byteLength).toBe(400);
});

test('the server takes what the vendor\'s own client sends and signs, and each reads what the other has put', async () => {
  // Its type wants a whole client of the vendor's; headers are all that is asked of it.
  const authClient = { getRequestHeaders: async () => ({ Authorization: `Bearer ${TOKEN}` }) } as unknown as StorageOptions['authClient'];
  const { client_email: email, private_key: key } = JSON.parse(keyFile('')) as { client_email: string; private_key: string };
  const options = { apiEndpoint: server.url, projectId: 'parley-test', useAuthWithCustomEndpoint: true, retryOptions: { autoRetry: false } };
  const file = new Storage({ ...options, authClient }).bucket(BUCKET).file('by-hand.txt');
  await file.save('by hand', { resumable: false, contentType: 'text/plain', validation: 'md5' });
  const provider = await open();
  expect(await provider.head({ key: 'by-hand.txt', signal })).toMatchObject({ byteLength: 7, contentType: 'text/plain' });
  await put(provider, 'ours.txt');
  expect((await new Storage({ ...options, authClient }).bucket(BUCKET).file('ours.txt').download({ validation: 'md5' }))[0].toString()).toBe('hello');
  const signer = new Storage({ ...options, credentials: { client_email: email, private_key: key } });
  const [url] = await signer.bucket(BUCKET).file('ours.txt').getSignedUrl({ version: 'v4', action: 'read', expires: Date.now() + 60_000 });
  expect(await (await fetch(url)).text()).toBe('hello');
});
