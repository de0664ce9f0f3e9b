import { join } from 'node:path';
import { createProviderHost, systemClock } from '@parley/plugin-host';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post, startKit, until, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { dropTestVoice } from '../../../test/test-voice.js';

let kit: Kit;
let person: Person;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
});
afterAll(() => kit.close());

const VOICES = 'query ($language: String, $text: String) { voices(language: $language) { id name language gender pluginId previewUrl(text: $text) } }';
const voices = async (variables: object = {}): Promise<Loose[]> => (await person.ask(VOICES, variables)).data.voices;
/** Links name localhost; the server listens at its address. */
const here = (url: string) => url.replace(/^https?:\/\/[^/]+/, kit.api.url);

/** The samples of a file of one channel with 16 bits each, of open length, as it is streamed. */
function readWav(bytes: Uint8Array): { samples: Int16Array; sampleRateHz: number } {
  const file = Buffer.from(bytes);
  const sampleRateHz = file.readUInt32LE(24);
  expect([file.toString('latin1', 0, 4), file.toString('latin1', 8, 16), file.readUInt32LE(16), file.readUInt16LE(20), file.readUInt16LE(22), file.readUInt32LE(28), file.readUInt16LE(32), file.readUInt16LE(34), file.toString('latin1', 36, 40)])
    .toEqual(['RIFF', 'WAVEfmt ', 16, 1, 1, sampleRateHz * 2, 2, 16, 'data']);
  return { samples: Int16Array.from({ length: (file.length - 44) >> 1 }, (_, index) => file.readInt16LE(44 + index * 2)), sampleRateHz };
}

const rms = (samples: Int16Array) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

async function heardIn(samples: Int16Array, sampleRateHz: 16_000): Promise<string> {
  const host = createProviderHost(kit.api.app.catalog, { clock: systemClock, logger: { debug: () => undefined, info: () => undefined, warn: () => undefined } });
  const route = await host.openRoute('stt', { steps: [{ connectionId: 'local', pluginId: 'local', settings: {}, secrets: {} }] });
  const { signal } = new AbortController();
  const text = await new Promise<string>((resolve, reject) => {
    const onEvent = (event: { type: string; text?: string; error?: Error }) => { if (event.type === 'transcript-final') resolve(event.text!); else if (event.error) reject(event.error); };
    void route.provider.open({ callId: 'test', language: 'en', format: { encoding: 'pcm16', sampleRateHz }, signal, onEvent }).then((session) => { session.push(1, samples); session.commit(1); }, reject);
  });
  await host.close();
  return text;
}

test('the voices of calls are listed, those of the language first, the default before the others of its language', async () => {
  const all = await voices();
  expect(all.map(({ id }) => id)).toEqual(['slt', 'rms', 'awb', 'kal16']);
  expect(all[0]).toMatchObject({ name: 'Sally (US)', language: 'en-US', gender: 'female', pluginId: 'local' });
  expect((await voices({ language: 'en-GB' })).map(({ id }) => id)).toEqual(['awb', 'slt', 'rms', 'kal16']);
  expect((await voices({ language: 'de' })).map(({ id }) => id)).toEqual(['slt', 'rms', 'awb', 'kal16']);
  expect((await person.ask(VOICES, { language: 'no language' })).errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
  for (const text of ['', '  ', 'x'.repeat(301)]) expect((await person.ask(VOICES, { text })).errors![0]).toMatchObject({ message: '`text` has 1 to 300 characters.', extensions: { code: 'INVALID_INPUT' } });
  expect((await person.ask(VOICES, { text: 'ü'.repeat(300) })).errors).toBeUndefined();
});

test('a preview is a WAV file in which the words can be heard', async () => {
  const [slt] = await voices({ text: 'We are open from nine to five on weekdays.' });
  const response = await fetch(here(slt!.previewUrl));
  expect(response.status).toBe(200);
  expect(Object.fromEntries(['content-type', 'cache-control', 'x-content-type-options'].map((name) => [name, response.headers.get(name)]))).toEqual({ 'content-type': 'audio/wav', 'cache-control': 'private, max-age=600', 'x-content-type-options': 'nosniff' });
  const { samples, sampleRateHz } = readWav(new Uint8Array(await response.arrayBuffer()));
  expect(sampleRateHz).toBe(16_000);
  const seconds = samples.length / sampleRateHz;
  expect(seconds).toBeGreaterThan(1.5);
  expect(seconds).toBeLessThan(5);
  expect(rms(samples)).toBeGreaterThan(500);
  expect((await heardIn(samples, 16_000)).toLowerCase()).toMatch(/open from (nine|9) to (five|5)/);
  const again = { 'if-none-match': response.headers.get('etag')! };
  expect((await fetch(here(slt!.previewUrl), { headers: again })).status).toBe(304);
  const [other] = await voices({ text: 'We are closed.' });
  expect((await fetch(here(other!.previewUrl), { method: 'HEAD', headers: again })).status).toBe(200);
});

test('without a text the voice says a sentence of its language', async () => {
  const [, , awb] = await voices();
  const [, token] = /voice-previews\/([^.]+)\./.exec(awb!.previewUrl)!;
  expect(JSON.parse(Buffer.from(token!, 'base64url').toString())).toEqual([expect.stringMatching(/^\d{13}$/), 'local', 'awb', 'en-GB', 'Hello, this is how I sound. How can I help you today?']);
  const { samples } = readWav(new Uint8Array(await (await fetch(here(awb!.previewUrl))).arrayBuffer()));
  expect(rms(samples)).toBeGreaterThan(500);
});

test('a link opens what was signed, for ten minutes, and nothing else', async () => {
  const [slt] = await voices();
  const url = here(slt!.previewUrl);
  const [payload, signature] = url.split('/').at(-1)!.split('.') as [string, string];
  const parts = JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[];
  const forged = Buffer.from(JSON.stringify([...parts.slice(0, -1), 'Something else.'])).toString('base64url');
  for (const token of [`${forged}.${signature}`, payload, `${payload}.`, `${payload}.${signature}.x`, '', '%00', signature]) expect([token, (await fetch(`${kit.api.url}/voice-previews/${token}`)).status]).toEqual([token, 403]);
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  const { Date: RealDate } = globalThis;
  globalThis.Date = class extends RealDate { static override now() { return RealDate.now() + 10 * 60_000; } } as DateConstructor;
  try { expect((await fetch(url)).status).toBe(403); } finally { globalThis.Date = RealDate; }
});

test('letters that the voice cannot read are refused with a sentence', async () => {
  const [slt] = await voices({ text: 'Добрый день' });
  const response = await fetch(here(slt!.previewUrl));
  expect([response.status, await response.text()]).toEqual([422, 'This voice cannot say this text.\n']);
});

test('two voices are heard at once, eight wait, more are told to come back; who leaves cuts the synthesis', async () => {
  const pluginsDir = join(kit.dataDir, 'plugins-of-test');
  const state = dropTestVoice(pluginsDir);
  const { url } = await kit.another({ PLUGINS_DIR: pluginsDir, PARLEY_DEFAULT_ROUTES: JSON.stringify({ tts: { steps: [{ connectionId: 'e', pluginId: 'endless' }] } }) });
  const ask = (variables: object) => post(`${url}/graphql`, VOICES, variables, { authorization: `Bearer ${person.token}` });
  expect((await ask({ language: 'de' })).data.voices.map(({ id }: Loose) => id)).toEqual(['eva', 'ana', 'ben']);
  const [{ previewUrl }] = (await ask({})).data.voices;
  const address = (previewUrl as string).replace(/^https?:\/\/[^/]+/, url);
  const listeners = Array.from({ length: 11 }, () => new AbortController());
  const answered: { response: Response; listener: AbortController }[] = [];
  const all = Promise.allSettled(listeners.map(async (listener) => { answered.push({ response: await fetch(address, { signal: listener.signal }), listener }); }));
  const of = (status: number) => answered.filter(({ response }) => response.status === status);
  await until(() => of(200).length === 2 && of(503).length === 1, 'two are heard and one is turned away');
  expect(of(503)[0]!.response.headers.get('retry-after')).toBe('3');
  for (const { response } of of(200)) {
    // The first sound comes while the rest is still to be made.
    const { value } = await response.body!.getReader().read();
    expect(readWav(value!)).toMatchObject({ sampleRateHz: 24_000 });
  }
  expect(state.running).toBe(2);
  of(200)[0]!.listener.abort();
  await until(() => state.cut === 1 && of(200).length === 3, 'the next is heard');
  expect([state.running, answered.length]).toEqual([2, 4]);
  for (const listener of listeners) listener.abort();
  await until(() => state.running === 0, 'all are cut');
  await all;
});

test('where no provider answers the list fails with its cause, and the rest of the api does not', async () => {
  const { url } = await kit.another({ PARLEY_DEFAULT_ROUTES: JSON.stringify({ tts: { steps: [{ connectionId: 'm', pluginId: 'missing' }] } }) });
  const { data, errors } = await post(`${url}/graphql`, '{ voices { id } }', {}, { authorization: `Bearer ${person.token}` });
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ message: 'The voices cannot be listed now: the speech provider is away, since it is not set up rightly.', path: ['voices'], extensions: { code: 'VOICES_UNAVAILABLE', cause: 'BAD_REQUEST' } }]);
});

test('voices of connections are listed, heard through the connection, and remembered; nobody sees those of others', async () => {
  const pluginsDir = join(kit.dataDir, 'plugins-of-connections');
  const state = dropTestVoice(pluginsDir, 'vendor');
  const { url } = await kit.another({ PLUGINS_DIR: pluginsDir });
  const as = (who: Person) => (query: string, variables: object = {}): Promise<Loose> => post(`${url}/graphql`, query, variables, { authorization: `Bearer ${who.token}` });
  const [owner, stranger] = [await kit.signUp('Owner'), await kit.signUp('Stranger')];
  const { data: { providerConnect: { connection, errors } } } = await as(owner)('mutation { providerConnect(input: { kind: TTS, pluginId: "vendor" }) { connection { id } errors { message } } }');
  expect(errors).toEqual([]);
  state.asked = 0;
  const LIST = '{ voices { id pluginId connectionId previewUrl } }';
  const list = async (who = owner) => (await as(who)(LIST)).data.voices as Loose[];
  expect((await list()).map(({ id, pluginId, connectionId }) => [id, pluginId, connectionId])).toEqual(['ana', 'ben', 'eva'].map((id) => [id, 'vendor', connection.id]));
  await list();
  expect(state.asked).toBe(1);
  expect((await list(stranger)).map(({ pluginId, connectionId }) => [pluginId, connectionId])).toEqual(Array.from({ length: 4 }, () => ['local', null]));
  const [{ previewUrl }] = await list();
  const address = (previewUrl as string).replace(/^https?:\/\/[^/]+/, url);
  const listener = new AbortController();
  const { value } = await (await fetch(address, { signal: listener.signal })).body!.getReader().read();
  expect(readWav(value!)).toMatchObject({ sampleRateHz: 24_000 });
  listener.abort();
  await until(() => state.running === 0, 'it is cut');
  // A connection that is switched off is no longer spoken through, and its voices are not offered.
  await as(owner)('mutation ($id: ID!) { providerUpdate(input: { id: $id, isActive: false }) { errors { message } } }', { id: connection.id });
  expect((await fetch(address)).status).toBe(503);
  expect((await list()).map(({ pluginId }) => pluginId)).toEqual(Array.from({ length: 4 }, () => 'local'));
});
