import { DEMO_EMAIL, PLATFORM_ORGANIZATION, uuidv7 } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post, startKit, until, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { mailsTo } from '../../../test/mailbox.js';
import { overSocket } from '../../../test/streams.js';
import { encodeId } from '../../schema/ids.js';

let kit: Kit;
let anna: Person;
let ben: Person;
beforeAll(async () => {
  // Whose addresses are those of the first people who sign up here.
  kit = await startKit({ PARLEY_PLATFORM_ADMINS: ' Anna-1@Example.com, ben-2@example.com ,, nobody@example.com' });
  anna = await kit.signUp('Anna');
  ben = await kit.signUp('Ben');
});
afterAll(() => kit.close());

const platform = encodeId('Organization', PLATFORM_ORGANIZATION.id);
const admins = async () => (await kit.test.database.system.membership.findMany({ where: { organizationId: PLATFORM_ORGANIZATION.id }, select: { user: { select: { email: true } }, role: { select: { key: true } } }, orderBy: { createdAt: 'asc' } })).map(({ user, role }) => `${user.email} ${role.key}`);
const goTo = async (who: Person, id: string) => (await who.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { via permissions } errors { code } } }', { id })).data.organizationSwitch;
const verify = async (who: Person) => {
  const mail = (await mailsTo(kit, who.email)).at(-1)!;
  return (await kit.ask('mutation ($token: String!) { emailVerify(input: { token: $token }) { errors { code } } }', { token: mail.token })).data.emailVerify.errors;
};

test('who is named in the settings is an administrator once the address is proved, and not before', async () => {
  expect([anna.email, ben.email]).toEqual(['anna-1@example.com', 'ben-2@example.com']);
  expect(await kit.test.database.system.organization.findUnique({ where: { id: PLATFORM_ORGANIZATION.id } })).toBeNull();
  await kit.another({ PARLEY_PLATFORM_ADMINS: anna.email });
  expect(await admins()).toEqual([]);
  expect(await verify(anna)).toEqual([]);
  expect(await admins()).toEqual(['anna-1@example.com platform-admin']);
  expect(await goTo(anna, platform)).toMatchObject({ viewer: { via: 'PLATFORM', permissions: expect.arrayContaining(['platform:read', 'platform:suspend', 'platform:impersonate', 'platform:limits']) } });
  expect((await anna.ask('{ viewer { organizations { via organization { name kind } } } auditEvents(where: { targetType: "memberships" }) { nodes { action actorKind } } }')).data).toEqual({
    viewer: { organizations: [{ via: 'MEMBERSHIP', organization: { name: "Anna's firm", kind: 'CLIENT' } }, { via: 'PLATFORM', organization: { name: PLATFORM_ORGANIZATION.name, kind: 'PLATFORM' } }] },
    auditEvents: { nodes: [{ action: 'platformAdminsSettle', actorKind: 'SYSTEM' }] },
  });
  // Somebody else's link changes nothing.
  const carl = await kit.signUp('Carl');
  expect(await verify(carl)).toEqual([]);
  expect(await admins()).toHaveLength(1);
});

test('the start of a process gives it to who is named, and takes it from who is not, with all that is open', async () => {
  await kit.test.database.system.user.updateMany({ where: { email: ben.email }, data: { emailVerifiedAt: new Date() } });
  await kit.another({ PARLEY_PLATFORM_ADMINS: `${anna.email},${ben.email}` });
  expect(await admins()).toEqual(['anna-1@example.com platform-admin', 'ben-2@example.com platform-admin']);
  expect(await goTo(ben, platform)).toMatchObject({ errors: [] });
  expect((await ben.ask('{ platformOrganizations { nodes { name } } }')).errors).toBeUndefined();
  const stream = await overSocket({ url: kit.api.url, token: ben.token, query: 'subscription { liveCalls { __typename } }' });
  await until(() => stream.items.length > 0, 'the stream begins');
  // The processes hear of each other over the bus that they share, or the next time they look.
  const next = await kit.another({ PARLEY_PLATFORM_ADMINS: anna.email });
  expect(await admins()).toEqual(['anna-1@example.com platform-admin']);
  const { errors, data } = await post(`${next.url}/graphql`, '{ viewer { organization { name } } platformOrganizations { nodes { name } } }', {}, { authorization: `Bearer ${ben.token}` });
  expect([errors?.[0]?.extensions.code, data]).toEqual(['FORBIDDEN', null]);
  const viewer = await post(`${next.url}/graphql`, '{ viewer { organization { name } } }', {}, { authorization: `Bearer ${ben.token}` });
  expect(viewer.data.viewer.organization.name).toBe("Ben's firm");
  expect((await kit.test.database.system.auditEvent.findFirstOrThrow({ where: { organizationId: PLATFORM_ORGANIZATION.id, targetType: 'memberships' }, orderBy: { seq: 'desc' } }))).toMatchObject({ action: 'platformAdminsSettle', actorKind: 'SYSTEM' });
  await stream.stop();
});

test('where nobody is named it is the demo account, and in production nobody', async () => {
  await kit.test.database.system.user.create({ data: { id: uuidv7(), email: DEMO_EMAIL, passwordHash: 'x' } });
  await kit.another({ PARLEY_PLATFORM_ADMINS: '' });
  expect(await admins()).toEqual([`${DEMO_EMAIL} platform-admin`]);
  await kit.another({ PARLEY_PLATFORM_ADMINS: '', NODE_ENV: 'production' });
  expect(await admins()).toEqual([]);
  // Named, it has to be confirmed like every other.
  await kit.another({ PARLEY_PLATFORM_ADMINS: `${DEMO_EMAIL}, ${anna.email}` });
  expect(await admins()).toEqual(['anna-1@example.com platform-admin']);
});

test('there is no other way: by role, invitation, hand-over, a role of one\'s own, or another organization', async () => {
  await goTo(anna, platform);
  const ask = async (query: string, variables: object = {}) => Object.values((await anna.ask(query, variables)).data as Loose)[0] as { errors: { code: string }[] };
  const code = async (query: string, variables: object = {}) => (await ask(query, variables)).errors[0]?.code;
  const { roles } = (await anna.ask('{ roles { id key } }')).data as { roles: { id: string; key: string }[] };
  const role = (key: string) => roles.find((one) => one.key === key)!.id;
  expect(await code('mutation ($role: ID!) { invitationCreate(input: { email: "new@example.com", roleId: $role }) { errors { code } } }', { role: role('platform-admin') })).toBe('PERMISSION_NOT_HELD');
  expect(await code('mutation { roleCreate(input: { name: "Helper", permissions: ["platform:read"] }) { errors { code } } }')).toBe('PERMISSION_NOT_HELD');
  const { userId } = await kit.test.database.system.membership.findFirstOrThrow({ where: { user: { email: ben.email } } });
  await kit.test.database.system.membership.create({ data: { organizationId: PLATFORM_ORGANIZATION.id, userId, roleId: '00000000-0000-7000-8000-000000000009' } });
  const id = encodeId('User', userId);
  expect(await code('mutation ($user: ID!, $role: ID!) { memberRoleSet(input: { userId: $user, roleId: $role }) { errors { code } } }', { user: id, role: role('platform-admin') })).toBe('PERMISSION_NOT_HELD');
  expect(await code('mutation ($user: ID!) { ownershipTransfer(input: { userId: $user, password: "a good password" }) { errors { code } } }', { user: id })).toBe('PERMISSION_NOT_HELD');
  // An administrator is none by being made one of another organization, by whoever could write that.
  await kit.test.database.system.membership.updateMany({ where: { userId, organization: { slug: { startsWith: 'ben' } } }, data: { roleId: '00000000-0000-7000-8000-000000000001' } });
  await goTo(ben, platform);
  expect(await goTo(ben, ben.organizationId)).toMatchObject({ viewer: { via: 'MEMBERSHIP', permissions: expect.not.arrayContaining(['platform:read']) } });
  expect((await ben.ask('{ platformOrganizations { nodes { id } } }')).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  expect(await code('mutation { organizationDelete(input: { confirmSlug: "platform", password: "a good password" }) { errors { code } } }')).toBe('OWN_ORGANIZATION');
});
