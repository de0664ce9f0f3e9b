import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { uuidv7, type Prisma } from '@parley/db';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { countStatements, publishedAgent, startKit, until, type Kit, type Person } from '../../test/kit.js';
import { sign } from '../access/signatures.js';
import { encodeId } from '../schema/ids.js';
import { csvRow } from './csv.js';
import { createExports } from './serve.js';

let kit: Kit;
let person: Person;
const servers: Server[] = [];
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  await publishedAgent(person);
});
afterEach(() => { for (const server of servers.splice(0)) { server.closeAllConnections(); server.close(); } });
afterAll(() => kit.close());

/** Calls of the newest agent, as they are after their calls; answers their ids. */
async function store(rows: readonly Partial<Prisma.CallCreateManyInput>[]): Promise<string[]> {
  const { system } = kit.test.database;
  const agent = await system.agent.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  const data = rows.map((row) => ({ id: uuidv7(), organizationId: agent.organizationId, agentId: agent.id, agentVersionId: agent.publishedVersionId!, transport: 'BROWSER' as const, ...row }));
  await system.call.createMany({ data });
  return data.map(({ id }) => encodeId('Call', id));
}

const urlOf = async (who: Person, variables: object = {}) => {
  const { data, errors } = await who.ask('query ($where: CallWhere, $orderBy: CallOrder! = STARTED_DESC) { callsExportUrl(where: $where, orderBy: $orderBy) }', variables);
  expect(errors).toBeUndefined();
  const { pathname, search } = new URL(data.callsExportUrl as string);
  return kit.api.url + pathname + search;
};

/** Rows of CSV as RFC 4180 has it; throws on what is none. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) throw new Error(`no CSV at ${at}: ${text.slice(at, at + 40)}`);
    rows.at(-1)!.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] === '\r\n') rows.push([]);
  }
  rows.pop();
  return rows;
}

async function download(url: string): Promise<{ status: number; headers: Headers; header: string[]; rows: Record<string, string>[] }> {
  const response = await fetch(url);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const [header, ...rows] = parseCsv(bytes.subarray(3).toString('utf8'));
  return { status: response.status, headers: response.headers, header: header!, rows: rows.map((row) => Object.fromEntries(row.map((value, index) => [header![index]!, value]))) };
}

const HEADER = ['id', 'started', 'answered', 'ended', 'status', 'transport', 'agent', 'version', 'caller_name', 'caller_number', 'duration_ms', 'turns', 'interruptions', 'response_p50_ms', 'response_p95_ms', 'ended_party', 'ended_code', 'ended_text', 'cost_usd'];

test('three thousand calls are a file, in the order and with the filter of the list, read a thousand at a time', async () => {
  const owner = await kit.signUp('Exporter');
  await publishedAgent(owner, { name: 'Mia, "the voice"' });
  const start = Date.UTC(2026, 0, 1);
  const ids = await store(Array.from({ length: 3_000 }, (_, index) => ({ createdAt: new Date(start + Math.floor(index / 3) * 1_000), durationMs: index % 7 === 0 ? null : index % 100, status: 'ENDED' as const, endedCode: index % 2 === 0 ? 'HUNG_UP' : 'GOODBYE' })));
  await store([{ createdAt: new Date(start), endedCode: 'SHUTDOWN' }]);
  const where = { endedCodes: ['HUNG_UP', 'GOODBYE', 'HUNG_UP'], startedFrom: new Date(start).toISOString() };
  const url = await urlOf(owner, { where, orderBy: 'STARTED_ASC' });
  let file: Awaited<ReturnType<typeof download>> | undefined;
  const statements = await countStatements(kit, async () => { file = await download(url); });
  // Three full pages, the empty one after them, and the look whether there are too many.
  expect(statements.length).toBe(5);
  const { status, headers, header, rows } = file!;
  expect([status, header, headers.get('content-type'), headers.get('x-parley-truncated')]).toEqual([200, HEADER, 'text/csv; charset=utf-8; header=present', 'false']);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="calls-\d{4}-\d\d-\d\d\.csv"$/);
  expect(rows.map(({ id }) => id)).toEqual(ids);
  expect(rows[0]).toMatchObject({ agent: 'Mia, "the voice"', version: '1', started: '2026-01-01T00:00:00.000Z', answered: '', duration_ms: '', cost_usd: '0.00' });
  const longest = await download(await urlOf(owner, { where: { endedCodes: ['GOODBYE'] }, orderBy: 'DURATION_DESC' }));
  expect(longest.rows).toHaveLength(1_500);
  const durations = longest.rows.map(({ duration_ms: duration }) => (duration === '' ? -1 : Number(duration)));
  expect(durations).toEqual([...durations].sort((one, other) => other - one));
  expect(new Set(longest.rows.map(({ id }) => id)).size).toBe(1_500);
}, 60_000);

test('a row says everything of its call, and no text of it is a formula', async () => {
  const owner = await kit.signUp('Careful');
  await publishedAgent(owner);
  const moment = new Date('2026-03-01T09:30:00.250Z');
  const [id] = await store([{
    createdAt: moment, answeredAt: moment, endedAt: moment, status: 'ENDED', transport: 'TWILIO', callerName: '=HYPERLINK("http://x","y")', callerNumber: '+493012345678', durationMs: 61_000, turnCount: 9, interruptionCount: 2,
    responseP50Ms: 612.345_678, responseP95Ms: 1_200, endedParty: 'CALLER', endedCode: 'HUNG_UP', endedText: 'Line one\r\n"two", three', costMicroUsd: 12_345n,
  }]);
  expect((await download(await urlOf(owner))).rows).toEqual([{
    id, started: moment.toISOString(), answered: moment.toISOString(), ended: moment.toISOString(), status: 'ENDED', transport: 'TWILIO', agent: 'Mia', version: '1', caller_name: '\'=HYPERLINK("http://x","y")', caller_number: '\'+493012345678',
    duration_ms: '61000', turns: '9', interruptions: '2', response_p50_ms: '612.346', response_p95_ms: '1200', ended_party: 'CALLER', ended_code: 'HUNG_UP', ended_text: 'Line one\r\n"two", three', cost_usd: '0.012345',
  }]);
  for (const text of ['=1', '+1', '-1', '@x', '\tx', '\rx']) expect(parseCsv(csvRow([text, 'after']))).toEqual([[`'${text}`, 'after']]);
  expect(csvRow([-5, null, 'a-b', ' =1'])).toBe('-5,,a-b, =1\r\n');
});

test('a link opens the calls of its organization for ten minutes, and nothing that was changed opens anything', async () => {
  const owner = await kit.signUp('Owner');
  await publishedAgent(owner);
  const [id] = await store([{}]);
  const url = await urlOf(owner);
  expect((await download(url)).rows.map((row) => row['id'])).toEqual([id]);
  expect((await download(await urlOf(person))).rows).toEqual([]);
  const status = async (address: string, init: RequestInit = {}) => (await fetch(address, init)).status;
  const [head, payload, signature] = /^(.*token=)(.*)\.(.*)$/.exec(url)!.slice(1) as [string, string, string];
  const facts = JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown[];
  const written = (...changed: unknown[]) => Buffer.from(JSON.stringify(changed)).toString('base64url');
  const { organizationId } = await kit.test.database.system.agent.findFirstOrThrow({ orderBy: { createdAt: 'asc' } });
  for (const forged of [`${written(facts[0], organizationId, facts[2], facts[3])}.${signature}`, `${payload}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`, payload, `${payload}.`, `${payload}.${signature}.x`, '']) expect([forged, await status(head + forged)]).toEqual([forged, 403]);
  const late = written(String(Date.now() - 1), facts[1], facts[2], facts[3]);
  expect(await status(`${head}${late}.${sign(kit.api.app, 'calls-export', late)}`)).toBe(403);
  const misused = written(String(Date.now() + 60_000), facts[1], facts[2], facts[3]);
  expect(await status(`${head}${misused}.${sign(kit.api.app, 'voice-preview', misused)}`)).toBe(403);
  expect(await status(url, { method: 'POST' })).toBe(405);
  const refused = await owner.ask('{ callsExportUrl(where: { durationMinMs: 2, durationMaxMs: 1 }) }');
  expect(refused.errors![0]!.extensions.code).toBe('INVALID_INPUT');
});

test('a key that may read calls reads figures and files of them too, of its organization', async () => {
  const owner = await kit.signUp('Program');
  await publishedAgent(owner);
  const [id] = await store([{ status: 'ACTIVE' }]);
  const account = await owner.ask('mutation { serviceAccountCreate(input: { name: "Reports" }) { serviceAccount { id } } }');
  const key = await owner.ask('mutation ($id: ID!) { apiKeyCreate(input: { serviceAccountId: $id, name: "Key", permissions: ["calls:read", "calls:export", "usage:read"] }) { token errors { message } } }', { id: account.data.serviceAccountCreate.serviceAccount.id });
  const { data, errors } = await kit.ask('{ callsExportUrl callStatistics(from: "2026-01-01T00:00:00Z", before: "2027-01-01T00:00:00Z") { activeCalls } calls { totalCount } }', {}, key.data.apiKeyCreate.token as string);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ callStatistics: { activeCalls: 1 }, calls: { totalCount: 1 } });
  const { pathname, search } = new URL(data.callsExportUrl as string);
  expect((await download(kit.api.url + pathname + search)).rows.map((row) => row['id'])).toEqual([id]);
});

/** A server that exports so many calls at most. */
async function serve(rowsMax: number): Promise<string> {
  const serveExport = createExports(kit.api.app, { rowsMax });
  const server = createServer((request, response) => { serveExport(request, response, '/exports/calls', request.url!.split('token=')[1]!).catch(() => { response.destroy(); }); });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a file that does not hold all says so before it begins', async () => {
  const owner = await kit.signUp('Many');
  await publishedAgent(owner);
  const ids = await store(Array.from({ length: 5 }, (_, index) => ({ createdAt: new Date(Date.UTC(2026, 0, 1) + index) })));
  const { pathname, search } = new URL(await urlOf(owner, { orderBy: 'STARTED_ASC' }));
  for (const [rowsMax, isTruncated] of [[4, 'true'], [5, 'false'], [6, 'false']] as const) {
    const { headers, rows } = await download(await serve(rowsMax) + pathname + search);
    expect([rowsMax, headers.get('x-parley-truncated'), rows.map(({ id }) => id)]).toEqual([rowsMax, isTruncated, ids.slice(0, rowsMax)]);
  }
});

test('for a reader that stands still the database is read no further, and for one that leaves no more', async () => {
  const owner = await kit.signUp('Slow');
  await publishedAgent(owner);
  // Pages far larger than the buffers of a connection hold.
  const endedText = 'x'.repeat(8_000);
  const ids = await store(Array.from({ length: 3_000 }, (_, index) => ({ createdAt: new Date(Date.UTC(2026, 0, 1) + index), endedText })));
  const url = await urlOf(owner, { orderBy: 'STARTED_ASC' });
  let pages = 0;
  const pagesRead = () => { pages += kit.test.takeStatements().filter(({ sql }) => sql.includes('"endedText"')).length; return pages; };
  const open = async () => {
    kit.test.takeStatements();
    pages = 0;
    const sent = get(url);
    const [response] = await once(sent, 'response') as [IncomingMessage];
    return { response, sent };
  };
  const standStill = async () => { for (let turns = 0; turns < 30; turns++) await person.ask('{ viewer { user { id } } }'); };
  const patient = await open();
  await standStill();
  expect(pagesRead()).toBeLessThan(3);
  const parts: Buffer[] = [];
  patient.response.on('data', (part: Buffer) => { parts.push(part); });
  await once(patient.response, 'end');
  expect(parseCsv(Buffer.concat(parts).subarray(3).toString()).slice(1).map(([id]) => id)).toEqual(ids);
  const leaver = await open();
  await until(() => pagesRead() > 0, 'the first page');
  leaver.sent.destroy();
  await standStill();
  expect(pagesRead()).toBeLessThan(3);
}, 60_000);
