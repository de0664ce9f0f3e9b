import { roleTemplateId, uuidv7, type RoleTemplateKey } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LocalBus } from '../../events/bus.js';
import { activeCall, countStatements, publishedAgent, startCall, startKit, TAKE, until, type Kit, type Person } from '../../../test/kit.js';
import { overServerSentEvents, overSocket, type Stream } from '../../../test/streams.js';
import { decodeAnyId, encodeId } from '../../schema/ids.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(() => kit.close());

const uuid = (id: string) => decodeAnyId(id)!.id;
const userId = async (person: Person) => (await person.ask('{ viewer { user { id } } }')).data.viewer.user.id as string;
const remove = async (who: Person, id: string) => (await who.ask('mutation ($id: ID!) { memberRemove(input: { userId: $id }) { removedUserId errors { __typename code path } } }', { id })).data?.memberRemove;
const leave = async (who: Person, id?: string) => (await who.ask('mutation ($id: ID) { organizationLeave(input: { id: $id }) { viewer { organization { id } role { key } } errors { __typename code } } }', { id })).data.organizationLeave;

/** A person who works in the organization of another. */
async function colleague(owner: Person, role: RoleTemplateKey = 'agent-builder'): Promise<Person> {
  const person = await kit.signUp('Colleague');
  await kit.test.database.system.membership.create({ data: { organizationId: uuid(owner.organizationId), userId: uuid(await userId(person)), roleId: roleTemplateId(role) } });
  await person.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: owner.organizationId });
  return person;
}

test('a removed member is elsewhere at once, and what they have open closes within a second in every process', async () => {
  const owner = await kit.signUp('Owner');
  const person = await colleague(owner);
  const agentId = await publishedAgent(owner);
  const active = await activeCall(kit, person, agentId);
  const waiting = await startCall(person, agentId);
  // The other process hears of it over the bus that both share.
  const other = await kit.another();
  if (other.app.bus instanceof LocalBus) await kit.api.app.bus.subscribe('sessions', (message) => { other.app.bus.publish('sessions', message); });
  const follow = { token: person.token, query: 'subscription { liveCalls { __typename } }' };
  const streams: Stream[] = [await overSocket({ url: kit.api.url, ...follow }), await overServerSentEvents({ url: kit.api.url, ...follow }), await overSocket({ url: other.url, ...follow })];
  await until(() => streams.every(({ items }) => items.length > 0), 'the streams begin');
  expect(await remove(owner, await userId(person))).toEqual({ removedUserId: await userId(person), errors: [] });
  await until(() => streams.every(({ isCut }) => isCut), 'the end of all that was open', 1_000);
  for (const stream of streams) await stream.stop();
  expect((await person.ask('{ viewer { organization { id } } }')).data.viewer.organization.id).toBe(person.organizationId);
  expect((await person.ask('query ($id: ID!) { agent(id: $id) { id } }', { id: agentId })).data.agent).toBeNull();
  const { data } = await kit.link(TAKE, { input: { token: waiting.token, transport: 'BROWSER', mediaId: 'media-1' } });
  expect(data.callPlanTake.errors).toMatchObject([{ code: 'CALL_ENDED' }]);
  expect((await kit.test.database.system.call.findUniqueOrThrow({ where: { id: active.callId } })).endRequestedAt).not.toBeNull();
  const { data: { auditEvents } } = await owner.ask('{ auditEvents(first: 1) { nodes { action targetType } } }');
  expect(auditEvents.nodes).toEqual([{ action: 'memberRemove', targetType: 'memberships' }]);
});

test('a member of nothing else is signed out', async () => {
  const owner = await kit.signUp('Owner');
  const person = await colleague(owner);
  expect(await leave(person, person.organizationId)).toMatchObject({ errors: [{ __typename: 'LastOwnerError' }] });
  await kit.test.database.system.organization.delete({ where: { id: uuid(person.organizationId) } });
  expect(await leave(person)).toEqual({ viewer: null, errors: [] });
  expect((await person.ask('{ viewer { role { key } } }')).data.viewer).toBeNull();
  expect(await kit.test.database.system.session.count({ where: { user: { email: person.email } } })).toBe(0);
});

test('who leaves one organization goes on in another', async () => {
  const owner = await kit.signUp('Owner');
  const person = await colleague(owner);
  expect(await leave(person)).toEqual({ viewer: { organization: { id: person.organizationId }, role: { key: 'owner' } }, errors: [] });
  expect(await leave(person, owner.organizationId)).toMatchObject({ viewer: null, errors: [{ __typename: 'OrganizationNotFoundError' }] });
  const again = await colleague(owner);
  await again.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: again.organizationId });
  expect(await leave(again, owner.organizationId)).toEqual({ viewer: { organization: { id: again.organizationId }, role: { key: 'owner' } }, errors: [] });
});

test('the last owner stays, also when all of them leave at the same moment', async () => {
  const owner = await kit.signUp('Owner');
  expect(await remove(owner, await userId(owner))).toMatchObject({ removedUserId: null, errors: [{ __typename: 'LastOwnerError', code: 'LAST_OWNER' }] });
  const owners = [owner, await colleague(owner, 'owner'), await colleague(owner, 'owner'), await colleague(owner, 'owner')];
  const answers = await Promise.all(owners.map((one) => leave(one, owner.organizationId)));
  expect(answers.flatMap(({ errors }) => errors.map(({ code }: { code: string }) => code))).toEqual(['LAST_OWNER']);
  expect(await kit.test.database.system.membership.count({ where: { organizationId: uuid(owner.organizationId), roleId: roleTemplateId('owner') } })).toBe(1);
});

test('an admin removes members and no owner; strangers and wrong ids are named', async () => {
  const owner = await kit.signUp('Owner');
  const [admin, member, stranger] = [await colleague(owner, 'admin'), await colleague(owner), await kit.signUp('Stranger')];
  const { errors } = await admin.ask('mutation ($id: ID!) { memberRemove(input: { userId: $id }) { errors { code } } }', { id: await userId(owner) });
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(await remove(member, await userId(admin))).toBeUndefined();
  expect(await remove(admin, await userId(stranger))).toMatchObject({ errors: [{ __typename: 'MemberNotFoundError', path: ['input', 'userId'] }] });
  expect(await remove(admin, owner.organizationId)).toMatchObject({ errors: [{ __typename: 'InvalidIdError' }] });
  const id = await userId(member);
  expect((await countStatements(kit, () => remove(admin, id))).length).toBeLessThanOrEqual(4);
});

test('who is removed from an agency is out of its clients too, but where they belong themselves', async () => {
  const agency = await kit.signUp('Agency');
  const { system } = kit.test.database;
  await system.organization.update({ where: { id: uuid(agency.organizationId) }, data: { kind: 'AGENCY' } });
  const clientOf = async () => (await system.organization.create({ data: { id: uuidv7(), name: 'Client', slug: uuidv7(), kind: 'CLIENT', parentId: uuid(agency.organizationId), delegatedPermissions: ['agents:read', 'calls:read'] } })).id;
  const [client, home] = [await clientOf(), await clientOf()];
  const [person, insider] = [await colleague(agency, 'agency-member'), await colleague(agency, 'agency-member')];
  await system.membership.create({ data: { organizationId: home, userId: uuid(await userId(insider)), roleId: roleTemplateId('viewer') } });
  const enter = async (who: Person, id: string) => (await who.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { organization { name } } errors { code } } }', { id: encodeId('Organization', id) })).data.organizationSwitch;
  for (const [who, where] of [[person, client], [insider, home]] as const) expect(await enter(who, where)).toEqual({ viewer: { organization: { name: 'Client' } }, errors: [] });
  const stream = await overSocket({ url: kit.api.url, token: person.token, query: 'subscription { liveCalls { __typename } }' });
  await until(() => stream.items.length > 0, 'the stream begins');
  for (const who of [person, insider]) expect(await remove(agency, await userId(who))).toMatchObject({ errors: [] });
  await until(() => stream.isCut, 'the end of the stream in the client', 1_000);
  expect((await person.ask('{ viewer { organization { id } } }')).data.viewer.organization.id).toBe(person.organizationId);
  expect((await insider.ask('{ viewer { organization { id } } }')).data.viewer.organization.id).toBe(encodeId('Organization', home));
});
