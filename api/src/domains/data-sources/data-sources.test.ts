import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { countStatements, startKit, type Kit, type Loose, type Person } from '../../../test/kit.js';

const FIELDS = 'id kind version dataQueries { name description parameters text rowsMax timeoutMs }';
const CONNECT = 'mutation ($input: ProviderConnectInput!) { providerConnect(input: $input) { connection { id kind status } errors { code message path } } }';
const SET = `mutation ($input: DataQuerySetInput!) { dataQuerySet(input: $input) { connection { ${FIELDS} } errors { code message path } } }`;
const REMOVE = `mutation ($input: DataQueryRemoveInput!) { dataQueryRemove(input: $input) { connection { ${FIELDS} } errors { code message path } } }`;
const RUN = 'mutation ($input: DataQueryRunInput!) { dataQueryRun(input: $input) { result { columns { name type } rows isTruncated } durationMs problem { cause message remedy } errors { code message path } } }';
const SCHEMA = 'query ($id: ID!) { dataSourceSchema(connectionId: $id) { language isTruncated tables { schema name kind columns { name type isNullable } isTruncated } problem { cause message } } }';

const TABLES = [{ name: 'orders', columns: ['number', 'status', 'total'], rows: [[1, 'paid', 12.5], [2, 'open', 7], [3, 'open', 8]] }];
const BY_STATUS = {
  name: 'orders_by_status', description: 'Orders with a status.', text: '{"from":"orders","where":{"status":{"$parameter":"status"}}}',
  parameters: { type: 'object', properties: { status: { type: 'string', enum: ['open', 'paid', 'lost'] } }, required: ['status'] },
};

let kit: Kit;
let person: Person;
let id: string;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.test.database.system.providerConnection.deleteMany();
  id = await connect({ pluginId: 'simulated', settings: { tables: TABLES } });
});

async function connect(input: object, by = person): Promise<string> {
  const { data } = await by.ask(CONNECT, { input: { kind: 'DATA_SOURCE', ...input } });
  expect(data.providerConnect).toMatchObject({ errors: [], connection: { status: 'ACTIVE' } });
  return data.providerConnect.connection.id as string;
}
const set = async (more: object = {}): Promise<Loose> => (await person.ask(SET, { input: { connectionId: id, ...BY_STATUS, ...more } })).data.dataQuerySet;
const run = async (more: object): Promise<Loose> => (await person.ask(RUN, { input: { connectionId: id, ...more } })).data.dataQueryRun;

test('a data source is connected, looked into, and given queries with names', async () => {
  const { data } = await person.ask(SCHEMA, { id });
  expect(data.dataSourceSchema).toMatchObject({ language: 'JSON', isTruncated: false, problem: null, tables: [{ schema: null, name: 'orders', kind: 'TABLE', columns: [{ name: 'number', type: 'number', isNullable: true }, {}, {}] }] });
  const first = await set();
  expect(first).toMatchObject({ errors: [], connection: { kind: 'DATA_SOURCE', version: 2, dataQueries: [{ ...BY_STATUS, rowsMax: 20, timeoutMs: 5_000, parameters: { ...BY_STATUS.parameters, additionalProperties: false } }] } });
  await set({ name: 'all_orders', text: '{"from":"orders"}', parameters: null, rowsMax: 2 });
  const again = await set({ description: 'Changed.', expectedVersion: 3 });
  expect(again.connection.dataQueries.map(({ name, description }: Loose) => `${name}: ${description}`)).toEqual(['all_orders: Orders with a status.', 'orders_by_status: Changed.']);
  expect((await person.ask('{ providerConnections(kind: DATA_SOURCE) { dataQueries { name } } }')).data.providerConnections).toEqual([{ dataQueries: [{ name: 'all_orders' }, { name: 'orders_by_status' }] }]);
  expect((await run({ name: 'orders_by_status', values: { status: 'open' } }))).toMatchObject({ errors: [], problem: null, durationMs: expect.any(Number), result: { columns: [{ name: 'number' }, { name: 'status' }, { name: 'total' }], rows: [[2, 'open', 7], [3, 'open', 8]], isTruncated: false } });
  expect((await run({ name: 'all_orders' })).result).toMatchObject({ rows: [[1, 'paid', 12.5], [2, 'open', 7]], isTruncated: true });
  const { data: { dataQueryRemove } } = await person.ask(REMOVE, { input: { connectionId: id, name: 'all_orders' } });
  expect(dataQueryRemove).toMatchObject({ errors: [], connection: { dataQueries: [{ name: 'orders_by_status' }] } });
  const events = JSON.stringify((await person.ask('{ auditEvents(first: 20) { nodes { action changes { field } } } }')).data);
  for (const action of ['dataQuerySet', 'dataQueryRemove', '"field":"queries"']) expect(events).toContain(action);
});

test('a query that is being written is run as it is, and what the source says of it is told', async () => {
  expect((await run({ query: { text: '{"from":"orders","columns":["status"],"where":{"number":{"$parameter":"number"}}}', parameters: { type: 'object', properties: { number: { type: 'integer', minimum: 1 } } } }, values: { number: 1 } })).result.rows).toEqual([['paid']]);
  expect(await run({ query: { text: '{"from":"nowhere"}' } })).toMatchObject({ result: null, errors: [], problem: { cause: 'BAD_REQUEST', message: 'simulated: there is no table nowhere', remedy: expect.stringContaining('Mend the query') } });
  expect(await run({ query: { text: '{"from":"orders","delayMs":60000}', timeoutMs: 200 } })).toMatchObject({ result: null, problem: { cause: 'TIMEOUT', remedy: expect.stringContaining('more time') } });
});

test.each<[string, object, readonly (readonly string[])[]]>([
  ['a name that is none', { name: 'Orders by status' }, [['name']]],
  ['no description', { description: ' ' }, [['description']]],
  ['no text', { text: '' }, [['text']]],
  ['too many rows, too long a time', { rowsMax: 5_000, timeoutMs: 60_000 }, [['rowsMax'], ['timeoutMs']]],
  ['a parameter of no type', { parameters: { type: 'object', properties: { status: { type: 'array' } } } }, [['parameters', 'properties', 'status', 'type']]],
  ['a pattern', { parameters: { type: 'object', properties: { status: { type: 'string', pattern: '(a+)+$' } } } }, [['parameters', 'properties', 'status']]],
  ['a needed parameter that is not there', { parameters: { type: 'object', properties: {}, required: ['status'] } }, [['parameters', 'required']]],
])('%s is refused with its field', async (_what, change, paths) => {
  const { connection, errors } = await set(change);
  expect([connection, errors.map(({ code, path }: Loose) => [code, ...path])]).toEqual([null, paths.map((path) => ['INVALID_INPUT', 'input', ...path])]);
});

test.each<[string, object, readonly string[]]>([
  ['missing', {}, ['status']], ['unknown', { status: 'open', more: 1 }, []], ['of another type', { status: 1 }, ['status']], ['not among those', { status: 'eaten' }, ['status']], ['no single value', { status: ['open'] }, ['status']],
])('a value that is %s is refused before the source is asked', async (_what, values, path) => {
  await set();
  expect(await run({ name: 'orders_by_status', values })).toMatchObject({ result: null, errors: [{ code: 'INVALID_INPUT', path: ['input', 'values', ...path] }] });
});

test('what was changed meanwhile stays, and so does what is not there', async () => {
  await set();
  expect((await set({ expectedVersion: 1 })).errors).toMatchObject([{ code: 'CONNECTION_CHANGED' }]);
  expect((await person.ask(REMOVE, { input: { connectionId: id, name: 'nothing' } })).data.dataQueryRemove.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'name'] }]);
  expect((await run({})).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  id = await connect({ kind: 'LLM', pluginId: 'simulated' });
  expect((await set()).errors).toMatchObject([{ code: 'CONNECTION_NOT_FOUND', path: ['input', 'connectionId'] }]);
  expect((await person.ask(SCHEMA, { id })).data.dataSourceSchema).toMatchObject({ language: null, tables: [], problem: { cause: 'BAD_REQUEST', message: 'The connection is no data source.' } });
  const stranger = await kit.signUp('Stranger');
  expect((await stranger.ask(SCHEMA, { id })).data.dataSourceSchema).toBeNull();
  expect((await stranger.ask(RUN, { input: { connectionId: id, query: { text: '{}' } } })).data.dataQueryRun.errors).toMatchObject([{ code: 'CONNECTION_NOT_FOUND' }]);
});

test('statements: a query is stored with three, and run with one', async () => {
  expect((await countStatements(kit, () => set())).length).toBeLessThanOrEqual(3);
  expect((await countStatements(kit, () => run({ name: 'orders_by_status', values: { status: 'open' } }))).length).toBeLessThanOrEqual(2);
});

test('a file of this machine is read over the same way', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-source-'));
  try {
    writeFileSync(join(folder, 'shop.db'), '');
    id = await connect({ pluginId: 'sqlite', settings: { file: join(folder, 'shop.db') } });
    const text = 'WITH orders (number, status) AS (VALUES (1, \'paid\'), (2, \'open\')) SELECT number FROM orders WHERE status = :status';
    await set({ text });
    expect(await run({ name: 'orders_by_status', values: { status: 'open' } })).toMatchObject({ errors: [], problem: null, result: { rows: [[2]] } });
    expect(await run({ query: { text: 'DELETE FROM orders' } })).toMatchObject({ problem: { cause: 'BAD_REQUEST', message: expect.stringContaining('data sources are read') } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
