import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roleTemplateId, type RoleTemplateKey } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '../../limits.js';
import { decodeAnyId, encodeId } from '../../schema/ids.js';
import { countStatements, startKit, type Kit, type Person } from '../../../test/kit.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(() => kit.close());

const PASSWORD = 'a good password';
const uuid = (id: string) => decodeAnyId(id)!.id;
const role = (key: RoleTemplateKey) => encodeId('Role', roleTemplateId(key));
let guests = 0;
const guest = () => `guest-${++guests}@example.com`;

const CREATE = 'mutation ($input: InvitationCreateInput!) { invitationCreate(input: $input) { invitation { id email state expiresAt role { key } invitedBy { email } } errors { __typename code path ... on InvitationsExhaustedError { invitationsMax } } } }';
const invite = async (who: Person, email: string, key: RoleTemplateKey = 'agent-builder') => (await who.ask(CREATE, { input: { email, roleId: role(key), language: 'de' } })).data.invitationCreate;
const ACCEPT = 'mutation ($input: InvitationAcceptInput!) { invitationAccept(input: $input) { sessionToken secondFactor { methods } viewer { user { email name } organization { id } role { key } } errors { __typename code path ... on LimitReachedError { limit max } } } }';
const accept = async (input: object, token?: string) => (await kit.ask(ACCEPT, { input }, token)).data.invitationAccept;
const offer = async (token: string) => (await kit.ask('query ($token: String!) { invitation(token: $token) { organizationName email state } }', { token })).data.invitation;
const change = async (who: Person, name: 'invitationRevoke' | 'invitationResend', id: string) => (await who.ask(`mutation ($id: ID!) { ${name}(input: { id: $id }) { invitation { state expiresAt } errors { __typename code ${name === 'invitationResend' ? '... on TooManyAttemptsError { retryAfterMs }' : ''} } } }`, { id })).data[name];
const listed = async (who: Person, state?: string) => (await who.ask('query ($state: InvitationState) { viewer { organization { invitations(state: $state) { nodes { email state } } } } }', { state })).data.viewer.organization.invitations.nodes as { email: string; state: string }[];

/** Every mail to this address, the oldest first, as it was written down. */
async function mailsTo(email: string): Promise<string[]> {
  await kit.api.app.mailer.idle();
  const folder = join(kit.dataDir, 'mail');
  const mails = readdirSync(folder).sort().map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('=\r\n', '').replaceAll('=3D', '='));
  return mails.filter((mail) => mail.includes(`To: ${email}`));
}

/** The token of the newest link that was mailed there. */
const mailedToken = async (email: string) => decodeURIComponent(/\/invitation#token=([\w%-]+)/.exec((await mailsTo(email)).at(-1)!)![1]!);

const letPass = (email: string) => kit.test.database.system.invitation.updateMany({ where: { email }, data: { expiresAt: new Date(Date.now() - 1) } });

test('somebody new is invited by mail, sees what it is about, and comes in with an account of their own', async () => {
  const owner = await kit.signUp('Owner');
  const email = guest();
  const { invitation, errors } = await invite(owner, ` ${email.toUpperCase()} `);
  expect(errors).toEqual([]);
  expect(invitation).toMatchObject({ id: expect.stringMatching(/^inv_/), email, state: 'PENDING', role: { key: 'agent-builder' }, invitedBy: { email: owner.email } });
  expect((Date.parse(invitation.expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(7, 2);
  const token = await mailedToken(email);
  expect(JSON.stringify([...(await kit.test.database.system.invitation.findMany()), await listed(owner)])).not.toContain(token);
  expect(await offer(token)).toEqual({ organizationName: "Owner's firm", email, state: 'PENDING' });
  expect(await accept({ token, password: 'short' })).toMatchObject({ sessionToken: null, errors: [{ code: 'PASSWORD_TOO_WEAK', path: ['input', 'password'] }] });
  const answer = await accept({ token, name: ' Gwen ', password: PASSWORD });
  expect(answer).toMatchObject({ viewer: { user: { email, name: 'Gwen' }, organization: { id: owner.organizationId }, role: { key: 'agent-builder' } }, errors: [] });
  expect((await kit.ask('{ viewer { organizations { organization { id } } } }', {}, answer.sessionToken)).data.viewer.organizations).toEqual([{ organization: { id: owner.organizationId } }]);
  expect(await offer(token)).toMatchObject({ state: 'ACCEPTED' });
  expect(await accept({ token, password: PASSWORD })).toMatchObject({ errors: [{ __typename: 'InvitationUsedError', path: ['input', 'token'] }] });
  expect((await invite(owner, email)).errors).toMatchObject([{ __typename: 'AlreadyMemberError', path: ['input', 'email'] }]);
  expect(await listed(owner, 'ACCEPTED')).toEqual([{ email, state: 'ACCEPTED' }]);
});

test('the link lets in once, however many open it at the same moment', async () => {
  const owner = await kit.signUp('Owner');
  const email = guest();
  await invite(owner, email);
  const token = await mailedToken(email);
  const answers = await Promise.all(Array.from({ length: 4 }, () => accept({ token, password: PASSWORD })));
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  for (const { errors } of answers.filter((answer) => answer.errors.length > 0)) expect(['INVITATION_USED', 'INVALID_CREDENTIALS']).toContain(errors[0].code);
  expect(await kit.test.database.system.membership.count({ where: { organizationId: uuid(owner.organizationId) } })).toBe(2);
  expect(await kit.test.database.system.user.count({ where: { email } })).toBe(1);
});

test('who has an account joins with it: signed in, or by its password; nobody joins for another', async () => {
  const owner = await kit.signUp('Owner');
  const [one, other] = [await kit.signUp('One'), await kit.signUp('Other')];
  await invite(owner, one.email);
  const token = await mailedToken(one.email);
  expect(await accept({ token }, other.token)).toMatchObject({ viewer: null, errors: [{ __typename: 'InvitationForOtherError' }] });
  expect(await accept({ token, password: 'a wrong password' })).toMatchObject({ sessionToken: null, errors: [{ __typename: 'InvalidCredentialsError', path: ['input', 'password'] }] });
  expect(await accept({ token })).toMatchObject({ errors: [{ __typename: 'InvalidCredentialsError' }] });
  expect(await accept({ token }, one.token)).toEqual({ sessionToken: null, secondFactor: null, viewer: { user: { email: one.email, name: '' }, organization: { id: owner.organizationId }, role: { key: 'agent-builder' } }, errors: [] });
  expect((await one.ask('{ viewer { organization { id } } }')).data.viewer.organization.id).toBe(owner.organizationId);
  await invite(owner, other.email, 'viewer');
  const second = await accept({ token: await mailedToken(other.email), password: PASSWORD });
  expect(second).toMatchObject({ viewer: { organization: { id: owner.organizationId }, role: { key: 'viewer' } }, errors: [] });
  expect((await kit.ask('{ viewer { user { email } } }', {}, second.sessionToken)).data.viewer.user.email).toBe(other.email);
});

test('who was removed from their last organization can be invited again', async () => {
  const owner = await kit.signUp('Owner');
  const email = guest();
  await invite(owner, email);
  await accept({ token: await mailedToken(email), password: PASSWORD });
  const { id: userId } = await kit.test.database.system.user.findUniqueOrThrow({ where: { email } });
  await owner.ask('mutation ($id: ID!) { memberRemove(input: { userId: $id }) { errors { code } } }', { id: encodeId('User', userId) });
  await invite(owner, email);
  expect(await accept({ token: await mailedToken(email), password: PASSWORD })).toMatchObject({ viewer: { organization: { id: owner.organizationId } }, errors: [] });
});

test('an invitation that has run out, was taken back, or was sent anew is good for nothing', async () => {
  const owner = await kit.signUp('Owner');
  const [late, revoked] = [guest(), guest()];
  const { invitation: { id: lateId } } = await invite(owner, late);
  const { invitation: { id: revokedId } } = await invite(owner, revoked);
  expect((await invite(owner, late)).errors).toMatchObject([{ __typename: 'AlreadyInvitedError' }]);
  const [lateToken, revokedToken] = [await mailedToken(late), await mailedToken(revoked)];
  await letPass(late);
  expect(await offer(lateToken)).toMatchObject({ state: 'EXPIRED' });
  expect(await accept({ token: lateToken, password: PASSWORD })).toMatchObject({ errors: [{ __typename: 'InvitationExpiredError' }] });
  expect(await change(owner, 'invitationRevoke', revokedId)).toMatchObject({ invitation: { state: 'REVOKED' }, errors: [] });
  expect(await change(owner, 'invitationRevoke', revokedId)).toMatchObject({ errors: [] });
  expect(await accept({ token: revokedToken, password: PASSWORD })).toMatchObject({ errors: [{ __typename: 'InvitationRevokedError' }] });
  expect(await change(owner, 'invitationResend', revokedId)).toMatchObject({ errors: [{ __typename: 'InvitationRevokedError' }] });
  expect(await change(owner, 'invitationResend', lateId)).toMatchObject({ invitation: null, errors: [{ code: 'TOO_MANY_ATTEMPTS', retryAfterMs: expect.any(Number) }] });
  await kit.test.database.system.invitation.update({ where: { id: uuid(lateId) }, data: { sentAt: new Date(Date.now() - LIMITS.invitationResendMs) } });
  expect(await change(owner, 'invitationResend', lateId)).toMatchObject({ invitation: { state: 'PENDING' }, errors: [] });
  expect(await offer(lateToken)).toBeNull();
  expect(await accept({ token: lateToken, password: PASSWORD })).toMatchObject({ errors: [{ __typename: 'InvitationNotFoundError' }] });
  expect(await accept({ token: await mailedToken(late), password: PASSWORD })).toMatchObject({ errors: [] });
  expect(await change(owner, 'invitationRevoke', lateId)).toMatchObject({ errors: [{ __typename: 'InvitationUsedError' }] });
  expect(await mailsTo(late)).toHaveLength(2);
  expect(await listed(owner, 'PENDING')).toEqual([]);
  for (const token of ['', 'nonsense', 'x'.repeat(5_000)]) expect(await offer(token)).toBeNull();
});

test('seats, a hundred pending, the twenty organizations of a person, and an end in sight are heeded', async () => {
  const owner = await kit.signUp('Owner');
  const organizationId = uuid(owner.organizationId);
  const { system } = kit.test.database;
  const [first, second] = [guest(), guest()];
  await invite(owner, first);
  await invite(owner, second);
  await system.organizationLimits.create({ data: { organizationId, plan: 'UNLIMITED', overrides: { SEATS: 2 } } });
  const tokens = [await mailedToken(first), await mailedToken(second)];
  const answers = await Promise.all(tokens.map((token) => accept({ token, password: PASSWORD })));
  expect(answers.flatMap(({ errors }) => errors)).toEqual([{ __typename: 'LimitReachedError', code: 'LIMIT_REACHED', path: null, limit: 'SEATS', max: 2 }]);
  // What could not be joined is not used up, and leaves no account behind.
  const left = answers[0].errors.length > 0 ? 0 : 1;
  expect(await system.user.count({ where: { email: [first, second][left]! } })).toBe(0);
  await system.organizationLimits.update({ where: { organizationId }, data: { overrides: {} } });
  await system.organization.update({ where: { id: organizationId }, data: { deletionAt: new Date(Date.now() + 60_000) } });
  expect(await accept({ token: tokens[left], password: PASSWORD })).toMatchObject({ errors: [{ code: 'ORGANIZATION_CLOSING' }] });
  await system.organization.update({ where: { id: organizationId }, data: { deletionAt: null } });
  expect(await accept({ token: tokens[left], password: PASSWORD })).toMatchObject({ errors: [] });
  await system.invitation.createMany({ data: Array.from({ length: LIMITS.invitationsPendingMax }, (_, index) => ({ id: crypto.randomUUID(), organizationId, email: `many-${index}@example.com`, roleId: roleTemplateId('viewer'), tokenHash: Buffer.from(`many ${index}`), expiresAt: new Date(Date.now() + 60_000) })) });
  expect((await invite(owner, guest())).errors).toEqual([{ __typename: 'InvitationsExhaustedError', code: 'INVITATIONS_EXHAUSTED', path: null, invitationsMax: 100 }]);
});

test('nobody gives away more than they have, or a role that is not theirs', async () => {
  const [owner, stranger] = [await kit.signUp('Owner'), await kit.signUp('Stranger')];
  const email = guest();
  await invite(owner, email, 'admin');
  const { sessionToken } = await accept({ token: await mailedToken(email), password: PASSWORD });
  const admin: Person = { ...owner, token: sessionToken, ask: (query, values) => kit.ask(query, values, sessionToken) };
  for (const key of ['owner', 'agency-owner', 'platform-admin'] as const) {
    expect((await invite(admin, guest(), key)).errors).toEqual([{ __typename: 'PermissionNotHeldError', code: 'PERMISSION_NOT_HELD', path: ['input', 'roleId'] }]);
  }
  expect((await invite(admin, guest(), 'admin')).errors).toEqual([]);
  const foreign = await kit.test.database.system.role.create({ data: { id: crypto.randomUUID(), organizationId: uuid(stranger.organizationId), name: 'Theirs', permissions: [] } });
  expect((await owner.ask(CREATE, { input: { email: guest(), roleId: encodeId('Role', foreign.id) } })).data.invitationCreate.errors).toMatchObject([{ __typename: 'RoleNotFoundError' }]);
  expect((await owner.ask(CREATE, { input: { email: 'no address', roleId: role('viewer') } })).data.invitationCreate.errors).toMatchObject([{ code: 'INVALID_EMAIL' }]);
  const { invitation: { id } } = await invite(owner, guest());
  expect(await change(stranger, 'invitationRevoke', id)).toMatchObject({ errors: [{ __typename: 'InvitationNotFoundError' }] });
});

test('a page of invitations is one statement, with roles and who invited', async () => {
  const owner = await kit.signUp('Owner');
  for (let index = 0; index < 3; index++) await invite(owner, guest());
  const page = (first: number) => countStatements(kit, () => owner.ask('query ($first: Int) { viewer { organization { invitations(first: $first) { nodes { id email state role { name } invitedBy { name } } } } } }', { first }));
  const [one, three] = [await page(1), await page(3)];
  expect(one).toHaveLength(three.length);
  expect(one.length).toBeLessThanOrEqual(2);
});
