// The way into one's account in a real browser: signing up, the second step, and what keeps others out.
import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENT, startIdentityProvider } from '../../api/test/identity-provider.ts';
import { startNameServer } from '../../api/test/name-server.ts';
import { startParley } from '../../tools/e2e/parley.mjs';
import { axeFaults, savedBy, startBrowser } from './browser.mjs';

const PASSWORD = 'correct horse battery';
const STEP_MS = 30_000;
let parley;
let browser;
/** What proves domains, asked by this Parley in place of the Internet's name servers. */
let names;

beforeAll(async () => {
  names = await startNameServer();
  // An identity provider on this machine will do for the tests.
  [parley, browser] = await Promise.all([startParley({ env: { PARLEY_DNS_SERVERS: names.address, PARLEY_OUTBOUND_NETWORKS: '127.0.0.0/8' } }), startBrowser()]);
}, 180_000);
afterAll(async () => { await browser?.close(); await parley?.stop(); await names?.close(); });

/** By the name that browsers know this Parley by: that of passkeys, and of what identity providers send people back to. */
const openByName = () => browser.open(parley.url.replace('127.0.0.1', 'localhost'));

/** What an authenticator app shows for a secret in base32, so many steps from now (RFC 6238). */
function appCode(secret, steps = 0) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Where the newest link to a page leads that was sent to somebody; waits for the mail. */
async function linkTo(page, email) {
  const folder = join(parley.dataDir, 'mail');
  const find = () => (existsSync(folder) ? readdirSync(folder).toSorted().map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=')) : [])
    .filter((mail) => mail.includes(email)).map((mail) => new RegExp(`/${page}#token=[\\w%-]+`).exec(mail)?.[0]).findLast(Boolean);
  await expect.poll(find, { timeout: 10_000 }).toEqual(expect.any(String));
  return find();
}

async function signUp(page, email, business) {
  await page.goto('/sign-up');
  await page.getByLabel('Business').fill(business);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).press('Enter');
}

async function signOut(page) {
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

async function signInWithPassword(page, email) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).press('Enter');
}

test('from signing up to a second step that is asked for: codes of the app, recovery codes, and off again', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await signUp(page, 'ada@quayside.example', 'Quayside Bakery');
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Set up' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill('not my password');
  await dialog.getByRole('button', { name: 'Further' }).press('Enter');
  await dialog.getByText('do not belong together').waitFor();
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Further' }).press('Enter');
  await dialog.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  const secret = await dialog.getByLabel('Or type this into the app').inputValue();
  expect(await axeFaults(page)).toEqual([]);
  await dialog.getByLabel('Code', { exact: true }).fill('000000');
  await dialog.getByRole('button', { name: 'Turn on' }).press('Enter');
  await dialog.getByText('This code is wrong.').waitFor();
  await dialog.getByLabel('Code', { exact: true }).fill(appCode(secret, -1));
  await dialog.getByRole('button', { name: 'Turn on' }).press('Enter');
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  const codes = await dialog.getByRole('listitem').allInnerTexts();
  expect(codes).toHaveLength(10);
  expect(await axeFaults(page)).toEqual([]);
  const file = await savedBy(page, () => dialog.getByRole('button', { name: 'Save as a file' }).press('Enter'));
  expect(file.name).toBe('parley-recovery-codes.txt');
  expect(codes.filter((code) => !file.text.includes(code))).toEqual([]);
  await dialog.getByRole('button', { name: 'I have kept them' }).press('Enter');
  await page.getByText('It is on', { exact: true }).waitFor();

  await signOut(page);
  await signInWithPassword(page, 'ada@quayside.example');
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  expect(await axeFaults(page)).toEqual([]);
  // Where one writes is where the focus is; six digits send themselves.
  await page.keyboard.type(appCode(secret));
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();

  await signOut(page);
  await signInWithPassword(page, 'ada@quayside.example');
  await page.getByRole('button', { name: 'Use a recovery code' }).press('Enter');
  await page.getByLabel('Recovery code').fill(codes[0]);
  await page.getByRole('button', { name: 'Sign in', exact: true }).press('Enter');
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  await page.goto('/settings/security');
  await page.getByText('9 recovery codes left').waitFor();
  await page.getByRole('button', { name: 'Turn off' }).press('Enter');
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByLabel('Code of the app, or a recovery code').fill(codes[1]);
  await dialog.getByRole('button', { name: 'Turn off' }).press('Enter');
  await page.getByText('It is off', { exact: true }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 90_000);

/** A page with a device that keeps passkeys and answers by itself, at the host that they are for. */
async function openWithDevice() {
  const opened = await openByName();
  const session = await opened.context.newCDPSession(opened.page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  return { ...opened, device: (command, options) => session.send(`WebAuthn.${command}`, { authenticatorId, ...options }) };
}

test('a passkey is made, opens the account and is the second step, also in browsers without its JSON; what fails is told', async () => {
  const { page, context, problems, device } = await openWithDevice();
  await signUp(page, 'hedy@quayside.example', 'Lamarr Radio');
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  await page.goto('/settings/security');
  const list = page.getByRole('region', { name: 'Passkeys' });
  await list.getByText('You have none yet.').waitFor();
  await list.getByRole('button', { name: 'Add passkey' }).press('Enter');
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Name').inputValue()).toBe('Chrome on Linux');
  await dialog.getByLabel('Your password').fill('not my password');
  await dialog.getByRole('button', { name: 'Add' }).press('Enter');
  await dialog.getByText('do not belong together').waitFor();
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await device('setUserVerified', { isUserVerified: false });
  await dialog.getByRole('button', { name: 'Add' }).press('Enter');
  await dialog.getByText('No passkey was made').waitFor();
  await device('setUserVerified', { isUserVerified: true });
  await dialog.getByRole('button', { name: 'Add' }).press('Enter');
  await list.getByText('Chrome on Linux').waitFor();
  await list.getByText('never used').waitFor();
  await list.getByRole('button', { name: 'Add passkey' }).press('Enter');
  expect(await dialog.getByLabel('Name').inputValue()).toBe('Chrome on Linux 2');
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Add' }).press('Enter');
  await dialog.getByText('has a passkey of your account already').waitFor();
  await page.keyboard.press('Escape');


  // The browser offers it under the field of the address; this device answers that at once.
  await page.getByRole('button', { name: /^Account/ }).click();
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  expect(problems).toEqual([]);

  await page.addInitScript(() => {
    delete PublicKeyCredential.isConditionalMediationAvailable;
    delete PublicKeyCredential.parseRequestOptionsFromJSON;
    delete PublicKeyCredential.prototype.toJSON;
  });
  await page.goto('/settings/security?setup=1');
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Further' }).press('Enter');
  const secret = await dialog.getByLabel('Or type this into the app').inputValue();
  await dialog.getByLabel('Code', { exact: true }).fill(appCode(secret));
  await dialog.getByRole('button', { name: 'Turn on' }).press('Enter');
  await dialog.getByRole('button', { name: 'I have kept them' }).press('Enter');
  await signOut(page);
  await signInWithPassword(page, 'hedy@quayside.example');
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).press('Enter');
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();

  await page.goto('/settings/security');
  await page.getByRole('region', { name: 'Where you are signed in' }).getByText('with passkey').waitFor();
  await list.getByText(/used .*(now|second)/).waitFor();
  await list.getByRole('button', { name: 'Remove passkey Chrome on Linux' }).press('Enter');
  await dialog.getByRole('button', { name: 'Remove' }).press('Enter');
  await list.getByText('You have none yet.').waitFor();
  await signOut(page);
  await device('setUserVerified', { isUserVerified: false });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).press('Enter');
  await page.getByText('No passkey was used').waitFor();
  await device('setUserVerified', { isUserVerified: true });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).press('Enter');
  await page.getByText('This passkey is not known here any more.').waitFor();
  // Passkeys are for a host, and an IP address is none.
  await page.goto(`${parley.url}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).press('Enter');
  await page.getByText('Passkeys work at localhost alone. Open Parley there.').waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

/** Goes to the identity provider of an address, and comes back. */
async function continueWithProvider(page, email) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Continue with single sign-on' }).press('Enter');
}

/** Proves a domain on the page of single sign-on, with the record that it asks for. */
async function proveDomain(page, domain) {
  await page.getByLabel('Domain', { exact: true }).fill(domain);
  await page.getByRole('button', { name: 'Add domain' }).press('Enter');
  const row = page.getByRole('list', { name: 'Domains' }).getByRole('listitem').filter({ hasText: domain });
  await row.getByRole('button', { name: 'Look for it now' }).press('Enter');
  await row.getByText('There is no TXT record of this name.').waitFor();
  names.records.set(await row.getByLabel('Name of the TXT record').inputValue(), [await row.getByLabel('What it says').inputValue()]);
  expect(await axeFaults(page)).toEqual([]);
  await row.getByRole('button', { name: 'Look for it now' }).press('Enter');
  await row.getByText('Proven', { exact: true }).waitFor();
}

test('single sign-on: a domain is proven, a provider set, tested and required; people come in through it, and are told why not', async () => {
  const { page, context, problems } = await openByName();
  await signUp(page, 'boss@northwind.example', 'Northwind Traders');
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  await page.goto('/settings/single-sign-on');
  await proveDomain(page, 'northwind.example');
  const provider = await startIdentityProvider(await page.getByLabel('Callback address').inputValue());
  try {
    await page.getByLabel('Issuer').fill(provider.issuer);
    await page.getByLabel('Client id').fill(CLIENT.clientId);
    await page.getByLabel('Client secret').fill('not the secret');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('It refuses the client id or the secret.').waitFor();
    await page.getByText('ends in cret').waitFor();
    await page.getByLabel('Client secret').fill(CLIENT.clientSecret);
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    await page.getByText('It works. Sign in with it once').waitFor();
    expect([await page.getByLabel('Client secret').inputValue(), await page.content()]).toEqual(['', expect.not.stringContaining(CLIENT.clientSecret)]);
    expect(await axeFaults(page)).toEqual([]);

    const member = await openByName();
    await signUp(member.page, 'bob@northwind.example', 'Bobs Own');
    await member.page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
    await member.page.goto(await linkTo('verify-email', 'bob@northwind.example'));
    await member.page.getByText('Your e-mail address is confirmed.').waitFor();
    await member.page.goto('/');
    await signOut(member.page);
    await continueWithProvider(member.page, 'bob@elsewhere.example');
    await member.page.getByText('There is no single sign-on for this address.').waitFor();
    await continueWithProvider(member.page, 'bob@northwind.example');
    await member.page.getByText('The sign-in was refused at your account service.').waitFor();
    expect(await axeFaults(member.page)).toEqual([]);
    provider.people.set('bob', { email: 'bob@northwind.example', email_verified: true, name: 'Bob' });
    provider.next = 'bob';
    await continueWithProvider(member.page, 'bob@northwind.example');
    await member.page.getByRole('button', { name: /^Organization.*Northwind Traders/ }).waitFor();

    await page.getByRole('button', { name: 'Require single sign-on' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Require single sign-on' }).press('Enter');
    await page.getByText('sign in through your provider alone').first().waitFor();
    await signOut(member.page);
    await signInWithPassword(member.page, 'bob@northwind.example');
    await member.page.getByText('Your organization wants you to use single sign-on.').waitFor();
    expect(await axeFaults(member.page)).toEqual([]);
    await member.page.getByRole('status').getByRole('button', { name: 'Continue with single sign-on' }).press('Enter');
    await member.page.getByRole('button', { name: /^Organization/ }).waitFor();
    await member.page.goto('/settings/security');
    await member.page.getByText('by single sign-on').first().waitFor();
    expect([problems, member.problems]).toEqual([[], []]);
    await member.context.close();
  } finally { await provider.close(); }
  await context.close();
}, 90_000);

test('sessions are seen and ended; a changed password ends the others', async () => {
  const here = await browser.open(parley.url);
  await signUp(here.page, 'grace@quayside.example', 'Grace and Sons');
  await here.page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  const elsewhere = async () => {
    const other = await browser.open(parley.url);
    await other.page.goto('/sign-in');
    await signInWithPassword(other.page, 'grace@quayside.example');
    await other.page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
    return other;
  };
  const isOut = async ({ page, context }) => {
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await context.close();
  };
  const second = await elsewhere();
  const { page } = here;
  await page.goto('/settings/security');
  const list = page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem');
  await expect.poll(() => list.count()).toBe(2);
  await list.filter({ hasText: 'This one' }).getByText('Chrome on Linux').waitFor();
  await page.getByRole('button', { name: /^End session/ }).press('Enter');
  await expect.poll(() => list.count()).toBe(1);
  await isOut(second);

  const third = await elsewhere();
  await page.getByLabel('Current password').fill('not my password');
  await page.getByLabel('New password').fill('password123');
  await page.getByRole('button', { name: 'Change password' }).press('Enter');
  await page.getByText('do not belong together').waitFor();
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).press('Enter');
  await page.getByText('This password is too short or too easy to guess.').waitFor();
  await page.getByLabel('New password').fill('another horse, another battery');
  await page.getByRole('button', { name: 'Change password' }).press('Enter');
  await page.getByText('Password changed; you are signed out everywhere else').waitFor();
  await isOut(third);
  expect(await axeFaults(page)).toEqual([]);
  expect(here.problems).toEqual([]);
  await here.context.close();
}, 90_000);

test('links in mails: an address is confirmed once, a forgotten password is set anew, and the token leaves the address', async () => {
  const { page, context } = await browser.open(parley.url);
  await signUp(page, 'emmy@quayside.example', 'Emmy and Daughters');
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  await page.goto('/settings/profile');
  await page.getByRole('button', { name: 'Send the link again' }).press('Enter');
  await page.getByText('The mail is on its way').waitFor();
  await page.goto(await linkTo('verify-email', 'emmy@quayside.example'));
  await page.getByText('Your e-mail address is confirmed.').waitFor();
  expect(new URL(page.url()).hash).toBe('');
  expect(await axeFaults(page)).toEqual([]);
  await page.goto('/settings/profile');
  await page.getByLabel('Your name').waitFor();
  expect(await page.getByRole('button', { name: 'Send the link again' }).count()).toBe(0);

  await signOut(page);
  for (const email of ['nobody@quayside.example', 'emmy@quayside.example']) {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('link', { name: 'Forgot your password?' }).press('Enter');
    await page.getByRole('button', { name: 'Send me a link' }).press('Enter');
    await page.getByText(`If there is an account for ${email}, a mail is on its way.`).waitFor();
  }
  const link = await linkTo('reset-password', 'emmy@quayside.example');
  await page.goto(link);
  await page.getByLabel('New password').fill('password123');
  expect(new URL(page.url()).hash).toBe('');
  await page.getByRole('button', { name: 'Set password' }).press('Enter');
  await page.getByText('This password is too short or too easy to guess.').waitFor();
  await page.getByLabel('New password').fill('yet another horse, yet another battery');
  await page.getByRole('button', { name: 'Set password' }).press('Enter');
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  await signOut(page);
  await page.goto(link);
  await page.getByLabel('New password').fill('one more horse, one more battery');
  await page.getByRole('button', { name: 'Set password' }).press('Enter');
  await page.getByText('This link was used, has expired, or is not whole.').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await context.close();
}, 90_000);

test('somebody is invited by mail, joins with a new account, and is among the members; a link that was taken back lets nobody in', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await signUp(page, 'lise@quayside.example', 'Meitner Physics');
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  await page.goto('/settings/members');
  const invite = async (email) => {
    await page.getByRole('button', { name: 'Invite', exact: true }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
    await dialog.getByLabel('E-mail').fill(email);
    await dialog.getByLabel('Role').selectOption('Supervisor');
    await dialog.getByRole('button', { name: 'Send invitation' }).press('Enter');
    return dialog;
  };
  await (await invite('otto@quayside.example')).waitFor({ state: 'hidden' });
  await (await invite('fritz@quayside.example')).waitFor({ state: 'hidden' });
  const again = await invite('otto@quayside.example');
  await again.getByText('This person is invited already.').waitFor();
  await page.keyboard.press('Escape');
  const invited = page.getByRole('region', { name: 'Invitations' });
  await expect.poll(() => invited.getByRole('listitem').count()).toBe(2);
  expect(await axeFaults(page)).toEqual([]);
  const takenBack = await linkTo('invitation', 'fritz@quayside.example');
  await invited.getByRole('button', { name: 'Take back: the invitation to fritz@quayside.example' }).press('Enter');
  await expect.poll(() => invited.getByRole('listitem').count()).toBe(1);

  const guest = await browser.open(parley.url);
  await guest.page.goto(takenBack);
  await guest.page.getByText('This invitation was taken back.').waitFor();
  const link = await linkTo('invitation', 'otto@quayside.example');
  await guest.page.goto(link);
  await guest.page.getByRole('heading', { name: 'Join Meitner Physics' }).waitFor();
  expect([new URL(guest.page.url()).hash, await axeFaults(guest.page)]).toEqual(['', []]);
  await guest.page.getByLabel('Your name').fill('Otto Hahn');
  await guest.page.getByLabel('Password').fill(PASSWORD);
  await guest.page.getByRole('button', { name: 'Join' }).press('Enter');
  await guest.page.getByText('Welcome to Meitner Physics').waitFor();
  await guest.page.goto(link);
  await guest.page.getByText('This invitation was accepted already. Sign in instead.').waitFor();

  await page.reload();
  await page.getByRole('row').filter({ hasText: 'Otto Hahn' }).getByText('Supervisor').waitFor();
  expect(await invited.count()).toBe(0);
  expect([problems, guest.problems]).toEqual([[], []]);
  await guest.context.close();
  await context.close();
}, 90_000);

test('an organization is exported, ends after a slip of the hand was caught, and is kept after all', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await signUp(page, 'rosa@quayside.example', 'Rosas Flowers');
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  await page.goto('/settings/organization');
  const file = await savedBy(page, () => page.getByRole('button', { name: 'Export', exact: true }).press('Enter'));
  const lines = file.text.trim().split('\n').map((line) => JSON.parse(line));
  expect(lines.length).toBeGreaterThan(1);
  expect(JSON.stringify(lines)).toContain('Rosas Flowers');

  await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete Rosas Flowers?' });
  await dialog.getByLabel(/^Type “/).fill('rosas');
  await dialog.getByLabel('Your password').fill(PASSWORD);
  expect(await axeFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
  await dialog.getByRole('alert').waitFor();
  const slug = /“(.+)”/.exec(await dialog.getByText(/^Type “/).innerText())[1];
  await dialog.getByLabel(/^Type “/).fill(slug);
  await dialog.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
  await page.getByText(/^This organization is deleted on /).waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Keep it' }).press('Enter');
  await page.getByText('It stays, and takes calls again').waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);
