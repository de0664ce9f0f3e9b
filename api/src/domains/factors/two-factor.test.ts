import { roleTemplateId } from '@parley/db';
import { Secret, TOTP, URI } from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { post, startKit, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { createLogger } from '../../start-api.js';
import { forgetChallenges } from './complete-sign-in.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(() => kit.close());
beforeEach(() => { vi.useFakeTimers({ toFake: ['Date'] }); });
afterEach(() => { vi.useRealTimers(); });

const PASSWORD = 'a good password';
const START = 'mutation ($password: String!) { twoFactorStart(input: { password: $password }) { secret uri errors { code path } } }';
const ENABLE = 'mutation ($code: String!) { twoFactorEnable(input: { code: $code }) { recoveryCodes viewer { user { twoFactor { isEnabled recoveryCodesLeft enabledAt } } } errors { code } } }';
const DISABLE = 'mutation ($password: String!, $code: String!) { twoFactorDisable(input: { password: $password, code: $code }) { viewer { user { twoFactor { isEnabled recoveryCodesLeft enabledAt } } } errors { code } } }';
const RENEW = 'mutation ($password: String!) { recoveryCodesRenew(input: { password: $password }) { recoveryCodes errors { code } } }';
const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { sessionToken viewer { user { email } } secondFactor { token methods expiresAt } errors { code } } }';
const VERIFY = 'mutation ($challengeToken: String!, $code: String!) { signInVerify(input: { challengeToken: $challengeToken, code: $code }) { sessionToken viewer { user { email } } secondFactor { token } errors { code message } } }';
const TWO_FACTOR = '{ viewer { user { twoFactor { isEnabled recoveryCodesLeft } } } }';

/** The next code of the app: time goes on by a step, so that none is used twice. */
function nextCode(secret: string): string {
  vi.setSystemTime(Date.now() + 30_000);
  return codeNow(secret);
}
const codeNow = (secret: string, steps = 0) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

async function withTwoFactor(name: string): Promise<{ person: Person; secret: string; recoveryCodes: string[] }> {
  const person = await kit.signUp(name);
  const { secret } = (await person.ask(START, { password: PASSWORD })).data.twoFactorStart;
  const { recoveryCodes } = (await person.ask(ENABLE, { code: nextCode(secret) })).data.twoFactorEnable;
  return { person, secret, recoveryCodes };
}
const challenge = async ({ email }: Person): Promise<string> => (await kit.ask(SIGN_IN, { email, password: PASSWORD })).data.signIn.secondFactor.token;
const verify = async (challengeToken: string, code: string): Promise<Loose> => (await kit.ask(VERIFY, { challengeToken, code })).data.signInVerify;
const codesOf = (answer: Loose): string[] => answer.errors.map(({ code }: { code: string }) => code);

test('turning it on takes the password, a secret and a code of it; ten recovery codes are told once', async () => {
  const person = await kit.signUp('Careful');
  expect((await person.ask(START, { password: 'wrong password' })).data.twoFactorStart).toEqual({ secret: null, uri: null, errors: [{ code: 'INVALID_CREDENTIALS', path: ['input', 'password'] }] });
  expect(codesOf((await person.ask(ENABLE, { code: '123456' })).data.twoFactorEnable)).toEqual(['TWO_FACTOR_NOT_STARTED']);
  const first = (await person.ask(START, { password: PASSWORD })).data.twoFactorStart;
  const { secret, uri } = (await person.ask(START, { password: PASSWORD })).data.twoFactorStart;
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(URI.parse(uri)).toMatchObject({ issuer: 'Parley', label: person.email, digits: 6, period: 30, algorithm: 'SHA1' });
  expect(URI.parse(uri).secret.base32).toBe(secret);
  for (const code of [codeNow(first.secret), wrong(codeNow(secret)), codeNow(secret, 3), '']) expect(codesOf((await person.ask(ENABLE, { code })).data.twoFactorEnable)).toEqual(['WRONG_CODE']);
  expect((await person.ask(TWO_FACTOR)).data.viewer.user.twoFactor).toEqual({ isEnabled: false, recoveryCodesLeft: 0 });
  expect((await kit.ask(SIGN_IN, { email: person.email, password: PASSWORD })).data.signIn).toMatchObject({ secondFactor: null, sessionToken: expect.any(String) as string });
  const enabled = (await person.ask(ENABLE, { code: nextCode(secret) })).data.twoFactorEnable;
  expect(enabled).toMatchObject({ viewer: { user: { twoFactor: { isEnabled: true, recoveryCodesLeft: 10, enabledAt: expect.any(String) as string } } }, errors: [] });
  expect(new Set(enabled.recoveryCodes).size).toBe(10);
  for (const code of enabled.recoveryCodes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(codesOf((await person.ask(START, { password: PASSWORD })).data.twoFactorStart)).toEqual(['TWO_FACTOR_ENABLED']);
  expect(codesOf((await person.ask(ENABLE, { code: nextCode(secret) })).data.twoFactorEnable)).toEqual(['TWO_FACTOR_ENABLED']);
});

test('the secret and the codes are not in the database as they are, and the audit log tells who turned it on', async () => {
  const { person, secret, recoveryCodes } = await withTwoFactor('Sealed');
  const { system } = kit.test.database;
  const userId = (await system.user.findUniqueOrThrow({ where: { email: person.email } })).id;
  const kept = await system.twoFactor.findUniqueOrThrow({ where: { userId }, include: { recoveryCodes: true } });
  const plain = Buffer.from(Secret.fromBase32(secret).buffer);
  expect(Buffer.from(kept.secret).includes(plain)).toBe(false);
  const { secret: again } = (await (await kit.signUp('Other')).ask(START, { password: PASSWORD })).data.twoFactorStart;
  expect(again).not.toBe(secret);
  const stored = kept.recoveryCodes.map(({ codeHash }) => Buffer.from(codeHash).toString('latin1')).join();
  for (const code of recoveryCodes) expect(stored).not.toContain(code);
  const { data } = await person.ask('{ auditEvents(first: 5) { nodes { action actorId targetId changes { field } } } }');
  expect(data.auditEvents.nodes[0]).toMatchObject({ action: 'twoFactorEnable', changes: [] });
  expect(data.auditEvents.nodes[0].actorId).toBe(data.auditEvents.nodes[0].targetId);
});

test('a password alone no longer signs in; the password and a code do, with the session of the answer', async () => {
  const { person, secret } = await withTwoFactor('Twofold');
  const { data, headers } = await kit.ask(SIGN_IN, { email: person.email, password: PASSWORD });
  expect(data.signIn).toMatchObject({ sessionToken: null, viewer: null, secondFactor: { methods: ['TOTP', 'RECOVERY_CODE'] }, errors: [] });
  expect(headers.get('set-cookie')).toBeNull();
  expect((await kit.ask('{ viewer { user { email } } }', {}, data.signIn.secondFactor.token)).data.viewer).toBeNull();
  const answer = await kit.ask(VERIFY, { challengeToken: data.signIn.secondFactor.token, code: nextCode(secret) });
  expect(answer.data.signInVerify).toMatchObject({ viewer: { user: { email: person.email } }, secondFactor: null, errors: [] });
  expect(answer.headers.get('set-cookie')).toContain(answer.data.signInVerify.sessionToken);
  expect((await kit.ask('{ viewer { user { email } } }', {}, answer.data.signInVerify.sessionToken)).data.viewer.user.email).toBe(person.email);
});

test('a challenge lets in once', async () => {
  const { person, secret, recoveryCodes } = await withTwoFactor('Once');
  const token = await challenge(person);
  const answers = await Promise.all([verify(token, nextCode(secret)), verify(token, recoveryCodes[0]!)]);
  expect(answers.flatMap(codesOf)).toEqual(['CHALLENGE_EXPIRED']);
  expect(codesOf(await verify(token, nextCode(secret)))).toEqual(['CHALLENGE_EXPIRED']);
  expect(codesOf(await verify('nothing of ours', nextCode(secret)))).toEqual(['CHALLENGE_EXPIRED']);
});

test('a challenge ends after five minutes, with the password it was made under, and is swept', async () => {
  const { person, secret } = await withTwoFactor('Late');
  const { system } = kit.test.database;
  const late = await challenge(person);
  vi.setSystemTime(Date.now() + 5 * 60_000);
  expect(codesOf(await verify(late, nextCode(secret)))).toEqual(['CHALLENGE_EXPIRED']);
  const stale = await challenge(person);
  const { passwordHash } = await system.user.findUniqueOrThrow({ where: { email: person.email } });
  await system.user.update({ where: { email: person.email }, data: { passwordHash: 'another' } });
  expect(codesOf(await verify(stale, nextCode(secret)))).toEqual(['CHALLENGE_EXPIRED']);
  await system.user.update({ where: { email: person.email }, data: { passwordHash } });
  const before = await system.signInChallenge.count();
  await forgetChallenges(kit.api.app);
  expect([before, await system.signInChallenge.count({ where: { expiresAt: { lt: new Date() } } })]).toEqual([before, 0]);
  expect(await system.signInChallenge.count()).toBeLessThan(before);
});

test('a code counts once, also when it comes twice at the same moment and in two sign-ins', async () => {
  const { person, secret } = await withTwoFactor('Replay');
  const [one, two] = [await challenge(person), await challenge(person)];
  const code = nextCode(secret);
  const answers = await Promise.all([verify(one, code), verify(two, code)]);
  expect(answers.flatMap(codesOf)).toEqual(['CODE_REPLAYED']);
  expect(answers.filter(({ sessionToken }) => sessionToken !== null)).toHaveLength(1);
  // An older code is none that is still to be used.
  expect(codesOf(await verify(answers[0].sessionToken ? two : one, codeNow(secret, -1)))).toEqual(['CODE_REPLAYED']);
});

test('clocks may be one step apart, either way, and no more', async () => {
  const { person, secret } = await withTwoFactor('Skewed');
  vi.setSystemTime(Date.now() + 120_000);
  const token = await challenge(person);
  for (const steps of [-2, 2]) expect(codesOf(await verify(token, codeNow(secret, steps)))).toEqual(['WRONG_CODE']);
  expect(codesOf(await verify(token, codeNow(secret, -1)))).toEqual([]);
  expect(codesOf(await verify(await challenge(person), codeNow(secret, 1)))).toEqual([]);
});

test('a challenge takes five tries, also at once; an account takes ten guesses, whatever the challenges', async () => {
  const { person, secret } = await withTwoFactor('Guessed');
  const first = await challenge(person);
  const bad = wrong(nextCode(secret));
  const tries = await Promise.all(Array.from({ length: 8 }, () => verify(first, bad)));
  expect(tries.flatMap(codesOf).sort()).toEqual([...Array.from({ length: 3 }, () => 'CHALLENGE_EXHAUSTED'), ...Array.from({ length: 5 }, () => 'WRONG_CODE')]);
  expect(codesOf(await verify(first, codeNow(secret)))).toEqual(['CHALLENGE_EXHAUSTED']);
  const second = await challenge(person);
  for (let guess = 0; guess < 5; guess++) expect(codesOf(await verify(second, bad))).toEqual(['WRONG_CODE']);
  const third = await challenge(person);
  expect(codesOf(await verify(third, nextCode(secret)))).toEqual(['TOO_MANY_ATTEMPTS']);
});

test('a recovery code stands in once, however it is written; new ones take the place of the old', async () => {
  const { person, recoveryCodes: [first, second, third] } = await withTwoFactor('Lost');
  expect(codesOf(await verify(await challenge(person), ` ${first!.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `))).toEqual([]);
  expect(codesOf(await verify(await challenge(person), first!))).toEqual(['WRONG_CODE']);
  const both = await Promise.all([verify(await challenge(person), second!), verify(await challenge(person), second!)]);
  expect(both.flatMap(codesOf)).toEqual(['WRONG_CODE']);
  expect((await person.ask(TWO_FACTOR)).data.viewer.user.twoFactor).toEqual({ isEnabled: true, recoveryCodesLeft: 8 });
  expect(codesOf((await person.ask(RENEW, { password: 'wrong password' })).data.recoveryCodesRenew)).toEqual(['INVALID_CREDENTIALS']);
  const renewals = await Promise.all([person.ask(RENEW, { password: PASSWORD }), person.ask(RENEW, { password: PASSWORD })]);
  expect((await person.ask(TWO_FACTOR)).data.viewer.user.twoFactor).toEqual({ isEnabled: true, recoveryCodesLeft: 10 });
  expect(codesOf(await verify(await challenge(person), third!))).toEqual(['WRONG_CODE']);
  const fresh = renewals.flatMap(({ data }) => data.recoveryCodesRenew.recoveryCodes as string[]);
  expect(fresh).toHaveLength(20);
});

test('turning it off takes the password and a code; then the password alone signs in again', async () => {
  const { person, secret, recoveryCodes } = await withTwoFactor('Enough');
  expect(codesOf((await person.ask(DISABLE, { password: 'wrong password', code: nextCode(secret) })).data.twoFactorDisable)).toEqual(['INVALID_CREDENTIALS']);
  expect(codesOf((await person.ask(DISABLE, { password: PASSWORD, code: '000000' })).data.twoFactorDisable)).toEqual(['WRONG_CODE']);
  const { data } = await person.ask(DISABLE, { password: PASSWORD, code: recoveryCodes[9] });
  expect(data.twoFactorDisable).toEqual({ viewer: { user: { twoFactor: { isEnabled: false, recoveryCodesLeft: 0, enabledAt: null } } }, errors: [] });
  expect((await kit.ask(SIGN_IN, { email: person.email, password: PASSWORD })).data.signIn).toMatchObject({ sessionToken: expect.any(String) as string, secondFactor: null });
  expect(codesOf((await person.ask(DISABLE, { password: PASSWORD, code: nextCode(secret) })).data.twoFactorDisable)).toEqual(['TWO_FACTOR_NOT_ENABLED']);
  expect(codesOf((await person.ask(RENEW, { password: PASSWORD })).data.recoveryCodesRenew)).toEqual(['TWO_FACTOR_NOT_ENABLED']);
});

test('nobody sees the second factor of a colleague, and without a session none begins', async () => {
  const { person } = await withTwoFactor('Private');
  const { system } = kit.test.database;
  const colleague = await kit.signUp('Colleague');
  const [{ id: userId }, organization] = [await system.user.findUniqueOrThrow({ where: { email: colleague.email } }), await system.membership.findFirstOrThrow({ where: { user: { email: person.email } } })];
  await system.membership.create({ data: { userId, organizationId: organization.organizationId, roleId: roleTemplateId('viewer') } });
  const { data } = await person.ask('{ viewer { organization { members(first: 5) { nodes { user { email twoFactor { isEnabled } } } } } } }');
  expect(data.viewer.organization.members.nodes.map(({ user }: Loose) => [user.email, user.twoFactor])).toEqual([[person.email, { isEnabled: true }], [colleague.email, null]]);
  expect((await kit.ask(START, { password: PASSWORD })).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
});

test('with another server secret apps are of no use, and recovery codes still are', async () => {
  const { person, secret, recoveryCodes } = await withTwoFactor('Moved');
  const { url } = await kit.another({ PARLEY_SECRET: 'another secret of this server, long enough' }, createLogger('silent'));
  const token = await challenge(person);
  const at = async (code: string) => codesOf((await post(`${url}/graphql`, VERIFY, { challengeToken: token, code })).data.signInVerify);
  expect(await at(nextCode(secret))).toEqual(['WRONG_CODE']);
  expect(await at(recoveryCodes[0]!)).toEqual([]);
});
