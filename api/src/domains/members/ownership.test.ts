import { roleTemplateId, type RoleTemplateKey } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startKit, until, type Kit, type Person } from '../../../test/kit.js';
import { overSocket } from '../../../test/streams.js';
import { decodeAnyId } from '../../schema/ids.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(() => kit.close());

const uuid = (id: string) => decodeAnyId(id)!.id;
const userId = async (person: Person) => (await person.ask('{ viewer { user { id } } }')).data.viewer.user.id as string;
const TRANSFER = 'mutation ($id: ID!, $password: String!) { ownershipTransfer(input: { userId: $id, password: $password }) { viewer { role { key } } errors { __typename path } } }';
const transfer = (who: Person, id: string, password = 'a good password') => who.ask(TRANSFER, { id, password });
const roleOf = async (person: Person) => (await person.ask('{ viewer { role { key } permissions } }')).data.viewer.role.key as string;

async function colleague(owner: Person, key: RoleTemplateKey): Promise<Person> {
  const person = await kit.signUp('Colleague');
  await kit.test.database.system.membership.create({ data: { organizationId: uuid(owner.organizationId), userId: uuid(await userId(person)), roleId: roleTemplateId(key) } });
  await person.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: owner.organizationId });
  return person;
}

test('the owner hands the organization to a member and is an administrator at once, in every process', async () => {
  const owner = await kit.signUp('Owner');
  const heir = await colleague(owner, 'viewer');
  expect([await roleOf(owner), await roleOf(heir)]).toEqual(['owner', 'viewer']);
  const stream = await overSocket({ url: kit.api.url, token: owner.token, query: 'subscription { liveCalls { __typename } }' });
  await until(() => stream.items.length > 0, 'the stream begins');
  expect((await transfer(owner, await userId(heir), 'a wrong password')).data.ownershipTransfer).toEqual({ viewer: null, errors: [{ __typename: 'InvalidCredentialsError', path: ['input', 'password'] }] });
  const { data, errors } = await transfer(owner, await userId(heir));
  expect([data.ownershipTransfer, errors]).toEqual([{ viewer: { role: { key: 'admin' } }, errors: [] }, undefined]);
  await until(() => stream.isCut, 'the end of what was open under the old role', 1_000);
  expect([await roleOf(owner), await roleOf(heir)]).toEqual(['admin', 'owner']);
  expect((await transfer(owner, await userId(heir))).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  const { data: log } = await heir.ask('{ auditEvents(first: 2) { nodes { action targetType } } }');
  expect(log.auditEvents.nodes).toEqual([{ action: 'ownershipTransfer', targetType: 'memberships' }, { action: 'ownershipTransfer', targetType: 'memberships' }]);
});

test('it goes to members only, and not to oneself', async () => {
  const [owner, stranger] = [await kit.signUp('Owner'), await kit.signUp('Stranger')];
  expect((await transfer(owner, await userId(stranger))).data.ownershipTransfer.errors).toEqual([{ __typename: 'MemberNotFoundError', path: ['input', 'userId'] }]);
  expect((await transfer(owner, await userId(owner))).data.ownershipTransfer.errors).toEqual([{ __typename: 'AlreadyOwnerError', path: ['input', 'userId'] }]);
  expect(await roleOf(owner)).toBe('owner');
});

test('two owners who hand over at the same moment leave one behind', async () => {
  const owner = await kit.signUp('Owner');
  const [second, heir] = [await colleague(owner, 'owner'), await colleague(owner, 'viewer')];
  const id = await userId(heir);
  await Promise.all([transfer(owner, id), transfer(second, id)]);
  expect([await roleOf(owner), await roleOf(second), await roleOf(heir)]).toEqual(['admin', 'admin', 'owner']);
});
