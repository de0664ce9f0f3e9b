import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, publishedAgent, startKit, type Kit, type Person } from '../../test/kit.js';
import { buildApiSchema } from '../schema/schema.js';
import { PERMISSIONS, type Permission } from './may.js';
import { scopeOfRootField } from './root-fields.js';

let kit: Kit;
let owner: Person;
let agentId: string;
let callId: string;
beforeAll(async () => {
  kit = await startKit();
  owner = await kit.signUp('Owner');
  agentId = await publishedAgent(owner);
  callId = (await activeCall(kit, owner, agentId)).id;
});
afterAll(() => kit.close());

/** A person who works in the owner's organization with this role. */
async function colleague(role: 'ADMIN' | 'MEMBER' | 'VIEWER'): Promise<Person> {
  const person = await kit.signUp(role);
  const { system } = kit.test.database;
  const { organizationId } = await system.membership.findFirstOrThrow({ where: { user: { email: owner.email } } });
  const user = await system.user.findUniqueOrThrow({ where: { email: person.email } });
  await system.membership.create({ data: { organizationId, userId: user.id, role } });
  const { data } = await person.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { role organization { id } } errors { code } } }', { id: owner.organizationId });
  expect(data.organizationSwitch).toEqual({ viewer: { role, organization: { id: owner.organizationId } }, errors: [] });
  return person;
}

const colleagueId = async () => (await (await colleague('VIEWER')).ask('{ viewer { user { id } } }')).data.viewer.user.id as string;

const version = async () => (await owner.ask('query ($id: ID!) { agent(id: $id) { publishedVersion { id } } }', { id: agentId })).data.agent.publishedVersion.id as string;

/** A key of the owner's. */
async function key(): Promise<string> {
  const { data } = await owner.ask('mutation ($name: String!) { serviceAccountCreate(input: { name: $name }) { serviceAccount { id } } }', { name: `Account ${Math.random()}` });
  const made = await owner.ask('mutation ($id: ID!) { apiKeyCreate(input: { serviceAccountId: $id, name: "Key", permissions: ["calls:read"] }) { apiKey { id } } }', { id: data.serviceAccountCreate.serviceAccount.id });
  return made.data.apiKeyCreate.apiKey.id as string;
}

/** Something that needs the permission and works for whoever has it. */
const deeds: Record<Permission, () => Promise<[string, object?]> | [string, object?]> = {
  'agents:create': () => ['mutation { agentCreate(input: { name: "A" }) { errors { code } } }'],
  'agents:update': async () => ['mutation ($agent: ID!, $version: ID!) { agentUpdate(input: { id: $agent, name: "B" }) { errors { code } } agentVersionRestore(input: { versionId: $version }) { errors { code } } }', { agent: agentId, version: await version() }],
  'agents:publish': () => ['mutation ($agent: ID!) { agentPublish(input: { id: $agent }) { errors { code } } }', { agent: agentId }],
  'agents:archive': () => ['mutation ($agent: ID!) { agentArchive(input: { id: $agent, isArchived: false }) { errors { code } } }', { agent: agentId }],
  'calls:start': () => ['mutation ($agent: ID!) { callStart(input: { agentId: $agent, transport: BROWSER }) { errors { code } } }', { agent: agentId }],
  'calls:end': () => ['mutation ($call: ID!) { callEnd(input: { id: $call }) { errors { code } } }', { call: callId }],
  'audit:read': () => ['{ auditEvents { nodes { seq } } auditVerify { isIntact } }'],
  'agents:read': () => ['query ($agent: ID!) { agents { nodes { name } } agent(id: $agent) { name } voices { id } }', { agent: agentId }],
  'calls:read': () => ['query ($call: ID!) { calls { nodes { id } } call(id: $call) { status } }', { call: callId }],
  'plugins:read': () => ['{ plugins { id } }'],
  'health:read': () => ['{ systemHealth { status } }'],
  'organization:read': () => ['query ($id: ID!) { node(id: $id) { id } }', { id: owner.organizationId }],
  'api-keys:read': () => ['{ serviceAccounts { nodes { name } } }'],
  'api-keys:create': () => [`mutation { serviceAccountCreate(input: { name: "Program ${Math.random()}" }) { errors { code } } }`],
  'api-keys:revoke': async () => ['mutation ($id: ID!) { apiKeyRevoke(input: { id: $id }) { errors { code } } }', { id: await key() }],
  'members:read': () => ['{ viewer { organization { members { nodes { role } } } } }'],
  'members:remove': async () => ['mutation ($user: ID!) { memberRemove(input: { userId: $user }) { errors { code } } }', { user: await colleagueId() }],
  'organization:update': () => ['mutation { organizationUpdate(input: { name: "Renamed" }) { errors { code } } }'],
};

test('each role may do what is its own, and hears FORBIDDEN for the rest', async () => {
  const reading: Permission[] = ['agents:read', 'calls:read', 'plugins:read', 'health:read', 'members:read', 'organization:read'];
  const working: Permission[] = [...reading, 'agents:create', 'agents:update', 'agents:publish', 'agents:archive', 'calls:start', 'calls:end'];
  const allowed = { OWNER: [...PERMISSIONS], ADMIN: [...working, 'members:remove', 'organization:update', 'audit:read', 'api-keys:read', 'api-keys:create', 'api-keys:revoke'], MEMBER: working, VIEWER: reading };
  for (const [role, permissions] of Object.entries(allowed)) {
    const person = role === 'OWNER' ? owner : await colleague(role as 'ADMIN');
    for (const permission of PERMISSIONS) {
      const { data, errors } = await person.ask(...await deeds[permission]());
      if (permissions.includes(permission)) {
        expect([role, permission, errors, JSON.stringify(data)]).toEqual([role, permission, undefined, expect.not.stringContaining('"code"')]);
      } else {
        expect([role, permission, data]).toEqual([role, permission, null]);
        expect(errors![0]).toMatchObject({ message: `As ${role.toLowerCase()} of this organization you may not do this.`, extensions: { code: 'FORBIDDEN', permission } });
      }
    }
    expect((await person.ask('{ agents { nodes { name } } calls { nodes { id } } }')).errors).toBeUndefined();
  }
});

test('a role is that of the organization one is in: what was allowed before a switch is not after it', async () => {
  const person = await colleague('VIEWER');
  const { data } = await person.ask('{ viewer { organizations { role organization { id } } } }');
  const own = data.viewer.organizations.find(({ role }: { role: string }) => role === 'OWNER').organization.id as string;
  await person.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: own });
  const { data: after, errors } = await person.ask('mutation ($theirs: ID!) { before: agentCreate(input: { name: "Mine" }) { agent { name } } organizationSwitch(input: { id: $theirs }) { errors { code } } after: agentCreate(input: { name: "Smuggled" }) { agent { name } } }', { theirs: owner.organizationId });
  expect([after, errors?.map(({ path, extensions }) => [path, extensions.code])]).toEqual([null, [[['after'], 'FORBIDDEN']]]);
  expect(await kit.test.database.system.agent.count({ where: { name: 'Smuggled' } })).toBe(0);
});

test('every mutation of the organization\'s things names its permission', () => {
  const mutations = Object.values(buildApiSchema('public').getMutationType()!.getFields());
  const scopes = mutations.map(({ name }) => [name, scopeOfRootField(`Mutation.${name}`)] as const);
  // What is a person's own takes no permission; all else names the one that it is guarded with.
  const permissions = scopes.filter(([, scope]) => scope !== 'person' && scope !== 'anyone');
  expect(mutations.flatMap(({ name, extensions }) => (extensions['permission'] === undefined ? [] : [[name, extensions['permission']]]))).toEqual(permissions);
  expect(permissions.length).toBeGreaterThan(10);
  for (const { type } of mutations) expect(isObjectType((type as unknown as { ofType: unknown }).ofType)).toBe(true);
});
