import { isProviderError, systemClock, type ProviderErrorCause, type SttOpenRequest, type SttProvider } from '@parley/plugin-sdk';
import { contracts, inFormat, openSttCall, realTime, runContract, spoken, type ContractWatch, type SttCall } from '@parley/plugin-sdk/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStt } from '../src/stt.js';
import { startRecognitionServer, type RecognitionServer } from './recognition-server.js';

let server: RecognitionServer;
const providers: SttProvider[] = [];
beforeAll(async () => { server = await startRecognitionServer(); });
afterAll(async () => { await server.close(); });
afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close();
  server.plan.cutAtMs = [];
  server.plan.endTurnAtMs = [];
  server.live.length = 0;
});

const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => openStt({ settings: { baseUrl, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });
const HARNESS = {
  time: realTime(systemClock, 500), failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  open: (watch: ContractWatch) => openAt(server.url, watch),
  // Nothing listens at port 1.
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? 'http://127.0.0.1:1' : `${server.url}/fail/${cause}`, watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
  speech: [spoken('What are your opening hours?'), spoken('Please book a table tomorrow.')], wordErrorRateMax: 0,
};

describe('the rules of its kind', () => { runContract('stt', HARNESS, test); });

test('it is held to every one of them', () => {
  let count = 0;
  runContract('stt', HARNESS, () => { count += 1; });
  expect(count).toBe(contracts.stt.length);
});

const MULAW = { encoding: 'mulaw', sampleRateHz: 8_000 } as const;
const QUESTION = spoken('What are your opening hours?');
const QUESTION_MS = QUESTION.samples.length / 16;
const SAID = 'What are your opening hours.';

async function call(base = '', { settings = {}, ...more }: { settings?: object } & Partial<SttOpenRequest> = {}): Promise<SttCall> {
  const provider = await openAt(`${server.url}${base}`, { logger: { debug() {}, info() {}, warn() {} }, secret: '0123456789abcdef' }, settings);
  providers.push(provider);
  return await openSttCall(provider, more);
}

test('telephone audio is sent as it came, byte for byte, with the words to expect', async () => {
  const { session, say, heard } = await call('', { format: MULAW, language: 'de', hints: ['Parley', ' Parley', '', 'Łódź'] });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe(SAID);
  const [connection] = server.live;
  expect(connection).toMatchObject({ query: { language: 'de-DE', format: 'simple' }, hints: ['Parley', 'Łódź'] });
  expect(Buffer.concat(connection!.received).equals(Buffer.from(inFormat(QUESTION, MULAW) as Uint8Array))).toBe(true);
});

test('the words so far are told, and the transcript is ready at the pause: the vendor is told once where it ends', async () => {
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  await vi.waitFor(() => { expect(events.at(-1)).toMatchObject({ type: 'transcript-partial', text: 'what are your opening hours' }); });
  session.speculate(1);
  expect(await heard('transcript-speculative')).toMatchObject({ segmentId: 1, text: SAID });
  session.commit(1);
  expect(await heard('transcript-final')).toEqual({ type: 'transcript-final', segmentId: 1, text: SAID, isSpeculationHit: true, usage: { audioMs: QUESTION_MS, requests: 1 } });
  expect(server.live[0]!.turnsMs).toEqual([QUESTION_MS]);
});

test('a caller who goes on at once is heard when the turn before is over, over the same connection', async () => {
  const { session, say, heard } = await call();
  say(1, spoken('Please book'));
  session.speculate(1);
  say(1, spoken('a table'));
  session.commit(1);
  say(2, QUESTION);
  session.commit(2);
  expect((await heard('transcript-final', 2)).text).toBe(SAID);
  expect((await heard('transcript-final', 1)).text).toBe('Please book. A table.');
  expect(server.live.map(({ turnsMs }) => turnsMs.length)).toEqual([3]);
});

test('several phrases of one turn are one transcript, also where the vendor ends the turn by itself', async () => {
  server.plan.endTurnAtMs = [700];
  const { session, say, heard, events } = await call();
  say(1, spoken('Please book', 600));
  // The end of the turn comes right after its last phrase.
  await vi.waitFor(() => { expect(events.at(-1)).toMatchObject({ text: 'Please book.' }); });
  say(1, spoken('a table', 600));
  say(1, spoken('tomorrow'));
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('Please book. A table. Tomorrow.');
  expect(server.live[0]!.turnsMs).toHaveLength(2);
});

test('a turn that the vendor has ended is over without another word', async () => {
  server.plan.endTurnAtMs = [QUESTION_MS];
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  await vi.waitFor(() => { expect(events.at(-1)).toMatchObject({ text: SAID }); });
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe(SAID);
  expect(server.live[0]!.turnsMs).toHaveLength(1);
});

test('what was discarded is heard by nobody, but on the bill', async () => {
  const { session, say, heard, events } = await call();
  say(1, spoken('A table', 0));
  session.discard(1);
  say(2, QUESTION);
  session.commit(2);
  expect(await heard('transcript-final')).toMatchObject({ segmentId: 2, text: SAID, usage: { audioMs: QUESTION_MS + 480 } });
  expect(events.some((event) => event.type !== 'error' && event.segmentId === 1)).toBe(false);
});

test.each([['in the middle of speech', 700], ['at its end', QUESTION_MS]])('a connection that breaks %s is made anew, and hears again what was not settled', async (_when, cutAtMs) => {
  server.plan.cutAtMs = [cutAtMs];
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  session.commit(1);
  const { text, usage } = await heard('transcript-final');
  expect(text).toBe(SAID);
  expect(server.live).toHaveLength(2);
  // What was heard twice is paid for twice.
  expect(usage!.audioMs).toBeGreaterThan(QUESTION_MS);
  expect(events.filter((event) => event.type === 'error')).toEqual([]);
});

test('a connection that breaks in a call in which somebody is refused meanwhile is given up', async () => {
  server.plan.cutAtMs = [100];
  const { session, say, heard } = await call('/fail/auth-later');
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('error')).error.causeCode).toBe('auth');
});

test.each([['garbage', 'vendor-fault'], ['no-text', 'vendor-fault'], ['error-phrase', 'vendor-fault'], ['busy-phrase', 'rate-limit'], ['locale', 'bad-request'], ['mute', 'timeout'], ['closed-at-once', 'unreachable']])('a session that fails by %s ends with one error, as %s', async (failure, cause) => {
  const { session, say, heard, events } = await call(`/fail/${failure}`, { settings: { timeoutMs: failure === 'mute' ? 1_000 : 10_000 } });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('error')).error.causeCode).toBe(cause);
  const count = events.length;
  session.push(2, new Int16Array(320));
  session.commit(2);
  expect(events).toHaveLength(count);
});

test('a refused connection keeps the vendor\'s words, code and wait', async () => {
  const refusalOf = async (base: string, more: Parameters<typeof call>[1] = {}) => await call(base, more).then(() => undefined, (error: unknown) => (isProviderError(error) ? error : undefined));
  expect(await refusalOf('/fail/rate-limit')).toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000, httpStatus: 429 });
  expect(await refusalOf('/fail/quota')).toMatchObject({ causeCode: 'quota', httpStatus: 403 });
  expect(await refusalOf('/fail/gateway')).toMatchObject({ causeCode: 'vendor-fault', httpStatus: 502 });
  expect(await refusalOf('', { format: { encoding: 'mulaw', sampleRateHz: 16_000 } })).toMatchObject({ causeCode: 'bad-request' });
});
