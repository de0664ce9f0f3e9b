import { readFileSync } from 'node:fs';
import { systemClock, type ProviderErrorCause } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest } from '@parley/plugin-sdk/manifest';
import { CONTRACT_NUMBERS_MAX, CONTRACT_PEOPLE, contracts, realTime, recordingWatch, runContract, WATCHED_SECRET, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { manifestKinds } from '../src/manifest.js';
import { startPostgrest, type PostgrestServer } from './postgrest-server.js';

const LIMITS = { rowsMax: 100, bytesMax: 100_000, timeoutMs: 5_000 };

let server: PostgrestServer;
beforeAll(async () => {
  server = await startPostgrest({
    contract_people: { columns: { id: 'integer', name: 'text' }, required: ['id', 'name'], rows: CONTRACT_PEOPLE.map((name, index) => ({ id: index + 1, name })) },
    contract_numbers: { columns: { n: 'integer' }, required: ['n'], rows: Array.from({ length: CONTRACT_NUMBERS_MAX }, (_, index) => ({ n: CONTRACT_NUMBERS_MAX - index })) },
    contract_slow: { columns: { n: 'integer' }, required: [], rows: [], delayMs: 20_000 },
    orders: { columns: { number: 'integer', note: 'text' }, required: ['number'], rows: [{ number: 1, note: null }, { number: 2, note: 'urgent' }, { number: 3, note: 'gift' }] },
  }, WATCHED_SECRET);
});
afterEach(() => { server.failure = undefined; });
afterAll(() => server.close());

const open = (settings: object, { logger, secret }: ContractWatch) => plugin['data-source']!({ settings: { url: server.url, ...settings }, secrets: { apiKey: secret }, clock: systemClock, logger });

const FAILURES: Partial<Record<ProviderErrorCause, PostgrestServer['failure']>> = {
  'rate-limit': { status: 429, code: null, message: 'Too many requests', headers: { 'retry-after': '2' } }, 'vendor-fault': { status: 500, code: 'XX000', message: 'internal error' }, timeout: { status: 500, code: '57014', message: 'canceling statement due to statement timeout' },
  'bad-request': { status: 403, code: '42501', message: 'permission denied for table contract_people' },
};

const HARNESS = {
  time: realTime(systemClock, 1_000),
  open: (watch: ContractWatch) => open({}, watch),
  failingCauses: ['auth', 'unreachable', ...Object.keys(FAILURES)] as ProviderErrorCause[],
  openFailing: async (cause: ProviderErrorCause, watch: ContractWatch) => {
    server.failure = FAILURES[cause];
    if (cause === 'unreachable') return open({ url: 'http://127.0.0.1:1' }, watch);
    return cause === 'auth' ? plugin['data-source']!({ settings: { url: server.url }, secrets: { apiKey: `${watch.secret}-wrong` }, clock: systemClock, logger: watch.logger }) : open({}, watch);
  },
  texts: {
    numbers: '{"from":"contract_numbers","where":[{"column":"n","is":"lte","value":{"$parameter":"count"}}],"orderBy":[{"column":"n"}]}',
    people: '{"from":"contract_people","columns":["id","name"],"where":[{"column":"name","value":{"$parameter":"name"}}]}',
    broken: '{"from":"nowhere"}',
    slow: '{"from":"contract_slow"}',
    writes: ['{"insert":"contract_people","rows":[{"id":99}]}', '{"from":"rpc/forget"}', '{"from":"contract_people","columns":["id;delete"]}', '{"from":"contract_people","where":[{"column":"limit","value":1}]}', '{"from":"contract_people","method":"DELETE"}'],
    several: ['{"from":"contract_people"} {"from":"contract_numbers"}', '[{"from":"contract_people"},{"from":"contract_numbers"}]'],
  },
};

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

async function ask(text: string, parameters = {}, more = {}) {
  const provider = await open({}, recordingWatch());
  try { return await provider.query({ text, parameters, ...LIMITS, signal: new AbortController().signal, ...more }); } finally { await provider.close(); }
}

test('conditions, order and null are asked for as PostgREST has them', async () => {
  const query = (where: object[], more: object = {}) => JSON.stringify({ from: 'orders', columns: ['number'], where, orderBy: [{ column: 'number', isDescending: true }], ...more });
  expect((await ask(query([{ column: 'number', is: 'gt', value: 1 }]))).rows).toEqual([[3], [2]]);
  expect((await ask(query([{ column: 'note', is: 'ilike', value: 'URG*' }]))).rows).toEqual([[2]]);
  const given = query([{ column: 'note', value: { $parameter: 'note' } }]);
  expect([(await ask(given, { note: null })).rows, (await ask(given, { note: 'null' })).rows]).toEqual([[[1]], []]);
  expect((await ask(query([{ column: 'note', is: 'neq', value: null }]))).rows).toEqual([[3], [2]]);
  await expect(ask(query([{ column: 'note', is: 'gt', value: null }]))).rejects.toMatchObject({ causeCode: 'bad-request' });
});

test('an answer that is none, is cut or does not come is a failure of its own', async () => {
  const query = '{"from":"orders"}';
  for (const [failure, causeCode] of [['garbage', 'vendor-fault'], ['cut', 'unreachable'], ['silence', 'timeout']] as const) {
    server.failure = failure;
    await expect(ask(query, {}, { timeoutMs: 1_000 }), failure).rejects.toMatchObject({ causeCode });
  }
});

test('what a parameter said, and the key, are not in what the server says of it; a wait that it asks for is told', async () => {
  const numbers = '{"from":"contract_numbers","where":[{"column":"n","value":{"$parameter":"count"}}]}';
  await expect(ask(numbers, { count: 'a private number' })).rejects.toMatchObject({ causeCode: 'bad-request', vendorCode: '22P02', vendorMessage: 'invalid input syntax for type integer: "…"' });
  server.failure = FAILURES['rate-limit'];
  await expect(ask(numbers, { count: 1 })).rejects.toMatchObject({ causeCode: 'rate-limit', retryAfterMs: 2_000 });
});

test('a request that was given up is hung up', async () => {
  const before = server.leftCount;
  await expect(ask('{"from":"contract_slow"}', {}, { timeoutMs: 200 })).rejects.toMatchObject({ causeCode: 'timeout' });
  await expect.poll(() => server.leftCount).toBeGreaterThan(before);
});
