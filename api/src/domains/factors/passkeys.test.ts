import { Secret, TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startKit, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { SoftwareAuthenticator, type Faults } from '../../../test/software-authenticator.js';
import { forgetPasskeyChallenges } from './passkey-challenge.js';

const ORIGIN = 'https://parley.example.com';
let kit: Kit;
beforeAll(async () => { kit = await startKit({ PARLEY_PUBLIC_URL: ORIGIN }); });
afterAll(() => kit.close());
beforeEach(() => { vi.useFakeTimers({ toFake: ['Date'] }); });
afterEach(() => { vi.useRealTimers(); });

const PASSWORD = 'a good password';
const START = 'mutation ($password: String!) { passkeyRegistrationStart(input: { password: $password }) { options errors { code path } } }';
const REGISTER = 'mutation ($name: String!, $response: JSON!) { passkeyRegister(input: { name: $name, response: $response }) { passkey { id name createdAt lastUsedAt } errors { code path } } }';
const DELETE = 'mutation ($id: ID!) { passkeyDelete(input: { id: $id }) { deletedId errors { code } } }';
const PASSKEYS = '{ viewer { passkeys { id name lastUsedAt } } }';
const SIGN_IN_START = 'mutation ($wantsTokens: Boolean) { passkeySignInStart(input: { wantsTokens: $wantsTokens }) { challengeToken options errors { code } } }';
const SIGN_IN = 'mutation ($challengeToken: String!, $response: JSON!) { passkeySignIn(input: { challengeToken: $challengeToken, response: $response }) { sessionToken accessToken refreshToken secondFactor { token } viewer { user { email } } errors { code } } }';

const codesOf = (answer: Loose): string[] => answer.errors.map(({ code }: { code: string }) => code);
const optionsFor = async (person: Person): Promise<Loose> => (await person.ask(START, { password: PASSWORD })).data.passkeyRegistrationStart.options;
const register = async (person: Person, response: object, name = 'Telephone'): Promise<Loose> => (await person.ask(REGISTER, { name, response })).data.passkeyRegister;
const start = async (wantsTokens?: boolean): Promise<Loose> => (await kit.ask(SIGN_IN_START, { wantsTokens })).data.passkeySignInStart;
const finish = async (challengeToken: string, response: unknown): Promise<Loose> => (await kit.ask(SIGN_IN, { challengeToken, response })).data.passkeySignIn;

async function withPasskey(name: string, counts = true): Promise<{ person: Person; device: SoftwareAuthenticator; id: string }> {
  const person = await kit.signUp(name);
  const device = new SoftwareAuthenticator(ORIGIN, counts);
  const { passkey } = await register(person, device.create(await optionsFor(person)));
  return { person, device, id: passkey.id };
}

async function signInWith(device: SoftwareAuthenticator, faults?: Faults): Promise<Loose> {
  const { challengeToken, options } = await start();
  return finish(challengeToken, device.get(options, faults));
}

test('a passkey is made with the password, for this host, verified, and it says nothing of the person', async () => {
  const person = await kit.signUp('Maker');
  expect((await person.ask(START, { password: 'wrong password' })).data.passkeyRegistrationStart).toEqual({ options: null, errors: [{ code: 'INVALID_CREDENTIALS', path: ['input', 'password'] }] });
  const options = await optionsFor(person);
  expect(options).toMatchObject({ rp: { id: 'parley.example.com', name: 'Parley' }, user: { name: person.email }, attestation: 'none', excludeCredentials: [], authenticatorSelection: { residentKey: 'required', userVerification: 'required' } });
  expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(16);
  const device = new SoftwareAuthenticator(ORIGIN);
  const made = await register(person, device.create(options), ' Telephone ');
  expect(made).toEqual({ passkey: { id: expect.stringMatching(/^pky_\w{22}$/) as string, name: 'Telephone', createdAt: expect.any(String) as string, lastUsedAt: null }, errors: [] });
  expect((await person.ask(PASSKEYS)).data.viewer.passkeys).toEqual([{ id: made.passkey.id, name: 'Telephone', lastUsedAt: null }]);
  const again = await optionsFor(person);
  expect(again.excludeCredentials).toHaveLength(1);
  expect(() => device.create(again)).toThrow('InvalidStateError');
  const { data } = await person.ask('{ auditEvents(first: 1) { nodes { action } } }');
  expect(data.auditEvents.nodes).toEqual([{ action: 'passkeyRegister' }]);
});

test('it signs in without a name, and no second factor is asked for', async () => {
  const { person, device, id } = await withPasskey('Nameless');
  const { secret } = (await person.ask(`mutation { twoFactorStart(input: { password: "${PASSWORD}" }) { secret } }`)).data.twoFactorStart;
  await person.ask('mutation ($code: String!) { twoFactorEnable(input: { code: $code }) { errors { code } } }', { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() });
  const byPassword = (await kit.ask(`mutation ($email: String!) { signIn(input: { email: $email, password: "${PASSWORD}" }) { secondFactor { methods } } }`, { email: person.email })).data.signIn;
  expect(byPassword.secondFactor.methods).toEqual(['TOTP', 'RECOVERY_CODE', 'PASSKEY']);
  const { challengeToken, options } = await start();
  expect(options).toMatchObject({ rpId: 'parley.example.com', userVerification: 'required' });
  expect(options.allowCredentials ?? []).toEqual([]);
  const { data, headers } = await kit.ask(SIGN_IN, { challengeToken, response: device.get(options) });
  expect(data.passkeySignIn).toMatchObject({ viewer: { user: { email: person.email } }, secondFactor: null, accessToken: null, errors: [] });
  expect(headers.get('set-cookie')).toContain(`__Host-parley=${data.passkeySignIn.sessionToken}`);
  expect((await kit.ask(PASSKEYS, {}, data.passkeySignIn.sessionToken)).data.viewer.passkeys).toEqual([{ id, name: 'Telephone', lastUsedAt: expect.any(String) as string }]);
});

test('a page that offers passkeys uses up no attempts to sign in', async () => {
  const { device } = await withPasskey('Office');
  for (let page = 0; page < 101; page++) expect(codesOf(await start())).toEqual([]);
  expect(codesOf(await signInWith(device))).toEqual([]);
});

test('programs get tokens', async () => {
  const { person, device } = await withPasskey('Tokens');
  const { challengeToken, options } = await start(true);
  const answer = await finish(challengeToken, device.get(options));
  expect(answer).toMatchObject({ sessionToken: null, accessToken: expect.stringMatching(/^pta_/) as string, refreshToken: expect.stringMatching(/^ptr_/) as string, errors: [] });
  expect((await kit.ask('{ viewer { user { email } } }', {}, answer.accessToken)).data.viewer.user.email).toBe(person.email);
  // What was asked for is part of what was signed.
  const other = await start();
  expect(codesOf(await finish(other.challengeToken.replace(/s$/, 't'), device.get(other.options)))).toEqual(['CHALLENGE_EXPIRED']);
});

const WRONG: Record<string, Faults> = {
  'of another origin': { origin: 'https://parley.example.com.evil.example' }, 'of a subdomain': { origin: 'https://other.parley.example.com' }, 'for another host': { rpId: 'evil.example' },
  'of somebody who showed neither finger nor PIN': { isVerified: false }, 'made for something else': { type: 'payment.get' },
};
test.each(Object.entries(WRONG))('an answer %s is refused, when it is made and when it signs in', async (_how, faults) => {
  const { person, device } = await withPasskey('Right');
  expect(await register(person, new SoftwareAuthenticator(ORIGIN).create(await optionsFor(person), faults))).toEqual({ passkey: null, errors: [{ code: 'PASSKEY_INVALID', path: ['input', 'response'] }] });
  expect((await person.ask(PASSKEYS)).data.viewer.passkeys).toHaveLength(1);
  expect(codesOf(await signInWith(device, faults))).toEqual(['PASSKEY_INVALID']);
  expect(codesOf(await signInWith(device))).toEqual([]);
});

test('a challenge is answered once, by whom it was given to, and within five minutes', async () => {
  const { person, device } = await withPasskey('Once');
  const first = await start();
  const response = device.get(first.options);
  const both = await Promise.all([finish(first.challengeToken, response), finish(first.challengeToken, response)]);
  expect(both.flatMap(codesOf)).toHaveLength(1);
  expect(codesOf(await finish(first.challengeToken, response))[0]).toMatch(/CHALLENGE_EXPIRED|PASSKEY_INVALID/);
  const [mine, theirs] = [await start(), await start()];
  expect(codesOf(await finish(theirs.challengeToken, device.get(mine.options)))).toEqual(['CHALLENGE_EXPIRED']);
  expect(codesOf(await finish('a\nb', device.get(mine.options)))).toEqual(['CHALLENGE_EXPIRED']);
  // A challenge for making one signs nobody in, and one of another session makes none.
  const options = await optionsFor(person);
  expect(codesOf(await finish(mine.challengeToken, device.get({ ...mine.options, challenge: options.challenge })))).toEqual(['CHALLENGE_EXPIRED']);
  const other = await kit.signUp('Other');
  expect(codesOf(await register(other, new SoftwareAuthenticator(ORIGIN).create(options)))).toEqual(['PASSKEY_INVALID']);
  const late = await start();
  const lateMaking = await optionsFor(person);
  vi.setSystemTime(Date.now() + 5 * 60_000);
  expect(codesOf(await finish(late.challengeToken, device.get(late.options)))).toEqual(['CHALLENGE_EXPIRED']);
  expect(codesOf(await register(person, new SoftwareAuthenticator(ORIGIN).create(lateMaking)))).toEqual(['PASSKEY_INVALID']);
  vi.setSystemTime(Date.now() + 1);
  await forgetPasskeyChallenges(kit.api.app);
  expect(await kit.test.database.system.usedPasskeyChallenge.count()).toBe(0);
});

test('keys that live on several devices do not count, and their answers are still taken once', async () => {
  const { device } = await withPasskey('Synced', false);
  expect(codesOf(await signInWith(device))).toEqual([]);
  const { challengeToken, options } = await start();
  const response = device.get(options);
  expect((await Promise.all([finish(challengeToken, response), finish(challengeToken, response)])).flatMap(codesOf)).toEqual(['CHALLENGE_EXPIRED']);
});

test('a copy that is behind, a foreign key, and one for somebody else do not sign in', async () => {
  const { device } = await withPasskey('Copied');
  expect(codesOf(await signInWith(device, { counter: 7 }))).toEqual([]);
  expect(codesOf(await signInWith(device, { counter: 7 }))).toEqual(['PASSKEY_INVALID']);
  expect(codesOf(await signInWith(device, { counter: 3 }))).toEqual(['PASSKEY_INVALID']);
  expect(codesOf(await signInWith(device, { counter: 8, userHandle: Buffer.alloc(16, 1) }))).toEqual(['PASSKEY_NOT_FOUND']);
  const stranger = new SoftwareAuthenticator(ORIGIN);
  stranger.create({ ...(await optionsFor(await kit.signUp('Stranger'))) });
  expect(codesOf(await signInWith(stranger))).toEqual(['PASSKEY_NOT_FOUND']);
  // The signature of another key under the id of a known one.
  const { challengeToken, options } = await start();
  const [known, foreign] = [device.get(options) as Loose, stranger.get(options) as Loose];
  expect(codesOf(await finish(challengeToken, { ...known, response: { ...known.response, signature: foreign.response.signature } }))).toEqual(['PASSKEY_INVALID']);
});

test('what is no answer of a passkey at all is refused as one', async () => {
  const person = await kit.signUp('Nonsense');
  const { challengeToken, options } = await start();
  const good = (await withPasskey('Good')).device.get(options) as Loose;
  for (const response of [{}, [], 'x', 7, { ...good, type: 'x' }, { ...good, id: '' }, { ...good, rawId: 'other' }, { ...good, response: { ...good.response, clientDataJSON: 'AAAA' } }, { ...good, response: { ...good.response, authenticatorData: 'AAAA' } }, { ...good, response: { ...good.response, userHandle: undefined } }]) {
    expect(codesOf(await finish(challengeToken, response))).toEqual(['PASSKEY_INVALID']);
    expect(codesOf(await register(person, response as object))).toEqual(['PASSKEY_INVALID']);
  }
  expect(codesOf(await register(person, new SoftwareAuthenticator(ORIGIN).create(await optionsFor(person)), ' '))).toEqual(['INVALID_INPUT']);
});

test('a deleted passkey opens nothing, and nobody deletes one of somebody else', async () => {
  const { person, device, id } = await withPasskey('Deleter');
  const other = await kit.signUp('Other');
  expect((await other.ask(DELETE, { id })).data.passkeyDelete).toEqual({ deletedId: null, errors: [{ code: 'PASSKEY_NOT_FOUND' }] });
  expect(codesOf((await person.ask(DELETE, { id: person.organizationId })).data.passkeyDelete)).toEqual(['INVALID_ID']);
  expect(codesOf(await signInWith(device))).toEqual([]);
  expect((await person.ask(DELETE, { id })).data.passkeyDelete).toEqual({ deletedId: id, errors: [] });
  expect(codesOf(await signInWith(device))).toEqual(['PASSKEY_NOT_FOUND']);
  expect((await person.ask(PASSKEYS)).data.viewer.passkeys).toEqual([]);
});

test('a person has at most twenty', async () => {
  const person = await kit.signUp('Collector');
  const { id: userId } = await kit.test.database.system.user.findUniqueOrThrow({ where: { email: person.email } });
  const options = await optionsFor(person);
  await kit.test.database.system.passkey.createMany({ data: Array.from({ length: 20 }, (_none, index) => ({ id: `01930000-0000-7000-8000-0000000000${String(index).padStart(2, '0')}`, userId, name: `${index}`, credentialId: Buffer.from(`${index}`), publicKey: Buffer.alloc(1), transports: [] })) });
  expect(codesOf(await register(person, new SoftwareAuthenticator(ORIGIN).create(options)))).toEqual(['PASSKEY_LIMIT']);
  expect(codesOf((await person.ask(START, { password: PASSWORD })).data.passkeyRegistrationStart)).toEqual(['PASSKEY_LIMIT']);
});
