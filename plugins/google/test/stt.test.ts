import { isProviderError, systemClock, type ProviderErrorCause, type SttOpenRequest, type SttProvider } from '@parley/plugin-sdk';
import { contracts, inFormat, openSttCall, realTime, runContract, spoken, type ContractWatch, type SttCall } from '@parley/plugin-sdk/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStt } from '../src/stt.js';
import { accountFile, startRecognizeServer, type RecognizeServer } from './recognize-server.js';

let server: RecognizeServer;
const providers: SttProvider[] = [];
beforeAll(async () => { server = await startRecognizeServer(); });
afterAll(() => { server.close(); });
afterEach(async () => {
  for (const provider of providers.splice(0)) await provider.close();
  server.plan.cutAtMs = [];
  server.streams.length = 0;
});

const openAt = (baseUrl: string, { logger, secret }: ContractWatch, settings: object = {}) => openStt({ settings: { baseUrl, ...settings }, secrets: { serviceAccount: accountFile(secret) }, clock: systemClock, logger });
const HARNESS = {
  time: realTime(systemClock, 500), failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  open: (watch: ContractWatch) => openAt(server.urlOf(), watch),
  // Nothing listens at port 1.
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => openAt(cause === 'unreachable' ? 'http://127.0.0.1:1' : server.urlOf(cause), watch, cause === 'timeout' ? { timeoutMs: 150 } : {}),
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

async function call(failure?: string, { settings = {}, ...more }: { settings?: object } & Partial<SttOpenRequest> = {}): Promise<SttCall> {
  const provider = await openAt(server.urlOf(failure), { logger: { debug() {}, info() {}, warn() {} }, secret: '0123456789abcdef' }, settings);
  providers.push(provider);
  return await openSttCall(provider, more);
}

test('telephone audio is sent as it came, byte for byte, in the project of the key', async () => {
  const { session, say, heard } = await call(undefined, { format: MULAW, language: 'de', settings: { location: 'eu', model: 'chirp_3' }, hints: ['Parley', ' Parley', '', 'Łódź', 'x'.repeat(101)] });
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  const [stream] = server.streams;
  expect(stream).toMatchObject({
    recognizer: 'projects/my-project/locations/eu/recognizers/_', isEnded: true,
    config: { explicitDecodingConfig: { encoding: 'MULAW', sampleRateHertz: 8_000 }, model: 'chirp_3', languageCodes: ['de-DE'], adaptation: { phraseSets: [{ inlinePhraseSet: { phrases: [{ value: 'Parley' }, { value: 'Łódź' }] } }] } },
  });
  expect(Buffer.concat(stream!.received).equals(Buffer.from(inFormat(QUESTION, MULAW) as Uint8Array))).toBe(true);
});

test('the words so far are told, and the transcript is ready at the pause, with the seconds that the vendor bills', async () => {
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  await vi.waitFor(() => { expect(events.at(-1)).toMatchObject({ type: 'transcript-partial', text: 'what are your opening hours' }); });
  session.speculate(1);
  expect(await heard('transcript-speculative')).toMatchObject({ segmentId: 1, text: 'what are your opening hours' });
  session.commit(1);
  expect(await heard('transcript-final')).toEqual({ type: 'transcript-final', segmentId: 1, text: 'what are your opening hours', isSpeculationHit: true, usage: { audioMs: Math.ceil(QUESTION_MS / 1_000) * 1_000, requests: 1 } });
  expect(server.streams).toHaveLength(1);
});

test('several results of one stretch are one transcript, and without a bill the length of what was heard is told', async () => {
  const { session, say, heard } = await call('no-bill');
  say(1, spoken('Please book', 700));
  say(1, spoken('a table'));
  session.commit(1);
  expect(await heard('transcript-final')).toMatchObject({ text: 'please book a table', usage: { audioMs: (spoken('Please book', 700).samples.length + spoken('a table').samples.length) / 16 } });
});

test('what was discarded is heard by nobody, but on the bill', async () => {
  const { session, say, heard } = await call();
  say(1, spoken('A table', 0));
  session.discard(1);
  await vi.waitFor(() => { expect(server.streams[0]?.isEnded).toBe(true); });
  say(2, QUESTION);
  session.commit(2);
  expect(await heard('transcript-final')).toMatchObject({ segmentId: 2, text: 'what are your opening hours', usage: { audioMs: 1_000 + Math.ceil(QUESTION_MS / 1_000) * 1_000 } });
});

test('audio longer than a message of the vendor\'s goes in several', async () => {
  const { session, heard } = await call();
  session.push(1, QUESTION.samples);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  expect(server.streams[0]!.received.length).toBe(Math.ceil(QUESTION.samples.byteLength / 15_000));
});

test.each([['in the middle of speech', 700], ['at its end', QUESTION_MS]])('a stream that breaks %s is made anew, and hears again what was not settled', async (_when, cutAtMs) => {
  server.plan.cutAtMs = [cutAtMs];
  const { session, say, heard, events } = await call();
  say(1, QUESTION);
  session.commit(1);
  expect((await heard('transcript-final')).text).toBe('what are your opening hours');
  expect(server.streams).toHaveLength(2);
  expect(events.filter((event) => event.type === 'error')).toEqual([]);
});

test.each([['over', 'unreachable'], ['ended', 'unreachable'], ['mute', 'timeout'], ['rate-limit', 'rate-limit']])('a session whose streams end by %s ends with one error, as %s', async (failure, cause) => {
  const { session, say, heard, events } = await call(failure, { settings: { timeoutMs: failure === 'mute' ? 1_000 : 10_000 } });
  say(1, QUESTION);
  // What ends after we have said so has only come to its end.
  if (failure !== 'ended') session.commit(1);
  expect((await heard('error')).error).toMatchObject({ causeCode: cause, retryAfterMs: cause === 'rate-limit' ? 1_500 : undefined });
  const count = events.length;
  session.push(2, new Int16Array(320));
  session.commit(2);
  expect(events).toHaveLength(count);
});

test('a session that ends in the middle of speech takes its stream along', async () => {
  const before = server.cancelledCount();
  const { session, say } = await call();
  say(1, QUESTION);
  await vi.waitFor(() => { expect(server.streams).toHaveLength(1); });
  await session.close();
  await vi.waitFor(() => { expect(server.cancelledCount()).toBe(before + 1); });
});

test('a key that is none is told before anybody speaks, without a word of it', async () => {
  const refusalOf = async (serviceAccount: string) => await openStt({ settings: {}, secrets: { serviceAccount }, clock: systemClock, logger: { debug() {}, info() {}, warn() {} } }).then(() => undefined, (error: unknown) => (isProviderError(error) ? error : undefined));
  expect(await refusalOf('AIza0123456789')).toMatchObject({ causeCode: 'auth', message: expect.stringContaining('JSON file') as string });
  const broken = JSON.stringify({ ...JSON.parse(accountFile('k')) as object, private_key: '-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n' });
  expect(await refusalOf(broken)).toMatchObject({ causeCode: 'auth', message: 'The private key of the service account cannot be read.' });
  await expect(call(undefined, { format: { encoding: 'mulaw', sampleRateHz: 16_000 } })).rejects.toMatchObject({ causeCode: 'bad-request' });
});
