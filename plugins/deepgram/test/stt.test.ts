import { type Clock, isProviderError, type SttOpenRequest, type SttProvider, systemClock } from '@parley/plugin-sdk';
import { inFormat, openSttCall, spoken, type SttCall, VirtualClock } from '@parley/plugin-sdk/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openStt } from '../src/stt.js';
import { startDeepgramServer, type DeepgramServer } from './deepgram-server.js';

let server: DeepgramServer;
const providers: SttProvider[] = [];
beforeAll(async () => { server = await startDeepgramServer(); });
afterAll(async () => { await server.close(); });
afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close();
  server.plan.cutAtMs = [];
  server.connections.length = 0;
});

const MULAW = { encoding: 'mulaw', sampleRateHz: 8_000 } as const;
const QUESTION = spoken('What are your opening hours?');
const QUESTION_MS = QUESTION.samples.length / 16;

async function call(base = '', { settings = {}, clock = systemClock, ...more }: { settings?: object; clock?: Clock } & Partial<SttOpenRequest> = {}): Promise<SttCall> {
  const provider = await openStt({ settings: { baseUrl: `${server.url}${base}`, ...settings }, secrets: { apiKey: 'dg-test-0123456789' }, clock, logger: { debug() {}, info() {}, warn() {} } });
  providers.push(provider);
  return openSttCall(provider, more);
}

test('telephone audio is sent as it came, byte for byte', async () => {
  const { session, say, heard } = await call('', { format: MULAW });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  const [connection] = server.connections;
  expect(connection!.query).toMatchObject({ encoding: 'mulaw', sample_rate: 8_000 });
  expect(Buffer.concat(connection!.received).equals(Buffer.from(inFormat(QUESTION, MULAW) as Uint8Array))).toBe(true);
});

test('the words so far are told, and the transcript is ready at the pause: the vendor is asked to settle once', async () => {
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  session.speculate(1);
  const prepared = await heard('transcript-speculative');
  expect(prepared).toMatchObject({ segmentId: 1, text: 'what are your opening hours', confidence: 0.98 });
  session.commit(1);
  expect(await heard('transcript-final')).toEqual({ type: 'transcript-final', segmentId: 1, text: prepared.text, confidence: 0.98, isSpeculationHit: true, usage: { audioMs: QUESTION_MS, requests: 1 } });
  expect(server.connections[0]!.controls).toEqual(['Finalize']);
  expect(events.filter((event) => event.type === 'transcript-partial').map(({ text }) => text)).toContain('what are your');
});

test.each([['in the middle of speech', 700], ['after its end, before the answer', QUESTION_MS]])('a connection that breaks %s is made anew, and hears again what was not settled', async (_when, cutAtMs) => {
  server.plan.cutAtMs = [cutAtMs];
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  session.commit(1);
  const { text, usage } = await heard('transcript-final');
  expect(text).toBe('what are your opening hours');
  expect(server.connections).toHaveLength(2);
  // What was heard twice is paid for twice: the whole of it by the second, what got through by the first.
  expect(usage!.audioMs).toBeGreaterThan(QUESTION_MS);
  expect(usage!.audioMs).toBeLessThanOrEqual(2 * QUESTION_MS);
  expect(events.filter((event) => event.type === 'error')).toEqual([]);
});

test('what was settled is not heard again', async () => {
  server.plan.cutAtMs = [1_300];
  const { session, say, heard } = await call();
  say(1, spoken('What are', 400));
  session.speculate(1);
  expect((await heard('transcript-speculative')).text).toBe('what are');
  const rest = spoken('your opening hours');
  say(1, rest);
  session.commit(1);
  expect(await heard('transcript-final')).toMatchObject({ text: 'what are your opening hours', isSpeculationHit: false });
  expect(server.connections).toHaveLength(2);
  expect(Buffer.concat(server.connections[1]!.received).equals(Buffer.from(rest.samples.buffer))).toBe(true);
});

test('a vendor that breaks off again and again is given up, and so is one that refuses in between', async () => {
  server.plan.cutAtMs = [100, 100, 100, 100, 100];
  const broken = await call();
  broken.say(1, QUESTION);
  expect((await broken.heard('error')).error.causeCode).toBe('unreachable');
  expect(server.connections).toHaveLength(4);
  server.connections.length = 0;
  server.plan.cutAtMs = [100];
  const refused = await call('/fail/auth-later');
  refused.say(1, QUESTION);
  refused.session.commit(1);
  expect((await refused.heard('error')).error.causeCode).toBe('auth');
  expect(refused.events).toHaveLength(1);
});

test.each([['mute', 'timeout'], ['garbage', 'vendor-fault'], ['no-times', 'vendor-fault'], ['error-message', 'vendor-fault'], ['bad-audio', 'bad-request'], ['closed-at-once', 'unreachable']])('a session that fails by %s ends with one error, as %s', async (failure, cause) => {
  const { session, say, heard, events } = await call(`/fail/${failure}`, { settings: { timeoutMs: 1_000 } });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('error')).error.causeCode).toBe(cause);
  session.push(2, new Int16Array(320));
  session.commit(2);
  expect(events).toHaveLength(1);
});

test('a refused connection keeps the vendor\'s words, code and wait', async () => {
  const refusalOf = async (failure: string) => await call(`/fail/${failure}`).then(() => undefined, (error: unknown) => (isProviderError(error) ? error : undefined));
  expect(await refusalOf('rate-limit')).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000, httpStatus: 429, vendorCode: 'TOO_MANY_REQUESTS' });
  expect(await refusalOf('quota')).toMatchObject({ causeCode: 'quota', httpStatus: 402, vendorMessage: expect.stringContaining('enough credits') as string });
  expect(await refusalOf('bad-request')).toMatchObject({ causeCode: 'bad-request', vendorMessage: 'Invalid query string. No such model/language/tier combination found.' });
  expect(await refusalOf('gateway')).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
});

test.each([20, 35])('a request to settle that the vendor leaves unanswered, %i ms after all was settled, is not waited for', async (restMs) => {
  const { session, say, heard, events } = await call();
  say(1, spoken('Please book a table', 240 + restMs));
  await vi.waitFor(() => { expect(events.at(-1)).toMatchObject({ text: 'please book a table' }); });
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('please book a table');
  expect(server.connections[0]!.received.length).toBeGreaterThan(0);
});

test('audio that was discarded is paid for with the next transcript', async () => {
  const { session, say, heard } = await call();
  say(1, spoken('A table', 0));
  session.discard(1);
  say(2, QUESTION);
  session.commit(2);
  expect(await heard('transcript-final')).toMatchObject({ text: 'what are your opening hours', usage: { audioMs: QUESTION_MS + 480 } });
});

test('a silent call stays connected, and one that ends tells the vendor', async () => {
  const clock = new VirtualClock();
  const { session } = await call('', { clock });
  const [connection] = server.connections;
  await clock.advance(3_000);
  session.push(1, new Int16Array(320));
  await clock.advance(3_000);
  await clock.advance(3_000);
  await session.close();
  await vi.waitFor(() => { expect(connection!.controls).toEqual(['KeepAlive', 'KeepAlive', 'CloseStream']); });
  // What is asked for after the end is asked of nobody.
  session.commit(1);
});

test('settings, language and the words to expect reach the vendor in its own terms', async () => {
  await call('', { hints: ['Parley', ' Parley', '', 'Łódź'], settings: { endpointingMs: 500, hasFormatting: false } });
  expect(server.connections.at(-1)!.query).toMatchObject({ model: 'nova-3', language: 'en-US', endpointing: 500, smart_format: 'false', interim_results: 'true', keyterm: ['Parley', 'Łódź'] });
  await call('', { hints: ['Parley'], language: 'mul', settings: { model: 'nova-2-phonecall' } });
  expect(server.connections.at(-1)!.query).toMatchObject({ model: 'nova-2-phonecall', language: 'multi', keywords: ['Parley'] });
  await call('', { settings: { isMultilingual: true } });
  expect(server.connections.at(-1)!.query.language).toBe('multi');
  await expect(call('', { format: { encoding: 'mulaw', sampleRateHz: 16_000 } })).rejects.toMatchObject({ causeCode: 'bad-request' });
});
