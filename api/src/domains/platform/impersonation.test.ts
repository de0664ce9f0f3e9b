import { roleTemplateId } from '@parley/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { activeCall, append, conversation, publishedAgent, startKit, until, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { platformAdmin } from '../../../test/platform.js';
import { overSocket } from '../../../test/streams.js';
import { decodeAnyId, encodeId } from '../../schema/ids.js';
import { endImpersonations } from './impersonation.service.js';

type Admin = Awaited<ReturnType<typeof platformAdmin>>;

let kit: Kit;
let admin: Admin;
let owner: Person;
let ownerId: string;
beforeAll(async () => {
  kit = await startKit();
  owner = await kit.signUp('Owner');
  ownerId = (await owner.ask('{ viewer { user { id } } }')).data.viewer.user.id as string;
});
beforeEach(async () => { admin = await platformAdmin(kit, 'Petra'); });
afterAll(() => kit.close());

const uuid = (id: string) => decodeAnyId(id)!.id;
const REASON = 'Ticket 4711: her agent answers in the wrong language.';
const START = 'mutation ($input: ImpersonationStartInput!) { impersonationStart(input: $input) { sessionToken viewer { via user { email } organization { id } impersonation { byUser { id name } reason endsAt } organizations { via organization { id } } } errors { code path } } }';
const start = async (input: object = {}, who: Person = admin) => (await who.ask(START, { input: { organizationId: owner.organizationId, userId: ownerId, reason: REASON, minutes: 30, ...input } })).data?.impersonationStart;
async function asOwner(): Promise<Person> {
  const { sessionToken: token } = await start();
  return { token, email: owner.email, organizationId: owner.organizationId, ask: (query, variables) => kit.ask(query, variables, token as string) };
}
const codesOf = async (who: Person, query: string, variables?: object) => { const { errors } = await who.ask(query, variables); return errors?.[0]?.extensions.code; };
const log = async (where: object = {}) => (await owner.ask('query ($where: AuditWhere) { auditEvents(where: $where, first: 100) { nodes { action targetType targetId actorId actorName impersonatorId impersonatorName changes { field after } } } auditVerify { isIntact } }', { where })).data;

test('an administrator works as a member, seen by everybody it concerns; every event names both', async () => {
  const started = await start();
  expect(started).toEqual({
    sessionToken: expect.any(String), errors: [],
    viewer: { via: 'IMPERSONATION', user: { email: owner.email }, organization: { id: owner.organizationId }, impersonation: { byUser: { id: admin.userId, name: 'Petra' }, reason: REASON, endsAt: expect.any(String) }, organizations: [{ via: 'IMPERSONATION', organization: { id: owner.organizationId } }] },
  });
  expect((Date.parse(started.viewer.impersonation.endsAt) - Date.now()) / 60_000).toBeCloseTo(30, 0);
  const as = { ask: (query: string, variables?: object) => kit.ask(query, variables, started.sessionToken) } as Person;
  expect((await as.ask('{ viewer { via impersonation { reason byUser { email } } } }')).data.viewer).toEqual({ via: 'IMPERSONATION', impersonation: { reason: REASON, byUser: { email: admin.email } } });
  expect(await codesOf(as, 'mutation { agentCreate(input: { name: "Helped" }) { errors { code } } }')).toBeUndefined();
  expect((await owner.ask('{ viewer { impersonation { reason } sessions { isCurrent } } }')).data.viewer).toEqual({ impersonation: null, sessions: [{ isCurrent: true }] });
  expect((await as.ask('mutation { impersonationEnd { viewer { via } errors { code } } }')).data.impersonationEnd).toEqual({ viewer: null, errors: [] });
  expect((await as.ask('{ viewer { via } }')).data.viewer).toBeNull();
  expect((await admin.ask('{ viewer { via } }')).data.viewer).toEqual({ via: 'PLATFORM' });

  const { auditEvents: { nodes }, auditVerify } = await log();
  expect(auditVerify).toEqual({ isIntact: true });
  const both = { actorId: ownerId, impersonatorId: admin.userId, impersonatorName: 'Petra' };
  expect(nodes).toEqual(expect.arrayContaining([
    expect.objectContaining({ action: 'impersonationStart', targetType: 'users', targetId: ownerId, actorId: admin.userId, actorName: 'Petra', impersonatorId: null, changes: [{ field: 'minutes', after: '30' }, { field: 'reason', after: REASON }] }),
    expect.objectContaining({ action: 'agentCreate', targetType: 'agents', ...both }), expect.objectContaining({ action: 'impersonationEnd', targetType: 'sessions', ...both }),
  ]));
  expect(nodes.filter(({ impersonatorId, action }: Loose) => impersonatorId === null && action === 'agentCreate')).toEqual([]);
  expect((await log({ actorId: admin.userId })).auditEvents.nodes.map(({ action }: Loose) => action)).toEqual(expect.arrayContaining(['impersonationStart', 'agentCreate', 'impersonationEnd']));
  await kit.test.database.system.$executeRawUnsafe('ALTER TABLE audit_events DISABLE TRIGGER parley_audit_keep');
  const { count } = await kit.test.database.system.auditEvent.updateMany({ where: { action: 'agentCreate', impersonatorId: uuid(admin.userId) }, data: { impersonatorId: null, impersonatorName: null } });
  expect([count, (await log()).auditVerify]).toEqual([1, { isIntact: false }]);
  await kit.test.database.system.auditEvent.updateMany({ where: { action: 'agentCreate', impersonatorId: null, actorId: uuid(ownerId), organizationId: uuid(owner.organizationId), difference: { path: ['name', '1'], equals: 'Helped' } }, data: { impersonatorId: uuid(admin.userId), impersonatorName: 'Petra' } });
  await kit.test.database.system.$executeRawUnsafe('ALTER TABLE audit_events ENABLE TRIGGER parley_audit_keep');
  expect((await log()).auditVerify).toEqual({ isIntact: true });
});

test('what is the person\'s own is refused, and so is going anywhere else', async () => {
  const as = await asOwner();
  const password = '"a good password"';
  const refused = [
    `passwordChange(input: { currentPassword: ${password}, newPassword: "another password" })`, `twoFactorStart(input: { password: ${password} })`, 'twoFactorEnable(input: { code: "1" })', `twoFactorDisable(input: { password: ${password}, code: "1" })`,
    `recoveryCodesRenew(input: { password: ${password} })`, `passkeyRegistrationStart(input: { password: ${password} })`, 'passkeyRegister(input: { name: "x", response: {} })', 'passkeyDelete(input: { id: "pky_0351Oxw8O1ylePouVQ0YgZ" })', 'emailVerificationSend', 'profileUpdate(input: { name: "X" })',
    'serviceAccountCreate(input: { name: "X" })', 'apiKeyCreate(input: { serviceAccountId: "svc_0351Oxw8O1ylePouVQ0YgZ", name: "X", permissions: ["calls:read"] })', `ownershipTransfer(input: { userId: "usr_0351Oxw8O1ylePouVQ0YgZ", password: ${password} })`,
    `organizationDelete(input: { confirmSlug: "x", password: ${password} })`, 'organizationDeletionCancel', 'sessionsRevokeOthers', 'sessionRevoke(input: { id: "ses_0351Oxw8O1ylePouVQ0YgZ" })', 'organizationLeave(input: {})', `organizationSwitch(input: { id: "${owner.organizationId}" })`, 'organizationCreate(input: { name: "X" })',
    'invitationAccept(input: { token: "x" })', `impersonationStart(input: { organizationId: "${owner.organizationId}", userId: "${ownerId}", reason: "once more, please", minutes: 5 })`, `organizationSuspend(input: { id: "${owner.organizationId}", reason: "once more, please" })`,
  ];
  for (const mutation of refused) expect([mutation, await codesOf(as, `mutation { ${mutation} { errors { code } } }`)]).toEqual([mutation, 'IMPERSONATION_FORBIDDEN']);
  expect(await codesOf(as, '{ platformOrganizations { nodes { id } } }')).toBe('IMPERSONATION_FORBIDDEN');
  // As somebody else nobody raises what the platform may do: an end in the same request is the end.
  const { data, errors } = await as.ask(`mutation { impersonationEnd { errors { code } } organizationSuspend(input: { id: "${owner.organizationId}", reason: "in one go, quickly" }) { errors { code } } }`);
  expect([data, errors?.[0]?.extensions.code]).toEqual([null, 'IMPERSONATION_FORBIDDEN']);
});

test('reason, minutes, member, administrators, and who may begin', async () => {
  for (const [input, path] of [[{ reason: 'short' }, 'reason'], [{ reason: 'x'.repeat(501) }, 'reason'], [{ minutes: 0 }, 'minutes'], [{ minutes: 61 }, 'minutes']] as const) expect(await start(input)).toMatchObject({ sessionToken: null, viewer: null, errors: [{ code: 'INVALID_INPUT', path: ['input', path] }] });
  const stranger = await kit.signUp('Stranger');
  expect(await start({ organizationId: stranger.organizationId })).toMatchObject({ errors: [{ code: 'MEMBER_NOT_FOUND' }] });
  const colleague = await platformAdmin(kit, 'Paul');
  expect(await start({ organizationId: admin.organizationId, userId: colleague.userId })).toMatchObject({ errors: [{ code: 'PLATFORM_ADMINISTRATOR' }] });
  await kit.test.database.system.membership.create({ data: { organizationId: uuid(stranger.organizationId), userId: uuid(colleague.userId), roleId: roleTemplateId('viewer') } });
  expect(await start({ organizationId: stranger.organizationId, userId: colleague.userId })).toMatchObject({ errors: [{ code: 'PLATFORM_ADMINISTRATOR', path: ['input', 'userId'] }] });
  expect((await stranger.ask(START, { input: { organizationId: owner.organizationId, userId: ownerId, reason: REASON, minutes: 5 } })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'platform:impersonate' } }]);
  expect((await owner.ask('mutation { impersonationEnd { errors { code } } }')).data.impersonationEnd.errors).toEqual([{ code: 'NOT_IMPERSONATING' }]);
});

/** What is open as the owner, and hears of its end. */
async function open(as: Person) {
  const stream = await overSocket({ url: kit.api.url, token: as.token, query: 'subscription { liveCalls { __typename } }' });
  await until(() => stream.items.length > 0, 'the stream begins');
  return stream;
}

test.each([
  ['the own session is signed out', () => admin.ask('mutation { signOut { errors { code } } }')],
  ['the own session goes elsewhere', async () => {
    const { organizationId } = await kit.signUp('Elsewhere');
    await kit.test.database.system.membership.create({ data: { organizationId: uuid(organizationId), userId: uuid(admin.userId), roleId: roleTemplateId('viewer') } });
    return admin.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: organizationId });
  }],
  ['the administrator leaves the platform', async () => { await platformAdmin(kit, 'Another'); return admin.ask('mutation { organizationLeave(input: {}) { errors { code } } }'); }],
])('%s: so ends what is done as somebody else, at once, and the person goes on', async (_name, end) => {
  const as = await asOwner();
  const stream = await open(as);
  const { errors } = await end();
  expect(errors).toBeUndefined();
  await until(() => stream.isCut, 'the end of what is open', 1_000);
  await stream.stop();
  expect((await as.ask('{ viewer { via } }')).data.viewer).toBeNull();
  expect((await owner.ask('{ viewer { via } }')).data.viewer).toEqual({ via: 'MEMBERSHIP' });
  await endImpersonations(kit.api.app);
  expect(await kit.test.database.system.session.count({ where: { signedInWith: 'IMPERSONATION' } })).toBe(0);
});

test('who works as a member that is removed is out with them, and not in the next organization of theirs', async () => {
  const member = await kit.signUp('Member');
  const { id: userId } = await kit.test.database.system.user.findUniqueOrThrow({ where: { email: member.email } });
  await kit.test.database.system.membership.create({ data: { organizationId: uuid(owner.organizationId), userId, roleId: roleTemplateId('viewer') } });
  const id = encodeId('User', userId);
  const { sessionToken } = await start({ userId: id });
  expect((await kit.ask('{ viewer { user { id } } }', {}, sessionToken)).data.viewer.user.id).toBe(id);
  await owner.ask('mutation ($id: ID!) { memberRemove(input: { userId: $id }) { errors { code } } }', { id });
  expect((await kit.ask('{ viewer { user { id } } }', {}, sessionToken)).data.viewer).toBeNull();
  expect((await member.ask('{ viewer { organization { id } } }')).data.viewer.organization.id).toBe(member.organizationId);
});

test('it ends by itself, is not made longer by use, and the log says so', async () => {
  const { token, actor } = await kit.api.app.sessions.impersonate({ userId: uuid(ownerId), organizationId: uuid(owner.organizationId) }, { userId: uuid(admin.userId), ownSessionId: (await kit.test.database.system.session.findFirstOrThrow({ where: { userId: uuid(admin.userId) } })).id, reason: REASON, lifeMs: 900 }, { address: '' });
  await kit.test.database.system.session.updateMany({ where: { id: actor.sessionId }, data: { lastUsedAt: new Date(0) } });
  const as = { token, ask: (query: string, variables?: object) => kit.ask(query, variables, token) } as Person;
  const stream = await open(as);
  await until(() => stream.isCut, 'the end of what is open');
  await stream.stop();
  expect((await as.ask('{ viewer { via } }')).data.viewer).toBeNull();
  expect(await endImpersonations(kit.api.app)).toBe(1);
  expect((await log({ action: 'impersonationEnd' })).auditEvents.nodes[0]).toMatchObject({ targetType: 'sessions', actorId: null });
});

test('a session that has lost its mark lets nobody in', async () => {
  const as = await asOwner();
  await kit.test.database.system.impersonation.deleteMany({});
  const other = await kit.another();
  expect((await fetch(`${other.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${as.token}` }, body: JSON.stringify({ query: '{ viewer { via } }' }) }).then((response) => response.json() as Promise<Loose>)).data.viewer).toBeNull();
});

test('calls are read through it and not without it, and the reading is written down as theirs', async () => {
  const { id, callId } = await activeCall(kit, owner, await publishedAgent(owner));
  await append(kit, callId, conversation(callId));
  const READ = 'query ($id: ID!) { call(id: $id) { turns { text } } }';
  expect((await admin.ask(READ, { id })).data.call).toBeNull();
  // That the owner has just read it does not hide it.
  expect((await owner.ask(READ, { id })).data.call.turns).toHaveLength(3);
  expect((await (await asOwner()).ask(READ, { id })).data.call.turns).toHaveLength(3);
  expect((await log({ action: 'transcriptRead' })).auditEvents.nodes.map(({ impersonatorId, targetId }: Loose) => [impersonatorId, targetId])).toEqual([[admin.userId, id], [null, id]]);
});

test('a browser is the administrator again afterwards, by the cookie that was set aside', async () => {
  const jar = new Map<string, string>([['parley', admin.token]]);
  const visit = async (query: string, variables: object = {}) => {
    const response = await fetch(`${kit.api.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }, body: JSON.stringify({ query, variables }) });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value, rest] = /^([\w-]+)=([^;]*)(.*)$/.exec(line)!;
      expect(rest).toMatch(/HttpOnly; SameSite=Strict/);
      if (/Max-Age=0/.test(rest!)) jar.delete(name!); else jar.set(name!, value!);
    }
    return (await response.json() as Loose).data;
  };
  const begin = () => visit(START, { input: { organizationId: owner.organizationId, userId: ownerId, reason: REASON, minutes: 5 } });
  const via = async () => (await visit('{ viewer { via } }')).viewer?.via as string | undefined;
  const { impersonationStart: { sessionToken } } = await begin();
  expect([...jar]).toEqual([['parley', sessionToken], ['parley-own', admin.token]]);
  expect(await via()).toBe('IMPERSONATION');
  expect((await visit('mutation { impersonationEnd { viewer { via user { name } } errors { code } } }')).impersonationEnd).toEqual({ viewer: { via: 'PLATFORM', user: { name: 'Petra' } }, errors: [] });
  expect([[...jar], await via()]).toEqual([[['parley', admin.token]], 'PLATFORM']);
  // It ends by itself, or is taken away: the next visit is the administrator's.
  await begin();
  await kit.test.database.system.session.updateMany({ where: { signedInWith: 'IMPERSONATION' }, data: { expiresAt: new Date(0) } });
  await endImpersonations(kit.api.app);
  expect([await via(), [...jar]]).toEqual(['PLATFORM', [['parley', admin.token]]]);
  // Out is out.
  await begin();
  await visit('mutation { signOut { errors { code } } }');
  expect([[...jar], await via(), (await admin.ask('{ viewer { via } }')).data.viewer]).toEqual([[], undefined, null]);
});
