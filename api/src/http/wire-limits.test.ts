import { afterAll, beforeAll, expect, test } from 'vitest';
import { startKit, type Kit, type Person } from '../../test/kit.js';
import { MemoryBuckets } from '../budget/bucket.js';
import type { RequestErrorCode } from '../errors.js';
import { LIMITS } from '../limits.js';

/*
 * Every limit of the wire, refusing: over the JSON fast path and through Yoga, for clients of either media type. One
 * below each limit passes, so that it is the limit which refuses and nothing else.
 */
interface Wire { readonly name: string; readonly kit: () => Kit; readonly person: () => Person }
let fast: Kit;
let slow: Kit;
const people = new Map<string, Person>();
const wires: readonly Wire[] = [
  { name: 'the fast path', kit: () => fast, person: () => people.get('fast')! },
  { name: 'Yoga', kit: () => slow, person: () => people.get('slow')! },
];
beforeAll(async () => {
  fast = await startKit();
  slow = await startKit({}, { hasFastPath: false });
  people.set('fast', await fast.signUp()).set('slow', await slow.signUp());
  for (const { api } of [fast, slow]) Object.assign(api.app, { buckets: new MemoryBuckets({ pointsMax: 1e6, restorePerSecond: 1 }) });
}, 60_000);
afterAll(async () => { await fast.close(); await slow.close(); });

interface Sent { readonly query: string; readonly variables?: object }
const list = <Item>(count: number, item: (index: number) => Item) => Array.from({ length: count }, (_none, index) => item(index));
const nested = (levels: number) => `${'{ viewer '.repeat(levels - 1)}{ user ${'}'.repeat(levels)}`;

/** What is sent: `beyond` is refused with `code`; `within` is not. */
const documents: readonly { readonly limit: string; readonly code: RequestErrorCode; readonly beyond: Sent; readonly within?: Sent }[] = [
  { limit: 'depth', code: 'DEPTH_LIMIT', beyond: { query: nested(LIMITS.depthMax + 1) }, within: { query: nested(LIMITS.depthMax) } },
  ...([['aliases', 'ALIAS_LIMIT', LIMITS.aliasesMax]] as const).map(([limit, code, max]) => {
    const of = (count: number) => ({ query: `{ viewer { user { ${list(count, (index) => `a${index}: name`).join(' ')} } } }` });
    return { limit, code, beyond: of(max + 1), within: of(max) };
  }),
  { limit: 'aliases through fragments that multiply', code: 'ALIAS_LIMIT', beyond: { query: `{ viewer { user { ...W0 } } } ${list(25, (level) => `fragment W${level} on User { ${level < 24 ? `a${level}: name ...W${level + 1} ...W${level + 1}` : 'name'} }`).join(' ')}` } },
  { limit: 'tokens', code: 'TOKEN_LIMIT', beyond: { query: `{ viewer { user { ${'name '.repeat(LIMITS.documentTokensMax)} } } }` }, within: { query: `{ viewer { user { ${'name '.repeat(LIMITS.documentTokensMax - 10)} } } }` } },
  { limit: 'directives', code: 'DIRECTIVE_LIMIT', beyond: { query: `{ viewer { user { name ${'... @include(if: true) { name } '.repeat(LIMITS.directivesMax + 1)} } } }` }, within: { query: `{ viewer { user { name ${'... @include(if: true) { name } '.repeat(LIMITS.directivesMax)} } } }` } },
  {
    limit: 'changes in one document', code: 'ROOT_MUTATION_LIMIT', beyond: { query: `mutation { ${list(LIMITS.rootMutationsMax + 1, (index) => `a${index}: agentArchive(input: { id: "agt_0000000000000000000001" }) { errors { code } }`).join(' ')} }` },
    within: { query: `mutation { ${list(LIMITS.rootMutationsMax, (index) => `a${index}: agentArchive(input: { id: "agt_0000000000000000000001" }) { errors { code } }`).join(' ')} }` },
  },
  { limit: 'cost', code: 'COST_LIMIT', beyond: { query: '{ calls(first: 100) { nodes { turns { usage { kind } } } } }' }, within: { query: '{ calls(first: 1) { nodes { turns { usage { kind } } } } }' } },
  { limit: 'cost through variables', code: 'COST_LIMIT', beyond: { query: 'query ($first: Int) { calls(first: $first) { nodes { turns { usage { kind } } } } }', variables: { first: 100 } } },
  { limit: 'a page', code: 'INVALID_INPUT', beyond: { query: `{ calls(first: ${LIMITS.pageSizeMax + 1}) { nodes { id } } }` }, within: { query: `{ calls(first: ${LIMITS.pageSizeMax}) { nodes { id } } }` } },
  { limit: 'a page of none', code: 'INVALID_INPUT', beyond: { query: '{ calls(first: 0) { nodes { id } } }' } },
  { limit: 'a page from both ends', code: 'INVALID_INPUT', beyond: { query: '{ calls(first: 1, last: 1) { nodes { id } } }' } },
  { limit: 'a cursor', code: 'INVALID_INPUT', beyond: { query: '{ calls(after: "nonsense") { nodes { id } } }' } },
  ...[LIMITS.nodeIdsMax].map((max) => {
    const of = (count: number) => ({ query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: list(count, () => 'agt_0000000000000000000001') } });
    return { limit: 'ids at once', code: 'INVALID_INPUT' as const, beyond: of(max + 1), within: of(max) };
  }),
  { limit: 'an id', code: 'INVALID_ID', beyond: { query: '{ node(id: "agt_x") { id } }' }, within: { query: '{ node(id: "agt_0000000000000000000001") { id } }' } },
  { limit: 'syntax', code: 'GRAPHQL_PARSE_FAILED', beyond: { query: '{ viewer ' } },
  { limit: 'the schema', code: 'GRAPHQL_VALIDATION_FAILED', beyond: { query: '{ viewer { nonsense } }' } },
];

async function send({ kit, person }: Wire, body: string, headers: Record<string, string> = {}, method = 'POST') {
  const response = await fetch(`${kit().api.url}/graphql`, { method, headers: { 'content-type': 'application/json', authorization: `Bearer ${person().token}`, ...headers }, ...(method === 'POST' ? { body } : {}) });
  const { data, errors = [] } = JSON.parse(await response.text()) as { data?: unknown; errors?: { extensions: { code: string; requestId: string } }[] };
  return { status: response.status, isExecuted: data !== undefined, headers: response.headers, codes: errors.map(({ extensions }) => extensions.code), requestIds: errors.map(({ extensions }) => extensions.requestId) };
}
const cases = wires.flatMap((wire) => documents.map((document) => [document.limit, wire.name, wire, document] as const));

test.each(cases)('%s (%s)', async (_limit, _name, wire, { code, beyond, within }) => {
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    const refused = await send(wire, JSON.stringify(beyond), { accept });
    expect(refused.codes).toContain(code);
    expect(refused.requestIds.every((id) => id === refused.headers.get('x-request-id'))).toBe(true);
    // Plain JSON answers 200 to what was a GraphQL request; the newer type tells of what was not executed.
    expect(refused.status).toBe(accept === 'application/json' || refused.isExecuted ? 200 : 400);
    if (within) expect((await send(wire, JSON.stringify(within), { accept })).codes).not.toContain(code);
  }
});

const PLAIN = JSON.stringify({ query: '{ __typename }' });
const requests: readonly { readonly limit: string; readonly status: number; readonly code: RequestErrorCode; readonly body?: string; readonly headers?: Record<string, string>; readonly method?: string }[] = [
  { limit: 'a body', status: 413, code: 'BODY_TOO_LARGE', body: JSON.stringify({ query: `{ __typename } # ${'x'.repeat(LIMITS.bodyBytesMax)}` }) },
  { limit: 'a batch', status: 400, code: 'BAD_REQUEST', body: `[${PLAIN},${PLAIN}]` },
  { limit: 'a batch of one', status: 400, code: 'BAD_REQUEST', body: `[${PLAIN}]` },
  { limit: 'no JSON', status: 400, code: 'BAD_REQUEST', body: '{"query"' },
  { limit: 'variables that are no object', status: 400, code: 'BAD_REQUEST', body: JSON.stringify({ query: '{ __typename }', variables: [1] }) },
  { limit: 'GET', status: 405, code: 'METHOD_NOT_ALLOWED', method: 'GET' },
  { limit: 'a form', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query=%7B__typename%7D' },
  { limit: 'an upload', status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
  { limit: 'an answer of another kind', status: 406, code: 'BAD_REQUEST', headers: { accept: 'image/png' } },
];

test.each(wires.flatMap((wire) => requests.map((request) => [request.limit, wire.name, wire, request] as const)))('%s (%s): refused as a request', async (_limit, _name, wire, { status, code, body = PLAIN, headers = {}, method }) => {
  expect(await send(wire, body, headers, method)).toMatchObject({ status, codes: [code] });
});

test.each(wires.map((wire) => [wire.name, wire] as const))('points (%s): who has none left is told when there will be some', async (_name, wire) => {
  const { app } = wire.kit().api;
  const { buckets } = app;
  Object.assign(app, { buckets: new MemoryBuckets({ pointsMax: 40, restorePerSecond: 0.1 }) });
  try {
    const ask = (first: number) => send(wire, JSON.stringify({ query: `{ calls(first: ${first}) { nodes { agent { id } } } }` }));
    expect((await ask(20)).codes).toEqual([]);
    const refused = await ask(60);
    expect([refused.status, refused.codes, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, ['RATE_LIMITED'], true]);
    expect((await ask(20)).codes).toEqual([]);
  } finally {
    Object.assign(app, { buckets });
  }
});
