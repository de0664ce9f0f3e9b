import { PLATFORM_ORGANIZATION } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, countStatements, publishedAgent, startKit, type Kit, type Person } from '../../../test/kit.js';
import { platformAdmin } from '../../../test/platform.js';
import { decodeAnyId, encodeId } from '../../schema/ids.js';

let kit: Kit;
let admin: Person;
let owners: Person[];
beforeAll(async () => {
  kit = await startKit();
  admin = await platformAdmin(kit);
  owners = [];
  for (const name of ['Anna', 'Ben', 'Cleo', 'Dora']) owners.push(await kit.signUp(name));
});
afterAll(() => kit.close());

const uuid = (id: string) => decodeAnyId(id)!.id;
const FIELDS = 'id name slug kind parent { id name } createdAt suspendedAt suspendedReason deletionAt memberCount callsThisMonth limits { plan seats { max used } concurrentCalls { used } minutesPerMonth { used } }';
const LIST = `query ($first: Int, $after: String, $search: String, $where: PlatformOrganizationWhere, $orderBy: PlatformOrganizationOrder! = CREATED_DESC) {
  platformOrganizations(first: $first, after: $after, search: $search, where: $where, orderBy: $orderBy) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } }`;
const list = async (variables: object = {}) => (await admin.ask(LIST, variables)).data.platformOrganizations;
const names = async (variables: object = {}) => (await list(variables)).nodes.map(({ name }: { name: string }) => name) as string[];

test('an administrator sees every organization, with what it uses', async () => {
  const [anna] = owners as [Person];
  const { callId } = await activeCall(kit, anna, await publishedAgent(anna));
  await append(kit, callId, conversation(callId));
  const { nodes } = await list({ search: 'ANNA' });
  expect(nodes).toEqual([{
    id: anna.organizationId, name: "Anna's firm", slug: expect.stringMatching(/^anna-s-firm-/), kind: 'CLIENT', parent: null, createdAt: expect.any(String), suspendedAt: null, suspendedReason: null, deletionAt: null, memberCount: 1, callsThisMonth: 1,
    limits: { plan: 'UNLIMITED', seats: { max: null, used: 1 }, concurrentCalls: { used: 0 }, minutesPerMonth: { used: 0.06 } },
  }]);
  const { data } = await admin.ask(`query ($id: ID!, $none: ID!) { platformOrganization(id: $id) { ${FIELDS} } none: platformOrganization(id: $none) { id } platformMembers(organizationId: $id) { nodes { user { email } role { key } joinedAt } } }`, { id: anna.organizationId, none: encodeId('Organization', '01930000-0000-7000-8000-0000000000aa') });
  expect(data).toEqual({ platformOrganization: nodes[0], none: null, platformMembers: { nodes: [{ user: { email: anna.email }, role: { key: 'owner' }, joinedAt: expect.any(String) }] } });
});

test('pages, words, filters and orders', async () => {
  expect(await names()).toEqual(["Dora's firm", "Cleo's firm", "Ben's firm", "Anna's firm", PLATFORM_ORGANIZATION.name]);
  for (const orderBy of ['CREATED_ASC', 'NAME_ASC']) {
    const first = await list({ first: 2, orderBy });
    const second = await list({ first: 3, after: first.pageInfo.endCursor, orderBy });
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    const found = [...first.nodes, ...second.nodes].map(({ name }: { name: string }) => name);
    expect(found).toEqual(orderBy === 'NAME_ASC' ? found.toSorted() : [PLATFORM_ORGANIZATION.name, "Anna's firm", "Ben's firm", "Cleo's firm", "Dora's firm"]);
  }
  expect(await names({ where: { kind: 'PLATFORM' } })).toEqual([PLATFORM_ORGANIZATION.name]);
  expect(await names({ where: { isSuspended: true } })).toEqual([]);
  expect(await names({ where: { isSuspended: false }, search: '%' })).toEqual([]);
  expect(await names({ search: 'firm', where: { kind: 'CLIENT' } })).toHaveLength(4);
  const created = (await list({ first: 1 })).pageInfo.endCursor;
  expect((await admin.ask(LIST, { after: created, orderBy: 'NAME_ASC' })).errors).toMatchObject([{ message: expect.stringContaining('another order'), extensions: { code: 'INVALID_INPUT' } }]);
});

test('a page is two statements, however many are on it', async () => {
  for (const first of [1, 5]) expect([first, (await countStatements(kit, () => list({ first }))).length]).toEqual([first, 2]);
  expect(await countStatements(kit, () => admin.ask('{ platformOrganizations { nodes { name parent { name } } } }'))).toHaveLength(1);
});

test('whoever is no administrator sees nothing of it, and an administrator nothing of what is in an organization', async () => {
  const [anna] = owners as [Person];
  for (const query of ['{ platformOrganizations { nodes { id } } }', `{ platformOrganization(id: "${anna.organizationId}") { id } }`, `{ platformMembers(organizationId: "${anna.organizationId}") { nodes { user { email } } } }`]) {
    expect((await anna.ask(query)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: expect.stringMatching(/^platform:/) } }]);
  }
  const call = await kit.test.database.system.call.findFirstOrThrow({ where: { organizationId: uuid(anna.organizationId) } });
  const { data } = await admin.ask('query ($call: ID!, $agent: ID!, $org: ID!) { call(id: $call) { id turns { text } recording { url } } agent(id: $agent) { id } calls { nodes { id } } agents { nodes { id } } auditEvents(where: { targetId: $agent }) { nodes { id } } callNode: node(id: $call) { id } organization: node(id: $org) { id } }', { call: encodeId('Call', call.id), agent: encodeId('Agent', call.agentId), org: anna.organizationId });
  expect(data).toEqual({ call: null, agent: null, calls: { nodes: [] }, agents: { nodes: [] }, auditEvents: { nodes: [] }, callNode: null, organization: null });
  const switched = await admin.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: anna.organizationId });
  expect(switched.data.organizationSwitch.errors).toEqual([{ code: 'ORGANIZATION_NOT_FOUND' }]);
});
