import { isProviderError, type SttOpenRequest, type SttProvider, systemClock } from '@parley/plugin-sdk';
import { inFormat, openSttCall, spoken, type SttCall } from '@parley/plugin-sdk/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openStt } from '../src/stt.js';
import { startMistralServer, type MistralServer } from './mistral-server.js';

let server: MistralServer;
const providers: SttProvider[] = [];
beforeAll(async () => { server = await startMistralServer(); });
afterAll(async () => { await server.close(); });
afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close();
  server.plan.cutAtMs = [];
  server.live.length = 0;
});

const MULAW = { encoding: 'mulaw', sampleRateHz: 8_000 } as const;
const QUESTION = spoken('What are your opening hours?');
const QUESTION_MS = QUESTION.samples.length / 16;

async function call(base = '', { settings = {}, ...more }: { settings?: object } & Partial<SttOpenRequest> = {}): Promise<SttCall> {
  const provider = await openStt({ settings: { baseUrl: `${server.url}${base}`, ...settings }, secrets: { apiKey: 'test-0123456789' }, clock: systemClock, logger: { debug() {}, info() {}, warn() {} } });
  providers.push(provider);
  return openSttCall(provider, more);
}
/** What connections were told that were spoken to until the end. */
const controls = () => server.live.map((connection) => connection.controls.join(' ')).filter((each) => each !== '');

test('telephone audio is sent as it came, byte for byte, and the vendor is told what it is before it comes', async () => {
  const { session, say, heard } = await call('', { format: MULAW, settings: { delayMs: 480 } });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  const [connection] = server.live;
  expect(connection!.session).toEqual({ audio_format: { encoding: 'pcm_mulaw', sample_rate: 8_000 }, target_streaming_delay_ms: 480 });
  expect(Buffer.concat(connection!.received).equals(Buffer.from(inFormat(QUESTION, MULAW) as Uint8Array))).toBe(true);
});

test('the words so far are told, and the transcript is ready at the pause; what it used is the vendor\'s figure', async () => {
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  await vi.waitFor(() => { expect(events.at(-1)).toMatchObject({ type: 'transcript-partial', text: 'what are your opening hours' }); });
  session.speculate(1);
  expect(await heard('transcript-speculative')).toMatchObject({ segmentId: 1, text: 'what are your opening hours' });
  session.commit(1);
  expect(await heard('transcript-final')).toEqual({ type: 'transcript-final', segmentId: 1, text: 'what are your opening hours', isSpeculationHit: true, usage: { audioMs: 2_000, inputTokens: 9, outputTokens: 4, requests: 1 } });
  expect(controls()).toEqual(['flush end']);
});

test('each stretch has a connection, and the next is open before it is spoken to', async () => {
  const { session, say, heard } = await call();
  say(1, spoken('What are', 200));
  await vi.waitFor(() => { expect(server.live).toHaveLength(2); });
  session.speculate(1);
  say(1, spoken('your opening hours'));
  session.commit(1);
  expect(await heard('transcript-final')).toMatchObject({ text: 'what are your opening hours', isSpeculationHit: false, usage: { requests: 2 } });
  expect(controls()).toEqual(['flush end', 'flush end']);
});

test('what is discarded ends with its connection, and the next segment is heard by itself', async () => {
  const { session, say, heard } = await call();
  say(1, spoken('A table', 0));
  session.discard(1);
  say(2, QUESTION);
  session.commit(2);
  expect(await heard('transcript-final')).toMatchObject({ segmentId: 2, text: 'what are your opening hours', usage: { requests: 1 } });
  expect(controls()).toEqual(['flush end']);
});

test('a connection that nobody speaks to may be closed by the vendor: another is made when somebody does', async () => {
  const { session, say, heard, events } = await call();
  for (const segmentId of [1, 2]) {
    // At first the only connection, then the one that was made ready beside the first segment.
    const spare = await vi.waitFor(() => server.live.findLast(({ received, isClosed }) => received.length === 0 && !isClosed) ?? expect.fail('no connection is ready'));
    spare.end();
    await vi.waitFor(() => { expect(spare.isClosed).toBe(true); });
    say(segmentId, QUESTION);
    session.commit(segmentId);
    expect((await heard('transcript-final', segmentId)).text).toBe('what are your opening hours');
  }
  expect(events.filter((event) => event.type === 'error')).toEqual([]);
});

test.each([['in the middle of speech', 700], ['at its end', QUESTION_MS]])('a connection that breaks %s is made anew, and hears again what was not settled', async (_when, cutAtMs) => {
  server.plan.cutAtMs = [cutAtMs];
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  expect(events.filter((event) => event.type === 'error')).toEqual([]);
});

test('a vendor that breaks off again and again is given up, and so is one that refuses in between', async () => {
  server.plan.cutAtMs = Array.from({ length: 9 }, () => 100);
  const broken = await call();
  broken.say(1, QUESTION);
  expect((await broken.heard('error')).error.causeCode).toBe('unreachable');
  server.live.length = 0;
  server.plan.cutAtMs = [100];
  const refused = await call('/fail/auth-later');
  refused.say(1, QUESTION);
  refused.session.commit(1);
  expect((await refused.heard('error')).error.causeCode).toBe('auth');
  expect(refused.events).toHaveLength(1);
});

test.each([['garbage', 'vendor-fault'], ['error-event', 'vendor-fault'], ['busy-event', 'rate-limit']])('a session that fails by %s ends with one error, as %s', async (failure, cause) => {
  const { session, say, heard, events } = await call(`/fail/${failure}`, { settings: { timeoutMs: 1_000 } });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('error')).error.causeCode).toBe(cause);
  session.push(2, new Int16Array(320));
  session.commit(2);
  expect(events).toHaveLength(1);
});

test('a vendor that does not begin is no session', async () => {
  const refusalOf = async (base: string, more: Parameters<typeof call>[1] = {}) => await call(base, more).then(() => undefined, (error: unknown) => (isProviderError(error) ? error : undefined));
  expect(await refusalOf('/fail/mute', { settings: { timeoutMs: 300 } })).toMatchObject({ causeCode: 'timeout' });
  expect(await refusalOf('/fail/closed-at-once')).toMatchObject({ causeCode: 'unreachable' });
  expect(await refusalOf('', { settings: { model: 'voxtral-small' } })).toMatchObject({ causeCode: 'bad-request', vendorCode: '1500' });
  expect(await refusalOf('/fail/rate-limit')).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 3_000, httpStatus: 429 });
  expect(await refusalOf('', { format: { encoding: 'mulaw', sampleRateHz: 16_000 } })).toMatchObject({ causeCode: 'bad-request' });
});
