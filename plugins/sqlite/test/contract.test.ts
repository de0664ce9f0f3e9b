import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type DataSourceProvider, type ProviderErrorCause } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { CONTRACT_NUMBERS_MAX, CONTRACT_PEOPLE, contracts, realTime, recordingWatch, runContract, type ContractWatch } from '@parley/plugin-sdk/testing';
import initSqlJs from 'sql.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { manifestKinds } from '../src/manifest.js';

const LIMITS = { rowsMax: 100, bytesMax: 100_000, timeoutMs: 20_000 };
const ENDLESS = 'WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up) SELECT count(*) FROM up';

let folder: string;
let file: string;

/** Makes a database file by statements. */
async function write(name: string, ...statements: readonly string[]): Promise<string> {
  const { Database } = await initSqlJs();
  const database = new Database();
  for (const statement of statements) database.run(statement);
  const path = join(folder, name);
  writeFileSync(path, database.export());
  database.close();
  return path;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-sqlite-'));
  const quoted = CONTRACT_PEOPLE.map((name, index) => `(${index + 1}, '${name.replaceAll('\'', '\'\'')}')`).join(', ');
  file = await write('contract.db', 'CREATE TABLE contract_people (id INTEGER PRIMARY KEY, name TEXT NOT NULL)', `INSERT INTO contract_people VALUES ${quoted}`,
    `CREATE TABLE contract_numbers AS WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < ${CONTRACT_NUMBERS_MAX}) SELECT n FROM up`, 'CREATE VIEW few AS SELECT n FROM contract_numbers WHERE n < 3');
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const open = (settings: object, { logger }: Pick<ContractWatch, 'logger'> = recordingWatch()) => plugin['data-source']!({ settings: { ...settings }, secrets: {}, clock: systemClock, logger });

const HARNESS = {
  time: realTime(systemClock, 2_000),
  open: (watch: ContractWatch) => open({ file }, watch),
  failingCauses: ['unreachable', 'vendor-fault', 'bad-request'] as const,
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => {
    if (cause === 'unreachable') return open({ file: join(folder, 'missing.db') }, watch);
    return cause === 'vendor-fault' ? open({ file: import.meta.filename }, watch) : open({ file: `${file}-large`, fileMegabytesMax: 1 }, watch);
  },
  texts: {
    numbers: 'SELECT n FROM contract_numbers WHERE n <= :count ORDER BY n',
    people: 'SELECT id, name FROM contract_people WHERE name = :name ORDER BY id',
    broken: 'SELECT nothing FROM nowhere',
    slow: ENDLESS,
    writes: ['DELETE FROM contract_people', 'WITH x AS (SELECT 1) DELETE FROM contract_people', 'WITH x AS (SELECT 1) INSERT INTO contract_people SELECT 99, \'New\'', 'DROP TABLE contract_people', 'PRAGMA query_only = OFF', 'ATTACH \'other.db\' AS other', 'VACUUM INTO \'copy.db\''],
    several: ['SELECT 1; SELECT 2', 'SELECT 1; DELETE FROM contract_people', 'SELECT 1 /* ; */; DELETE FROM contract_people --'],
  },
};
beforeAll(() => { writeFileSync(`${file}-large`, Buffer.alloc(1024 * 1024 + 1)); });

runContract('data-source', HARNESS, test);

test('the harness is held to every rule', () => {
  const names: string[] = [];
  runContract('data-source', HARNESS, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts['data-source'].length);
});

test('the manifest in package.json is valid, and its settings are those of the code', () => {
  const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { keywords: string[]; parley: { kinds: unknown } };
  expect(packageJson.keywords).toContain(PLUGIN_KEYWORD);
  expect(pluginManifest.safeParse(packageJson.parley).error).toBeUndefined();
  expect(packageJson.parley.kinds, 'run `npm run manifest` in this package after a build').toEqual(manifestKinds());
});

async function reading<Result>(settings: object, work: (provider: DataSourceProvider) => Promise<Result>): Promise<Result> {
  const provider = await open(settings);
  try { return await work(provider); } finally { await provider.close(); }
}

const ask = (provider: DataSourceProvider, text: string, parameters = {}) => provider.query({ text, parameters, ...LIMITS, signal: new AbortController().signal });

test('values lose nothing on the way, quotes and comments are left alone, and a parameter may stand twice', async () => {
  const text = 'SELECT 9007199254740993 AS big, 1.5 AS real, NULL AS none, x\'dead\' AS bytes, \'a :name, and ; it\'\'s\' AS quoted, ":name" AS also, [:name] AS third, :name || :name AS twice FROM (SELECT 1 AS ":name") -- :comment ;\n/* ; */ ;';
  const { columns, rows } = await reading({ file }, (provider) => ask(provider, text, { name: 'x' }));
  expect(Object.fromEntries(columns.map(({ name }, place) => [name, rows[0]![place]]))).toEqual({ big: '9007199254740993', real: 1.5, none: null, bytes: '3q0=', quoted: 'a :name, and ; it\'s', also: 1, third: 1, twice: 'xx' });
  expect(columns.slice(0, 4).map(({ type }) => type)).toEqual(['integer', 'real', '', 'blob']);
});

test('the schema has tables and views with what their columns were declared as', async () => {
  const { tables } = await reading({ file }, (provider) => provider.describe({ tablesMax: 10, timeoutMs: 20_000, signal: new AbortController().signal }));
  expect(tables.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['table contract_numbers', 'table contract_people', 'view few']);
  expect(tables[1]!.columns).toEqual([{ name: 'id', type: 'integer', isNullable: false }, { name: 'name', type: 'text', isNullable: false }]);
});

test('a file that is changed is read anew; one with changes in a log beside it is refused, and one that is only kept so is read', async () => {
  const path = await write('changing.db', 'CREATE TABLE t (n)', 'INSERT INTO t VALUES (1)');
  await reading({ file: path }, async (provider) => {
    expect((await ask(provider, 'SELECT n FROM t')).rows).toEqual([[1]]);
    await write('changing.db', 'CREATE TABLE t (n)', 'INSERT INTO t VALUES (1), (2)');
    expect((await ask(provider, 'SELECT n FROM t')).rows).toEqual([[1], [2]]);
    const bytes = readFileSync(path);
    bytes[18] = bytes[19] = 2;
    writeFileSync(path, bytes);
    expect((await ask(provider, 'SELECT count(*) AS many FROM t')).rows).toEqual([[2]]);
    writeFileSync(`${path}-wal`, 'more');
    await write('changing.db', 'CREATE TABLE t (n)');
    await expect(ask(provider, 'SELECT n FROM t')).rejects.toMatchObject({ causeCode: 'bad-request', vendorMessage: expect.stringContaining('write-ahead log') });
  });
});

test('no query gets more memory than it may, and the next one is answered', async () => {
  await reading({ file }, async (provider) => {
    await expect(ask(provider, 'SELECT length(zeroblob(900000000) || zeroblob(900000000)) AS size')).rejects.toMatchObject({ causeCode: 'bad-request' });
    expect((await ask(provider, 'SELECT n FROM few')).rows).toEqual([[1], [2]]);
  });
});
