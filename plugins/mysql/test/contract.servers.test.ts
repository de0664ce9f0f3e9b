import { systemClock, type ProviderErrorCause } from '@parley/plugin-sdk';
import { CONTRACT_NUMBERS_MAX, CONTRACT_PEOPLE, contracts, realTime, recordingWatch, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import { createServer, type Server, type AddressInfo, type Socket } from 'node:net';
import { createConnection, type Connection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';

const DATABASE = `parley_source_${process.pid}`;
const PASSWORD = recordingWatch().secret;
const LIMITS = { rowsMax: 100, bytesMax: 100_000, timeoutMs: 10_000 };

let admin: Connection;
let server: URL;
let silent: Server;
const held = new Set<Socket>();

function serverUrl(): URL {
  const url = process.env['MYSQL_URL'];
  if (url === undefined) throw new Error('These tests read a real MariaDB: start one with `.ci/servers start <folder> mariadb`, then `. <folder>/env` (MYSQL_URL).');
  return new URL(url);
}

beforeAll(async () => {
  server = serverUrl();
  admin = await createConnection({ host: server.hostname, port: Number(server.port), user: server.username, password: server.password, multipleStatements: true });
  await admin.query(`CREATE DATABASE ${DATABASE} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; USE ${DATABASE};
    CREATE TABLE contract_people (id int PRIMARY KEY, name varchar(200) NOT NULL COMMENT 'What they are called') COMMENT 'People'; CREATE TABLE contract_numbers (n int PRIMARY KEY);
    INSERT INTO contract_numbers WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < ${CONTRACT_NUMBERS_MAX}) SELECT n FROM up;
    CREATE FUNCTION forget() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM contract_people; RETURN 1; END;
    CREATE PROCEDURE forget_all() BEGIN COMMIT; DELETE FROM contract_people; END;
    CREATE USER '${DATABASE}'@'%' IDENTIFIED BY '${PASSWORD}'; GRANT ALL ON ${DATABASE}.* TO '${DATABASE}'@'%'`);
  for (const [index, name] of CONTRACT_PEOPLE.entries()) await admin.execute('INSERT INTO contract_people VALUES (?, ?)', [index + 1, name]);
  silent = createServer((socket) => { held.add(socket); socket.on('error', () => undefined); });
  await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve); });
});
afterAll(async () => {
  for (const socket of held) socket.destroy();
  silent?.close();
  await admin?.query(`DROP DATABASE IF EXISTS ${DATABASE}; DROP USER IF EXISTS '${DATABASE}'@'%'`);
  await admin?.end();
});

const open = (more: object, { logger, secret }: ContractWatch, password = secret) => plugin['data-source']!({
  settings: { host: server.hostname, port: Number(server.port), database: DATABASE, user: DATABASE, security: 'none', ...more }, secrets: { password }, clock: systemClock, logger,
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
    slow: 'SELECT sleep(20)',
    writes: [
      'DELETE FROM contract_people', 'SELECT forget()', 'CALL forget_all()', 'CREATE TABLE more (n int)', 'TRUNCATE contract_people', 'SET SESSION TRANSACTION READ WRITE', 'COMMIT',
      'SELECT 1 INTO OUTFILE \'/var/tmp/parley-was-here\'', 'SELECT 1 /*! INTO OUTFILE \'/var/tmp/parley-was-here\' */', 'WITH x AS (SELECT 1) DELETE FROM contract_people',
    ],
    several: ['SELECT 1; SELECT 2', 'SELECT 1; COMMIT; DELETE FROM contract_people', 'SELECT \'\\\'\'; DELETE FROM contract_people; -- \''],
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

const ask = (text: string, parameters = {}, more = {}) => reading((provider) => provider.query({ text, parameters, ...LIMITS, signal: new AbortController().signal, ...more }));

test('values lose nothing on the way, quotes and comments are left alone, and a parameter may stand twice', async () => {
  const text = `SELECT 9007199254740993 AS big, CAST(0.1 AS decimal(30, 20)) AS exact, NULL AS nothing, x'dead' AS bytes, CAST('2026-03-01 12:00:00' AS datetime) AS at, 'a :name, and ; it''s \\' :x' AS quoted,
    ":name" AS also, concat(:name, :name) AS twice, 5--3 AS difference # :comment ;
    -- :comment ;
    /* :comment ; */ ;`;
  const { columns, rows } = await ask(text, { name: 'x' });
  expect(Object.fromEntries(columns.map(({ name }, place) => [name, rows[0]![place]]))).toEqual({
    big: '9007199254740993', exact: '0.10000000000000000000', nothing: null, bytes: '3q0=', at: '2026-03-01 12:00:00', quoted: 'a :name, and ; it\'s \' :x', also: ':name', twice: 'xx', difference: 8,
  });
});

test('a parameter is a limit too, and a limit of the query\'s own does not lift that of the request', async () => {
  expect((await ask('SELECT n FROM contract_numbers ORDER BY n LIMIT :most', { most: 2 })).rows).toEqual([[1], [2]]);
  const { rows, isTruncated } = await ask('SELECT n FROM contract_numbers ORDER BY n LIMIT 90', {}, { rowsMax: 3 });
  expect([rows, isTruncated]).toEqual([[[1], [2], [3]], true]);
});

test('the schema is in the database\'s own words', async () => {
  const { tables } = await reading((provider) => provider.describe({ tablesMax: 100, timeoutMs: 10_000, signal: new AbortController().signal }));
  expect(tables.map(({ name, kind, description }) => [name, kind, description])).toEqual([['contract_numbers', 'table', undefined], ['contract_people', 'table', 'People']]);
  expect(tables[1]!.columns).toEqual([{ name: 'id', type: 'int(11)', isNullable: false }, { name: 'name', type: 'varchar(200)', isNullable: false, description: 'What they are called' }]);
});

test('a query that takes too long ends at the server too', async () => {
  await expect(ask('SELECT sleep(25) AS given_up', {}, { timeoutMs: 500 })).rejects.toMatchObject({ causeCode: 'timeout' });
  await expect.poll(async () => (await admin.query<never[]>('SELECT id FROM information_schema.processlist WHERE info LIKE \'SELECT sleep(25)%\''))[0].length).toBe(0);
});
