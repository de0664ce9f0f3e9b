import { readFileSync } from 'node:fs';
import { isProviderError, mulawFromPcm16, pcm16FromMulaw, systemClock, type ProviderError, type TtsEvent, type TtsRequest } from '@parley/plugin-sdk';
import { pluginManifest } from '@parley/plugin-sdk/manifest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWords } from '../src/alignment.js';
import { manifestKinds } from '../src/manifest.js';
import { openTts } from '../src/tts.js';
import { startElevenLabsServer, type ElevenLabsServer } from './elevenlabs-server.js';

let server: ElevenLabsServer;
beforeAll(async () => { server = await startElevenLabsServer(); });
afterAll(async () => { await server.close(); });

const TEXT = 'We are open from nine to six.';
const logger = { debug() {}, info() {}, warn() {} };
const open = (base = '', settings: object = {}) => openTts({ settings: { baseUrl: `${server.url}${base}`, ...settings }, secrets: { apiKey: 'sk_test_0123456789' }, clock: systemClock, logger });
const requestOf = (more: Partial<TtsRequest> = {}): TtsRequest => ({ contextId: 'c', text: TEXT, isLast: true, language: 'en-US', format: { encoding: 'pcm16', sampleRateHz: 16_000 }, signal: new AbortController().signal, ...more });

async function speak(request: TtsRequest, base = '', settings: object = {}): Promise<{ events: TtsEvent[]; error: ProviderError | undefined }> {
  const tts = await open(base, settings);
  const events: TtsEvent[] = [];
  try { for await (const event of tts.synthesize(request)) events.push(event); return { events, error: undefined }; } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  } finally { await tts.close(); }
}
const wordsOf = (events: readonly TtsEvent[]) => events.flatMap((event) => (event.type === 'timestamps' ? event.words : []));
const samplesOf = (events: readonly TtsEvent[]) => events.flatMap((event) => (event.type === 'audio' ? [...event.samples] : []));

test('every word is told with its place and its time, also where the vendor cuts in its middle', async () => {
  const { events } = await speak(requestOf());
  expect(wordsOf(events).map(({ startMs, endMs, charStart, charEnd }) => [TEXT.slice(charStart, charEnd), startMs, endMs])).toEqual([
    ['We', 0, 120], ['are', 180, 360], ['open', 420, 660], ['from', 720, 960], ['nine', 1_020, 1_260], ['to', 1_320, 1_440], ['six.', 1_500, 1_740],
  ]);
  // The first words are told no later than their sound.
  expect(events[0]!.type).toBe('timestamps');
});

test('words are found in the text where the vendor leaves characters out or says others, and times never go back', () => {
  const stretches = createWords('Dr. Who – 5 €, yes');
  const characters = 'Dr. Who  5 X, yes'.split('');
  const starts = characters.map((_character, index) => (index === 5 ? 0.1 : index / 10));
  const words = [...stretches.add({ characters, character_start_times_seconds: starts, character_end_times_seconds: starts.map((start) => start + 0.1) }), ...stretches.end()];
  expect(words.map(({ charStart, charEnd }) => 'Dr. Who – 5 €, yes'.slice(charStart, charEnd))).toEqual(['Dr.', 'Who', '5', ',', 'yes']);
  for (const [index, word] of words.entries()) expect(word.startMs).toBeGreaterThanOrEqual(words[index - 1]?.startMs ?? 0);
});

test('telephone audio comes as the vendor encoded it, and linear audio is whole although samples are cut in two', async () => {
  const linear = samplesOf((await speak(requestOf({ format: { encoding: 'pcm16', sampleRateHz: 8_000 } }))).events);
  const mulaw = samplesOf((await speak(requestOf({ format: { encoding: 'mulaw', sampleRateHz: 8_000 } }))).events);
  expect(server.speeches.slice(-2).map(({ format }) => format)).toEqual(['pcm_8000', 'ulaw_8000']);
  expect(mulaw).toEqual([...mulawFromPcm16(Int16Array.from(linear))]);
  expect(pcm16FromMulaw(Uint8Array.from(mulaw)).length).toBe(TEXT.length * 480);
});

test.each([['silence', 'timeout'], ['cut', 'unreachable'], ['garbage', 'vendor-fault'], ['error-item', 'quota']])('sound that stops in the middle by %s fails as %s, after what came', async (failure, cause) => {
  const { events, error } = await speak(requestOf(), `/fail/${failure}`, { timeoutMs: 1_000 });
  expect(samplesOf(events).length).toBeGreaterThan(8_000);
  expect(error?.causeCode).toBe(cause);
});

test('a slow first sound is waited for, and a stream without sound is the vendor\'s fault', async () => {
  expect((await speak(requestOf(), '/fail/slow')).error).toBeUndefined();
  expect((await speak(requestOf(), '/fail/empty')).error?.causeCode).toBe('vendor-fault');
  expect((await speak(requestOf(), '/fail/no-voices')).error).toMatchObject({ causeCode: 'bad-request', message: 'The account has no voice.' });
});

test('refusals keep the vendor\'s words, code and wait, in each of the forms it has', async () => {
  const named = requestOf({ voice: 'sarah0123456789' });
  expect((await speak(named, '/fail/rate-limit')).error).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000, httpStatus: 429, vendorCode: 'too_many_concurrent_requests' });
  expect((await speak(named, '/fail/credits')).error).toMatchObject({ causeCode: 'quota', vendorCode: 'insufficient_credits', vendorMessage: 'Not enough credits.' });
  expect((await speak(named, '/fail/gateway')).error).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
  expect((await speak(named, '', { model: 'other' })).error).toMatchObject({ causeCode: 'bad-request', httpStatus: 422, vendorMessage: expect.stringContaining('body.model_id') as string });
  expect((await speak(requestOf({ voice: 'no one' }))).error).toMatchObject({ causeCode: 'bad-request', vendorCode: 'voice_not_found' });
  expect((await speak(requestOf({ format: { encoding: 'mulaw', sampleRateHz: 16_000 } }))).error?.causeCode).toBe('bad-request');
});

test('settings and request reach the vendor in its own words, and models are sent only what they take', async () => {
  await speak(requestOf({ speed: 2, language: 'de-AT' }), '', { stability: 0.4, similarity: 0.8, style: 0, textNormalization: 'off' });
  expect(server.speeches.at(-1)).toEqual({ voice: 'sarah0123456789', format: 'pcm_16000', body: {
    text: TEXT, model_id: 'eleven_flash_v2_5', language_code: 'de', apply_text_normalization: 'off', voice_settings: { stability: 0.4, similarity_boost: 0.8, style: 0, speed: 1.2 },
  } });
  for (const model of ['eleven_multilingual_v2', 'eleven_v3']) expect((await speak(requestOf(), '', { model })).error).toBeUndefined();
});

test('the sentences of a turn are spoken as one speech; another turn begins anew', async () => {
  const tts = await open();
  const say = async (contextId: string, text: string, isLast = false) => { for await (const _event of tts.synthesize(requestOf({ contextId, text, isLast }))); return server.speeches.at(-1)!.body.previous_text; };
  expect([await say('a', 'One.'), await say('b', 'Two.'), await say('a', 'Three.'), await say('a', 'Four.', true), await say('a', 'Five.')]).toEqual([undefined, undefined, 'One.', 'One. Three.', undefined]);
  await tts.close();
});

test('all pages of the account\'s voices are listed', async () => {
  const tts = await open();
  expect(await tts.voices()).toEqual([
    { id: 'sarah0123456789', name: 'Sarah', language: 'en-US', gender: 'female' }, { id: 'anton0123456789', name: 'Anton', language: 'de', gender: 'male' }, { id: 'river0123456789', name: 'River', language: 'mul' },
  ]);
  await tts.close();
});

test('requests one after another share their connection, and the first voice is asked for once', async () => {
  const tts = await open();
  const before = server.connectionCount();
  for (let times = 0; times < 5; times += 1) for await (const _event of tts.synthesize(requestOf()));
  expect(server.connectionCount() - before).toBeLessThanOrEqual(2);
  await tts.close();
});

test('the manifest says what the settings are, and can be read by the host', () => {
  const { parley } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { parley: { kinds: unknown } };
  expect(pluginManifest.parse(parley).id).toBe('elevenlabs');
  expect(parley.kinds).toEqual(JSON.parse(JSON.stringify(manifestKinds())));
});
