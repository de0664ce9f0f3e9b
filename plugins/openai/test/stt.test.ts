import { Agent } from 'node:https';
import { connect } from 'node:net';
import { isProviderError, type SttOpenRequest, type SttProvider, systemClock } from '@parley/plugin-sdk';
import { inFormat, openSttCall, spoken, type SttCall } from '@parley/plugin-sdk/testing';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openStt } from '../src/stt.js';
import { startOpenAiServer, type OpenAiServer } from './openai-server.js';

let server: OpenAiServer;
const providers: SttProvider[] = [];
beforeAll(async () => { server = await startOpenAiServer(); });
afterAll(async () => { await server.close(); });
afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close();
  server.plan.cutAtMs = [];
  server.plan.expireAtMs = [];
  server.live.length = 0;
});

const MULAW = { encoding: 'mulaw', sampleRateHz: 8_000 } as const;
const LINEAR = { encoding: 'pcm16', sampleRateHz: 24_000 } as const;
const QUESTION = spoken('What are your opening hours?');
const QUESTION_MS = QUESTION.samples.length / 16;

interface Call extends SttCall { readonly provider: SttProvider }

async function call(base = '/v1', { settings = {}, ...more }: { settings?: object } & Partial<SttOpenRequest> = {}): Promise<Call> {
  const provider = await openStt({ settings: { baseUrl: `${server.url}${base}`, ...settings }, secrets: { apiKey: 'sk-test-0123456789' }, clock: systemClock, logger: { debug() {}, info() {}, warn() {} } });
  providers.push(provider);
  return { provider, ...await openSttCall(provider, { format: LINEAR, ...more }) };
}

test('telephone audio is sent as it came, byte for byte', async () => {
  const { session, say, heard } = await call('/v1', { format: MULAW });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  const [connection] = server.live;
  expect(connection!.input).toMatchObject({ format: { type: 'audio/pcmu' }, turn_detection: null });
  expect(Buffer.concat(connection!.received).equals(Buffer.from(inFormat(QUESTION, MULAW) as Uint8Array))).toBe(true);
});

test('the words so far are told, and the transcript is ready at the pause: the vendor is told once where it ends', async () => {
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  session.speculate(1);
  expect(await heard('transcript-speculative')).toEqual({ type: 'transcript-speculative', segmentId: 1, text: 'what are your opening hours' });
  session.commit(1);
  expect(await heard('transcript-final')).toEqual({ type: 'transcript-final', segmentId: 1, text: 'what are your opening hours', isSpeculationHit: true, usage: { audioMs: QUESTION_MS, requests: 1 } });
  expect(server.live[0]!.controls).toEqual(['commit']);
  // A stretch's last words come with its transcript.
  const partials = events.filter((event) => event.type === 'transcript-partial').map(({ text }) => text);
  expect('what are your opening hours'.startsWith(partials.at(-1) ?? '')).toBe(true);
});

test('a caller who goes on after a pause is understood over the pause, and both stretches are on the bill', async () => {
  const { session, say, heard } = await call();
  say(1, spoken('What are', 200));
  session.speculate(1);
  expect((await heard('transcript-speculative')).text).toBe('what are');
  say(1, spoken('your opening hours'));
  session.commit(1);
  expect(await heard('transcript-final')).toMatchObject({ text: 'what are your opening hours', isSpeculationHit: false, usage: { audioMs: 680 + 820, requests: 2 } });
});

test('a model that is not live tells nothing while the caller speaks, and what it used in tokens', async () => {
  const { provider, session, say, heard, events } = await call('/v1', { settings: { model: 'gpt-transcribe' } });
  expect(provider.abilities.hasPartials).toBe(false);
  say(1, QUESTION);
  session.commit(1);
  expect(await heard('transcript-final')).toMatchObject({ text: 'what are your opening hours', usage: { audioMs: QUESTION_MS, inputTokens: 30, outputTokens: 7, requests: 1 } });
  expect(events).toHaveLength(1);
});

test.each([['in the middle of speech', 700], ['at its end', QUESTION_MS]])('a connection that breaks %s is made anew, and hears again what was not settled', async (_when, cutAtMs) => {
  server.plan.cutAtMs = [cutAtMs];
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  expect(server.live).toHaveLength(2);
  expect(events.filter((event) => event.type === 'error')).toEqual([]);
});

test('what was settled is not heard again, nor what was discarded; an hour that is over is no failure', async () => {
  server.plan.expireAtMs = [680 + 480 + 300];
  const { session, say, heard } = await call();
  say(1, spoken('What are', 200));
  session.speculate(1);
  await heard('transcript-speculative');
  session.commit(1);
  say(2, spoken('A table', 0));
  session.discard(2);
  const rest = spoken('your opening hours');
  say(3, rest);
  session.commit(3);
  expect(await heard('transcript-final', 3)).toMatchObject({ text: 'your opening hours' });
  expect(server.live.map(({ controls }) => controls)).toEqual([['commit', 'clear'], ['commit']]);
  expect(Buffer.concat(server.live[1]!.received).equals(Buffer.from(inFormat(rest, LINEAR).buffer))).toBe(true);
});

test('a vendor that breaks off again and again is given up, and so is one that refuses in between', async () => {
  server.plan.cutAtMs = [100, 100, 100, 100, 100];
  const broken = await call();
  broken.say(1, QUESTION);
  expect((await broken.heard('error')).error.causeCode).toBe('unreachable');
  expect(server.live).toHaveLength(4);
  server.live.length = 0;
  server.plan.cutAtMs = [100];
  const refused = await call('/fail/auth-later/v1');
  refused.say(1, QUESTION);
  refused.session.commit(1);
  expect((await refused.heard('error')).error.causeCode).toBe('auth');
  expect(refused.events).toHaveLength(1);
});

test.each([['garbage', 'vendor-fault'], ['error-event', 'vendor-fault'], ['spent-event', 'quota'], ['item-failed', 'rate-limit']])('a session that fails by %s ends with one error, as %s', async (failure, cause) => {
  const { session, say, heard, events } = await call(`/fail/${failure}/v1`, { settings: { timeoutMs: 1_000 } });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('error')).error.causeCode).toBe(cause);
  const count = events.length;
  session.push(2, new Int16Array(320));
  session.commit(2);
  expect(events).toHaveLength(count);
});

test('a vendor that does not begin, or not as it is told to, is no session', async () => {
  const refusalOf = async (base: string, more: Parameters<typeof call>[1] = {}) => await call(base, more).then(() => undefined, (error: unknown) => (isProviderError(error) ? error : undefined));
  expect(await refusalOf('/fail/mute/v1', { settings: { timeoutMs: 300 } })).toMatchObject({ causeCode: 'timeout' });
  expect(await refusalOf('/fail/closed-at-once/v1')).toMatchObject({ causeCode: 'unreachable' });
  expect(await refusalOf('/v1', { settings: { model: 'nonesuch' } })).toMatchObject({ causeCode: 'bad-request', vendorCode: 'invalid_model' });
  expect(await refusalOf('/fail/rate-limit/v1')).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 1_500, httpStatus: 429, vendorCode: 'rate_limit_exceeded' });
  expect(await refusalOf('/fail/quota/v1')).toMatchObject({ causeCode: 'quota', httpStatus: 429 });
  expect(await refusalOf('/v1', { format: { encoding: 'mulaw', sampleRateHz: 16_000 } })).toMatchObject({ causeCode: 'bad-request' });
});

test('a word too short for the vendor to end is filled up with silence, and speech without a pause is cut', async () => {
  const { session, heard } = await call('/v1', { format: MULAW });
  session.push(1, new Uint8Array(160).fill(0xff));
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('');
  for (let second = 0; second < 45; second += 1) session.push(2, new Uint8Array(8_000).fill(0xff));
  session.commit(2);
  expect(await heard('transcript-final', 2)).toMatchObject({ usage: { audioMs: 45_000, requests: 2 } });
});

test('settings, language and the words to expect reach the vendor in its own terms', async () => {
  const inputOf = async (more: Parameters<typeof call>[1]) => { await call('/v1', more); return server.live.at(-1)!.input!; };
  const hints = ['Parley', ' Parley', '', 'Łódź'];
  expect((await inputOf({ hints, settings: { delay: 'low', noiseReduction: 'near_field' } }))).toMatchObject({
    transcription: { model: 'gpt-live-transcribe', language: 'en', delay: 'low', keywords: ['Parley', 'Łódź'] }, noise_reduction: { type: 'near_field' },
  });
  expect((await inputOf({ hints, language: 'mul', settings: { model: 'gpt-4o-transcribe' } })).transcription).toEqual({ model: 'gpt-4o-transcribe', prompt: 'Parley, Łódź' });
  expect((await inputOf({ hints, settings: { model: 'gpt-realtime-whisper' } })).transcription).toEqual({ model: 'gpt-realtime-whisper', language: 'en' });
});

test('the vendor\'s own client reads the same from the local server', async () => {
  const { hostname, port } = new URL(server.url);
  class PlainAgent extends Agent { override createConnection() { return connect(Number(port), hostname); } }
  const client = new OpenAI({ apiKey: 'sk-test-0123456789', baseURL: `${server.url}/v1` });
  // It knows live connections over TLS and with a model in their address alone.
  const live = new OpenAIRealtimeWS({ model: 'none', options: { agent: new PlainAgent(), finishRequest: (request) => { request.path = '/v1/realtime?intent=transcription'; request.end(); } } }, client);
  const types: string[] = [];
  live.on('event', ({ type }) => { types.push(type); });
  const done = new Promise<OpenAI.Realtime.ConversationItemInputAudioTranscriptionCompletedEvent>((resolve, reject) => { live.on('conversation.item.input_audio_transcription.completed', resolve); live.on('error', reject); });
  live.on('session.created', () => { live.send({ type: 'session.update', session: { type: 'transcription', audio: { input: { format: { type: 'audio/pcmu' }, transcription: { model: 'gpt-live-transcribe' }, turn_detection: null } } } }); });
  live.on('session.updated', () => {
    live.send({ type: 'input_audio_buffer.append', audio: Buffer.from(inFormat(QUESTION, MULAW) as Uint8Array).toString('base64') });
    live.send({ type: 'input_audio_buffer.commit' });
  });
  expect(await done).toMatchObject({ transcript: 'what are your opening hours', usage: { type: 'duration', seconds: QUESTION_MS / 1_000 } });
  expect(types).toContain('conversation.item.input_audio_transcription.delta');
  live.close();
});

test('a segment that another follows without a word is forgotten, and nothing of it is in the next', async () => {
  const { session, say, heard, events } = await call();
  say(1, spoken('Please book a table'));
  say(2, QUESTION);
  session.commit(2);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  expect(events.filter((event) => event.type === 'transcript-final')).toHaveLength(1);
});
