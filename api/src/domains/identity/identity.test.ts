import { afterAll, beforeAll, expect, test } from 'vitest';
import { post, startKit, type Kit, type Loose } from '../../../test/kit.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(() => kit.close());

const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { sessionToken viewer { user { id email name } organization { id name slug } } errors { __typename code path ... on PasswordTooWeakError { lengthMin reason } } } }';
const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { sessionToken viewer { user { email } } errors { code message ... on TooManyAttemptsError { retryAfterMs } } } }';
const VIEWER = '{ viewer { user { email } organization { name } } }';

test('signing up opens an account and a session; the token and the cookie both work', async () => {
  const { data, headers } = await kit.ask(SIGN_UP, { input: { email: ' Anna.Müller@Example.COM ', password: 'correct horse', organizationName: 'Müller & Söhne', name: 'Anna' } });
  const { sessionToken, viewer, errors } = data.signUp;
  expect(errors).toEqual([]);
  expect(viewer).toMatchObject({ user: { email: 'anna.müller@example.com', name: 'Anna' }, organization: { name: 'Müller & Söhne' } });
  expect(viewer.user.id).toMatch(/^usr_/);
  const cookie = headers.get('set-cookie')!;
  expect(cookie).toMatch(/^parley=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
  expect((await kit.ask(VIEWER, {}, sessionToken)).data.viewer.user.email).toBe('anna.müller@example.com');
  expect((await post(`${kit.api.url}/graphql`, VIEWER, {}, { cookie: cookie.split(';')[0]! })).data.viewer.organization.name).toBe('Müller & Söhne');
  const foreign = await post(`${kit.api.url}/graphql`, VIEWER, {}, { cookie: cookie.split(';')[0]!, origin: 'https://evil.example' });
  expect(foreign.data.viewer).toBeNull();
  const stored = await kit.test.database.system.session.findFirstOrThrow();
  expect(Buffer.from(stored.tokenHash).toString('base64url')).not.toContain(sessionToken);
});

test('behind https the cookie is bound to the host', async () => {
  const secure = await startKit({ PARLEY_PUBLIC_URL: 'https://parley.example.com' });
  const { headers } = await secure.ask(SIGN_UP, { input: { email: 'a@example.com', password: 'correct horse', organizationName: 'A' } });
  expect(headers.get('set-cookie')).toMatch(/^__Host-parley=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000; Secure$/);
  await secure.close();
});

test('what is wrong with a new account is said at once', async () => {
  const { data } = await kit.ask(SIGN_UP, { input: { email: 'not an address', password: 'short', organizationName: '' } });
  expect(data.signUp).toEqual({
    sessionToken: null, viewer: null, errors: [
      { __typename: 'InvalidEmailError', code: 'INVALID_EMAIL', path: ['input', 'email'] },
      { __typename: 'PasswordTooWeakError', code: 'PASSWORD_TOO_WEAK', path: ['input', 'password'], lengthMin: 8, reason: 'TOO_SHORT' },
      { __typename: 'InvalidInputError', code: 'INVALID_INPUT', path: ['input', 'organizationName'] },
    ],
  });
  const refused = async (input: object) => (await kit.ask(SIGN_UP, { input: { email: 'x@example.com', password: 'a good password', organizationName: 'X', ...input } })).data.signUp.errors;
  expect(await refused({ password: 'password1' })).toMatchObject([{ code: 'PASSWORD_TOO_WEAK', reason: 'COMMON' }]);
  expect(await refused({ password: 'in the harbour inn', organizationName: 'Harbour Inn' })).toMatchObject([{ code: 'PASSWORD_TOO_WEAK', reason: 'CONTAINS_ORGANIZATION_NAME' }]);
  // A Cyrillic letter among Latin ones.
  expect(await refused({ email: 'p\u0430ypal@example.com' })).toMatchObject([{ code: 'INVALID_EMAIL', path: ['input', 'email'] }]);
});

test('an address is taken once, however it is written', async () => {
  const input = { email: 'taken@example.com', password: 'correct horse', organizationName: 'T' };
  const answers = await Promise.all([kit.ask(SIGN_UP, { input }), kit.ask(SIGN_UP, { input: { ...input, email: 'TAKEN@example.com' } })]);
  expect(answers.flatMap(({ data }) => data.signUp.errors.map(({ code }: { code: string }) => code))).toEqual(['EMAIL_TAKEN']);
  expect(await kit.test.database.system.organization.count({ where: { name: 'T' } })).toBe(1);
});

test('a wrong password and an unknown account cannot be told apart', async () => {
  const person = await kit.signUp('Known');
  const wrong = (await kit.ask(SIGN_IN, { email: person.email, password: 'wrong password' })).data.signIn;
  const unknown = (await kit.ask(SIGN_IN, { email: 'nobody@example.com', password: 'wrong password' })).data.signIn;
  expect(wrong).toEqual(unknown);
  expect(wrong).toMatchObject({ sessionToken: null, viewer: null, errors: [{ code: 'INVALID_CREDENTIALS' }] });
  expect((await kit.ask(SIGN_IN, { email: 'no address', password: 'x'.repeat(5_000) })).data.signIn.errors[0].code).toBe('INVALID_CREDENTIALS');
  const right = (await kit.ask(SIGN_IN, { email: person.email.toUpperCase(), password: 'a good password' })).data.signIn;
  expect(right).toMatchObject({ viewer: { user: { email: person.email } }, errors: [] });
});

test('guessing is slowed down by account and address', async () => {
  const person = await kit.signUp('Guessed');
  const codes: string[] = [];
  let last: Loose;
  for (let attempt = 0; attempt < 11; attempt++) {
    last = (await kit.ask(SIGN_IN, { email: person.email, password: `guess ${attempt}` })).data.signIn;
    codes.push(last.errors[0].code);
  }
  expect(codes).toEqual([...Array.from({ length: 10 }, () => 'INVALID_CREDENTIALS'), 'TOO_MANY_ATTEMPTS']);
  expect(last.errors[0].retryAfterMs).toBeGreaterThan(0);
  expect((await kit.ask(SIGN_IN, { email: person.email, password: 'a good password' })).data.signIn.errors[0].code).toBe('TOO_MANY_ATTEMPTS');
});

test('signing out ends the session at once, twice is the same as once', async () => {
  const person = await kit.signUp('Leaver');
  expect((await person.ask(VIEWER)).data.viewer).not.toBeNull();
  const { data, headers } = await person.ask('mutation { signOut { errors { code } } }');
  expect(data.signOut).toEqual({ errors: [] });
  expect(headers.get('set-cookie')).toContain('Max-Age=0');
  expect((await person.ask(VIEWER)).data.viewer).toBeNull();
  expect((await person.ask('mutation { signOut { errors { code } } }')).data.signOut).toEqual({ errors: [] });
  expect((await person.ask('{ agents { nodes { id } } }')).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
});

test('a session slides while it is used, and ends when it is not', async () => {
  const person = await kit.signUp('Slider');
  const { system } = kit.test.database;
  const session = await system.session.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  await system.session.update({ where: { id: session.id }, data: { lastUsedAt: new Date(Date.now() - 2 * 3_600_000), expiresAt: new Date(Date.now() + 60_000) } });
  const fresh = await kit.another();
  expect((await post(`${fresh.url}/graphql`, VIEWER, {}, { authorization: `Bearer ${person.token}` })).data.viewer).not.toBeNull();
  expect((await system.session.findUniqueOrThrow({ where: { id: session.id } })).expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  await system.session.update({ where: { id: session.id }, data: { expiresAt: new Date(Date.now() - 1) } });
  const later = await kit.another();
  expect((await post(`${later.url}/graphql`, VIEWER, {}, { authorization: `Bearer ${person.token}` })).data.viewer).toBeNull();
});
