import { ROLE_TEMPLATES, roleTemplateId, uuidv7, type RoleTemplateKey } from '@parley/db';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, publishedAgent, startKit, type Kit, type Person } from '../../test/kit.js';
import { encodeId } from '../schema/ids.js';
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
async function colleague(role: RoleTemplateKey): Promise<Person> {
  const person = await kit.signUp(role);
  const { system } = kit.test.database;
  const { organizationId } = await system.membership.findFirstOrThrow({ where: { user: { email: owner.email } } });
  const user = await system.user.findUniqueOrThrow({ where: { email: person.email } });
  await system.membership.create({ data: { organizationId, userId: user.id, roleId: roleTemplateId(role) } });
  const { data } = await person.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { role { key } organization { id } } errors { code } } }', { id: owner.organizationId });
  expect(data.organizationSwitch).toEqual({ viewer: { role: { key: role }, organization: { id: owner.organizationId } }, errors: [] });
  return person;
}

/** Somebody to take out again. */
async function newcomer(): Promise<string> {
  const { system } = kit.test.database;
  const [{ organizationId }, id] = [await system.membership.findFirstOrThrow({ where: { user: { email: owner.email } } }), uuidv7()];
  await system.user.create({ data: { id, email: `${id}@example.com`, passwordHash: 'x', memberships: { create: { organizationId, roleId: roleTemplateId('viewer') } } } });
  return encodeId('User', id);
}

const version = async () => (await owner.ask('query ($id: ID!) { agent(id: $id) { publishedVersion { id } } }', { id: agentId })).data.agent.publishedVersion.id as string;

/** A key of the owner's. */
async function key(): Promise<string> {
  const { data } = await owner.ask('mutation ($name: String!) { serviceAccountCreate(input: { name: $name }) { serviceAccount { id } } }', { name: `Account ${Math.random()}` });
  const made = await owner.ask('mutation ($id: ID!) { apiKeyCreate(input: { serviceAccountId: $id, name: "Key", permissions: ["calls:read"] }) { apiKey { id } } }', { id: data.serviceAccountCreate.serviceAccount.id });
  return made.data.apiKeyCreate.apiKey.id as string;
}

/** Something that needs the permission and works for whoever has it. */
const deeds: Partial<Record<Permission, () => Promise<[string, object?]> | [string, object?]>> = {
  'agents:create': () => ['mutation { agentCreate(input: { name: "A" }) { errors { code } } }'],
  'agents:update': async () => ['mutation ($agent: ID!, $version: ID!) { agentUpdate(input: { id: $agent, name: "B" }) { errors { code } } agentVersionRestore(input: { versionId: $version }) { errors { code } } }', { agent: agentId, version: await version() }],
  'agents:publish': () => ['mutation ($agent: ID!) { agentPublish(input: { id: $agent }) { errors { code } } }', { agent: agentId }],
  'agents:archive': () => ['mutation ($agent: ID!) { agentArchive(input: { id: $agent, isArchived: false }) { errors { code } } }', { agent: agentId }],
  'calls:start': () => ['mutation ($agent: ID!) { callStart(input: { agentId: $agent, transport: BROWSER }) { errors { code } } }', { agent: agentId }],
  'calls:end': () => ['mutation ($call: ID!) { callEnd(input: { id: $call }) { errors { code } } }', { call: callId }],
  'audit:read': () => ['{ auditEvents { nodes { seq } } auditVerify { isIntact } }'],
  'agents:read': () => ['query ($agent: ID!) { agents { nodes { name } } agent(id: $agent) { name } voices { id } }', { agent: agentId }],
  'calls:read': () => ['query ($call: ID!) { calls { nodes { id } } call(id: $call) { status } }', { call: callId }],
  'calls:export': () => ['{ callsExportUrl }'],
  'transcripts:read': () => ['query ($call: ID!) { call(id: $call) { turns { text } events { seq } } }', { call: callId }],
  'usage:read': () => [`{ callStatistics(from: "2026-01-01T00:00:00Z") { __typename } }`],
  'roles:read': () => ['{ roles { name memberCount } permissions { name } }'],
  'plugins:read': () => ['{ plugins { id } }'],
  'health:read': () => ['{ systemHealth { status } }'],
  'organization:read': () => ['query ($id: ID!) { node(id: $id) { id } }', { id: owner.organizationId }],
  'api-keys:read': () => ['{ serviceAccounts { nodes { name } } }'],
  'api-keys:create': () => [`mutation { serviceAccountCreate(input: { name: "Program ${Math.random()}" }) { errors { code } } }`],
  'api-keys:revoke': async () => ['mutation ($id: ID!) { apiKeyRevoke(input: { id: $id }) { errors { code } } }', { id: await key() }],
  'connections:read': () => ['{ providerConnections { id } pluginCatalog { id } routes { kind } }'],
  'members:read': () => ['{ viewer { organization { members { nodes { role { key } } } } } }'],
  'members:remove': async () => ['mutation ($user: ID!) { memberRemove(input: { userId: $user }) { errors { code } } }', { user: await newcomer() }],
  'organization:update': () => ['mutation { organizationUpdate(input: { name: "Renamed" }) { errors { code } } }'],
};

/** What no field of the operations above asks for: it has tests of its own, or comes into use later. */
const ELSEWHERE: readonly Permission[] = [
  'calls:listen', 'calls:steer', 'recordings:read', 'organization:export', 'organization:transfer', 'organization:delete', 'single-sign-on:update', 'connections:manage', 'connections:approve', 'limits:read', 'members:invite', 'members:update',
  'roles:create', 'roles:update', 'roles:delete', 'clients:create', 'clients:enter', 'clients:update', 'delegation:update', 'platform:read', 'platform:suspend', 'platform:impersonate', 'platform:limits',
];

test('every permission is tried out, or is known to be tried elsewhere', () => {
  expect(PERMISSIONS.filter((permission) => !deeds[permission] && !ELSEWHERE.includes(permission))).toEqual([]);
  expect(PERMISSIONS.length).toBeGreaterThanOrEqual(30);
});

test.each(Object.entries(ROLE_TEMPLATES))('%s may do what is its own, and hears FORBIDDEN for the rest', async (key, { name, permissions }) => {
  const person = key === 'owner' ? owner : await colleague(key as RoleTemplateKey);
  // What is the platform's counts in its own organization alone.
  expect((await person.ask('{ viewer { role { key isTemplate } permissions } }')).data.viewer).toEqual({ role: { key, isTemplate: true }, permissions: permissions.filter((permission) => !permission.startsWith('platform:')) });
  for (const [permission, deed] of Object.entries(deeds)) {
    const { data, errors } = await person.ask(...await deed());
    if ((permissions as readonly string[]).includes(permission)) {
      expect([permission, errors, JSON.stringify(data)]).toEqual([permission, undefined, expect.not.stringContaining('"code"')]);
    } else {
      expect([permission, JSON.stringify(data)]).toEqual([permission, expect.stringMatching(/^(null|\{"(call|viewer)":null\})$/)]);
      expect(errors![0]).toMatchObject({ message: `As ${name.toLowerCase()} of this organization you may not do this.`, extensions: { code: 'FORBIDDEN' } });
      expect(permissions).not.toContain((errors![0]!.extensions as { permission?: string }).permission);
    }
  }
});

test('a role is that of the organization one is in: what was allowed before a switch is not after it', async () => {
  const person = await colleague('viewer');
  const { data } = await person.ask('{ viewer { organizations { role { key } organization { id } } } }');
  const own = data.viewer.organizations.find(({ role }: { role: { key: string } }) => role.key === 'owner').organization.id as string;
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
