import { systemClock, type ProviderErrorCause } from '@parley/plugin-sdk';
import { CONTRACT_NUMBERS_MAX, CONTRACT_PEOPLE, contracts, realTime, recordingWatch, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { createServer, type Server, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';

const DATABASE = `parley_source_${process.pid}`;
const LIMITS = { rowsMax: 100, bytesMax: 100_000, timeoutMs: 10_000 };

let admin: pg.Client;
let server: URL;
let silent: Server;
const held = new Set<Socket>();

function serverUrl(): URL {
  const url = process.env['DATABASE_URL'];
  if (url === undefined) throw new Error('These tests read a real Postgres: start one with `.ci/servers start <folder>`, then `. <folder>/env` (DATABASE_URL).');
  return new URL(url);
}

beforeAll(async () => {
  server = serverUrl();
  admin = new pg.Client({ connectionString: server.href });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${DATABASE}`);
  await admin.query(`CREATE ROLE parley_reader_${process.pid} LOGIN`);
  const owner = new pg.Client({ connectionString: Object.assign(new URL(server), { pathname: `/${DATABASE}` }).href });
  await owner.connect();
  await owner.query(`CREATE TABLE contract_people (id integer PRIMARY KEY, name text NOT NULL); CREATE TABLE contract_numbers (n integer PRIMARY KEY); CREATE TABLE hidden (secret text); COMMENT ON TABLE contract_people IS 'People';
    CREATE FUNCTION forget() RETURNS integer LANGUAGE sql AS 'DELETE FROM contract_people; SELECT 1'; CREATE SEQUENCE counter;
    INSERT INTO contract_numbers SELECT generate_series(1, ${CONTRACT_NUMBERS_MAX}); GRANT SELECT, INSERT, DELETE, UPDATE ON contract_people, contract_numbers TO parley_reader_${process.pid}; GRANT USAGE ON SEQUENCE counter TO parley_reader_${process.pid}`);
  for (const [index, name] of CONTRACT_PEOPLE.entries()) await owner.query('INSERT INTO contract_people VALUES ($1, $2)', [index + 1, name]);
  await owner.end();
  silent = createServer((socket) => { held.add(socket); socket.on('error', () => undefined); });
  await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve); });
});
afterAll(async () => {
  for (const socket of held) socket.destroy();
  silent?.close();
  await admin?.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
  await admin?.query(`DROP ROLE IF EXISTS parley_reader_${process.pid}`);
  await admin?.end();
});

const open = (more: object, { logger, secret }: ContractWatch) => plugin['data-source']!({
  settings: { host: server.hostname, port: Number(server.port), database: DATABASE, user: `parley_reader_${process.pid}`, security: 'none', ...more }, secrets: { password: secret }, clock: systemClock, logger,
});

const HARNESS = {
  time: realTime(systemClock, 1_000),
  open: (watch: ContractWatch) => open({}, watch),
  failingCauses: ['auth', 'unreachable', 'timeout', 'bad-request'] as const,
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => {
    if (cause === 'auth') return open({ user: 'nobody_at_all' }, watch);
    if (cause === 'unreachable') return open({ port: 1 }, watch);
    return cause === 'timeout' ? open({ port: (silent.address() as AddressInfo).port, timeoutMs: 200 }, watch) : open({ database: 'no_such_database' }, watch);
  },
  texts: {
    numbers: 'SELECT n FROM contract_numbers WHERE n <= :count ORDER BY n',
    people: 'SELECT id, name FROM contract_people WHERE name = :name ORDER BY id',
    broken: 'SELECT nothing FROM nowhere',
    slow: 'SELECT pg_sleep(20)',
    writes: [
      'DELETE FROM contract_people', 'WITH gone AS (DELETE FROM contract_people RETURNING id) SELECT * FROM gone', 'SELECT forget()', 'SELECT nextval(\'counter\')', 'CREATE TABLE more (n integer)', 'SELECT 1 INTO more',
      'TRUNCATE contract_people', 'COPY contract_people TO PROGRAM \'true\'', 'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE', 'SELECT set_config(\'transaction_read_only\', \'off\', true)', 'COMMIT', 'DO $$ BEGIN DELETE FROM contract_people; END $$',
    ],
    several: ['SELECT 1; SELECT 2', 'SELECT 1; COMMIT; DELETE FROM contract_people', 'SELECT 1 /* ; */; /* ; */ DELETE FROM contract_people --'],
  },
};

runContract('data-source', HARNESS, test);

test('the harness is held to every rule', () => {
  const names: string[] = [];
  runContract('data-source', HARNESS, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts['data-source'].length);
});

async function reading<Result>(work: (provider: Awaited<ReturnType<typeof open>>) => Promise<Result>): Promise<Result> {
  const provider = await open({}, recordingWatch());
  try { return await work(provider); } finally { await provider.close(); }
}

test('values lose nothing on the way, quotes and casts are left alone, and a parameter may stand twice', async () => {
  const text = `SELECT 9007199254740993::bigint AS big, 0.1::numeric(30, 20) AS exact, true AS yes, NULL AS nothing, '\\xdead'::bytea AS bytes, '{"a": [1]}'::jsonb AS document,
    timestamptz '2026-03-01 12:00:00+02' AS at, ARRAY[1, 2] AS list, 'a :name, $$ and ; it''s' AS quoted, $q$ :name ; $q$ AS dollar, :name::text || :name AS twice, 'NaN'::float8 AS odd -- :comment ;
    /* :nested /* ; */ */ ;`;
  const { columns, rows } = await reading((provider) => provider.query({ text, parameters: { name: 'x' }, ...LIMITS, signal: new AbortController().signal }));
  expect(Object.fromEntries(columns.map(({ name }, place) => [name, rows[0]![place]]))).toEqual({
    big: '9007199254740993', exact: '0.10000000000000000000', yes: true, nothing: null, bytes: '3q0=', document: { a: [1] }, at: '2026-03-01 10:00:00+00', list: '{1,2}', quoted: 'a :name, $$ and ; it\'s', dollar: ' :name ; ', twice: 'xx', odd: 'NaN',
  });
  expect(columns.slice(0, 3).map(({ type }) => type)).toEqual(['int8', 'numeric', 'bool']);
});

test('the schema has what the role may read, in the database\'s own words', async () => {
  const { tables } = await reading((provider) => provider.describe({ tablesMax: 100, timeoutMs: 10_000, signal: new AbortController().signal }));
  expect(tables.map(({ schema, name, kind, description }) => [schema, name, kind, description])).toEqual([['public', 'contract_numbers', 'table', undefined], ['public', 'contract_people', 'table', 'People']]);
  expect(tables[1]!.columns).toEqual([{ name: 'id', type: 'integer', isNullable: false }, { name: 'name', type: 'text', isNullable: false }]);
});

test('a query that was given up ends at the server too, and no lock outlives its query', async () => {
  await reading(async (provider) => {
    const controller = new AbortController();
    const running = async () => (await admin.query('SELECT pid FROM pg_stat_activity WHERE datname = $1 AND state = \'active\'', [DATABASE])).rows.length;
    const slow = provider.query({ text: 'SELECT pg_sleep(25)', parameters: {}, ...LIMITS, timeoutMs: 30_000, signal: controller.signal }).catch((error: unknown) => error);
    await expect.poll(running).toBe(1);
    controller.abort();
    expect(await slow).toMatchObject({ causeCode: 'aborted' });
    await expect.poll(running).toBe(0);
    await provider.query({ text: 'SELECT pg_advisory_lock(7)', parameters: {}, ...LIMITS, signal: new AbortController().signal });
    expect((await admin.query('SELECT 1 FROM pg_locks WHERE locktype = \'advisory\' AND objid = 7')).rows).toEqual([]);
  });
});

test('a connection that the server ended is replaced', async () => {
  await reading(async (provider) => {
    const ask = () => provider.query({ text: 'SELECT 1 AS one', parameters: {}, ...LIMITS, signal: new AbortController().signal });
    await ask();
    await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [DATABASE]);
    await expect.poll(async () => (await ask().catch(() => undefined))?.rows).toEqual([[1]]);
  });
});

test('what a parameter said is not in what the server says of it', async () => {
  const asked = reading((provider) => provider.query({ text: 'SELECT n FROM contract_numbers WHERE n = :count', parameters: { count: 'a private number' }, ...LIMITS, signal: new AbortController().signal }));
  await expect(asked).rejects.toMatchObject({ causeCode: 'bad-request', vendorCode: '22P02', vendorMessage: expect.not.stringContaining('private') });
});
