import { ROLE_TEMPLATES, roleTemplateId, type RoleTemplateKey } from '@parley/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { activeCall, countStatements, publishedAgent, startKit, until, type Kit, type Person } from '../../../test/kit.js';
import { overSocket } from '../../../test/streams.js';
import { decodeAnyId, encodeId } from '../../schema/ids.js';

let kit: Kit;
let owner: Person;
let colleague: Person;
let colleagueId: string;
beforeAll(async () => {
  kit = await startKit();
  [owner, colleague] = [await kit.signUp('Owner'), await kit.signUp('Colleague')];
  colleagueId = (await colleague.ask('{ viewer { user { id } } }')).data.viewer.user.id as string;
  await kit.test.database.system.membership.create({ data: { organizationId: uuid(owner.organizationId), userId: uuid(colleagueId), roleId: roleTemplateId('admin') } });
  await colleague.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: owner.organizationId });
});
afterAll(() => kit.close());
beforeEach(() => give('admin'));

const uuid = (id: string) => decodeAnyId(id)!.id;
const template = (key: RoleTemplateKey) => encodeId('Role', roleTemplateId(key));
const set = async (who: Person, userId: string, roleId: string) => (await who.ask('mutation ($u: ID!, $r: ID!) { memberRoleSet(input: { userId: $u, roleId: $r }) { member { role { key name } } errors { code path ... on PermissionNotHeldError { permissions } } } }', { u: userId, r: roleId })).data?.memberRoleSet;
const give = async (key: RoleTemplateKey) => { expect(await set(owner, colleagueId, template(key))).toMatchObject({ errors: [] }); };
const CREATE = 'mutation ($input: RoleCreateInput!) { roleCreate(input: $input) { role { id name description permissions isTemplate key memberCount } errors { code message path ... on PermissionNotHeldError { permissions } } } }';
const create = async (input: object, who = owner) => (await who.ask(CREATE, { input })).data?.roleCreate;
const update = async (input: object, who = owner) => (await who.ask('mutation ($input: RoleUpdateInput!) { roleUpdate(input: $input) { role { name permissions } errors { code ... on PermissionNotHeldError { permissions } } } }', { input })).data?.roleUpdate;
const remove = async (id: string, who = owner) => (await who.ask('mutation ($id: ID!) { roleDelete(input: { id: $id }) { deletedRoleId errors { code ... on RoleInUseError { memberCount } } } }', { id })).data?.roleDelete;
const codes = (payload: { errors: { code: string }[] }) => payload.errors.map(({ code }) => code);

test('templates come first, and every permission is explained', async () => {
  const { data } = await owner.ask('{ roles { key isTemplate memberCount } permissions { name group description } }');
  expect(data.roles.slice(0, 10).map(({ key }: { key: string }) => key)).toEqual(Object.keys(ROLE_TEMPLATES));
  expect(data.roles.find(({ key }: { key: string }) => key === 'admin')).toEqual({ key: 'admin', isTemplate: true, memberCount: 1 });
  expect(data.permissions.length).toBeGreaterThanOrEqual(30);
  expect(await countStatements(kit, () => owner.ask('{ roles { name permissions memberCount } permissions { name } }'))).toHaveLength(1);
});

test('a role of one\'s own is made, given, changed, and deleted once nobody has it', async () => {
  const { role, errors } = await create({ name: ' Front desk ', description: 'Starts calls', permissions: ['calls:start', 'agents:read', 'calls:start'] });
  expect([role, errors]).toEqual([{ id: expect.stringMatching(/^rol_/), name: 'Front desk', description: 'Starts calls', permissions: ['agents:read', 'calls:start'], isTemplate: false, key: null, memberCount: 0 }, []]);
  expect(await set(owner, colleagueId, role.id)).toEqual({ member: { role: { key: null, name: 'Front desk' } }, errors: [] });
  expect((await colleague.ask('{ viewer { permissions } }')).data.viewer.permissions).toEqual(['agents:read', 'calls:start']);
  expect((await colleague.ask('{ calls { nodes { id } } }')).errors![0]!.message).toBe('As "Front desk" of this organization you may not do this.');
  expect(await remove(role.id)).toMatchObject({ deletedRoleId: null, errors: [{ code: 'ROLE_IN_USE', memberCount: 1 }] });
  expect((await update({ id: role.id, permissions: ['agents:read', 'calls:read'] })).role.permissions).toEqual(['agents:read', 'calls:read']);
  expect((await colleague.ask('{ calls { nodes { id } } }')).errors).toBeUndefined();
  await give('viewer');
  expect(await remove(role.id)).toEqual({ deletedRoleId: role.id, errors: [] });
  expect(codes(await remove(role.id))).toEqual(['ROLE_NOT_FOUND']);
});

test('what is wrong with a role is told; templates are changed by nobody, and roles of others are not there', async () => {
  const { role } = await create({ name: 'Night shift', permissions: [] });
  for (const [input, code] of [[{ name: 'Night shift', permissions: [] }, 'NAME_TAKEN'], [{ name: 'owner', permissions: [] }, 'INVALID_INPUT'], [{ name: ' ', permissions: [] }, 'INVALID_INPUT'], [{ name: 'X', permissions: ['every:thing'] }, 'INVALID_INPUT']] as const) expect(codes(await create(input))).toEqual([code]);
  expect(codes(await update({ id: template('viewer'), name: 'Mine' }))).toEqual(['ROLE_IS_TEMPLATE']);
  expect(codes(await remove(template('viewer')))).toEqual(['ROLE_IS_TEMPLATE']);
  const stranger = await kit.signUp('Stranger');
  for (const payload of [await update({ id: role.id, name: 'Taken' }, stranger), await remove(role.id, stranger), await set(stranger, colleagueId, role.id)]) expect(codes(payload)).toEqual(['ROLE_NOT_FOUND']);
  expect(codes(await set(stranger, colleagueId, template('viewer')))).toEqual(['MEMBER_NOT_FOUND']);
});

test('nobody gives, or takes from others, what they do not have; the last owner stays one', async () => {
  const ownerId = (await owner.ask('{ viewer { user { id } } }')).data.viewer.user.id as string;
  const lacking = { code: 'PERMISSION_NOT_HELD', permissions: ['organization:transfer', 'organization:delete', 'delegation:update'] };
  expect(await set(colleague, colleagueId, template('owner'))).toMatchObject({ member: null, errors: [lacking] });
  expect(await set(colleague, ownerId, template('viewer'))).toMatchObject({ member: null, errors: [lacking] });
  expect((await set(owner, colleagueId, template('platform-admin'))).errors[0]).toMatchObject({ code: 'PERMISSION_NOT_HELD', permissions: expect.arrayContaining(['platform:suspend']) });
  expect((await create({ name: 'Heir', permissions: ['organization:delete'] }, colleague)).errors[0]).toMatchObject({ code: 'PERMISSION_NOT_HELD', permissions: ['organization:delete'] });
  const { role } = await create({ name: 'Deputy', permissions: ['organization:delete', 'agents:read'] });
  expect(codes(await update({ id: role.id, permissions: ['agents:read'] }, colleague))).toEqual(['PERMISSION_NOT_HELD']);
  expect(codes(await remove(role.id, colleague))).toEqual(['PERMISSION_NOT_HELD']);
  expect(codes(await set(owner, ownerId, template('admin')))).toEqual(['LAST_OWNER']);
  await give('owner');
  expect(codes(await set(colleague, ownerId, template('admin')))).toEqual([]);
  expect(codes(await set(colleague, ownerId, template('owner')))).toEqual([]);
});

test('another role reaches what a member has open within a second', async () => {
  const stream = await overSocket({ url: kit.api.url, token: colleague.token, query: 'subscription { liveCalls { __typename } }' });
  await until(() => stream.items.length > 0, 'the stream begins');
  await give('billing');
  await until(() => stream.isCut, 'the end of the stream', 1_000);
  await stream.stop();
  expect((await colleague.ask('{ agents { nodes { id } } }')).errors![0]!.extensions.code).toBe('FORBIDDEN');
});

test('a supervisor of an organization watches and changes no agent, and things say so without a statement more', async () => {
  const agentId = await publishedAgent(owner);
  const { id } = await activeCall(kit, owner, agentId);
  await give('supervisor');
  const query = 'query ($agent: ID!, $call: ID!) { agent(id: $agent) { viewerCan { update publish archive call } } call(id: $call) { viewerCan { end listen steer readTranscript readRecording } turns { text } } viewer { organization { viewerCan { update inviteMembers } } } }';
  expect((await colleague.ask(query, { agent: agentId, call: id })).data).toEqual({
    agent: { viewerCan: { update: false, publish: false, archive: false, call: false } }, call: { viewerCan: { end: true, listen: true, steer: true, readTranscript: true, readRecording: true }, turns: [] },
    viewer: { organization: { viewerCan: { update: false, inviteMembers: false } } },
  });
  for (const mutation of ['agentUpdate(input: { id: $id, name: "X" })', 'agentPublish(input: { id: $id })', 'agentArchive(input: { id: $id, isArchived: true })', 'callStart(input: { agentId: $id, transport: BROWSER })']) {
    expect((await colleague.ask(`mutation ($id: ID!) { ${mutation} { errors { code } } }`, { id: agentId })).errors![0]!.extensions.code).toBe('FORBIDDEN');
  }
  expect(await countStatements(kit, () => owner.ask('{ agents { nodes { name viewerCan { update publish } } } }'))).toHaveLength(1);
});
