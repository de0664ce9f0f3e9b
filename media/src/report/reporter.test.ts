import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallEventPayload } from '@parley/media-contract';
import { systemClock, type Clock } from '@parley/plugin-host';
import { afterEach, expect, test } from 'vitest';
import { createApiLink, type ApiLink } from './api-link.js';
import { createReporter, type MediaReporter, type ReporterOptions } from './create-reporter.js';
import { REPORT_LIMITS } from './limits.js';
import { captureLogger } from './testing/capture-logger.js';
import { eventually } from './testing/eventually.js';
import { startLinkServer, type LinkServer, type LinkServerOptions } from './testing/link-server.js';

const serviceToken = 'service-token';
const ended: CallEventPayload<'call-ended'> = { reason: { party: 'CALLER', code: 'HUNG_UP', text: 'The caller hung up.' }, durationMs: 1_000, usage: [], speculation: { hits: 0, misses: 0 } };
const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp(); });

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-report-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function server(options: Partial<LinkServerOptions> = {}): Promise<LinkServer> {
  const started = await startLinkServer({ serviceToken, ...options });
  cleanUps.push(() => started.kill().catch(() => undefined));
  return started;
}

interface Bench { readonly reporter: MediaReporter; readonly link: ApiLink; readonly logger: ReturnType<typeof captureLogger>; stop(): Promise<void> }

function bench(dataDir: string, url: string, options: Partial<ReporterOptions> = {}, clock: Clock = systemClock): Bench {
  const logger = captureLogger();
  const link = createApiLink({ url, serviceToken, mediaId: 'media-1', clock, logger });
  const reporter = createReporter({ dataDir, link, clock, logger, mediaId: 'media-1', ...options });
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await reporter.close();
    link.close();
  };
  cleanUps.push(stop);
  return { reporter, link, logger, stop };
}

/** Leaves the process's files as a SIGKILL would: what was flushed is there, nothing is finished. */
async function abandon({ reporter, link }: Bench): Promise<void> {
  await reporter.flush();
  link.close();
}

const segments = (dataDir: string): string[] => readdirSync(join(dataDir, 'media', 'journal')).sort();
const seqs = (api: LinkServer, callId: string): number[] => [...(api.events.get(callId)?.keys() ?? [])];
const types = (api: LinkServer, callId: string): string[] => [...(api.events.get(callId)?.values() ?? [])].map((event) => event.type);
const count = (length: number): number[] => Array.from({ length }, (_, index) => index + 1);

test('events of many calls arrive in order, once, and the calls are forgotten', async () => {
  const api = await server();
  const { reporter } = bench(dataFolder(), api.url);
  await reporter.recover();
  const calls = count(20).map((number) => ({ callId: `call-${number}`, report: reporter.open(`call-${number}`) }));
  for (let index = 0; index < 30; index++) for (const { report } of calls) report.append('dtmf-received', { digit: String(index % 10) }, index);
  for (const { report } of calls) report.append('call-ended', ended, 1_000);
  await Promise.all(calls.map(({ report }) => report.close()));
  expect(await reporter.delivered(5_000)).toBe(true);
  for (const { callId } of calls) expect(seqs(api, callId)).toEqual(count(31));
  expect(api.events.get('call-3')?.get(31)).toMatchObject({ callId: 'call-3', type: 'call-ended', payload: ended, atMs: 1_000 });
  expect(api.repeats).toBe(0);
  await eventually(() => reporter.stats().calls === 0, 'the calls are forgotten');
});

test('while api is away events wait, and they arrive when it is back', async () => {
  const api = await server();
  const { reporter, logger } = bench(dataFolder(), api.url);
  const report = reporter.open('call-1');
  report.append('dtmf-received', { digit: '1' }, 0);
  expect(await reporter.delivered(5_000)).toBe(true);
  api.fault = { status: 503 };
  for (let index = 0; index < 500; index++) report.append('dtmf-received', { digit: '2' }, index);
  report.append('call-ended', ended, 1_000);
  await report.close();
  await eventually(() => reporter.stats().outbox.requestsFailed > 0, 'a request fails');
  expect(reporter.stats().outbox.eventsPending).toBe(501);
  api.fault = undefined;
  expect(await reporter.delivered(10_000)).toBe(true);
  expect(seqs(api, 'call-1')).toEqual(count(502));
  expect(api.batchMax).toBeLessThanOrEqual(REPORT_LIMITS.batchEventsMax);
  expect(logger.lines.filter((line) => line.level === 'warn').length).toBeLessThanOrEqual(1);
});

test('a dead api is tried by one request at a time, and its return is logged once', async () => {
  const api = await server();
  const { reporter, logger } = bench(dataFolder(), api.url);
  await api.kill();
  const reports = count(50).map((number) => reporter.open(`call-${number}`));
  for (const report of reports) report.append('call-ended', ended, 0);
  await Promise.all(reports.map((report) => report.close()));
  await eventually(() => reporter.stats().outbox.requestsFailed >= 5, 'some tries');
  expect(reporter.stats().outbox.isLinkUp).toBe(false);
  // Each call by itself would have made 50 in the first round.
  expect(reporter.stats().outbox.requestsFailed).toBeLessThan(50);
  const again = await server({ port: api.port });
  expect(await reporter.delivered(10_000)).toBe(true);
  expect(again.events.size).toBe(50);
  expect(logger.lines.filter((line) => line.message.startsWith('api cannot be reached'))).toHaveLength(1);
  expect(logger.lines.filter((line) => line.message.startsWith('api can be reached'))).toHaveLength(1);
});

test('after a crash the next process sends what was written, and ends the calls that were alive', async () => {
  const dataDir = dataFolder();
  const api = await server();
  const first = bench(dataDir, api.url);
  const alive = first.reporter.open('alive');
  alive.append('call-started', { transport: 'TWILIO', mediaId: 'media-1', codec: 'mulaw' }, 0);
  expect(await first.reporter.delivered(5_000)).toBe(true);
  api.fault = 'hang';
  alive.append('dtmf-received', { digit: '1' }, 2_500);
  const over = first.reporter.open('over');
  over.append('call-ended', ended, 10);
  await abandon(first);
  api.fault = undefined;

  const second = bench(dataDir, api.url);
  expect(await second.reporter.recover()).toEqual({ events: 2, callsLost: 1, recordingsRepaired: 0 });
  expect(await second.reporter.delivered(5_000)).toBe(true);
  expect(types(api, 'alive')).toEqual(['call-started', 'dtmf-received', 'call-ended']);
  expect(api.events.get('alive')?.get(3)).toMatchObject({ atMs: 2_500, payload: { reason: { party: 'PLATFORM', code: 'MEDIA_LOST', text: 'The media server stopped during the call.' }, durationMs: 2_500 } });
  expect(types(api, 'over')).toEqual(['call-ended']);
  await second.stop();

  const third = bench(dataDir, api.url);
  expect(await third.reporter.recover()).toEqual({ events: 0, callsLost: 0, recordingsRepaired: 0 });
  await third.stop();
  expect(segments(dataDir).length).toBeLessThanOrEqual(1);
});

test('a torn end of the journal is cut off, and what lies before it is kept', async () => {
  const dataDir = dataFolder();
  const api = await server();
  api.fault = 'hang';
  const first = bench(dataDir, api.url);
  const report = first.reporter.open('call-1');
  for (let index = 0; index < 10; index++) report.append('dtmf-received', { digit: '1' }, index);
  await abandon(first);
  const path = join(dataDir, 'media', 'journal', segments(dataDir).at(-1)!);
  appendFileSync(path, readFileSync(path).subarray(8, 40));
  api.fault = undefined;
  const second = bench(dataDir, api.url);
  expect(await second.reporter.recover()).toMatchObject({ events: 10, callsLost: 1 });
  expect(await second.reporter.delivered(5_000)).toBe(true);
  expect(seqs(api, 'call-1')).toEqual(count(11));
  expect(second.logger.lines).toContainEqual(expect.objectContaining({ message: 'the end of a journal segment was torn and is cut off', cutBytes: 32 }));
});

test('segments go once api has what they hold, and a long call outlives its first ones', async () => {
  const dataDir = dataFolder();
  const api = await server();
  const first = bench(dataDir, api.url, { segmentBytesMax: 4_096 });
  const report = first.reporter.open('long');
  for (let index = 0; index < 400; index++) {
    report.append('dtmf-received', { digit: '1' }, index);
    if (index % 20 === 0) await first.reporter.flush();
  }
  expect(await first.reporter.delivered(10_000)).toBe(true);
  await eventually(() => segments(dataDir).length <= 2, 'old segments are deleted');
  expect(Number.parseInt(segments(dataDir)[0]!, 10)).toBeGreaterThan(5);
  api.fault = 'hang';
  await abandon(first);
  api.fault = undefined;
  const second = bench(dataDir, api.url, { segmentBytesMax: 4_096 });
  expect(await second.reporter.recover()).toMatchObject({ callsLost: 1 });
  expect(await second.reporter.delivered(5_000)).toBe(true);
  expect(seqs(api, 'long')).toEqual(count(401));
  expect(types(api, 'long').filter((type) => type === 'call-ended')).toHaveLength(1);
});

test('an event that api refuses is set aside, and neither its call nor others wait for it', async () => {
  const dataDir = dataFolder();
  const api = await server();
  api.refuse = (event) => (event.type === 'dtmf-received' && event.payload.digit === 'x' ? { code: 'EVENT_INVALID', message: 'No such key.' } : undefined);
  const { reporter, logger } = bench(dataDir, api.url);
  const report = reporter.open('call-1');
  const other = reporter.open('call-2');
  for (let index = 0; index < 40; index++) report.append('dtmf-received', { digit: index === 17 ? 'x' : '1' }, index);
  other.append('call-ended', ended, 0);
  report.append('call-ended', ended, 50);
  await Promise.all([report.close(), other.close()]);
  expect(await reporter.delivered(10_000)).toBe(true);
  expect(seqs(api, 'call-1').sort((left, right) => left - right)).toEqual(count(41));
  expect(api.events.get('call-1')?.get(18)).toMatchObject({ type: 'journal-degraded', atMs: 17 });
  expect(types(api, 'call-2')).toEqual(['call-ended']);
  const letters = readFileSync(join(dataDir, 'media', 'dead-letters', 'events.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as unknown);
  expect(letters).toEqual([expect.objectContaining({ callId: 'call-1', seq: 18, code: 'EVENT_INVALID', event: expect.objectContaining({ payload: { digit: 'x' } }) })]);
  expect(logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'api refused an event for good; it is set aside in the dead-letter file', seq: 18 }));
});

test('a call that api refuses altogether is set aside whole', async () => {
  const api = await server();
  api.refuse = (event) => (event.callId === 'gone' ? { code: 'CALL_UNKNOWN', message: 'No such call.' } : undefined);
  const { reporter } = bench(dataFolder(), api.url);
  const report = reporter.open('gone');
  for (let index = 0; index < 5; index++) report.append('dtmf-received', { digit: '1' }, index);
  report.append('call-ended', ended, 50);
  await report.close();
  expect(await reporter.delivered(10_000)).toBe(true);
  expect(api.events.size).toBe(0);
  await eventually(() => reporter.stats().calls === 0, 'the call is forgotten');
});

test('words of a running turn are coalesced, and thrown away while api is away', async () => {
  const api = await server();
  const { reporter } = bench(dataFolder(), api.url);
  const report = reporter.open('call-1');
  const say = (text: string): void => report.interim({ turnIndex: 1, speaker: 'CALLER', text, atMs: 0 });
  const startedMs = performance.now();
  for (let index = 0; index < 1_000; index++) say(`word ${index}`);
  await eventually(() => api.interims.some((interim) => interim.text === 'word 999'), 'the newest words');
  expect(api.interims.length).toBeLessThanOrEqual(2 + (performance.now() - startedMs) / REPORT_LIMITS.interimMs);
  expect(api.events.size).toBe(0);
  await api.kill();
  report.append('dtmf-received', { digit: '1' }, 0);
  await eventually(() => !reporter.stats().outbox.isLinkUp, 'the link is down');
  say('never heard');
  const again = await server({ port: api.port });
  expect(await reporter.delivered(10_000)).toBe(true);
  expect(again.interims).toEqual([]);
});

test('a full disk: events stay in memory and arrive, each live call is told, and the journal returns to disk', async () => {
  const dataDir = dataFolder();
  const api = await server();
  const folder = join(dataDir, 'media', 'journal');
  mkdirSync(folder, { recursive: true });
  const { reporter, logger } = bench(dataDir, api.url);
  // The kernel's own full disk: every write answers ENOSPC.
  symlinkSync('/dev/full', join(folder, '0000000001.journal'));
  const report = reporter.open('call-1');
  report.append('dtmf-received', { digit: '1' }, 5);
  await reporter.flush();
  report.append('dtmf-received', { digit: '2' }, 6);
  expect(await reporter.delivered(5_000)).toBe(true);
  expect(types(api, 'call-1')).toEqual(expect.arrayContaining(['dtmf-received', 'journal-degraded']));
  expect(logger.lines.filter((line) => line.message.startsWith('the journal cannot be written'))).toHaveLength(1);
  api.fault = 'hang';
  report.append('dtmf-received', { digit: '3' }, 7);
  await reporter.flush();
  await eventually(() => !reporter.stats().journal.isDegraded, 'the disk takes events again');
  expect(reporter.stats().memorySize).toBe(0);
  expect(readFileSync(join(folder, segments(dataDir).at(-1)!), 'utf8')).toContain('"digit":"3"');
  expect(logger.lines.filter((line) => line.message === 'the journal is on disk again')).toHaveLength(1);
});

test('with disk and memory full events are counted, the rest keeps its numbers, and the end is still told', async () => {
  const dataDir = dataFolder();
  const api = await server();
  api.fault = { status: 503 };
  const folder = join(dataDir, 'media');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'journal'), 'a file where the folder should be');
  const { reporter, logger } = bench(dataDir, api.url, { memoryBytesMax: 4_000 });
  const report = reporter.open('call-1');
  for (let index = 0; index < 100; index++) report.append('dtmf-received', { digit: '1' }, index);
  report.append('call-ended', ended, 100);
  await report.close();
  expect(logger.lines.filter((line) => line.message.startsWith('disk and memory are full'))).toHaveLength(1);
  expect(reporter.stats().memorySize).toBeLessThan(6_000);
  api.fault = undefined;
  expect(await reporter.delivered(10_000)).toBe(true);
  const stored = [...api.events.get('call-1')!.values()];
  expect(stored.map((event) => event.seq)).toEqual(count(stored.length));
  expect(stored.at(-1)?.type).toBe('call-ended');
  expect(stored.at(-2)).toMatchObject({ type: 'journal-degraded', payload: { message: expect.stringMatching(/^\d+ events before this one were lost/) } });
});

test('the end of a lost call comes after what api heard from a process whose disk refused', async () => {
  const dataDir = dataFolder();
  const api = await server();
  const first = bench(dataDir, api.url);
  const report = first.reporter.open('call-1');
  report.append('dtmf-received', { digit: '1' }, 1);
  expect(await first.reporter.delivered(5_000)).toBe(true);
  await abandon(first);
  // What a degraded process sent from memory: the journal never held it.
  const memory = createApiLink({ url: api.url, serviceToken, mediaId: 'media-1', clock: systemClock, logger: captureLogger() });
  cleanUps.push(() => memory.close());
  const fromMemory = [2, 3].map((seq) => JSON.stringify({ callId: 'call-1', seq, type: 'dtmf-received', atMs: seq, occurredAt: new Date().toISOString(), payload: { digit: '2' } }));
  expect(await memory.appendEvents('call-1', fromMemory, [])).toEqual({ acceptedSeq: 3, refusal: undefined });
  const second = bench(dataDir, api.url);
  await second.reporter.recover();
  expect(await second.reporter.delivered(5_000)).toBe(true);
  expect(types(api, 'call-1')).toEqual(['dtmf-received', 'dtmf-received', 'dtmf-received', 'call-ended']);
  expect(existsSync(join(dataDir, 'media', 'dead-letters'))).toBe(false);
});

test('an api that was set back gets a word about what it lost, and the call goes on', async () => {
  const api = await server();
  const { reporter, logger } = bench(dataFolder(), api.url);
  const report = reporter.open('call-1');
  for (let index = 0; index < 3; index++) report.append('dtmf-received', { digit: '1' }, index);
  expect(await reporter.delivered(5_000)).toBe(true);
  api.rejectsGaps = true;
  (api.events as Map<string, unknown>).delete('call-1');
  report.append('call-ended', ended, 10);
  await report.close();
  expect(await reporter.delivered(15_000)).toBe(true);
  expect(types(api, 'call-1')).toEqual(['journal-degraded', 'journal-degraded', 'journal-degraded', 'call-ended']);
  expect(logger.lines).toContainEqual(expect.objectContaining({ message: 'api misses events of a call that it had accepted; a word about each takes its place' }));
});

test('a call that api does not know is set aside at once', async () => {
  const dataDir = dataFolder();
  const api = await server();
  api.refuse = () => ({ code: 'CALL_NOT_FOUND', message: 'There is no such call.' });
  const { reporter } = bench(dataDir, api.url);
  const report = reporter.open('gone');
  for (let index = 0; index < 20; index++) report.append('dtmf-received', { digit: '1' }, index);
  report.append('call-ended', ended, 50);
  await report.close();
  expect(await reporter.delivered(10_000)).toBe(true);
  expect(api.requests).toBeLessThanOrEqual(2);
  expect(readFileSync(join(dataDir, 'media', 'dead-letters', 'events.jsonl'), 'utf8').trim().split('\n')).toHaveLength(21);
});

test('a call closed without its end is ended for it', async () => {
  const api = await server();
  const { reporter } = bench(dataFolder(), api.url);
  const report = reporter.open('call-1');
  report.append('dtmf-received', { digit: '1' }, 40);
  await report.close();
  report.append('dtmf-received', { digit: '2' }, 50);
  expect(await reporter.delivered(5_000)).toBe(true);
  expect(types(api, 'call-1')).toEqual(['dtmf-received', 'call-ended']);
});
