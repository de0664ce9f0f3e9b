import { Secret, TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { post, startKit, until, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { overServerSentEvents, overSocket, type Stream } from '../../../test/streams.js';
import { LocalBus } from '../../events/bus.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(() => kit.close());
beforeEach(() => { vi.useFakeTimers({ toFake: ['Date'] }); });
afterEach(() => { vi.useRealTimers(); });

const PASSWORD = 'a good password';
const TOKENS = 'accessToken accessTokenExpiresAt refreshToken';
const SIGN_IN = `mutation ($email: String!) { signIn(input: { email: $email, password: "${PASSWORD}", wantsTokens: true }) { sessionToken ${TOKENS} secondFactor { token } viewer { user { email } } errors { code } } }`;
const REFRESH = `mutation ($refreshToken: String!, $attemptId: String) { tokenRefresh(input: { refreshToken: $refreshToken, attemptId: $attemptId }) { ${TOKENS} errors { code path } } }`;
const VIEWER = '{ viewer { user { email } } }';

const signIn = async ({ email }: Person) => (await kit.ask(SIGN_IN, { email })).data.signIn as Loose;
const refresh = async (refreshToken: string, attemptId?: string) => (await kit.ask(REFRESH, { refreshToken, attemptId })).data.tokenRefresh as Loose;
const emailOf = async (token: string, url = kit.api.url) => (await post(`${url}/graphql`, VIEWER, {}, { authorization: `Bearer ${token}` })).data.viewer?.user.email as string | undefined;
const codesOf = (answer: Loose): string[] => answer.errors.map(({ code }: { code: string }) => code);

test('who asks for tokens gets an access token for ten minutes and a refresh token, and neither a session token nor a cookie', async () => {
  const person = await kit.signUp('Program');
  const { data, headers } = await kit.ask(SIGN_IN, { email: person.email });
  const { accessToken, refreshToken, accessTokenExpiresAt } = data.signIn;
  expect(data.signIn).toMatchObject({ sessionToken: null, secondFactor: null, viewer: { user: { email: person.email } }, errors: [] });
  expect([accessToken, refreshToken, headers.get('set-cookie')]).toEqual([expect.stringMatching(/^pta_[\w-]{80,200}$/), expect.stringMatching(/^ptr_[\w-]{80,200}$/), null]);
  expect(Date.parse(accessTokenExpiresAt) - Date.now()).toBeGreaterThan(9 * 60_000);
  expect(await emailOf(accessToken)).toBe(person.email);
  // Neither stands for the other, nor for what is inside of it.
  expect(await emailOf(refreshToken)).toBeUndefined();
  expect(codesOf(await refresh(accessToken))).toEqual(['REFRESH_TOKEN_EXPIRED']);
  expect(codesOf(await refresh(accessToken.replace('pta_', 'ptr_')))).toEqual(['REFRESH_TOKEN_EXPIRED']);
  expect(await emailOf(refreshToken.replace('ptr_', 'pta_'))).toBeUndefined();
  for (const place of [8, 60, accessToken.length - 2]) expect(await emailOf(accessToken.slice(0, place) + (accessToken[place] === 'A' ? 'B' : 'A') + accessToken.slice(place + 1))).toBeUndefined();
  vi.setSystemTime(Date.parse(accessTokenExpiresAt) - 1_000);
  expect(await emailOf(accessToken)).toBe(person.email);
  vi.setSystemTime(Date.parse(accessTokenExpiresAt));
  expect(await emailOf(accessToken)).toBeUndefined();
  expect((await kit.ask('{ agents { nodes { id } } }', {}, accessToken)).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
});

test('a refresh token is changed for the next one, again and again; it outlives the access token and ends with the session', async () => {
  const person = await kit.signUp('Rotating');
  let { accessToken, refreshToken } = await signIn(person);
  const seen = new Set([refreshToken]);
  for (let time = 0; time < 3; time++) {
    vi.setSystemTime(Date.now() + 20 * 60_000);
    expect(await emailOf(accessToken)).toBeUndefined();
    const next = await refresh(refreshToken);
    expect(next.errors).toEqual([]);
    ({ accessToken, refreshToken } = next);
    expect(await emailOf(accessToken)).toBe(person.email);
    seen.add(refreshToken);
  }
  expect(seen.size).toBe(4);
  await kit.ask('mutation { signOut { errors { code } } }', {}, accessToken);
  expect(await emailOf(accessToken)).toBeUndefined();
  expect(codesOf(await refresh(refreshToken))).toEqual(['REFRESH_TOKEN_EXPIRED']);
  const old = await signIn(person);
  await kit.test.database.system.session.updateMany({ where: { user: { email: person.email } }, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(codesOf(await refresh(old.refreshToken))).toEqual(['REFRESH_TOKEN_EXPIRED']);
  for (const nonsense of ['', 'ptr_', 'ptr_AAAA', `ptr_${'A'.repeat(200)}`, `ptr_${'A'.repeat(5_000)}`]) expect(codesOf(await refresh(nonsense))).toEqual(['REFRESH_TOKEN_EXPIRED']);
});

test('a refresh token that comes back ends the session in every process within a second, closes what is open, and is in the audit log', async () => {
  const person = await kit.signUp('Robbed');
  const stolen = await signIn(person);
  const { accessToken, refreshToken } = await refresh(stolen.refreshToken);
  const bystander = await signIn(person);
  const other = await kit.another();
  if (other.app.bus instanceof LocalBus) await kit.api.app.bus.subscribe('sessions', (message) => { other.app.bus.publish('sessions', message); });
  const follow = { token: accessToken, query: 'subscription { liveCalls { __typename } }' };
  const streams: Stream[] = [await overSocket({ url: kit.api.url, ...follow }), await overServerSentEvents({ url: kit.api.url, ...follow }), await overSocket({ url: other.url, ...follow })];
  await until(() => streams.every(({ items }) => items.length > 0), 'the streams begin');
  expect(await emailOf(accessToken, other.url)).toBe(person.email);
  expect(await refresh(stolen.refreshToken)).toEqual({ accessToken: null, accessTokenExpiresAt: null, refreshToken: null, errors: [{ code: 'REFRESH_TOKEN_REUSED', path: ['input', 'refreshToken'] }] });
  await until(() => streams.every(({ isCut }) => isCut), 'the end of all that was open', 1_000);
  for (const stream of streams) await stream.stop();
  expect([await emailOf(accessToken), await emailOf(accessToken, other.url), await emailOf(stolen.accessToken)]).toEqual([undefined, undefined, undefined]);
  expect(codesOf(await refresh(refreshToken))).toEqual(['REFRESH_TOKEN_EXPIRED']);
  expect(codesOf(await refresh(stolen.refreshToken))).toEqual(['REFRESH_TOKEN_EXPIRED']);
  expect(await emailOf(bystander.accessToken)).toBe(person.email);
  const { data } = await person.ask('{ auditEvents(first: 1) { nodes { action targetType actorKind address changes { field after } } } }');
  expect(data.auditEvents.nodes).toMatchObject([{ action: 'refreshTokenReused', targetType: 'sessions', actorKind: 'ANONYMOUS', address: expect.any(String) as string }]);
});

test('the same attempt made twice within ten seconds gets the same next token; another one is a thief', async () => {
  const person = await kit.signUp('Retrying');
  const attempt = 'attempt-4711-of-this-client';
  const first = await signIn(person);
  const both = await Promise.all([refresh(first.refreshToken, attempt), refresh(first.refreshToken, attempt)]);
  expect(both.flatMap(codesOf)).toEqual([]);
  const later = await refresh(first.refreshToken, attempt);
  expect(codesOf(later)).toEqual([]);
  // They are one token: the second use of it is a reuse, whichever of the three it was.
  expect(codesOf(await refresh(both[0].refreshToken))).toEqual([]);
  expect(codesOf(await refresh(later.refreshToken))).toEqual(['REFRESH_TOKEN_REUSED']);

  for (const thief of [undefined, 'another attempt of another']) {
    const { refreshToken } = await signIn(person);
    expect(codesOf(await refresh(refreshToken, attempt))).toEqual([]);
    expect(codesOf(await refresh(refreshToken, thief))).toEqual(['REFRESH_TOKEN_REUSED']);
  }
  const late = await signIn(person);
  expect(codesOf(await refresh(late.refreshToken, attempt))).toEqual([]);
  vi.setSystemTime(Date.now() + 10_001);
  expect(codesOf(await refresh(late.refreshToken, attempt))).toEqual(['REFRESH_TOKEN_REUSED']);
  const nameless = await signIn(person);
  expect((await Promise.all([refresh(nameless.refreshToken), refresh(nameless.refreshToken)])).flatMap(codesOf)).toEqual(['REFRESH_TOKEN_REUSED']);
  expect(codesOf(await refresh((await signIn(person)).refreshToken, 'too short'))).toEqual(['INVALID_INPUT']);
});

test('an attempt is answered twice only until the next token is used', async () => {
  const person = await kit.signUp('Twice');
  const { refreshToken } = await signIn(person);
  const next = await refresh(refreshToken, 'an attempt of this client');
  await refresh(next.refreshToken, 'an attempt of this client');
  expect(codesOf(await refresh(refreshToken, 'an attempt of this client'))).toEqual(['REFRESH_TOKEN_REUSED']);
});

test('tokens wait for the second factor like everything else', async () => {
  const person = await kit.signUp('Guarded');
  const { secret } = (await person.ask(`mutation { twoFactorStart(input: { password: "${PASSWORD}" }) { secret } }`)).data.twoFactorStart;
  const code = () => { vi.setSystemTime(Date.now() + 30_000); return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() }); };
  await person.ask('mutation ($code: String!) { twoFactorEnable(input: { code: $code }) { errors { code } } }', { code: code() });
  const waiting = await signIn(person);
  expect(waiting).toMatchObject({ accessToken: null, refreshToken: null, sessionToken: null });
  const { data } = await kit.ask(`mutation ($token: String!, $code: String!) { signInVerify(input: { challengeToken: $token, code: $code }) { sessionToken ${TOKENS} errors { code } } }`, { token: waiting.secondFactor.token, code: code() });
  expect(data.signInVerify).toMatchObject({ sessionToken: null, errors: [] });
  expect(await emailOf(data.signInVerify.accessToken)).toBe(person.email);
});

test('neither token is in the database, and another server secret opens none', async () => {
  const person = await kit.signUp('Kept');
  const { accessToken, refreshToken } = await signIn(person);
  const { url } = await kit.another({ PARLEY_SECRET: 'another secret of this server, long enough' });
  expect(await emailOf(accessToken, url)).toBeUndefined();
  const { data } = await post(`${url}/graphql`, REFRESH, { refreshToken });
  expect(codesOf(data.tokenRefresh)).toEqual(['REFRESH_TOKEN_EXPIRED']);
  expect(JSON.stringify(await kit.test.database.system.tokenFamily.findMany())).not.toContain(refreshToken.slice(4, 40));
});
