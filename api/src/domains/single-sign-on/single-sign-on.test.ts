import { roleTemplateId, uuidv7, type RoleTemplateKey } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '../../access/passwords.js';
import { sha256 } from '../../access/sessions.js';
import { decodeAnyId, encodeId } from '../../schema/ids.js';
import { Browser } from '../../../test/browser.js';
import { CLIENT, startIdentityProvider, type Somebody, type TestProvider } from '../../../test/identity-provider.js';
import { startKit, type Kit, type Person } from '../../../test/kit.js';
import { mailsTo } from '../../../test/mailbox.js';
import { newEmailLink } from '../identity/email-links.js';
import { attemptCookie, attemptIn } from './attempt.js';

let kit: Kit;
let provider: TestProvider;
/** That of `a good password`. */
let passwordHash: string;
beforeAll(async () => {
  // Nobody listens at this name server: domains are proven by hand here, domains.test.ts proves them by their records.
  kit = await startKit({ PARLEY_OUTBOUND_NETWORKS: '127.0.0.0/8', PARLEY_DNS_SERVERS: '127.0.0.1:9' });
  passwordHash = await hashPassword('a good password');
  provider = await startIdentityProvider(`${home()}/auth/oidc/callback`);
});
afterAll(async () => {
  await provider.close();
  await kit.close();
});

const home = () => kit.api.app.publicUrl();
const system = () => kit.test.database.system;
const uuid = (id: string) => decodeAnyId(id)!.id;
const role = (key: RoleTemplateKey) => encodeId('Role', roleTemplateId(key));
let firms = 0;

interface Firm { readonly owner: Person; readonly domain: string; readonly organizationId: string }

const SET = 'mutation ($input: SingleSignOnSetInput!) { singleSignOnSet(input: $input) { organization { singleSignOn { issuer clientId isRequired callbackUrl defaultRole { key } storedSecret { isSet lastFour updatedAt } } } errors { code path } } }';
const set = async (owner: Person, input: object = {}) => (await owner.ask(SET, { input: { issuer: provider.issuer, ...CLIENT, defaultRoleId: role('agent-builder'), ...input } })).data.singleSignOnSet;

/** An owner of an organization, as rows: signing up takes its time, and is limited. */
async function newOwner(): Promise<Person> {
  const [organizationId, userId, email, token] = [uuidv7(), uuidv7(), `owner-${++firms}@example.com`, `session.of.owner.${firms}`];
  await system().organization.create({ data: { id: organizationId, name: `Firm ${firms}`, slug: `firm-${firms}` } });
  await system().user.create({ data: { id: userId, email, passwordHash, memberships: { create: { organizationId, roleId: roleTemplateId('owner') } } } });
  await system().session.create({ data: { id: uuidv7(), tokenHash: sha256(token), userId, organizationId, expiresAt: new Date(Date.now() + 600_000) } });
  return { token, email, organizationId: encodeId('Organization', organizationId), ask: (query, values) => kit.ask(query, values, token) };
}

/** An organization with a domain that counts, and the provider. */
async function newFirm(input: object = {}): Promise<Firm> {
  const owner = await newOwner();
  const organizationId = uuid(owner.organizationId);
  const domain = `firm-${firms}.example`;
  await system().organizationDomain.create({ data: { id: uuidv7(), organizationId, domain, challenge: 'x', provenDomain: domain, provenAt: new Date(), seenAt: new Date(), checkAt: new Date(Date.now() + 60_000) } });
  expect((await set(owner, input)).errors).toEqual([]);
  return { owner, domain, organizationId };
}

const START = 'mutation ($input: SingleSignOnStartInput!) { singleSignOnStart(input: $input) { url errors { code message path ... on SingleSignOnProviderError { reason } } } }';
async function start(browser: Browser, email: string, more: object = {}) {
  const response = await browser.fetch(`${home()}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: START, variables: { input: { email, ...more } } }) });
  return (await response.json() as { data: { singleSignOnStart: { url: string | null; errors: { code: string; reason?: string }[] } } }).data.singleSignOnStart;
}

/** Signs somebody in as a browser does; answers the path of the console that it ends at. */
async function signIn(who: Somebody & { sub?: string }, { browser = new Browser(), email = who.email!, bend = (url: string) => url }: { browser?: Browser; email?: string; bend?: (url: string) => string } = {}): Promise<string> {
  const { sub = `sub of ${who.email}`, ...claims } = who;
  provider.people.set(sub, claims);
  provider.next = sub;
  const { url, errors } = await start(browser, email);
  expect(errors).toEqual([]);
  return pathOf(await browser.go(bend(url!), (at) => at.startsWith(`${home()}/`) && !at.includes('/auth/oidc/')));
}

const pathOf = (address: string) => new URL(address).pathname + new URL(address).search;
const sessionOf = (browser: Browser) => browser.cookie(home(), 'parley') ?? '';
const VIEWER = '{ viewer { user { id email name emailVerifiedAt } organization { id } role { key } organizations { organization { id } } sessions { isCurrent signedInWith } } }';
const viewer = async (browser: Browser) => (await kit.ask(VIEWER, {}, sessionOf(browser))).data.viewer;
const passwordSignIn = async (email: string, password = 'a good password') => (await kit.ask('mutation ($input: SignInInput!) { signIn(input: $input) { sessionToken errors { code ... on SingleSignOnRequiredError { startUrl } } } }', { input: { email, password } })).data.signIn;

/** A member with a password, whose address is in the domain. */
async function member({ organizationId, domain }: Firm, name: string, key: RoleTemplateKey = 'viewer', isVerified = true) {
  const [userId, email, token] = [uuidv7(), `${name}@${domain}`, `session.${name}.${domain}`];
  await system().user.create({ data: { id: userId, email, passwordHash, emailVerifiedAt: isVerified ? new Date() : null, memberships: { create: { organizationId, roleId: roleTemplateId(key) } } } });
  await system().session.create({ data: { id: uuidv7(), tokenHash: sha256(token), userId, organizationId, expiresAt: new Date(Date.now() + 60_000) } });
  return { userId, email, token };
}

test('somebody new comes in through the provider: a session, an account without a password, the default role', async () => {
  const firm = await newFirm();
  const browser = new Browser();
  const email = `ada@${firm.domain}`;
  expect(await signIn({ email, email_verified: true, name: 'Ada' }, { browser })).toBe('/');
  expect(await viewer(browser)).toMatchObject({ user: { email, name: 'Ada', emailVerifiedAt: expect.any(String) }, organization: { id: firm.owner.organizationId }, role: { key: 'agent-builder' }, sessions: [{ isCurrent: true, signedInWith: 'SINGLE_SIGN_ON' }] });
  expect(await passwordSignIn(email)).toMatchObject({ errors: [{ code: 'INVALID_CREDENTIALS' }] });
  // The whole way went by code, PKCE, state and nonce, and the browser keeps nothing of it.
  const asked = new URL(browser.visited[0]!).searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', scope: 'openid email profile', login_hint: email, state: expect.stringMatching(/^[\w-]{43}$/), nonce: expect.stringMatching(/^[\w-]{43}$/) });
  expect(browser.cookie(home(), 'parley-single-sign-on')).toBeUndefined();
  const again = new Browser();
  await signIn({ email: `ada.lovelace@${firm.domain}`, sub: `sub of ${email}` }, { browser: again });
  expect((await viewer(again)).user.id).toBe((await viewer(browser)).user.id);
  expect(sessionOf(again)).not.toBe(sessionOf(browser));
});

test('a path to return to is kept, and no other site', async () => {
  const { domain } = await newFirm();
  const browser = new Browser();
  provider.people.set('returning', { email: `r@${domain}` });
  provider.next = 'returning';
  const { url } = await start(browser, `r@${domain}`, { returnTo: '/calls?state=ENDED#top' });
  expect(await browser.go(url!, (at) => at.startsWith(`${home()}/calls`))).toBe(`${home()}/calls?state=ENDED#top`);
  for (const returnTo of ['//evil.example', '/\\evil.example', 'https://evil.example', 'calls', '/\t/evil.example']) expect([returnTo, (await start(new Browser(), `r@${domain}`, { returnTo })).errors]).toMatchObject([returnTo, [{ code: 'INVALID_INPUT', path: ['input', 'returnTo'] }]]);
});

test('who has no provider is told the same, with an account and without', async () => {
  const firm = await newFirm();
  const answers = await Promise.all([firm.owner.email, 'nobody@example.net', `x@sub.${firm.domain}`].map((email) => start(new Browser(), email)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ url: null, errors: [{ code: 'SINGLE_SIGN_ON_NOT_AVAILABLE' }] });
});

test('state, nonce and code work once, in one browser, for ten minutes', async () => {
  const { domain } = await newFirm();
  const email = `once@${domain}`;
  const browser = new Browser();
  const { url } = await start(browser, email).then(async (answer) => { provider.people.set('once', { email }); provider.next = 'once'; return answer; });
  const cookie = `parley-single-sign-on=${browser.cookie(home(), 'parley-single-sign-on')!}`;
  const callback = await browser.go(url!, (at) => at.startsWith(`${home()}/auth/oidc/callback`));
  const answerTo = async (address: string, headers: Record<string, string>) => (await fetch(address, { redirect: 'manual', headers })).headers.get('location');
  expect(await answerTo(callback, {})).toBe('/sign-in?error=SINGLE_SIGN_ON_EXPIRED');
  expect(await answerTo(callback.replace(/state=[^&]+/, 'state=another'), { cookie })).toBe('/sign-in?error=SINGLE_SIGN_ON_EXPIRED');
  const attempt = attemptIn(kit.api.app, cookie)!;
  expect(await answerTo(callback, { cookie: attemptCookie(kit.api.app, { ...attempt, expiresAtMs: Date.now() - 1 }).split(';')[0]! })).toBe('/sign-in?error=SINGLE_SIGN_ON_EXPIRED');
  expect(await answerTo(callback, { cookie })).toBe('/');
  expect(await answerTo(callback, { cookie })).toBe('/sign-in?error=SINGLE_SIGN_ON_EXPIRED');
  // A code that was used, with a state that was not.
  const other = new Browser();
  await start(other, email);
  const fresh = attemptIn(kit.api.app, `parley-single-sign-on=${other.cookie(home(), 'parley-single-sign-on')!}`)!;
  expect(await answerTo(callback.replace(/state=[^&]+/, `state=${fresh.state}`), { cookie: attemptCookie(kit.api.app, { ...fresh, codeVerifier: attempt.codeVerifier, nonce: attempt.nonce }).split(';')[0]! })).toBe('/sign-in?error=SINGLE_SIGN_ON_PROVIDER');
});

test('a token with another nonce, a refusal and an error of the provider end at the sign-in page, in no words but ours', async () => {
  const { domain } = await newFirm();
  const bent = (name: string, value: string) => (url: string) => { const address = new URL(url); address.searchParams.set(name, value); return address.href; };
  expect(await signIn({ email: `n@${domain}` }, { bend: bent('nonce', 'another-nonce') })).toBe('/sign-in?error=SINGLE_SIGN_ON_PROVIDER');
  expect(await signIn({ email: `n@${domain}` }, { bend: bent('scope', 'email') })).toBe('/sign-in?error=SINGLE_SIGN_ON_PROVIDER');
  const browser = new Browser();
  const { url } = await start(browser, `n@${domain}`);
  provider.next = undefined;
  expect(pathOf(await browser.go(url!, (at) => at.includes('/sign-in')))).toBe('/sign-in?error=SINGLE_SIGN_ON_DENIED');
  expect(await system().user.count({ where: { email: `n@${domain}` } })).toBe(0);
});

test('the provider speaks for confirmed addresses in the domains of its own organization', async () => {
  const [mine, theirs] = [await newFirm(), await newFirm()];
  const victim = await member(theirs, 'victim');
  for (const who of [{ email: victim.email }, { email: 'x@example.net' }, { email: theirs.owner.email }, { email: `u@${mine.domain}`, email_verified: false }, { email: `u@sub.${mine.domain}` }, {}]) {
    const browser = new Browser();
    expect([who, await signIn({ ...who, sub: JSON.stringify(who) }, { browser, email: `a@${mine.domain}` })]).toEqual([who, '/sign-in?error=SINGLE_SIGN_ON_EMAIL']);
    expect(sessionOf(browser)).toBe('');
  }
});

test('an account that is there is the same person; one whose address nobody proved loses what its opener could come back with', async () => {
  const firm = await newFirm();
  const colleague = await member(firm, 'colleague');
  const browser = new Browser();
  expect(await signIn({ email: colleague.email }, { browser })).toBe('/');
  expect((await viewer(browser)).user.id).toBe(encodeId('User', colleague.userId));
  expect((await passwordSignIn(colleague.email)).errors).toEqual([]);
  // Another identity there with the same address is not that person.
  expect(await signIn({ email: colleague.email, sub: 'somebody else' })).toBe('/sign-in?error=SINGLE_SIGN_ON_ACCOUNT');
  const elsewhere = await newFirm();
  const squatter = await member({ ...elsewhere, domain: firm.domain }, 'ceo', 'viewer', false);
  const isIn = async () => (await kit.ask('{ viewer { user { id } } }', {}, squatter.token)).data.viewer !== null;
  expect(await isIn()).toBe(true);
  expect(await signIn({ email: squatter.email })).toBe('/');
  expect(await isIn()).toBe(false);
  expect(await passwordSignIn(squatter.email)).toMatchObject({ errors: [{ code: 'INVALID_CREDENTIALS' }] });
  const verified = await member({ ...elsewhere, domain: firm.domain }, 'double');
  const double = new Browser();
  expect(await signIn({ email: verified.email }, { browser: double })).toBe('/');
  // What the provider of one organization says counts in no other.
  const answer = await kit.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { errors { code } } }', { id: elsewhere.owner.organizationId }, sessionOf(double));
  expect(answer.data.organizationSwitch.errors).toEqual([{ code: 'ORGANIZATION_NOT_FOUND' }]);
  expect((await viewer(double)).organizations).toEqual([{ organization: { id: firm.owner.organizationId } }]);
  expect((await passwordSignIn(verified.email)).errors).toEqual([]);
  const leave = await kit.ask('mutation ($id: ID!) { organizationLeave(input: { id: $id }) { errors { code } } }', { id: elsewhere.owner.organizationId }, sessionOf(double));
  expect(leave.data.organizationLeave.errors).toEqual([{ code: 'ORGANIZATION_NOT_FOUND' }]);
  // Removed at home, the session ends: it goes to none of their other organizations.
  await firm.owner.ask('mutation ($id: ID!) { memberRemove(input: { userId: $id }) { errors { code } } }', { id: encodeId('User', verified.userId) });
  expect(await viewer(double)).toBeNull();
  expect(await system().session.count({ where: { userId: verified.userId, signedInThroughId: { not: null } } })).toBe(0);
});

test('somebody who comes for the first time in two windows at once is one person', async () => {
  const { domain } = await newFirm();
  const browsers = [new Browser(), new Browser()];
  expect(await Promise.all(browsers.map((browser) => signIn({ email: `twice@${domain}` }, { browser })))).toEqual(['/', '/']);
  const [one, other] = await Promise.all(browsers.map((browser) => viewer(browser)));
  expect(other.user.id).toBe(one.user.id);
});

test('people of an agency go to its clients, and nowhere else', async () => {
  const firm = await newFirm();
  const { organizationId: parentId, domain } = firm;
  const [client, stranger] = [uuidv7(), (await newOwner()).organizationId];
  await system().organization.update({ where: { id: parentId }, data: { kind: 'AGENCY' } });
  await system().organization.create({ data: { id: client, name: 'Client', slug: `client-${client}`, parentId, delegatedPermissions: ['agents:read'] } });
  await system().singleSignOn.update({ where: { organizationId: parentId }, data: { roleId: roleTemplateId('agency-member') } });
  const browser = new Browser();
  await signIn({ email: `agent@${domain}` }, { browser });
  const goTo = async (id: string) => (await kit.ask('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { via organization { id } } errors { code } } }', { id }, sessionOf(browser))).data.organizationSwitch;
  const clientId = encodeId('Organization', client);
  expect(await goTo(clientId)).toEqual({ viewer: { via: 'DELEGATION', organization: { id: clientId } }, errors: [] });
  expect((await goTo(stranger)).errors).toEqual([{ code: 'ORGANIZATION_NOT_FOUND' }]);
});

test('with https the cookie of a sign-in is the host\'s own', async () => {
  const { domain } = await newFirm();
  const { url } = await kit.another({ PARLEY_PUBLIC_URL: 'https://parley.example.com' });
  const response = await fetch(`${url}/auth/oidc/start?email=a@${domain}`, { redirect: 'manual' });
  expect(response.headers.get('location')).toContain(`redirect_uri=${encodeURIComponent('https://parley.example.com/auth/oidc/callback')}`);
  expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-parley-single-sign-on=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600; Secure$/)]);
});

test('where it is required, nobody but owners signs in otherwise, and sessions that were started so end', async () => {
  const firm = await newFirm();
  const [worker, boss] = [await member(firm, 'worker'), await member(firm, 'boss', 'owner')];
  expect((await set(firm.owner, { isRequired: true, clientSecret: null })).organization.singleSignOn).toMatchObject({ isRequired: true, storedSecret: { isSet: true, lastFour: CLIENT.clientSecret.slice(-4) } });
  const isIn = async (token: string) => (await kit.ask('{ viewer { user { id } } }', {}, token)).data.viewer !== null;
  expect([await isIn(worker.token), await isIn(boss.token), await isIn(firm.owner.token)]).toEqual([false, true, true]);
  const { errors } = await passwordSignIn(worker.email);
  expect(errors).toMatchObject([{ code: 'SINGLE_SIGN_ON_REQUIRED' }]);
  expect((await passwordSignIn(boss.email)).errors).toEqual([]);
  const browser = new Browser();
  provider.people.set('worker', { email: worker.email });
  provider.next = 'worker';
  expect(pathOf(await browser.go(errors[0].startUrl, (at) => at === `${home()}/`))).toBe('/');
  expect((await viewer(browser)).user.email).toBe(worker.email);
  const removed = await firm.owner.ask('mutation { singleSignOnRemove { organization { singleSignOn { issuer } } errors { code } } }');
  expect(removed.data.singleSignOnRemove).toEqual({ organization: { singleSignOn: null }, errors: [] });
  expect(await viewer(browser)).toBeNull();
  expect((await passwordSignIn(worker.email)).errors).toEqual([]);
});

test('who was removed comes back with an invitation alone; seats, invitations and a default role that is gone are heeded', async () => {
  const firm = await newFirm();
  const browser = new Browser();
  const email = `leaver@${firm.domain}`;
  await signIn({ email }, { browser });
  const { user: { id } } = await viewer(browser);
  await firm.owner.ask('mutation ($id: ID!) { memberRemove(input: { userId: $id }) { errors { code } } }', { id });
  expect(await viewer(browser)).toBeNull();
  expect(await signIn({ email })).toBe('/sign-in?error=SINGLE_SIGN_ON_ACCOUNT');
  const invite = async (invited: string) => (await firm.owner.ask('mutation ($input: InvitationCreateInput!) { invitationCreate(input: $input) { errors { code } } }', { input: { email: invited, roleId: role('analyst') } })).data.invitationCreate.errors;
  expect(await invite(email)).toEqual([]);
  const back = new Browser();
  expect(await signIn({ email }, { browser: back })).toBe('/');
  expect((await viewer(back)).role.key).toBe('analyst');
  await system().singleSignOn.update({ where: { organizationId: firm.organizationId }, data: { roleId: null } });
  expect(await signIn({ email: `new@${firm.domain}` })).toBe('/sign-in?error=SINGLE_SIGN_ON_ACCOUNT');
  await system().organizationLimits.create({ data: { organizationId: firm.organizationId, plan: 'UNLIMITED', overrides: { SEATS: 2 } } });
  expect(await invite(`new@${firm.domain}`)).toEqual([]);
  expect(await signIn({ email: `new@${firm.domain}` })).toBe('/sign-in?error=LIMIT_REACHED');
  await system().organization.update({ where: { id: firm.organizationId }, data: { suspendedAt: new Date() } });
  expect(await signIn({ email: `new@${firm.domain}` })).toBe('/sign-in?error=ORGANIZATION_SUSPENDED');
  expect(await system().user.count({ where: { email: `new@${firm.domain}` } })).toBe(0);
});

test('the settings keep a secret: it is told to nobody, and sent to no other provider than the one it was entered for', async () => {
  const { owner, organizationId } = await newFirm();
  const stored = () => system().singleSignOn.findUniqueOrThrow({ where: { organizationId } });
  expect(Buffer.from((await stored()).clientSecret).toString('latin1')).not.toContain(CLIENT.clientSecret);
  expect((await set(owner, { clientSecret: null })).organization.singleSignOn).toMatchObject({ issuer: provider.issuer, clientId: 'parley', isRequired: false, callbackUrl: `${home()}/auth/oidc/callback`, defaultRole: { key: 'agent-builder' }, storedSecret: { isSet: true, lastFour: 'ider' } });
  for (const other of [{ issuer: 'https://login.example.com' }, { clientId: 'another' }]) expect(await set(owner, { ...other, clientSecret: null })).toMatchObject({ errors: [{ code: 'INVALID_INPUT', path: ['input', 'clientSecret'] }] });
  const events = await system().auditEvent.findMany({ where: { organizationId, targetType: 'single_sign_ons' } });
  expect(events.map(({ action }) => action)).toEqual(['singleSignOnSet']);
  expect(JSON.stringify(events.map(({ difference }) => difference))).not.toContain('ider"');
  for (const [input, path] of [[{ issuer: 'ftp://x' }, 'issuer'], [{ issuer: 'https://x.example/?a' }, 'issuer'], [{ clientSecret: 'short' }, 'clientSecret'], [{ clientId: 'ümlaut' }, 'clientId'], [{ defaultRoleId: role('owner') }, 'defaultRoleId']] as const) {
    expect([input, await set(owner, input)]).toMatchObject([input, { organization: null, errors: [{ code: 'INVALID_INPUT', path: ['input', path] }] }]);
  }
  expect(await set(await newOwner(), { isRequired: true })).toMatchObject({ errors: [{ code: 'DOMAIN_MISSING' }] });
  const builder = await member({ owner, organizationId, domain: 'example.org' }, 'builder', 'agent-builder');
  expect((await kit.ask('{ viewer { organization { singleSignOn { issuer } domains { domain } } } }', {}, builder.token)).data.viewer.organization).toEqual({ singleSignOn: null, domains: null });
});

test('a provider is looked at step by step, its client and secret too', async () => {
  const { owner } = await newFirm();
  const look = async (input: object = {}) => (await owner.ask('mutation ($input: SingleSignOnTestInput!) { singleSignOnTest(input: $input) { isWorking checks { name isPassed message } errors { code } } }', { input })).data.singleSignOnTest;
  expect(await look()).toMatchObject({ isWorking: true, checks: ['DISCOVERY', 'ENDPOINTS', 'ALGORITHMS', 'KEYS', 'CLIENT'].map((name) => ({ name, isPassed: true })), errors: [] });
  await set(owner, { clientSecret: 'not the secret' });
  expect((await look()).checks.at(-1)).toEqual({ name: 'CLIENT', isPassed: false, message: 'The identity provider does not know this client id, or its secret is another one.' });
  expect(await look({ issuer: 'http://127.0.0.1:9' })).toMatchObject({ isWorking: false, checks: [{ name: 'DISCOVERY', isPassed: false, message: expect.stringContaining('nobody listens there') }] });
  // Another issuer gets no secret.
  expect((await look({ issuer: `${provider.issuer}/` })).checks.map(({ name }: { name: string }) => name)).not.toContain('CLIENT');
  const nobody = await newOwner();
  expect((await nobody.ask('mutation { singleSignOnTest(input: {}) { errors { code } } }')).data.singleSignOnTest.errors).toEqual([{ code: 'SINGLE_SIGN_ON_NOT_SET' }]);
});

test('signatures that the client could make itself are refused; addresses inside the token are as good as those beside it', async () => {
  const callback = `${home()}/auth/oidc/callback`;
  const [symmetric, whole] = [await startIdentityProvider(callback, { id_token_signed_response_alg: 'HS256' }, { enabledJWA: { idTokenSigningAlgValues: ['RS256', 'HS256'] } }), await startIdentityProvider(callback, {}, { conformIdTokenClaims: false })];
  const usual = provider;
  try {
    provider = symmetric;
    const first = await newFirm();
    expect(await signIn({ email: `a@${first.domain}` })).toBe('/sign-in?error=SINGLE_SIGN_ON_PROVIDER');
    provider = whole;
    const second = await newFirm();
    expect(await signIn({ email: `a@${second.domain}` })).toBe('/');
  } finally {
    provider = usual;
    await Promise.all([symmetric.close(), whole.close()]);
  }
});

test('a provider that is away is told at once, by the page and by the address that begins a sign-in', async () => {
  const { owner, domain } = await newFirm();
  await set(owner, { issuer: 'http://127.0.0.1:9' });
  expect(await start(new Browser(), `a@${domain}`)).toMatchObject({ url: null, errors: [{ code: 'SINGLE_SIGN_ON_PROVIDER', reason: 'UNREACHABLE' }] });
  expect(pathOf(await new Browser().go(`${home()}/auth/oidc/start?email=a@${domain}`, (at) => at.includes('/sign-in')))).toBe('/sign-in?error=SINGLE_SIGN_ON_PROVIDER');
  expect(pathOf(await new Browser().go(`${home()}/auth/oidc/start`, (at) => at.includes('/sign-in')))).toBe('/sign-in?error=INVALID_EMAIL');
});

test('where it is required, an invitation or a link to a new password gets around it no more than a password', async () => {
  const firm = await newFirm();
  const worker = await member(firm, 'worker');
  await set(firm.owner, { isRequired: true });
  const { token, row } = newEmailLink('PASSWORD_RESET', worker.email);
  await system().emailToken.create({ data: { ...row, userId: worker.userId } });
  const reset = await kit.ask('mutation ($token: String!) { passwordReset(input: { token: $token, password: "another good passphrase" }) { sessionToken errors { code } } }', { token });
  expect(reset.data.passwordReset).toEqual({ sessionToken: null, errors: [{ code: 'SINGLE_SIGN_ON_REQUIRED' }] });
  const email = `guest@${firm.domain}`;
  await firm.owner.ask('mutation ($input: InvitationCreateInput!) { invitationCreate(input: $input) { errors { code } } }', { input: { email, roleId: role('viewer') } });
  const [mail] = await mailsTo(kit, email);
  const accepted = await kit.ask('mutation ($token: String!) { invitationAccept(input: { token: $token, password: "another good passphrase" }) { sessionToken errors { code } } }', { token: mail!.token });
  expect(accepted.data.invitationAccept).toEqual({ sessionToken: null, errors: [{ code: 'SINGLE_SIGN_ON_REQUIRED' }] });
  const browser = new Browser();
  expect(await signIn({ email }, { browser })).toBe('/');
  expect((await viewer(browser)).role.key).toBe('viewer');
  // A domain that is taken away lets everybody sign in as before.
  const { id } = await system().organizationDomain.findFirstOrThrow({ where: { organizationId: firm.organizationId } });
  await firm.owner.ask('mutation ($id: ID!) { organizationDomainRemove(input: { id: $id }) { errors { code } } }', { id: encodeId('OrganizationDomain', id) });
  expect(await viewer(browser)).toBeNull();
  expect((await passwordSignIn(worker.email)).errors).toEqual([]);
});
