import { type Clock, isProviderError, type SttOpenRequest, type SttProvider, systemClock } from '@parley/plugin-sdk';
import { inFormat, openSttCall, spoken, type SttCall, VirtualClock } from '@parley/plugin-sdk/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openStt } from '../src/stt.js';
import { startElevenLabsServer, type ElevenLabsServer } from './elevenlabs-server.js';

let server: ElevenLabsServer;
const providers: SttProvider[] = [];
beforeAll(async () => { server = await startElevenLabsServer(); });
afterAll(async () => { await server.close(); });
afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close();
  server.plan.cutAtMs = [];
  server.plan.expireAtMs = [];
  server.live.length = 0;
});

const MULAW = { encoding: 'mulaw', sampleRateHz: 8_000 } as const;
const QUESTION = spoken('What are your opening hours?');
const QUESTION_MS = QUESTION.samples.length / 16;

async function call(base = '', { settings = {}, clock = systemClock, ...more }: { settings?: object; clock?: Clock } & Partial<SttOpenRequest> = {}): Promise<SttCall> {
  const provider = await openStt({ settings: { baseUrl: `${server.url}${base}`, ...settings }, secrets: { apiKey: 'sk_test_0123456789' }, clock, logger: { debug() {}, info() {}, warn() {} } });
  providers.push(provider);
  return openSttCall(provider, more);
}

test('telephone audio is sent as it came, byte for byte', async () => {
  const { session, say, heard } = await call('', { format: MULAW });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  const [connection] = server.live;
  expect(connection!.query).toMatchObject({ audio_format: 'ulaw_8000', commit_strategy: 'manual' });
  expect(Buffer.concat(connection!.received).equals(Buffer.from(inFormat(QUESTION, MULAW) as Uint8Array))).toBe(true);
});

test('the words so far are told, and the transcript is ready at the pause: the vendor is told once where it ends', async () => {
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  await vi.waitFor(() => { expect(events.at(-1)).toMatchObject({ type: 'transcript-partial', text: 'what are your opening hours' }); });
  session.speculate(1);
  expect(await heard('transcript-speculative')).toMatchObject({ segmentId: 1, text: 'what are your opening hours' });
  session.commit(1);
  expect(await heard('transcript-final')).toEqual({ type: 'transcript-final', segmentId: 1, text: 'what are your opening hours', isSpeculationHit: true, usage: { audioMs: QUESTION_MS, requests: 1 } });
  expect(server.live[0]!.stretchesMs).toEqual([QUESTION_MS]);
});

test('what was discarded is heard by nobody, but on the bill', async () => {
  const { session, say, heard, events } = await call();
  say(1, spoken('A table', 0));
  session.discard(1);
  say(2, QUESTION);
  session.commit(2);
  // The discarded words were one answer of the vendor's, and the question is another.
  expect(await heard('transcript-final')).toMatchObject({ segmentId: 2, text: 'what are your opening hours' });
  expect(events.filter((event) => event.type === 'transcript-final').map(({ segmentId, usage }) => [segmentId, usage!.audioMs])).toEqual([[2, QUESTION_MS + 480]]);
});

test('a word too short for the vendor to end is filled up with silence, and an end that it does not take all the same is answered with what it told', async () => {
  const { session, heard } = await call('', { format: MULAW });
  session.push(1, new Uint8Array(160).fill(0xff));
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('');
  expect(server.live[0]!.stretchesMs).toEqual([300]);
  const throttled = await call('/fail/throttled');
  throttled.say(1, QUESTION);
  throttled.session.commit(1);
  expect((await throttled.heard('transcript-final')).text).toBe('what are your opening hours');
});

test.each([['in the middle of speech', 700], ['at its end', QUESTION_MS]])('a connection that breaks %s is made anew, and hears again what was not settled', async (_when, cutAtMs) => {
  server.plan.cutAtMs = [cutAtMs];
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  session.commit(1);
  const { text, usage } = await heard('transcript-final');
  expect(text).toBe('what are your opening hours');
  expect(server.live).toHaveLength(2);
  // What was heard twice is paid for twice.
  expect(usage!.audioMs).toBeGreaterThan(QUESTION_MS);
  expect(events.filter((event) => event.type === 'error')).toEqual([]);
});

test('a connection whose time is over is no failure', async () => {
  server.plan.expireAtMs = [QUESTION_MS + 500];
  const { session, say, heard } = await call();
  for (const segmentId of [1, 2]) {
    say(segmentId, QUESTION);
    session.commit(segmentId);
    expect((await heard('transcript-final', segmentId)).text).toBe('what are your opening hours');
  }
  expect(server.live.map(({ stretchesMs }) => stretchesMs)).toEqual([[QUESTION_MS], [QUESTION_MS]]);
});

test('a vendor that breaks off again and again is given up, and so is one that refuses in between', async () => {
  server.plan.cutAtMs = [100, 100, 100, 100, 100];
  const broken = await call();
  broken.say(1, QUESTION);
  expect((await broken.heard('error')).error.causeCode).toBe('unreachable');
  expect(server.live).toHaveLength(4);
  server.live.length = 0;
  server.plan.cutAtMs = [100];
  const refused = await call('/fail/auth-later');
  refused.say(1, QUESTION);
  refused.session.commit(1);
  expect((await refused.heard('error')).error.causeCode).toBe('auth');
});

test.each([['garbage', 'vendor-fault'], ['no-text', 'vendor-fault'], ['error-message', 'vendor-fault'], ['spent', 'quota'], ['busy', 'rate-limit']])('a session that fails by %s ends with one error, as %s', async (failure, cause) => {
  const { session, say, heard, events } = await call(`/fail/${failure}`, { settings: { timeoutMs: 1_000 } });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('error')).error.causeCode).toBe(cause);
  const count = events.length;
  session.push(2, new Int16Array(320));
  session.commit(2);
  expect(events).toHaveLength(count);
});

test('a vendor that does not begin is no session', async () => {
  const refusalOf = async (base: string, more: Parameters<typeof call>[1] = {}) => await call(base, more).then(() => undefined, (error: unknown) => (isProviderError(error) ? error : undefined));
  expect(await refusalOf('/fail/mute', { settings: { timeoutMs: 300 } })).toMatchObject({ causeCode: 'timeout' });
  expect(await refusalOf('/fail/closed-at-once')).toMatchObject({ causeCode: 'unreachable' });
  expect(await refusalOf('', { settings: { model: 'nonesuch' } })).toMatchObject({ causeCode: 'bad-request', vendorCode: 'invalid_request' });
  expect(await refusalOf('/fail/rate-limit')).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000, httpStatus: 429 });
  expect(await refusalOf('/fail/gateway')).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
  expect(await refusalOf('', { format: { encoding: 'mulaw', sampleRateHz: 16_000 } })).toMatchObject({ causeCode: 'bad-request' });
});

test('a call in which nobody speaks stays connected by moments of silence', async () => {
  const clock = new VirtualClock();
  const { session } = await call('', { clock, format: MULAW });
  const [connection] = server.live;
  await clock.advance(5_000);
  session.push(1, new Uint8Array(160));
  await clock.advance(5_000);
  await clock.advance(5_000);
  await vi.waitFor(() => { expect(connection!.received.map(({ length }) => length)).toEqual([800, 160, 800]); });
  await session.close();
});

test('the words to expect are told where it is wanted, which costs more, and only such as the vendor takes', async () => {
  const hints = ['Parley', ' Parley', '', 'Łódź', 'a name that is far too long'];
  await call('', { hints });
  expect(server.live.at(-1)!.query).toEqual({ model_id: 'scribe_v2_realtime', audio_format: 'pcm_16000', commit_strategy: 'manual', language_code: 'en' });
  await call('', { hints, language: 'mul', settings: { hasKeyterms: true } });
  expect(server.live.at(-1)!.query).toEqual({ model_id: 'scribe_v2_realtime', audio_format: 'pcm_16000', commit_strategy: 'manual', keyterms: ['Parley', 'Łódź'] });
});
