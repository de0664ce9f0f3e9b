import { isProviderError, mulawFromPcm16, systemClock, type ProviderError, type ProviderErrorCause, type TtsEvent, type TtsProvider, type TtsRequest, type VoiceToClone } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTts } from '../src/tts.js';
import { startElevenLabsServer, type ElevenLabsServer } from './elevenlabs-server.js';

let server: ElevenLabsServer;
beforeAll(async () => { server = await startElevenLabsServer(); });
afterAll(async () => { await server.close(); });

const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => openTts({ settings: { baseUrl, transport: 'websocket', ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });
const HARNESS = {
  time: realTime(systemClock, 500), failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  open: (watch: ContractWatch) => openAt(server.url, watch),
  // Nothing listens at port 1.
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? 'http://127.0.0.1:1' : `${server.url}/fail/${cause}`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
};

describe('a voice over a connection that stays open', () => { runContract('tts', HARNESS, test); });

test('it is held to every rule of its kind', () => {
  let count = 0;
  runContract('tts', HARNESS, () => { count += 1; });
  expect(count).toBe(contracts.tts.length);
});

const TEXT = 'We are open from nine to six.';
const open = (base = '', settings: object = {}) => openAt(`${server.url}${base}`, { logger: { debug() {}, info() {}, warn() {} }, secret: 'sk_test_0123456789' }, settings);
const requestOf = (more: Partial<TtsRequest> = {}): TtsRequest => ({ contextId: 'c', text: TEXT, isLast: true, language: 'en-US', format: { encoding: 'pcm16', sampleRateHz: 16_000 }, voice: 'sarah0123456789', signal: new AbortController().signal, ...more });

async function listen(tts: TtsProvider, request: TtsRequest): Promise<{ events: TtsEvent[]; error: ProviderError | undefined }> {
  const events: TtsEvent[] = [];
  try { for await (const event of tts.synthesize(request)) events.push(event); return { events, error: undefined }; } catch (error) {
    if (!isProviderError(error)) throw error;
    return { events, error };
  }
}
async function speak(request: TtsRequest, base = '', settings: object = {}) {
  const tts = await open(base, settings);
  try { return await listen(tts, request); } finally { await tts.close(); }
}
const samplesOf = (events: readonly TtsEvent[]) => events.flatMap((event) => (event.type === 'audio' ? [...event.samples] : []));

test('every word is told with its place and its time, although the vendor counts each piece from its own beginning', async () => {
  const { events } = await speak(requestOf());
  const words = events.flatMap((event) => (event.type === 'timestamps' ? event.words : []));
  expect(words.map(({ startMs, endMs, charStart, charEnd }) => [TEXT.slice(charStart, charEnd), startMs, endMs])).toEqual([
    ['We', 0, 120], ['are', 180, 360], ['open', 420, 660], ['from', 720, 960], ['nine', 1_020, 1_260], ['to', 1_320, 1_440], ['six.', 1_500, 1_740],
  ]);
});

test('telephone audio comes as the vendor encoded it, and settings and request reach it in its own words', async () => {
  const linear = samplesOf((await speak(requestOf({ format: { encoding: 'pcm16', sampleRateHz: 8_000 } }))).events);
  const mulaw = samplesOf((await speak(requestOf({ format: { encoding: 'mulaw', sampleRateHz: 8_000 }, language: 'de-AT', speed: 1 }), '', { stability: 0.4, textNormalization: 'off' })).events);
  expect(mulaw).toEqual([...mulawFromPcm16(Int16Array.from(linear))]);
  expect(server.voices.at(-1)).toMatchObject({ voice: 'sarah0123456789', texts: [`${TEXT} `], settings: [{ stability: 0.4 }], query: { model_id: 'eleven_flash_v2_5', output_format: 'ulaw_8000', language_code: 'de', apply_text_normalization: 'off', auto_mode: 'true' } });
});

test('texts share a connection, which an interruption leaves open; a sixth at once has another', async () => {
  const tts = await open();
  const before = server.voices.length;
  const controller = new AbortController();
  const interrupted = tts.synthesize(requestOf({ signal: controller.signal }))[Symbol.asyncIterator]();
  await interrupted.next();
  controller.abort();
  await expect((async () => { for (;;) if ((await interrupted.next()).done) return; })()).rejects.toMatchObject({ causeCode: 'aborted' });
  expect(samplesOf((await listen(tts, requestOf())).events)).toHaveLength(TEXT.length * 960);
  expect(server.voices.length - before).toBe(1);
  const all = await Promise.all(Array.from({ length: 6 }, () => listen(tts, requestOf())));
  expect(all.map(({ events }) => samplesOf(events).length)).toEqual(Array.from({ length: 6 }, () => TEXT.length * 960));
  expect(server.voices.length - before).toBe(2);
  expect(server.voices.at(-2)!.contextsAtOnce).toBe(5);
  await tts.close();
});

test.each([['silence', 'timeout'], ['cut', 'unreachable'], ['garbage', 'vendor-fault'], ['error-item', 'quota']])('sound that stops in the middle by %s fails as %s, after what came; the next text has a new connection', async (failure, cause) => {
  const tts = await open(`/fail/${failure}`, { timeoutMs: 1_000 });
  const before = server.voices.length;
  const { events, error } = await listen(tts, requestOf());
  expect(samplesOf(events).length).toBeGreaterThan(8_000);
  expect(error?.causeCode).toBe(cause);
  if (failure !== 'silence') {
    expect((await listen(tts, requestOf({ text: 'Good morning.' }))).error).toBeUndefined();
    expect(server.voices.length - before).toBe(2);
  }
  await tts.close();
});

test('a slow first sound is waited for; no sound, and no connection, are told as what they are', async () => {
  expect((await speak(requestOf(), '/fail/slow')).error).toBeUndefined();
  expect((await speak(requestOf(), '/fail/empty')).error?.causeCode).toBe('vendor-fault');
  expect((await speak(requestOf({ voice: 'no one' }))).error).toMatchObject({ causeCode: 'bad-request', vendorCode: 'voice_not_found' });
  expect((await speak(requestOf(), '/fail/rate-limit')).error).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000, httpStatus: 429 });
  expect((await speak(requestOf({ format: { encoding: 'pcm16', sampleRateHz: 48_000 } }))).error?.causeCode).toBe('bad-request');
});

test('models of the third generation go over HTTP, which the vendor wants', async () => {
  const before = server.voices.length;
  expect((await speak(requestOf(), '', { model: 'eleven_v3' })).error).toBeUndefined();
  expect(server.voices.length).toBe(before);
});

const SAMPLE = { fileName: 'robin.wav', contentType: 'audio/wav', bytes: new Uint8Array(2_000).fill(7) };
const cloneOf = (more: Partial<VoiceToClone> = {}): VoiceToClone => ({ name: 'Robin', description: 'Calm.', language: 'en-GB', samples: [SAMPLE, { ...SAMPLE, fileName: 'again.wav' }], signal: new AbortController().signal, ...more });
async function clone(request: VoiceToClone, base = '') {
  const tts = await open(base);
  try { return await tts.cloneVoice!(request); } finally { await tts.close(); }
}

test('a voice is made of samples, and whether the speaker has to prove the agreement first is told', async () => {
  expect(await clone(cloneOf())).toEqual({ voice: { id: `made${server.made.length}`, name: 'Robin', language: 'en-GB' }, isVerified: true });
  expect(server.made.at(-1)).toEqual({ name: 'Robin', description: 'Calm.', labels: '{"language":"en"}', files: [{ name: 'robin.wav', type: 'audio/wav', size: 2_000 }, { name: 'again.wav', type: 'audio/wav', size: 2_000 }] });
  expect(await clone(cloneOf(), '/fail/unproven')).toMatchObject({ isVerified: false });
});

test('what is no voice to be made is refused before anything is sent, and what the vendor refuses keeps its words', async () => {
  const count = server.made.length;
  for (const wrong of [{ name: ' ' }, { samples: [] }, { samples: [{ ...SAMPLE, bytes: new Uint8Array(0) }] }]) await expect(clone(cloneOf(wrong))).rejects.toMatchObject({ causeCode: 'bad-request' });
  await expect(clone(cloneOf({ samples: [{ ...SAMPLE, contentType: 'text/plain' }] }))).rejects.toMatchObject({ causeCode: 'bad-request', httpStatus: 422, vendorMessage: 'body.files: Field required' });
  expect(server.made.length).toBe(count);
  await expect(clone(cloneOf(), '/fail/quota')).rejects.toMatchObject({ causeCode: 'quota' });
  await expect(clone(cloneOf(), '/fail/garbage')).rejects.toMatchObject({ causeCode: 'vendor-fault' });
  const controller = new AbortController();
  const aborted = clone(cloneOf({ signal: controller.signal }), '/fail/timeout');
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ causeCode: 'aborted' });
});
