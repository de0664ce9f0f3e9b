import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorageLink, systemClock, type StorageProvider } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { recordingWatch } from '@parley/plugin-sdk/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { manifestKinds } from '../src/manifest.js';

let folder: string;
let provider: StorageProvider;
const signal = new AbortController().signal;
const open = (settings: object = {}, signingKey = 'a long secret') => plugin.storage!({ settings: { folder: join(folder, 'kept'), publicUrl: 'https://files.example.com/kept/', ...settings }, secrets: { signingKey }, clock: systemClock, logger: recordingWatch().logger });
beforeEach(async () => { folder = mkdtempSync(join(tmpdir(), 'parley-files-')); provider = await open(); });
afterEach(async () => { await provider.close(); rmSync(folder, { recursive: true, force: true }); });

const put = (key: string, text: string, contentType = 'text/plain') => provider.put({ key, contentType, signal, body: async function* () { yield Buffer.from(text); } });
const files = () => (readdirSync(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name).sort();

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { keywords: string[]; parley: { kinds: unknown } };
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});

test('an object is a file under its key that its owner alone can read', async () => {
  await put('calls/one.txt', 'hello');
  const file = join(folder, 'kept', 'calls', 'one.txt');
  expect(readFileSync(file, 'utf8')).toBe('hello');
  expect([statSync(file).mode & 0o777, statSync(join(folder, 'kept', 'calls')).mode & 0o777]).toEqual([0o600, 0o700]);
  await provider.delete({ key: 'calls/one.txt', signal });
  expect(files()).toEqual([]);
});

test('a put that broke off leaves no file behind', async () => {
  await expect(provider.put({ key: 'half', contentType: 'text/plain', signal, body: async function* () { yield Buffer.from('half'); throw new Error('gone'); } })).rejects.toMatchObject({ causeCode: 'aborted' });
  expect(files()).toEqual([]);
});

test('puts of one key at once leave bytes and content type of one of them', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, index) => put('same', `number ${index}`, `text/x-${index}`)));
  const { contentType } = (await provider.head({ key: 'same', signal }))!;
  expect(`text/x-${readFileSync(join(folder, 'kept', 'same'), 'utf8').slice(-1)}`).toBe(contentType);
});

test('whoever reads goes on with what it began, whatever is put or deleted meanwhile', async () => {
  await put('kept', 'a'.repeat(300_000));
  const reading = await provider.read({ key: 'kept', signal });
  const body = reading!.body[Symbol.asyncIterator]();
  let text = Buffer.from((await body.next()).value!).toString();
  await put('kept', 'b');
  await provider.delete({ key: 'kept', signal });
  for (let step = await body.next(); !step.done; step = await body.next()) text += Buffer.from(step.value).toString();
  expect(text).toBe('a'.repeat(300_000));
});

test('a key below another is refused, and a folder is no object', async () => {
  await put('a', 'file');
  await expect(put('a/b', 'below')).rejects.toMatchObject({ causeCode: 'bad-request' });
  await put('c/d', 'file');
  await expect(put('c', 'above')).rejects.toMatchObject({ causeCode: 'bad-request' });
  expect(await provider.head({ key: 'c', signal })).toBeUndefined();
  await provider.delete({ key: 'c', signal });
  expect(await provider.head({ key: 'c/d', signal })).toMatchObject({ byteLength: 4 });
});

test('files that somebody else put there are objects too; hidden ones and folders are none', async () => {
  mkdirSync(join(folder, 'kept'));
  writeFileSync(join(folder, 'kept', 'by-hand.bin'), 'x');
  expect(await provider.head({ key: 'by-hand.bin', signal })).toMatchObject({ contentType: 'application/octet-stream', byteLength: 1 });
});

test('an object that is larger than allowed is refused, and leaves nothing', async () => {
  await provider.close();
  provider = await open({ objectBytesMax: 10 });
  await expect(put('large', 'eleven byte')).rejects.toMatchObject({ causeCode: 'bad-request' });
  expect(files()).toEqual([]);
});

test('signed addresses run out, and there are none without a key or a place that serves them', async () => {
  const url = await provider.signedUrl({ key: 'a/b.wav', lifetimeMs: 5_000 });
  const opened = (nowMs: number, changed = url) => openStorageLink(changed, { baseUrl: 'https://files.example.com/kept', secret: 'a long secret', nowMs });
  expect([opened(Date.now()), opened(Date.now() + 7_000), opened(Date.now(), url.replace('expires=1', 'expires=2')), opened(Date.now(), url.replace('example.com', 'example.org'))]).toEqual(['a/b.wav', undefined, undefined, undefined]);
  expect((await open({}, '')).abilities.signedUrlMsMax).toBe(0);
  expect((await open({ publicUrl: '' })).abilities.signedUrlMsMax).toBe(0);
});
