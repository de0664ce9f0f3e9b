import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { systemClock, type Clock } from '@parley/plugin-host';
import type { MediaCommand } from '@parley/media-contract';
import { afterEach, expect, test } from 'vitest';
import { createApiLink, type ApiLink } from './api-link.js';
import { captureLogger } from './testing/capture-logger.js';
import { eventually } from './testing/eventually.js';
import { startLinkServer, type LinkServer, type LinkServerOptions } from './testing/link-server.js';

const serviceToken = 'service-token';
const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp(); });

async function server(options: Partial<LinkServerOptions> = {}): Promise<LinkServer> {
  const started = await startLinkServer({ serviceToken, ...options });
  cleanUps.push(() => started.kill().catch(() => undefined));
  return started;
}

function linkTo(url: string, { token = serviceToken, clock = systemClock as Clock, logger = captureLogger(), callsMax = undefined as number | undefined } = {}): ApiLink {
  const link = createApiLink({ url, serviceToken: token, mediaId: 'media-1', callsMax, clock, logger });
  cleanUps.push(() => link.close());
  return link;
}

const step = { connectionId: 'c', pluginId: 'p' };
const steps = { steps: [step] };
const plan = {
  callId: 'call-1', organizationId: 'org-1', transport: 'TWILIO', recording: { isEnabled: true },
  routes: { vad: steps, stt: steps, turn: steps, llm: steps, tts: steps },
  agent: { id: 'a', versionId: 'v', version: 1, name: 'Ada', instructions: '', greeting: 'Hello.', language: 'en', knowledge: [], turnTaking: {} },
};
const event = (seq: number): string => JSON.stringify({ callId: 'call-1', seq, type: 'dtmf-received', atMs: seq, occurredAt: '2026-01-01T00:00:00.000Z', payload: { digit: '"\u2028' } });
const endCall: MediaCommand = { type: 'end-call', callId: 'call-1', party: 'OPERATOR', text: 'Ended.' };

test('a token is exchanged for its plan, or refused with a code', async () => {
  const api = await server({ takePlan: (token) => (token === 'good' ? { plan, errors: [] } : { errors: [{ code: 'TOKEN_USED', message: 'It was used.' }] }) });
  const link = linkTo(api.url);
  const answer = await link.takePlan('good', 'TWILIO');
  expect(answer.plan).toMatchObject({ callId: 'call-1', agent: { turnTaking: { completeWaitMs: 400 } } });
  expect(await link.takePlan('used', 'TWILIO')).toEqual({ plan: undefined, refusal: 'TOKEN_USED', message: 'It was used.' });
});

test('a plan that does not fit is the fault of api', async () => {
  const api = await server({ takePlan: () => ({ plan: { callId: 7 }, errors: [] }) });
  await expect(linkTo(api.url).takePlan('good', 'TWILIO')).rejects.toMatchObject({ name: 'ApiLinkError', causeCode: 'api-fault' });
});

test('events go as the text they are, and the answer says how far api holds them', async () => {
  const api = await server();
  const link = linkTo(`${api.url}/`);
  expect(await link.appendEvents('call-1', [event(1), event(2)], [{ callId: 'call-1', turnIndex: 1, speaker: 'CALLER', text: 'hel', atMs: 1 }])).toEqual({ acceptedSeq: 2, refusal: undefined });
  expect(await link.appendEvents('call-1', [event(2), event(4)], [])).toEqual({ acceptedSeq: 2, refusal: undefined });
  expect(await link.appendEvents('call-1', [], [])).toEqual({ acceptedSeq: 2, refusal: undefined });
  expect(api.events.get('call-1')?.get(1)).toEqual(JSON.parse(event(1)));
  expect(api.interims).toHaveLength(1);
});

test('each way to fail has its own cause', async () => {
  const api = await server();
  const link = linkTo(api.url);
  await expect(link.appendEvents('call-1', ['{"not":"an event"}'], [])).rejects.toMatchObject({ causeCode: 'bad-request' });
  await expect(linkTo(api.url, { token: 'wrong' }).appendEvents('call-1', [], [])).rejects.toMatchObject({ causeCode: 'auth', httpStatus: 401 });
  for (const [status, causeCode] of [[503, 'api-fault'], [429, 'api-fault'], [413, 'too-large'], [404, 'bad-request']] as const) {
    api.fault = { status };
    await expect(link.appendEvents('call-1', [], [])).rejects.toMatchObject({ causeCode, httpStatus: status });
  }
  await api.kill();
  await expect(link.appendEvents('call-1', [], [])).rejects.toMatchObject({ causeCode: 'unreachable', isLinkDown: true });
  link.close();
  await expect(link.takePlan('good', 'BROWSER')).rejects.toMatchObject({ causeCode: 'closed' });
});

const eventOf = (callId: string, seq: number): string => event(seq).replace('"call-1"', `"${callId}"`);

test('the events of several calls travel together, each call with its own answer', async () => {
  const api = await server();
  const link = linkTo(api.url);
  const before = api.requests;
  const calls = Array.from({ length: 25 }, (_, index) => `call-${index}`);
  const answers = await Promise.all(calls.map((callId, index) => link.appendEvents(callId, Array.from({ length: index + 1 }, (_, at) => eventOf(callId, at + 1)), [])));
  expect(answers).toEqual(calls.map((_, index) => ({ acceptedSeq: index + 1, refusal: undefined })));
  expect(api.requests - before).toBe(3);
  expect(calls.map((callId) => api.events.get(callId)?.size)).toEqual(calls.map((_, index) => index + 1));
});

test('a request that fails for the sake of one call is told again call by call', async () => {
  const api = await server();
  const link = linkTo(api.url);
  const [first, broken, last] = await Promise.allSettled([link.appendEvents('a', [eventOf('a', 1)], []), link.appendEvents('b', ['{"not":"an event"}'], []), link.appendEvents('c', [eventOf('c', 1)], [])]);
  expect([first, last]).toEqual([1, 1].map((acceptedSeq) => ({ status: 'fulfilled', value: { acceptedSeq, refusal: undefined } })));
  expect(broken).toMatchObject({ status: 'rejected', reason: { causeCode: 'bad-request' } });
});

test('an api that does not answer is given up after 5 s for a plan, 10 s for events', async () => {
  const api = await server();
  api.fault = 'hang';
  const clock = new VirtualClock();
  const link = linkTo(api.url, { clock });
  const outcomes: unknown[] = [];
  const settled = (name: string) => (error: unknown): void => { outcomes.push([name, (error as { causeCode: string }).causeCode]); };
  const plans = link.takePlan('good', 'TWILIO').then(() => undefined, settled('plan'));
  const events = link.appendEvents('call-1', [], []).then(() => undefined, settled('events'));
  await clock.advance(4_999);
  expect(outcomes).toEqual([]);
  await clock.advance(1);
  await plans;
  expect(outcomes).toEqual([['plan', 'timeout']]);
  await clock.advance(5_000);
  await events;
  expect(outcomes).toEqual([['plan', 'timeout'], ['events', 'timeout']]);
  expect(clock.pendingCount).toBe(0);
});

test('a connection that the server closed while idle is not an error', async () => {
  const answers = createServer((request, response) => { request.resume(); response.end(JSON.stringify({ data: { callEventsAppend: { acceptedSeq: 1, errors: [] } } })); });
  answers.keepAliveTimeout = 1;
  await new Promise<void>((resolve) => { answers.listen(0, '127.0.0.1', resolve); });
  cleanUps.push(() => closed(answers));
  const link = linkTo(`http://127.0.0.1:${(answers.address() as AddressInfo).port}`);
  for (let index = 0; index < 50; index++) {
    expect(await link.appendEvents('call-1', [], [])).toEqual({ acceptedSeq: 1, refusal: undefined });
    answers.closeIdleConnections();
  }
});

const closed = (http: Server): Promise<void> => new Promise((resolve) => { http.closeAllConnections(); http.close(() => resolve()); });

test('a recording is streamed with its facts, any number of times', async () => {
  const api = await server();
  const folder = mkdtempSync(join(tmpdir(), 'parley-upload-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'call.wav');
  const bytes = Buffer.alloc(3_000_000, 'sound');
  writeFileSync(path, bytes);
  const file = { callId: 'call/1', path, durationMs: 1_234, byteLength: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), sampleRateHz: 8_000 };
  const link = linkTo(api.url);
  await link.uploadRecording(file);
  await link.uploadRecording(file);
  const stored = api.uploads.get('call/1')!;
  expect(stored.bytes.equals(bytes)).toBe(true);
  expect(stored).toMatchObject({ times: 2, headers: { 'content-length': '3000000', 'x-duration-ms': '1234', 'x-sample-rate-hz': '8000' } });
  expect(stored.headers).not.toHaveProperty('transfer-encoding');
  await expect(link.uploadRecording({ ...file, sha256: 'wrong' })).rejects.toMatchObject({ causeCode: 'bad-request' });
  await expect(link.uploadRecording({ ...file, path: join(folder, 'gone.wav') })).rejects.toMatchObject({ causeCode: 'bad-request' });
});

test('commands are followed through every loss of api', async () => {
  const api = await server();
  const logger = captureLogger();
  const link = linkTo(api.url, { logger });
  const heard: MediaCommand[] = [];
  const stop = link.commands((command) => { heard.push(command); if (heard.length === 1) throw new Error('a handler that fails'); });
  await eventually(() => api.followers === 1, 'the feed is open');
  api.command(endCall);
  api.command({ type: 'unheard-of' } as unknown as MediaCommand);
  api.command(endCall);
  await eventually(() => heard.length === 2, 'two commands');
  await api.kill();
  const again = await server({ port: api.port });
  await eventually(() => again.followers === 1, 'the feed is open again');
  again.command(endCall);
  await eventually(() => heard.length === 3, 'the third command');
  stop();
  await eventually(() => again.followers === 0, 'the feed is closed');
  expect(logger.lines.map((line) => line.message)).toEqual(expect.arrayContaining(['a command from api failed', 'a command from api was not understood']));
});

test('api is told how many calls a server takes, and once it takes no more', async () => {
  const api = await server();
  const link = linkTo(api.url, { callsMax: 7 });
  const heard: MediaCommand[] = [];
  link.commands((command) => { heard.push(command); });
  await eventually(() => api.followers === 1, 'the feed is open');
  link.tellDraining();
  link.tellDraining();
  await eventually(() => api.standings.length === 2 && api.followers === 1, 'the feed is open anew');
  expect(api.standings).toEqual([{ mediaId: 'media-1', callsMax: 7, isDraining: false }, { mediaId: 'media-1', callsMax: 7, isDraining: true }]);
  api.command(endCall);
  await eventually(() => heard.length === 1, 'commands go on');
});
