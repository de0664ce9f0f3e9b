import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { publishedAgent, post, startKit, until, type Answer, type Kit, type Person } from '../../../test/kit.js';
import { createApiKeyText, isApiKey } from '../../access/api-key-text.js';
import { PERMISSIONS } from '../../access/may.js';
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
  expect(PERMISSIONS.filter((permission) => !used.has(permission))).toEqual(['members:read', 'organization:read']);
});
