import { getNamedType, isLeafType, isObjectType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { uuidv7 } from '@parley/db';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId, type NodeName } from '../src/schema/ids.js';
import { buildApiSchema } from '../src/schema/schema.js';
import { activeCall, append, conversation, post, publishedAgent, startKit, type Kit, type Person } from './kit.js';

let kit: Kit;
let owner: Person;
let stranger: Person;
/** One thing of the owner's of each Node type, found through what the owner sees. */
const theirs: Record<string, string> = {};
const schema = buildApiSchema('public');

beforeAll(async () => {
  kit = await startKit();
  [owner, stranger] = [await kit.signUp('Owner'), await kit.signUp('Stranger')];
  const agentId = await publishedAgent(owner);
  const { id, callId } = await activeCall(kit, owner, agentId);
  await append(kit, callId, conversation(callId));
  await kit.test.database.system.recording.create({ data: { id: '01a1fdcf-4e11-7000-8275-248715f8ac99', organizationId: (await kit.test.database.system.call.findFirstOrThrow()).organizationId, callId, storageKey: 'x', durationMs: 1, byteLength: 1, sampleRateHz: 8000, sha256: 'x', peaks: { left: [], right: [] } } });
  const { data } = await owner.ask('query ($id: ID!, $call: ID!) { agent(id: $id) { publishedVersion { id } } call(id: $call) { recording { id } } viewer { user { id } organization { id } } auditEvents(first: 1) { nodes { id } } }', { id: agentId, call: id });
  const account = await owner.ask('mutation { serviceAccountCreate(input: { name: "Program" }) { serviceAccount { id } } }');
  const serviceAccountId = account.data.serviceAccountCreate.serviceAccount.id as string;
  const key = await owner.ask('mutation ($id: ID!) { apiKeyCreate(input: { serviceAccountId: $id, name: "Key", permissions: ["calls:read"] }) { apiKey { id } } }', { id: serviceAccountId });
  Object.assign(theirs, { ServiceAccount: serviceAccountId, ApiKey: key.data.apiKeyCreate.apiKey.id, User: data.viewer.user.id, Organization: data.viewer.organization.id, Agent: agentId, Call: id, AgentVersion: data.agent.publishedVersion.id, Recording: data.call.recording.id, AuditEvent: data.auditEvents.nodes[0].id });
});
afterAll(() => kit.close());

const nodeTypes = schema.getPossibleTypes(schema.getType('Node') as never).map(({ name }) => name);

test('every Node type has a thing to attack', () => { expect(Object.keys(theirs).sort()).toEqual([...nodeTypes].sort()); });

test('node and nodes find the owner\'s things for the owner, and nothing for a stranger', async () => {
  for (const [type, id] of Object.entries(theirs)) {
    expect((await owner.ask('query ($id: ID!) { node(id: $id) { __typename id } }', { id })).data.node).toEqual({ __typename: type, id });
    const answer = await stranger.ask('query ($id: ID!) { node(id: $id) { id } }', { id });
    expect([type, answer.data.node, answer.errors]).toEqual([type, null, undefined]);
  }
  const { data } = await stranger.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Object.values(theirs) });
  expect(data.nodes).toEqual(nodeTypes.map(() => null));
  const mine = await owner.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Object.values(theirs) });
  expect(mine.data.nodes).toEqual(Object.values(theirs).map((id) => ({ id })));
});

test('a well-formed id that names nothing, or nothing of yours, is null and no error in the log', async () => {
  const logged: string[] = [];
  const { url } = await kit.another({}, pino({ level: 'warn' }, { write: (line) => { logged.push(line); } }));
  const ask = (query: string, variables: object) => post(`${url}/graphql`, query, variables, { authorization: `Bearer ${stranger.token}` });
  for (const type of nodeTypes) {
    const ids = [encodeId(type as NodeName, uuidv7()), theirs[type]!];
    for (const id of ids) {
      const { data, errors } = await ask('query ($id: ID!) { node(id: $id) { id ... on Call { turns { text } } ... on Agent { publishedVersion { id } } } }', { id });
      expect([type, data, errors]).toEqual([type, { node: null }, undefined]);
    }
    const { data, errors } = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect([type, data, errors]).toEqual([type, { nodes: [null, null] }, undefined]);
  }
  expect(logged).toEqual([]);
});

/** The id arguments of a root field, by the type that their description names. */
const idPrefixes: Record<string, string> = { 'Query.agent.id': 'Agent', 'Query.call.id': 'Call', 'Query.node.id': 'Call', 'Subscription.callEvents.callId': 'Call' };

test('every query with an id of the owner\'s answers a stranger null', async () => {
  for (const field of Object.values(schema.getQueryType()!.getFields())) {
    const idArgument = field.args.find(({ type }) => String(type) === 'ID!');
    if (!idArgument) continue;
    const type = idPrefixes[`Query.${field.name}.${idArgument.name}`];
    expect({ field: field.name, isAttacked: type !== undefined }).toEqual({ field: field.name, isAttacked: true });
    const { data } = await stranger.ask(`query ($id: ID!) { ${field.name}(${idArgument.name}: $id) { __typename } }`, { id: theirs[type!] });
    expect([field.name, data[field.name]]).toEqual([field.name, null]);
  }
});

test('lists of a stranger are empty, also when they filter by the owner\'s ids', async () => {
  const { data } = await stranger.ask('query ($agent: ID!) { agents { nodes { id } } calls { nodes { id } } filtered: calls(where: { agentId: $agent }) { nodes { id } } }', { agent: theirs['Agent'] });
  expect(data).toEqual({ agents: { nodes: [] }, calls: { nodes: [] }, filtered: { nodes: [] } });
});

/** Input of each mutation that names a thing; a new mutation with an id has to be added here. */
const attacks: Record<string, () => object> = {
  agentCreate: () => ({ id: theirs['Agent'], name: 'Mine now' }),
  agentUpdate: () => ({ id: theirs['Agent'], name: 'Taken over' }),
  agentVersionRestore: () => ({ versionId: theirs['AgentVersion'] }),
  agentArchive: () => ({ id: theirs['Agent'] }),
  agentPublish: () => ({ id: theirs['Agent'] }),
  apiKeyCreate: () => ({ serviceAccountId: theirs['ServiceAccount'], name: 'Mine', permissions: ['calls:read'] }),
  apiKeyRevoke: () => ({ id: theirs['ApiKey'] }),
  callStart: () => ({ agentId: theirs['Agent'], transport: 'BROWSER' }),
  callEnd: () => ({ id: theirs['Call'] }),
  memberRemove: () => ({ userId: theirs['User'] }),
  organizationLeave: () => ({ id: theirs['Organization'] }),
  organizationCreate: () => ({ id: theirs['Organization'], name: "Owner's firm" }),
  organizationSwitch: () => ({ id: theirs['Organization'] }),
};

test('no mutation of a stranger touches the owner\'s things', async () => {
  const snapshot = async () => JSON.stringify([await kit.test.database.system.agent.findMany(), await kit.test.database.system.call.findMany(), await kit.test.database.system.agentVersion.count(), await kit.test.database.system.organization.findMany(), await kit.test.database.system.membership.findMany()], (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  const before = await snapshot();
  for (const field of Object.values(schema.getMutationType()!.getFields()) as GraphQLField<unknown, unknown>[]) {
    const input = field.args[0] && schema.getType(String(field.args[0].type).replace('!', '')) as GraphQLObjectType | undefined;
    const hasId = input && !isObjectType(input) && Object.values((input as GraphQLObjectType).getFields()).some(({ type }) => /^ID!?$/.test(String(type)));
    if (!hasId) continue;
    expect(Object.keys(attacks)).toContain(field.name);
    const { data, errors } = await stranger.ask(`mutation ($input: ${String(field.args[0]!.type)}) { ${field.name}(input: $input) { errors { code } } }`, { input: attacks[field.name]!() });
    expect([field.name, errors]).toEqual([field.name, undefined]);
    expect(`${field.name}: ${String(data[field.name].errors[0]?.code)}`).toMatch(/: (\w+_NOT_FOUND|ID_TAKEN)$/);
  }
  expect(await snapshot()).toBe(before);
});

test('without a session nothing but accounts can be reached', async () => {
  const reachable: string[] = [];
  for (const root of [schema.getQueryType()!, schema.getMutationType()!]) {
    for (const field of Object.values(root.getFields())) {
      const fieldArguments = field.args.filter(({ type, defaultValue }) => String(type).endsWith('!') && defaultValue === undefined);
      if (fieldArguments.some(({ name }) => name === 'input')) continue;
      const args = fieldArguments.map(({ name, type }) => `${name}: ${String(type).startsWith('[') ? '[]' : String(type) === 'DateTime!' ? '"2026-01-01T00:00:00Z"' : `"${theirs['Call']}"`}`).join(', ');
      const { errors } = await kit.ask(`${root === schema.getQueryType() ? 'query' : 'mutation'} { ${field.name}${args ? `(${args})` : ''} ${isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'} }`);
      if (errors?.[0]?.extensions.code !== 'UNAUTHENTICATED') reachable.push(field.name);
    }
  }
  expect(reachable).toEqual(['viewer', 'signOut']);
});
