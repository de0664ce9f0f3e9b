import { PERMISSIONS, ROLE_TEMPLATES, roleTemplateId, uuidv7, type RoleTemplateKey } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionOf } from '../../../test/attack/attackers.js';
import { activeCall, countStatements, publishedAgent, startKit, until, type Kit, type Person } from '../../../test/kit.js';
import { overSocket } from '../../../test/streams.js';
import { decodeAnyId, encodeId } from '../../schema/ids.js';

interface Agency { readonly owner: Person; readonly member: Person; readonly clients: readonly { readonly id: string; readonly owner: Person }[] }

let kit: Kit;
/** Two agencies with two clients each, in one database. */
let north: Agency;
let south: Agency;
beforeAll(async () => {
  kit = await startKit();
  [north, south] = [await agency('North'), await agency('South')];
});
afterAll(() => kit.close());

const uuid = (id: string) => decodeAnyId(id)!.id;

/** Somebody new in an organization. */
async function person(organizationId: string, key: RoleTemplateKey): Promise<Person> {
  const userId = uuidv7();
  const email = `${userId}@example.com`;
  await kit.test.database.system.user.create({ data: { id: userId, email, passwordHash: 'x', memberships: { create: { organizationId: uuid(organizationId), roleId: roleTemplateId(key) } } } });
  const token = await sessionOf(kit, { organizationId: uuid(organizationId), userId });
  return { token, email, organizationId, ask: (query, variables) => kit.ask(query, variables, token) };
}

async function agency(name: string): Promise<Agency> {
  const owner = await kit.signUp(name);
  const made = await owner.ask('mutation { organizationBecomeAgency(input: { isAgency: true }) { organization { kind } errors { code } } }');
  expect(made.data.organizationBecomeAgency).toEqual({ organization: { kind: 'AGENCY' }, errors: [] });
  const clients = [];
  for (const number of [1, 2]) {
    const { data } = await owner.ask('mutation ($name: String!) { clientCreate(input: { name: $name }) { organization { id kind parent { name } delegation { permissions } } errors { code } } }', { name: `${name} client ${number}` });
    const { organization, errors } = data.clientCreate;
    expect([errors, organization.kind, organization.parent]).toEqual([[], 'CLIENT', { name: `${name}'s firm` }]);
    clients.push({ id: organization.id as string, owner: await person(organization.id as string, 'owner') });
  }
  return { owner, member: await person(owner.organizationId, 'agency-member'), clients };
}

const goTo = async (who: Person, id: string) => (await who.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { via organization { id } role { key } permissions } errors { code } } }', { id })).data.organizationSwitch;
const delegate = async (who: Person, permissions: readonly string[]) => (await who.ask('mutation ($p: [String!]!) { delegationSet(input: { permissions: $p }) { organization { delegation { permissions } } errors { code } } }', { p: permissions })).data?.delegationSet;
const move = async (who: Person, id: string, parentId: string | null) => (await who.ask('mutation ($id: ID!, $p: ID) { organizationMove(input: { id: $id, parentId: $p }) { organization { parent { id } delegation { permissions } } errors { code path } } }', { id, p: parentId })).data.organizationMove;
const codes = (payload: { errors: { code: string }[] }) => payload.errors.map(({ code }) => code);
const codeOf = async (who: Person, query: string, variables?: object) => (await who.ask(query, variables)).errors?.[0]?.extensions.code;
const all = PERMISSIONS.filter((permission) => !/^(clients|platform):/.test(permission));

test('people of an agency see its clients, and none of another; one statement, however many there are', async () => {
  const query = '{ viewer { via organizations { via role { key } organization { id name parent { name } } } organization { children { nodes { name delegation { permissions } } } } } }';
  const { data } = await north.member.ask(query);
  const here = { via: 'MEMBERSHIP', role: { key: 'agency-member' }, organization: { id: north.owner.organizationId, name: "North's firm", parent: null } };
  expect(data.viewer.organizations).toEqual([here, ...north.clients.map(({ id }, index) => ({ via: 'DELEGATION', role: { key: 'agency-member' }, organization: { id, name: `North client ${index + 1}`, parent: { name: "North's firm" } } }))]);
  expect(data.viewer.organization.children.nodes).toEqual([1, 2].map((number) => ({ name: `North client ${number}`, delegation: { permissions: all } })));
  expect(await countStatements(kit, () => north.member.ask('{ viewer { organizations { via organization { name } } } }'))).toHaveLength(2);
  expect(await countStatements(kit, () => north.member.ask('{ viewer { organizations { organization { name parent { name } } } } }'))).toHaveLength(3);
  expect((await north.clients[0]!.owner.ask('{ viewer { organization { children { nodes { name } } } } }')).data.viewer.organization.children).toBeNull();
  expect(codes(await goTo(north.member, south.clients[0]!.id))).toEqual(['ORGANIZATION_NOT_FOUND']);
  expect(codes(await goTo(north.clients[0]!.owner, north.clients[1]!.id))).toEqual(['ORGANIZATION_NOT_FOUND']);
  expect(codes(await goTo(north.clients[0]!.owner, north.owner.organizationId))).toEqual(['ORGANIZATION_NOT_FOUND']);
});

test('an agency reaches into a client as far as the role there and the client say, and decides nothing of that itself', async () => {
  const [client] = north.clients as [Agency['clients'][number]];
  const agentId = await publishedAgent(client.owner);
  expect((await north.member.ask('query ($id: ID!) { agent(id: $id) { id } }', { id: agentId })).data.agent).toBeNull();
  const { viewer } = await goTo(north.member, client.id);
  expect(viewer).toEqual({ via: 'DELEGATION', organization: { id: client.id }, role: { key: 'agency-member' }, permissions: ROLE_TEMPLATES['agency-member'].permissions.filter((permission) => permission !== 'clients:enter') });
  expect((await north.member.ask('{ viewer { via user { email } organization { id name members { nodes { user { email } } } } } agents { nodes { id } } }')).data).toEqual({
    viewer: { via: 'DELEGATION', user: { email: north.member.email }, organization: { id: client.id, name: 'North client 1', members: { nodes: [{ user: { email: client.owner.email } }] } } }, agents: { nodes: [{ id: agentId }] },
  });
  expect(await codeOf(north.member, 'mutation { organizationUpdate(input: { name: "Taken" }) { errors { code } } }')).toBe('FORBIDDEN');
  expect(await delegate(client.owner, ['agents:read', 'calls:read', 'agents:read'])).toEqual({ organization: { delegation: { permissions: ['agents:read', 'calls:read'] } }, errors: [] });
  expect((await north.member.ask('{ viewer { permissions } }')).data.viewer.permissions).toEqual(['agents:read', 'calls:read']);
  expect(await codeOf(north.member, 'mutation ($id: ID!) { agentPublish(input: { id: $id }) { errors { code } } }', { id: agentId })).toBe('FORBIDDEN');
  // The agency's owner may set it as far as their role goes, and still not from there.
  await delegate(client.owner, all);
  await goTo(north.owner, client.id);
  expect(await codeOf(north.owner, 'mutation { delegationSet(input: { permissions: [] }) { errors { code } } }')).toBe('FORBIDDEN');
  expect(await codeOf(north.owner, 'mutation { organizationBecomeAgency(input: { isAgency: true }) { errors { code } } }')).toBe('FORBIDDEN');
  await goTo(north.owner, north.owner.organizationId);
  await goTo(north.member, north.owner.organizationId);
  expect(codes(await delegate(client.owner, ['clients:enter']))).toEqual(['INVALID_INPUT']);
  expect(codes(await delegate((await kit.signUp('Alone')), []))).toEqual(['PARENT_UNSUITABLE']);
});

test('closing the door ends what the agency has open there within a second, and its people are home again', async () => {
  const [client] = south.clients as [Agency['clients'][number]];
  await goTo(south.member, client.id);
  const stream = await overSocket({ url: kit.api.url, token: south.member.token, query: 'subscription { liveCalls { __typename } }' });
  await until(() => stream.items.length > 0, 'the stream begins');
  expect(codes(await delegate(client.owner, []))).toEqual([]);
  await until(() => stream.isCut, 'the end of the stream', 1_000);
  await stream.stop();
  expect((await south.member.ask('{ viewer { via organization { id } organizations { organization { id } } } }')).data.viewer).toEqual({
    via: 'MEMBERSHIP', organization: { id: south.owner.organizationId }, organizations: [{ organization: { id: south.owner.organizationId } }, { organization: { id: south.clients[1]!.id } }],
  });
  expect(codes(await goTo(south.member, client.id))).toEqual(['ORGANIZATION_NOT_FOUND']);
});

test('who leaves the agency leaves its clients', async () => {
  const somebody = await person(south.owner.organizationId, 'agency-member');
  expect(codes(await goTo(somebody, south.clients[1]!.id))).toEqual([]);
  const userId = (await somebody.ask('{ viewer { user { id } } }')).data.viewer.user.id as string;
  expect(codes((await south.owner.ask('mutation ($id: ID!) { memberRemove(input: { userId: $id }) { errors { code } } }', { id: userId })).data.memberRemove)).toEqual([]);
  expect((await somebody.ask('{ viewer { via } }')).data.viewer).toBeNull();
});

test('a client goes out of an agency, and into another where somebody may take it in; nothing goes below itself', async () => {
  const [, client] = south.clients as [unknown, Agency['clients'][number]];
  expect(await move(north.owner, client.id, north.owner.organizationId)).toMatchObject({ errors: [{ code: 'ORGANIZATION_NOT_FOUND', path: ['input', 'id'] }] });
  expect(await move(client.owner, client.id, north.owner.organizationId)).toMatchObject({ errors: [{ code: 'ORGANIZATION_NOT_FOUND', path: ['input', 'parentId'] }] });
  expect(codes(await move(south.owner, client.id, client.id))).toEqual(['ORGANIZATION_LOOP']);
  expect(codes(await move(south.owner, south.owner.organizationId, client.id))).toEqual(['ORGANIZATION_LOOP']);
  expect(codes(await move(south.owner, south.owner.organizationId, null))).toEqual([]);
  await kit.test.database.system.membership.create({ data: { organizationId: uuid(south.clients[0]!.id), userId: (await kit.test.database.system.user.findUniqueOrThrow({ where: { email: south.owner.email } })).id, roleId: roleTemplateId('owner') } });
  expect(codes(await move(south.owner, client.id, south.clients[0]!.id))).toEqual(['PARENT_UNSUITABLE']);
  expect(await move(client.owner, client.id, null)).toEqual({ organization: { parent: null, delegation: null }, errors: [] });
  expect(codes(await goTo(south.member, client.id))).toEqual(['ORGANIZATION_NOT_FOUND']);
  await kit.test.database.system.membership.create({ data: { organizationId: uuid(north.owner.organizationId), userId: (await kit.test.database.system.user.findUniqueOrThrow({ where: { email: client.owner.email } })).id, roleId: roleTemplateId('agency-owner') } });
  expect(await move(client.owner, client.id, north.owner.organizationId)).toEqual({ organization: { parent: { id: north.owner.organizationId }, delegation: { permissions: [] } }, errors: [] });
  expect(codes(await goTo(north.member, client.id))).toEqual(['ORGANIZATION_NOT_FOUND']);
  await goTo(client.owner, client.id);
  expect(codes((await client.owner.ask('mutation { organizationBecomeAgency(input: { isAgency: true }) { errors { code } } }')).data.organizationBecomeAgency)).toEqual(['PARENT_UNSUITABLE']);
});

test('the database keeps the tree a tree, whoever writes', async () => {
  const { system } = kit.test.database;
  const [own, below, other] = [uuid(north.owner.organizationId), uuid(north.clients[0]!.id), uuid(south.owner.organizationId)];
  for (const [id, data] of [[own, { parentId: below }], [own, { parentId: own }], [own, { parentId: other }], [below, { parentId: below }], [uuid(north.clients[1]!.id), { parentId: below }], [own, { kind: 'CLIENT' }], [below, { kind: 'AGENCY' }]] as const) {
    await expect(system.organization.update({ where: { id }, data })).rejects.toThrow(/below/);
  }
});

test('a supervisor of one client watches and changes nothing; an integrator\'s key starts calls and does nothing else', async () => {
  const [client, neighbour] = north.clients as [Agency['clients'][number], Agency['clients'][number]];
  const [agentId, foreignId] = [await publishedAgent(client.owner), await publishedAgent(neighbour.owner)];
  const { id: callId } = await activeCall(kit, client.owner, agentId, 'media-2');
  const supervisor = await person(client.id, 'supervisor');
  expect((await supervisor.ask('query ($agent: ID!, $call: ID!) { agent(id: $agent) { viewerCan { update } } call(id: $call) { status turns { text } viewerCan { listen } } }', { agent: agentId, call: callId })).data).toEqual({ agent: { viewerCan: { update: false } }, call: { status: 'ACTIVE', turns: [], viewerCan: { listen: true } } });
  expect((await supervisor.ask('query ($id: ID!) { agent(id: $id) { id } }', { id: foreignId })).data.agent).toBeNull();
  for (const mutation of ['agentUpdate(input: { id: $id, name: "X" })', 'agentPublish(input: { id: $id })', 'callStart(input: { agentId: $id, transport: BROWSER })']) expect(await codeOf(supervisor, `mutation ($id: ID!) { ${mutation} { errors { code } } }`, { id: agentId })).toBe('FORBIDDEN');
  const account = await client.owner.ask('mutation { serviceAccountCreate(input: { name: "Website" }) { serviceAccount { id } } }');
  const made = await client.owner.ask('mutation ($id: ID!) { apiKeyCreate(input: { serviceAccountId: $id, name: "Start", permissions: ["calls:start"] }) { token errors { code } } }', { id: account.data.serviceAccountCreate.serviceAccount.id });
  const token = made.data.apiKeyCreate.token as string;
  const key: Person = { token, email: '', organizationId: client.id, ask: (query, variables) => kit.ask(query, variables, token) };
  expect((await key.ask('mutation ($id: ID!) { callStart(input: { agentId: $id, transport: BROWSER }) { media { token } errors { code } } }', { id: agentId })).data.callStart).toMatchObject({ media: { token: expect.any(String) }, errors: [] });
  expect(codes((await key.ask('mutation ($id: ID!) { callStart(input: { agentId: $id, transport: BROWSER }) { errors { code } } }', { id: foreignId })).data.callStart)).toEqual(['AGENT_NOT_FOUND']);
  for (const query of ['{ agents { nodes { id } } }', '{ calls { nodes { id } } }', '{ roles { id } }', 'mutation { clientCreate(input: { name: "X" }) { errors { code } } }', `mutation { organizationSwitch(input: { id: "${encodeId('Organization', uuid(neighbour.id))}" }) { errors { code } } }`]) expect([query, await codeOf(key, query)]).toEqual([query, 'FORBIDDEN']);
});
