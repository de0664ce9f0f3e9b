import { readFileSync } from 'node:fs';
import { isProviderError, mulawFromPcm16, systemClock, type ProviderError, type ProviderErrorCause, type TtsEvent, type TtsRequest } from '@parley/plugin-sdk';
import { pluginManifest } from '@parley/plugin-sdk/manifest';
import { contracts, realTime, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manifestKinds } from '../src/manifest.js';
import { openTts } from '../src/tts.js';
import { startSpeechServer, type SpeechServer } from './speech-server.js';

let server: SpeechServer;
beforeAll(async () => { server = await startSpeechServer(); });
afterAll(async () => { await server.close(); });

const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => openTts({ settings: { baseUrl, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });
const HARNESS = {
  time: realTime(systemClock, 500), failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  open: (watch: ContractWatch) => openAt(server.url, watch),
  // Nothing listens at port 1.
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? 'http://127.0.0.1:1' : `${server.url}/fail/${cause}`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
};

describe('the rules of its kind', () => { runContract('tts', HARNESS, test); });

test('it is held to every one of them', () => {
  let count = 0;
  runContract('tts', HARNESS, () => { count += 1; });
  expect(count).toBe(contracts.tts.length);
});

const TEXT = 'We are open from nine to six.';
const open = (base = '', settings: object = {}) => openAt(`${server.url}${base}`, { logger: { debug() {}, info() {}, warn() {} }, secret: '0123456789abcdef' }, settings);
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
  expect(server.speeches.at(-1)).toEqual({ language: 'en-US', voice: 'en-US-AvaMultilingualNeural', rate: 1, text: TEXT, format: 'raw-8khz-8bit-mono-mulaw' });
});

test('a text reaches the vendor as it was, whatever stands in it, but for characters that XML has not', async () => {
  const text = '5 < 6 & "Łódź" isn\'t > 4 😀 </voice><break/>';
  expect((await speak(requestOf({ text: `${text}\u0000\u001b\ud800` }))).error).toBeUndefined();
  expect(server.speeches.at(-1)!.text).toBe(text);
});

test('voice, its language and speed reach the vendor, which is asked for no speed that it has not', async () => {
  await speak(requestOf({ voice: 'sr-Latn-RS-NicholasNeural', speed: 1.25 }));
  expect(server.speeches.at(-1)).toMatchObject({ language: 'sr-Latn-RS', rate: 1.25 });
  await speak(requestOf({ voice: 'de-DE-KatjaNeural', speed: 3 }));
  expect(server.speeches.at(-1)).toMatchObject({ language: 'de-DE', rate: 2 });
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

test('refusals keep the vendor\'s words and wait; a resource that is spent is told as such although the vendor calls it forbidden', async () => {
  expect((await speak(requestOf(), '/fail/rate-limit')).error).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000, httpStatus: 429, vendorCode: '429' });
  expect((await speak(requestOf(), '/fail/quota')).error).toMatchObject({ causeCode: 'quota', httpStatus: 403, vendorMessage: expect.stringContaining('call volume') as string });
  expect((await speak(requestOf(), '/fail/gateway')).error).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
  expect((await speak(requestOf({ voice: 'en-US-Nobody' }))).error).toMatchObject({ causeCode: 'bad-request', vendorMessage: 'Unsupported voice en-US-Nobody.' });
  expect((await speak(requestOf({ format: { encoding: 'mulaw', sampleRateHz: 16_000 } }))).error?.causeCode).toBe('bad-request');
});

test('the voices of the region are listed, the one of those who name none first, without those that go', async () => {
  const tts = await open();
  expect(await tts.voices()).toEqual([
    { id: 'en-US-AvaMultilingualNeural', name: 'Ava Multilingual', language: 'en-US', gender: 'female' }, { id: 'de-DE-KatjaNeural', name: 'Katja', language: 'de-DE', gender: 'female' }, { id: 'sr-Latn-RS-NicholasNeural', name: 'Nicholas', language: 'sr-Latn-RS', gender: 'male' },
  ]);
  await tts.close();
  const garbled = await open('/fail/garbage');
  await expect(garbled.voices()).rejects.toMatchObject({ causeCode: 'vendor-fault' });
  await garbled.close();
});

test('requests one after another share their connection', async () => {
  const tts = await open();
  const before = server.connectionCount();
  for (let times = 0; times < 5; times += 1) for await (const _event of tts.synthesize(requestOf()));
  expect(server.connectionCount() - before).toBeLessThanOrEqual(2);
  await tts.close();
});

test('the manifest says what the settings are, and can be read by the host', () => {
  const { parley } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { parley: { kinds: unknown } };
  expect(pluginManifest.parse(parley).id).toBe('azure');
  expect(parley.kinds).toEqual(JSON.parse(JSON.stringify(manifestKinds())));
});
