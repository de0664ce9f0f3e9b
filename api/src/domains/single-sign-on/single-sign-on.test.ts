import { roleTemplateId, uuidv7, type RoleTemplateKey } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../access/sessions.js';
import { decodeAnyId, encodeId } from '../../schema/ids.js';
import { Browser } from '../../../test/browser.js';
import { CLIENT, startIdentityProvider, type Somebody, type TestProvider } from '../../../test/identity-provider.js';
import { startKit, type Kit, type Person } from '../../../test/kit.js';
import { attemptCookie, attemptIn } from './attempt.js';

let kit: Kit;
let provider: TestProvider;
beforeAll(async () => {
  // Nobody listens at this name server: domains are proven by hand here, domains.test.ts proves them by their records.
  kit = await startKit({ PARLEY_OUTBOUND_NETWORKS: '127.0.0.0/8', PARLEY_DNS_SERVERS: '127.0.0.1:9' });
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

/** An organization with a domain that counts, and the provider. */
async function newFirm(input: object = {}): Promise<Firm> {
  const owner = await kit.signUp('Owner');
  const organizationId = uuid(owner.organizationId);
  const domain = `firm-${++firms}.example`;
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
  const { passwordHash } = await system().user.findFirstOrThrow({ where: { passwordHash: { startsWith: '$argon2id$' } }, select: { passwordHash: true } });
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
  expect(await system().user.count({ where: { email: `new@${firm.domain}` } })).toBe(0);
});
