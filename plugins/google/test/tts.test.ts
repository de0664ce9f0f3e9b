import { isProviderError, mulawFromPcm16, systemClock, type ProviderError, type ProviderErrorCause, type TtsEvent, type TtsRequest } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readMessage, textField, writeMessage } from '../src/protobuf.js';
import { openTts } from '../src/tts.js';
import { audioOf, languageOf } from '../src/tts-messages.js';
import { startSpeechServer, type SpeechServer } from './speech-server.js';

let server: SpeechServer;
beforeAll(async () => { server = await startSpeechServer(); });
afterAll(() => { server.close(); });

const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => openTts({ settings: { baseUrl, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });
const HARNESS = {
  time: realTime(systemClock, 500), failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  open: (watch: ContractWatch) => openAt(server.urlOf(), watch),
  // Nothing listens at port 1.
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? 'http://127.0.0.1:1' : server.urlOf(cause), watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
};

describe('the rules of its kind', () => { runContract('tts', HARNESS, test); });

test('it is held to every one of them', () => {
  let count = 0;
  runContract('tts', HARNESS, () => { count += 1; });
  expect(count).toBe(contracts.tts.length);
});

const TEXT = 'We are open from nine to six.';
const open = (failure?: string, settings: object = {}) => openAt(server.urlOf(failure), { logger: { debug() {}, info() {}, warn() {} }, secret: 'AIza0123456789' }, settings);
const requestOf = (more: Partial<TtsRequest> = {}): TtsRequest => ({ contextId: 'c', text: TEXT, isLast: true, language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8_000 }, signal: new AbortController().signal, ...more });

async function speak(request: TtsRequest, failure?: string, settings: object = {}): Promise<{ events: TtsEvent[]; error: ProviderError | undefined }> {
  const tts = await open(failure, settings);
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
  expect(server.speeches.at(-1)).toEqual({ voice: { languageCode: 'en-US', name: 'en-US-Chirp3-HD-Kore' }, streamingAudioConfig: { audioEncoding: 'MULAW', sampleRateHertz: 8_000 } });
});

test('voice, its language and speed reach the vendor, which is asked for no speed that it has not', async () => {
  await speak(requestOf({ voice: 'de-DE-Chirp3-HD-Puck', speed: 1.25 }));
  expect(server.speeches.at(-1)).toMatchObject({ voice: { languageCode: 'de-DE' }, streamingAudioConfig: { speakingRate: 1.25 } });
  await speak(requestOf({ speed: 3 }));
  expect(server.speeches.at(-1)!.streamingAudioConfig.speakingRate).toBe(2);
  expect(['cmn-CN-Chirp3-HD-Kore', 'en-US-Wavenet-A'].map(languageOf)).toEqual(['cmn-CN', 'en-US']);
});

test.each([['silence', 'timeout'], ['cut', 'vendor-fault']])('sound that stops in the middle by %s fails as %s, after what came', async (failure, cause) => {
  const { events, error } = await speak(requestOf(), failure, { timeoutMs: 1_000 });
  expect(samplesOf(events).length).toBeGreaterThan(4_000);
  expect(error?.causeCode).toBe(cause);
});

test('a connection that breaks in the middle is told as such, and an abort reaches the vendor', async () => {
  const other = await startSpeechServer();
  const tts = await openTts({ settings: { baseUrl: other.urlOf('broken') }, secrets: { apiKey: 'AIza0123456789' }, clock: systemClock, logger: { debug() {}, info() {}, warn() {} } });
  const events: TtsEvent[] = [];
  const reading = (async () => { for await (const event of tts.synthesize(requestOf())) events.push(event); })();
  await expect(reading).rejects.toMatchObject({ causeCode: 'unreachable' });
  expect(samplesOf(events).length).toBeGreaterThan(4_000);
  await tts.close();
  const before = server.cancelledCount();
  const slow = await open('silence');
  const controller = new AbortController();
  await expect((async () => { for await (const _event of slow.synthesize(requestOf({ signal: controller.signal }))) controller.abort(); })()).rejects.toMatchObject({ causeCode: 'aborted' });
  await vi.waitFor(() => { expect(server.cancelledCount()).toBe(before + 1); });
  await slow.close();
});

test('a slow first sound is waited for, and an answer without sound is the vendor\'s fault', async () => {
  expect((await speak(requestOf(), 'slow')).error).toBeUndefined();
  expect((await speak(requestOf(), 'empty')).error?.causeCode).toBe('vendor-fault');
});

test('refusals keep the vendor\'s words, reason and wait; a key that is none is told as such although the vendor calls it a bad request', async () => {
  expect((await speak(requestOf(), 'auth')).error).toMatchObject({ causeCode: 'auth', vendorCode: 'API_KEY_INVALID', vendorMessage: 'API key not valid: …. Please pass a valid API key.' });
  expect((await speak(requestOf(), 'rate-limit')).error).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 1_500, vendorCode: 'RESOURCE_EXHAUSTED' });
  expect((await speak(requestOf(), 'quota')).error).toMatchObject({ causeCode: 'quota', vendorCode: 'BILLING_DISABLED' });
  expect((await speak(requestOf({ voice: 'en-US-Wavenet-A' }))).error).toMatchObject({ causeCode: 'bad-request', vendorMessage: expect.stringContaining('only Chirp 3: HD voices') as string });
  expect((await speak(requestOf({ format: { encoding: 'mulaw', sampleRateHz: 16_000 } }))).error?.causeCode).toBe('bad-request');
});

test('the voices that can be streamed are listed, the one of those who name none first', async () => {
  const tts = await open(undefined, { voice: 'de-DE-Chirp3-HD-Puck' });
  expect(await tts.voices()).toEqual([{ id: 'de-DE-Chirp3-HD-Puck', name: 'Puck', language: 'de-DE', gender: 'male' }, { id: 'en-US-Chirp3-HD-Kore', name: 'Kore', language: 'en-US', gender: 'female' }]);
  await tts.close();
  const bare = await open('no-voices');
  await expect(bare.voices()).rejects.toMatchObject({ causeCode: 'vendor-fault' });
  await bare.close();
});

test('messages are read as they were written, fields that nobody asked for are passed over, and what is none is refused', () => {
  const message = writeMessage([1, 'bytes', 'Łódź'], [2, 'varint', 4_000_000_000], [3, 'double', 0.5], [300, 'bytes', Buffer.alloc(200)]);
  const fields = readMessage(message);
  expect(textField(fields, 1)).toBe('Łódź');
  expect(fields.map(({ number, value, bytes }) => [number, value ?? bytes?.length])).toEqual([[1, 7], [2, 4_000_000_000], [3, undefined], [300, 200]]);
  expect(audioOf(Buffer.alloc(0))).toHaveLength(0);
  for (const garbage of [message.subarray(0, -1), Buffer.from([0x0f]), Buffer.from([0x08, 0x80])]) expect(() => readMessage(garbage)).toThrow(RangeError);
});
