import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { activeCall, append, conversation, publishedAgent, post, startCall, startKit, until, type Answer, type Kit, type Person } from '../../../test/kit.js';
import { overSocket } from '../../../test/streams.js';
import { createApiKeyText, isApiKey } from '../../access/api-key-text.js';
import { PERMISSIONS, type Permission } from '../../access/may.js';
import { scopeOfRootField } from '../../access/root-fields.js';
import { buildApiSchema } from '../../schema/schema.js';

let kit: Kit;
let owner: Person;
let agentId: string;
let accountId: string;
beforeAll(async () => {
  kit = await startKit({ TRUST_PROXY: 'loopback' });
  owner = await kit.signUp('Owner');
  agentId = await publishedAgent(owner);
  const { data } = await owner.ask('mutation { serviceAccountCreate(input: { name: "Booking desk" }) { serviceAccount { id } errors { code } } }');
  accountId = data.serviceAccountCreate.serviceAccount.id as string;
});
afterAll(() => kit.close());

const CREATE = 'mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { apiKey { id lastCharacters isTest permissions networks expiresAt lastUsedAt revokedAt } token errors { code message path } } }';
async function createKey(input: object = {}, person = owner) {
  const { data, errors } = await person.ask(CREATE, { input: { serviceAccountId: accountId, name: 'Key', permissions: ['calls:start'], ...input } });
  return { ...(data?.apiKeyCreate as { apiKey: { id: string; lastCharacters: string; lastUsedAt: string | null }; token: string; errors: { code: string; message: string; path: string[] }[] }), requestErrors: errors };
}
const ask = (token: string, query: string, variables: object = {}, headers: Record<string, string> = {}, url = kit.api.url): Promise<Answer> => post(`${url}/graphql`, query, variables, { authorization: `Bearer ${token}`, ...headers });
const START = 'mutation ($agent: ID!) { callStart(input: { agentId: $agent, transport: BROWSER }) { call { id } media { token } errors { code } } }';
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code;

test('a key can do what it was made for and nothing else', async () => {
  const { token, apiKey } = await createKey();
  expect([isApiKey(token), token.startsWith('pk_live_'), token.slice(-4)]).toEqual([true, true, apiKey.lastCharacters]);
  const started = await ask(token, START, { agent: agentId });
  expect([started.errors, started.data.callStart.errors, started.data.callStart.media.token]).toEqual([undefined, [], expect.any(String)]);
  const queries: Record<string, string> = { 'Query.agents': '{ agents { nodes { id } } }', 'Query.calls': '{ calls { nodes { id } } }', 'Query.auditEvents': '{ auditEvents { nodes { id } } }', 'Query.serviceAccounts': '{ serviceAccounts { nodes { id } } }', 'Query.systemHealth': '{ systemHealth { status } }' };
  for (const [field, query] of Object.entries(queries)) expect([field, codeOf(await ask(token, query))]).toEqual([field, 'FORBIDDEN']);
  expect((await ask(token, 'query ($id: ID!) { node(id: $id) { id } }', { id: agentId })).data.node).toBeNull();
  expect(codeOf(await ask(token, 'mutation { profileUpdate(input: { name: "Robot" }) { errors { code } } }'))).toBe('FORBIDDEN');
  expect(codeOf(await ask(token, 'mutation { organizationCreate(input: { name: "Mine" }) { errors { code } } }'))).toBe('FORBIDDEN');
  expect(codeOf(await ask(token, 'mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: owner.organizationId }))).toBe('FORBIDDEN');
  expect((await ask(token, '{ viewer { user { id } } }')).data.viewer).toBeNull();
});

test('what is kept of a key is not the key', async () => {
  const { token } = await createKey();
  const { data } = await owner.ask('{ serviceAccounts { nodes { name keys { id name lastCharacters permissions } } } }');
  expect(JSON.stringify(data)).not.toContain(token);
  const rows = await kit.test.database.system.apiKey.findMany();
  expect(JSON.stringify(rows) + JSON.stringify(await kit.test.database.system.auditEvent.findMany())).not.toContain(token.slice(8, 24));
  for (const { keyHash } of rows) expect(Buffer.from(keyHash).toString('latin1')).not.toContain(token.slice(8, 24));
});

test('nobody gives what they do not have; what is wrong is told', async () => {
  for (const [input, message] of [
    [{ permissions: [] }, /at least one/], [{ permissions: ['everything'] }, /"everything" is no permission of keys; there are agents:read/], [{ permissions: ['api-keys:create'] }, /is no permission of keys/],
    [{ networks: ['10.0.0.0/33'] }, /is no network/], [{ expiresAt: '2020-01-01T00:00:00Z' }, /in the future/], [{ name: ' ' }, /at least 1/],
  ] as const) expect((await createKey(input)).errors[0]!.message).toMatch(message);
  expect((await createKey({ serviceAccountId: 'svc_0000000000000000000001' })).errors[0]!.code).toBe('SERVICE_ACCOUNT_NOT_FOUND');
  const stranger = await kit.signUp('Stranger');
  expect((await createKey({}, stranger)).errors[0]!.code).toBe('SERVICE_ACCOUNT_NOT_FOUND');
  expect((await owner.ask('mutation { serviceAccountCreate(input: { name: "Booking desk" }) { errors { code } } }')).data.serviceAccountCreate.errors).toEqual([{ code: 'NAME_TAKEN' }]);
});

test('a key is used from its networks alone, until it is over, and says when it was used', async () => {
  const { token, apiKey } = await createKey({ networks: ['203.0.113.0/24', '2001:db8::/32'], permissions: ['calls:read'] });
  const from = (address: string) => ask(token, '{ calls { nodes { id } } }', {}, { 'x-forwarded-for': address }).then(codeOf);
  expect([await from('203.0.113.9'), await from('2001:db8::7'), await from('203.0.114.1'), await from('10.0.0.1')]).toEqual([undefined, undefined, 'UNAUTHENTICATED', 'UNAUTHENTICATED']);
  const { system } = kit.test.database;
  await expect.poll(async () => (await system.apiKey.findMany({ where: { lastCharacters: apiKey.lastCharacters } })).some(({ lastUsedAt }) => lastUsedAt !== null), { timeout: 5_000 }).toBe(true);
  const brief = await createKey({ permissions: ['calls:read'], expiresAt: new Date(Date.now() + 60_000).toISOString() });
  expect(codeOf(await ask(brief.token, '{ calls { nodes { id } } }'))).toBeUndefined();
  await system.apiKey.updateMany({ where: { lastCharacters: brief.apiKey.lastCharacters }, data: { expiresAt: new Date(Date.now() - 1) } });
  const later = await kit.another();
  expect(codeOf(await ask(brief.token, '{ calls { nodes { id } } }', {}, {}, later.url))).toBe('UNAUTHENTICATED');
});

test('a revoked key is refused at once, and what it has open ends', async () => {
  const { token, apiKey } = await createKey({ permissions: ['calls:read'] });
  let closedWith: number | undefined;
  const client = createClient({ url: `${kit.api.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token}` }, retryAttempts: 0, on: { closed: (event) => { closedWith = (event as { code: number }).code; } } });
  const items: unknown[] = [];
  client.subscribe({ query: 'subscription { liveCalls { __typename } }' }, { next: (item) => { items.push(item); }, error: () => undefined, complete: () => undefined });
  await until(() => items.length > 0, 'the first item');
  const startedMs = Date.now();
  expect((await owner.ask('mutation ($id: ID!) { apiKeyRevoke(input: { id: $id }) { apiKey { revokedAt } errors { code } } }', { id: apiKey.id })).data.apiKeyRevoke.apiKey.revokedAt).toEqual(expect.any(String));
  await until(() => closedWith !== undefined, 'the socket closes');
  expect([closedWith, Date.now() - startedMs < 1_000]).toEqual([4403, true]);
  expect(codeOf(await ask(token, '{ calls { nodes { id } } }'))).toBe('UNAUTHENTICATED');
  expect((await owner.ask('mutation { apiKeyRevoke(input: { id: "key_0000000000000000000001" }) { errors { code } } }')).data.apiKeyRevoke.errors).toEqual([{ code: 'API_KEY_NOT_FOUND' }]);
});

test('a key for one agent reaches it and its calls, everywhere, and nothing of another', async () => {
  const person = await kit.signUp('Agency');
  const [own, other] = [await publishedAgent(person, { name: 'Own' }), await publishedAgent(person, { name: 'Other' })];
  const [ownCall, otherCall] = [await activeCall(kit, person, own), await activeCall(kit, person, other)];
  for (const { callId } of [ownCall, otherCall]) await append(kit, callId, conversation(callId).slice(0, 4));
  const account = (await person.ask('mutation { serviceAccountCreate(input: { name: "Limited" }) { serviceAccount { id } } }')).data.serviceAccountCreate.serviceAccount.id as string;
  const limited = { serviceAccountId: account, agentIds: [own], permissions: ['agents:read', 'agents:update', 'agents:publish', 'agents:archive', 'calls:read', 'transcripts:read', 'usage:read', 'calls:export', 'calls:start', 'calls:end'] };
  const { token, apiKey } = await createKey(limited, person);
  const seen = await person.ask('query ($id: ID!) { node(id: $id) { ... on ApiKey { agentIds } } }', { id: apiKey.id });
  expect(seen.data.node).toEqual({ agentIds: [own] });
  const lists = await ask(token, '{ agents { nodes { id versions { number } calls: id } } calls { totalCount nodes { id agent { id } turns { text } } } callStatistics(from: "2026-01-01T00:00:00Z", before: "2026-12-31T00:00:00Z") { calls activeCalls } callsExportUrl }');
  expect(lists.errors).toBeUndefined();
  expect([lists.data.agents.nodes.map(({ id }: { id: string }) => id), lists.data.calls.nodes.map(({ id }: { id: string }) => id), lists.data.calls.totalCount]).toEqual([[own], [ownCall.id], 1]);
  expect(lists.data.callStatistics).toMatchObject({ activeCalls: 1 });
  const { pathname, search } = new URL(lists.data.callsExportUrl as string);
  const file = await (await fetch(kit.api.url + pathname + search)).text();
  expect([file.includes(ownCall.id), file.includes(otherCall.id)]).toEqual([true, false]);
  const found = await ask(token, 'query ($ids: [ID!]!, $agent: ID!, $call: ID!) { nodes(ids: $ids) { id } agent(id: $agent) { id } call(id: $call) { id } calls(where: { agentId: $agent }) { nodes { id } } }', { ids: [own, other, ownCall.id, otherCall.id], agent: other, call: otherCall.id });
  expect(found.data).toEqual({ nodes: [{ id: own }, null, { id: ownCall.id }, null], agent: null, call: null, calls: { nodes: [] } });
  const codes = async (mutation: string, input: object) => (await ask(token, `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { errors { code } } }`, { input })).data[mutation].errors.map(({ code }: { code: string }) => code) as string[];
  const version = (await person.ask('query ($id: ID!) { agent(id: $id) { publishedVersion { id } } }', { id: other })).data.agent.publishedVersion.id as string;
  expect([await codes('callStart', { agentId: other, transport: 'BROWSER' }), await codes('callEnd', { id: otherCall.id }), await codes('agentUpdate', { id: other, name: 'Taken' }), await codes('agentPublish', { id: other }), await codes('agentArchive', { id: other }), await codes('agentVersionRestore', { versionId: version })])
    .toEqual([['AGENT_NOT_FOUND'], ['CALL_NOT_FOUND'], ['AGENT_NOT_FOUND'], ['AGENT_NOT_FOUND'], ['AGENT_NOT_FOUND'], ['AGENT_VERSION_NOT_FOUND']]);
  expect([await codes('agentPublish', { id: own }), await codes('callStart', { agentId: own, transport: 'BROWSER' })]).toEqual([[], []]);
  // What it follows tells of its own calls, and nothing of the others: neither that they begin nor that they end.
  const live = await overSocket({ url: kit.api.url, token, query: 'subscription { liveCalls { __typename ... on LiveCallsSnapshot { calls { id } } ... on LiveCallChanged { call { id } } ... on LiveCallEnded { id } } }' });
  const foreign = await overSocket({ url: kit.api.url, token, query: 'subscription ($id: ID!) { callEvents(callId: $id) { seq } }', variables: { id: otherCall.id } });
  await until(() => live.items.length > 0 && foreign.errors.length > 0, 'the first items');
  const started = await startCall(person, other);
  for (const id of [started.id, otherCall.id]) await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { errors { code } } }', { id });
  const mine = await startCall(person, own);
  await until(() => JSON.stringify(live.items).includes(mine.id), 'its own call');
  for (const id of [started.id, otherCall.id, other]) expect(JSON.stringify([live.items, foreign.items])).not.toContain(id);
  expect(JSON.stringify(live.items)).toContain(ownCall.id);
  for (const stream of [live, foreign]) await stream.stop();
});

test('which agents a key may be for, and what it cannot be given then', async () => {
  const stranger = await kit.signUp('Foreign');
  const theirs = await publishedAgent(stranger);
  expect((await createKey({ agentIds: [theirs] })).errors).toMatchObject([{ code: 'AGENT_NOT_FOUND', path: ['input', 'agentIds'] }]);
  expect((await createKey({ agentIds: [agentId, theirs] })).errors).toMatchObject([{ code: 'AGENT_NOT_FOUND' }]);
  expect((await createKey({ agentIds: ['call_0000000000000000000001'] })).errors).toMatchObject([{ code: 'INVALID_ID' }]);
  expect((await createKey({ agentIds: [agentId], permissions: ['calls:start', 'audit:read', 'agents:create'] })).errors).toMatchObject([{ code: 'INVALID_INPUT', message: expect.stringContaining('`audit:read`, `agents:create`') as string }]);
  expect((await createKey({ agentIds: [agentId, agentId], permissions: ['calls:start'] })).errors).toEqual([]);
});

test('a key that ends soon is told so with each answer', async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const [soon, later] = [await createKey({ permissions: ['calls:read'], expiresAt: inDays(3) }), await createKey({ permissions: ['calls:read'], expiresAt: inDays(300) })];
  const told = async ({ token }: { token: string }) => (await ask(token, '{ calls { nodes { id } } }')).headers.get('parley-key-expires');
  expect([await told(soon), await told(later)]).toEqual([expect.stringMatching(/^\d{4}-/), null]);
  const { data } = await owner.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ApiKey { isExpiring } } }', { ids: [soon.apiKey.id, later.apiKey.id] });
  expect(data.nodes).toEqual([{ isExpiring: true }, { isExpiring: false }]);
});

test('calls of a test key run on simulated providers, and its acts are its own in the log', async () => {
  const { token, apiKey } = await createKey({ isTest: true });
  expect(token.startsWith('pk_test_')).toBe(true);
  const { data } = await ask(token, START, { agent: agentId });
  const taken = await kit.link('mutation ($input: CallPlanTakeInput!) { callPlanTake(input: $input) { plan errors { code } } }', { input: { token: data.callStart.media.token, transport: 'BROWSER', mediaId: 'media-1' } });
  const { routes } = taken.data.callPlanTake.plan as { routes: Record<string, { steps: { pluginId: string }[] }> };
  expect(new Set(Object.values(routes).flatMap(({ steps }) => steps.map(({ pluginId }) => pluginId)))).toEqual(new Set(['simulated']));
  const log = await owner.ask('{ auditEvents(where: { action: "apiKeyCreate" }) { nodes { actorKind targetType } } }');
  expect(log.data.auditEvents.nodes[0]).toEqual({ actorKind: 'USER', targetType: 'api_keys' });
  const writer = await createKey({ permissions: ['agents:create'] });
  await ask(writer.token, 'mutation { agentCreate(input: { name: "By a program" }) { errors { code } } }');
  const [made] = (await owner.ask('{ auditEvents(where: { action: "agentCreate" }) { nodes { actorKind actorId } } }')).data.auditEvents.nodes as { actorKind: string }[];
  expect([made!.actorKind, apiKey.id.startsWith('key_')]).toEqual(['API_KEY', true]);
});

test('a key that was mistyped or cut is no key, and none is like another', () => {
  const keys = Array.from({ length: 500 }, (_none, index) => createApiKeyText(index % 2 === 0));
  expect(new Set(keys).size).toBe(500);
  expect(keys.every(isApiKey)).toBe(true);
  const [key] = keys as [string];
  for (const wrong of [key.slice(0, -1), `${key}x`, key.replace('test', 'live'), key.slice(0, 20) + (key[20] === 'a' ? 'b' : 'a') + key.slice(21), '', 'pk_live_']) expect([wrong, isApiKey(wrong)]).toEqual([wrong, false]);
});

test('every root field of both schemas has its scope, and every permission guards something', () => {
  const used = new Set<string>();
  for (const name of ['public', 'internal'] as const) {
    const schema = buildApiSchema(name);
    for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
      for (const field of Object.keys(type!.getFields())) {
        const scope = scopeOfRootField(`${type!.name}.${field}`);
        expect([`${type!.name}.${field}`, scope]).toEqual([`${type!.name}.${field}`, expect.any(String)]);
        used.add(scope!);
      }
    }
  }
  // What guards fields below the root, and what comes into use with what it is for.
  const below: readonly Permission[] = ['members:read', 'organization:read', 'transcripts:read', 'recordings:read'];
  const later: readonly Permission[] = [
    'calls:listen', 'calls:steer', 'organization:export', 'organization:transfer', 'organization:delete', 'single-sign-on:update', 'limits:read', 'members:invite', 'members:update',
    'roles:create', 'roles:update', 'roles:delete', 'clients:create', 'clients:enter', 'clients:update', 'delegation:update', 'platform:read', 'platform:suspend', 'platform:impersonate', 'platform:limits',
  ];
  expect(PERMISSIONS.filter((permission) => !used.has(permission) && !below.includes(permission) && !later.includes(permission))).toEqual([]);
});
