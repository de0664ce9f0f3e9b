import { uuidv7 } from '@parley/db';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post, startKit, until, type Kit, type Person } from '../../../test/kit.js';
import { mailsTo } from '../../../test/mailbox.js';
import { overSocket } from '../../../test/streams.js';
import { LIMITS } from '../../limits.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit({ PARLEY_PUBLIC_URL: 'https://parley.example.com', TRUST_PROXY: 'loopback' }); });
afterAll(() => kit.close());

let places = 0;
/** From another address each time: limits have tests of their own. */
const ask = (query: string, variables: object, headers: Record<string, string> = {}) => post(`${kit.api.url}/graphql`, query, variables, { 'x-forwarded-for': `203.0.113.${places = (places + 1) % 250}`, ...headers });

const VERIFY = 'mutation ($token: String!) { emailVerify(input: { token: $token }) { viewer { user { emailVerifiedAt } } errors { __typename code path } } }';
const SEND = 'mutation { emailVerificationSend { viewer { user { emailVerifiedAt } } errors { code ... on TooManyAttemptsError { retryAfterMs } } } }';
const REQUEST = 'mutation ($email: String!) { passwordResetRequest(input: { email: $email }) { errors { __typename code } } }';
const RESET = 'mutation ($token: String!, $password: String!) { passwordReset(input: { token: $token, password: $password }) { sessionToken secondFactor { token } viewer { user { email emailVerifiedAt } } errors { __typename code path ... on PasswordTooWeakError { reason } } } }';
const SIGN_IN = 'mutation ($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { sessionToken errors { code } } }';

const verify = async (token: string, headers?: Record<string, string>) => (await ask(VERIFY, { token }, headers)).data.emailVerify;
const reset = async (token: string, password: string) => (await ask(RESET, { token, password })).data.passwordReset;
const codeOf = async (work: Promise<{ errors: { code: string }[] }>) => (await work).errors[0]?.code;

async function resetLink({ email }: Person): Promise<string> {
  const { data } = await ask(REQUEST, { email });
  expect(data.passwordResetRequest).toEqual({ errors: [] });
  return (await mailsTo(kit, email)).at(-1)!.token;
}

test('a new account is asked to prove its address; the link works once, with or without a session', async () => {
  const person = await kit.signUp('Ada');
  const [mail] = await mailsTo(kit, person.email);
  expect(mail).toMatchObject({ subject: 'Confirm your e-mail address', url: expect.stringMatching(/^https:\/\/parley\.example\.com\/verify-email#token=[\w-]{43}$/) as string });
  expect(mail!.html).toContain(`href="${mail!.url}"`);
  const stored = await kit.test.database.system.emailToken.findFirstOrThrow({ where: { user: { email: person.email } } });
  expect(Buffer.from(stored.tokenHash).toString('base64url')).not.toContain(mail!.token);
  expect(stored.expiresAt.getTime() - stored.createdAt.getTime()).toBeCloseTo(24 * 3_600_000, -5);
  expect((await person.ask('{ viewer { user { emailVerifiedAt language } } }')).data.viewer.user).toEqual({ emailVerifiedAt: null, language: 'EN' });
  expect(await verify(mail!.token)).toEqual({ viewer: null, errors: [] });
  expect((await person.ask('{ viewer { user { emailVerifiedAt } } }')).data.viewer.user.emailVerifiedAt).not.toBeNull();
  expect(await verify(mail!.token)).toMatchObject({ errors: [{ __typename: 'LinkInvalidError', path: ['input', 'token'] }] });
  // Nothing more is sent to who has proved it.
  expect((await person.ask(SEND)).data.emailVerificationSend.errors).toEqual([]);
  expect(await mailsTo(kit, person.email)).toHaveLength(1);
});

test('another link is sent when it is asked for, in the language of the person, and only so many', async () => {
  const person = await kit.signUp('Ben');
  await person.ask('mutation { profileUpdate(input: { name: "Ben", language: DE }) { errors { code } } }');
  const answers = [];
  for (let time = 0; time <= LIMITS.mailsPerPersonMax; time++) answers.push((await person.ask(SEND)).data.emailVerificationSend);
  expect(answers.map(({ errors }) => errors[0]?.code)).toEqual([...Array.from({ length: LIMITS.mailsPerPersonMax }, () => undefined), 'TOO_MANY_ATTEMPTS']);
  expect(answers.at(-1).errors[0].retryAfterMs).toBeGreaterThan(0);
  const mails = await mailsTo(kit, person.email);
  expect(mails).toHaveLength(1 + LIMITS.mailsPerPersonMax);
  expect(mails.at(-1)).toMatchObject({ subject: 'Bestätigen Sie Ihre E-Mail-Adresse', text: expect.stringContaining('Guten Tag Ben,') as string });
  // An older one works; then all are used up.
  expect(await verify(mails[1]!.token, { authorization: `Bearer ${person.token}` })).toMatchObject({ viewer: { user: { emailVerifiedAt: expect.any(String) as string } }, errors: [] });
  expect(await codeOf(verify(mails.at(-1)!.token))).toBe('LINK_INVALID');
});

test('who signs up in German is written to in German', async () => {
  const input = { email: 'clara@example.com', password: 'a good password', organizationName: 'C', name: 'Clara' };
  await ask('mutation ($input: SignUpInput!) { signUp(input: $input) { errors { code } } }', { input }, { 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' });
  expect((await mailsTo(kit, 'clara@example.com'))[0]!.subject).toBe('Bestätigen Sie Ihre E-Mail-Adresse');
});

test('a link opens nothing but what it is for, not when its time is over, and not for another address', async () => {
  const person = await kit.signUp('Dora');
  const { system } = kit.test.database;
  const verification = (await mailsTo(kit, person.email))[0]!.token;
  const forPassword = await resetLink(person);
  expect(await codeOf(verify(forPassword))).toBe('LINK_INVALID');
  expect(await codeOf(reset(verification, 'another good one'))).toBe('LINK_INVALID');
  for (const token of ['', 'x', 'x'.repeat(5_000), "'; DROP TABLE users; --"]) expect([await codeOf(verify(token)), await codeOf(reset(token, 'another good one'))]).toEqual(['LINK_INVALID', 'LINK_INVALID']);
  const links = { user: { email: person.email } };
  const [row] = await system.emailToken.findMany({ where: { ...links, purpose: 'PASSWORD_RESET' } });
  expect(row!.expiresAt.getTime() - row!.createdAt.getTime()).toBeCloseTo(3_600_000, -5);
  await system.emailToken.updateMany({ where: links, data: { expiresAt: new Date(Date.now() - 1) } });
  expect([await codeOf(verify(verification)), await codeOf(reset(forPassword, 'another good one'))]).toEqual(['LINK_INVALID', 'LINK_INVALID']);
  await system.emailToken.updateMany({ where: links, data: { expiresAt: new Date(Date.now() + 60_000) } });
  await system.user.update({ where: { email: person.email }, data: { email: `new-${person.email}` } });
  expect([await codeOf(verify(verification)), await codeOf(reset(forPassword, 'another good one'))]).toEqual(['LINK_INVALID', 'LINK_INVALID']);
});

test('a forgotten password is set anew: every session ends, every link is used up, and it is told by mail', async () => {
  const person = await kit.signUp('Emil');
  const [first, second] = [await resetLink(person), await resetLink(person)];
  const stream = await overSocket({ url: kit.api.url, token: person.token, query: 'subscription { liveCalls { __typename } }' });
  await until(() => stream.items.length > 0, 'the stream begins');
  // A password that is refused uses nothing up.
  expect(await reset(second, 'password1')).toMatchObject({ sessionToken: null, errors: [{ __typename: 'PasswordTooWeakError', path: ['input', 'password'], reason: 'COMMON' }] });
  expect(await reset(second, "Emil's firm 1234")).toMatchObject({ errors: [{ reason: 'CONTAINS_ORGANIZATION_NAME' }] });
  const answers = await Promise.all([reset(second, 'another good one'), reset(second, 'yet another one'), reset(first, 'a third good one')]);
  const [done, ...others] = answers.sort((one, other) => one.errors.length - other.errors.length);
  expect(others.map(({ errors }) => errors[0].code)).toEqual(['LINK_INVALID', 'LINK_INVALID']);
  expect(done).toMatchObject({ secondFactor: null, viewer: { user: { email: person.email, emailVerifiedAt: expect.any(String) as string } }, errors: [] });
  await until(() => stream.isCut, 'the end of what was open', 1_000);
  await stream.stop();
  expect((await person.ask('{ viewer { user { email } } }')).data.viewer).toBeNull();
  expect((await kit.ask('{ viewer { user { email } } }', {}, done.sessionToken)).data.viewer).not.toBeNull();
  expect(await codeOf(ask(SIGN_IN, { email: person.email, password: 'a good password' }).then(({ data }) => data.signIn))).toBe('INVALID_CREDENTIALS');
  expect((await mailsTo(kit, person.email)).at(-1)).toMatchObject({ subject: 'Your password was changed', url: 'https://parley.example.com/forgot-password' });
  const { data: { auditEvents } } = await kit.ask('{ auditEvents(first: 10, where: { action: "passwordReset" }) { nodes { actorKind targetType } } }', {}, done.sessionToken);
  expect(auditEvents.nodes).toContainEqual({ actorKind: 'ANONYMOUS', targetType: 'users' });
});

test('whether there is an account is told by nothing that happens before the answer', async () => {
  const person = await kit.signUp('Frida');
  await kit.api.app.mailer.idle();
  const answers: string[] = [];
  const statements: number[] = [];
  for (const email of [person.email, 'nobody@example.com', person.email.toUpperCase()]) {
    // The mail is put together after the answer: what the answer took is counted with nothing of it.
    const { mailer } = kit.api.app;
    const held: Parameters<typeof mailer.takeLater>[] = [];
    mailer.takeLater = (...given) => { held.push(given); return true; };
    kit.test.takeStatements();
    answers.push(JSON.stringify((await ask(REQUEST, { email })).data));
    statements.push(kit.test.takeStatements().length);
    Reflect.deleteProperty(mailer, 'takeLater');
    for (const given of held) mailer.takeLater(...given);
    await mailer.idle();
  }
  expect(new Set(answers)).toEqual(new Set(['{"passwordResetRequest":{"errors":[]}}']));
  expect(statements).toEqual([0, 0, 0]);
  expect(await mailsTo(kit, person.email)).toHaveLength(3);
  expect(await mailsTo(kit, 'nobody@example.com')).toEqual([]);
  expect((await ask(REQUEST, { email: 'no address' })).data.passwordResetRequest.errors).toMatchObject([{ code: 'INVALID_EMAIL' }]);
});

test('links are asked for only so often, for one address and from one address, known or not', async () => {
  for (const email of [(await kit.signUp('Gus')).email, 'stranger@example.com']) {
    const codes = [];
    for (let time = 0; time <= LIMITS.mailsPerPersonMax; time++) codes.push((await ask(REQUEST, { email })).data.passwordResetRequest.errors[0]?.code);
    expect(codes).toEqual([...Array.from({ length: LIMITS.mailsPerPersonMax }, () => undefined), 'TOO_MANY_ATTEMPTS']);
  }
  const codes = [];
  for (let time = 0; time <= LIMITS.mailsPerAddressMax; time++) codes.push((await ask(REQUEST, { email: `stranger-${time}@example.com` }, { 'x-forwarded-for': '198.51.100.1' })).data.passwordResetRequest.errors[0]?.code);
  expect(codes.indexOf('TOO_MANY_ATTEMPTS')).toBe(LIMITS.mailsPerAddressMax);
});

test('an account without a password gets no link to one while an identity provider speaks for it, and the log holds neither link nor address', async () => {
  const lines: string[] = [];
  const other = await kit.another({}, pino({ level: 'trace' }, { write: (line) => { lines.push(line); } }));
  const person = await kit.signUp('Hans');
  await post(`${other.url}/graphql`, REQUEST, { email: person.email }, { 'x-forwarded-for': '198.51.100.2' });
  const resets = async () => (await mailsTo(kit, person.email, other)).filter(({ subject }) => subject === 'Set a new password');
  const [mail] = await resets();
  expect(lines.join('')).toContain('A mail was sent.');
  for (const secret of [mail!.token, person.email]) expect(lines.join('')).not.toContain(secret);
  const { system } = kit.test.database;
  await system.user.update({ where: { email: person.email }, data: { passwordHash: '' } });
  const { organizationId } = await system.membership.findFirstOrThrow({ where: { user: { email: person.email } }, select: { organizationId: true } });
  await system.organizationDomain.create({ data: { id: uuidv7(), organizationId, domain: 'example.com', provenDomain: 'example.com', challenge: 'x' } });
  await system.singleSignOn.create({ data: { organizationId, issuer: 'https://login.example.com', clientId: 'parley', clientSecret: Buffer.from('sealed'), clientSecretEnd: 'aled', clientSecretSetAt: new Date() } });
  await post(`${other.url}/graphql`, REQUEST, { email: person.email }, { 'x-forwarded-for': '198.51.100.2' });
  expect(await resets()).toHaveLength(1);
  // Once it is gone, the mail is the only way back.
  await system.singleSignOn.deleteMany({ where: { organizationId } });
  await post(`${other.url}/graphql`, REQUEST, { email: person.email }, { 'x-forwarded-for': '198.51.100.2' });
  expect(await resets()).toHaveLength(2);
});
