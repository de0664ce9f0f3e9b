import { readFileSync } from 'node:fs';
import { isProviderError, mulawFromPcm16, systemClock, type ProviderError, type TtsEvent, type TtsRequest } from '@parley/plugin-sdk';
import { pluginManifest } from '@parley/plugin-sdk/manifest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manifestKinds } from '../src/manifest.js';
import { openTts } from '../src/tts.js';
import { startDeepgramServer, type DeepgramServer } from './deepgram-server.js';

let server: DeepgramServer;
beforeAll(async () => { server = await startDeepgramServer(); });
afterAll(async () => { await server.close(); });

const TEXT = 'We are open from nine to six.';
const open = (base = '', settings: object = {}) => openTts({ settings: { baseUrl: `${server.url}${base}`, ...settings }, secrets: { apiKey: 'dg-test-0123456789' }, clock: systemClock, logger: { debug() {}, info() {}, warn() {} } });
const requestOf = (more: Partial<TtsRequest> = {}): TtsRequest => ({ contextId: 'c', text: TEXT, isLast: true, language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8_000 }, signal: new AbortController().signal, ...more });

async function speak(request: TtsRequest, base = '', settings: object = {}): Promise<{ events: TtsEvent[]; error: ProviderError | undefined }> {
  const tts = await open(base, settings);
  const events: TtsEvent[] = [];
  try { for await (const event of tts.synthesize(request)) events.push(event); return { events, error: undefined }; } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  } finally { await tts.close(); }
}
const samplesOf = (events: readonly TtsEvent[]) => events.flatMap((event) => (event.type === 'audio' ? [...event.samples] : []));

test('telephone audio comes as the vendor encoded it, and linear audio is whole although samples are cut in two', async () => {
  const linear = samplesOf((await speak(requestOf())).events);
  const mulaw = samplesOf((await speak(requestOf({ format: { encoding: 'mulaw', sampleRateHz: 8_000 } }))).events);
  expect(mulaw).toHaveLength(TEXT.length * 480);
  expect(mulaw).toEqual([...mulawFromPcm16(Int16Array.from(linear))]);
  expect(server.speeches.at(-1)).toEqual({ model: 'aura-2-thalia-en', encoding: 'mulaw', sample_rate: '8000', container: 'none' });
});

test('voice and speed reach the vendor, which is asked for no speed that it has not', async () => {
  await speak(requestOf({ voice: 'aura-2-julius-de', speed: 2 }));
  expect(server.speeches.at(-1)).toMatchObject({ model: 'aura-2-julius-de', speed: '1.5' });
});

test.each([['silence', 'timeout'], ['cut', 'unreachable']])('sound that stops in the middle by %s fails as %s, after what came', async (failure, cause) => {
  const { events, error } = await speak(requestOf(), `/fail/${failure}`, { timeoutMs: 1_000 });
  expect(samplesOf(events).length).toBeGreaterThan(4_000);
  expect(error?.causeCode).toBe(cause);
});

test('a slow first sound is waited for, and an answer without sound is the vendor\'s fault', async () => {
  expect((await speak(requestOf(), '/fail/slow')).error).toBeUndefined();
  expect((await speak(requestOf(), '/fail/empty')).error?.causeCode).toBe('vendor-fault');
});

test('refusals keep the vendor\'s words, code and wait', async () => {
  expect((await speak(requestOf(), '/fail/rate-limit')).error).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000, vendorCode: 'TOO_MANY_REQUESTS' });
  expect((await speak(requestOf({ voice: 'aura-2-nobody-en' }))).error).toMatchObject({ causeCode: 'bad-request', vendorCode: 'INVALID_QUERY_PARAMETER' });
  expect((await speak(requestOf(), '/fail/gateway')).error).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
});

test('the vendor\'s voices are listed, the one of those who name none first', async () => {
  const tts = await open('', { voice: 'aura-2-apollo-en' });
  expect(await tts.voices()).toEqual([
    { id: 'aura-2-apollo-en', name: 'Apollo', language: 'en-US', gender: 'male' }, { id: 'aura-2-thalia-en', name: 'Thalia', language: 'en-US', gender: 'female' }, { id: 'aura-2-julius-de', name: 'Julius', language: 'de' },
  ]);
  await tts.close();
  const garbled = await open('/fail/garbage');
  await expect(garbled.voices()).rejects.toMatchObject({ causeCode: 'vendor-fault' });
  await garbled.close();
});

test('the manifest says what the settings are, and can be read by the host', () => {
  const { parley } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { parley: { kinds: unknown } };
  expect(pluginManifest.parse(parley).id).toBe('deepgram');
  expect(parley.kinds).toEqual(JSON.parse(JSON.stringify(manifestKinds())));
});
