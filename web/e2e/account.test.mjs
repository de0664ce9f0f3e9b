// The way into one's account in a real browser: signing up, the second step, and what keeps others out.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { axeFaults, startBrowser } from './browser.mjs';

const PASSWORD = 'correct horse battery';
const STEP_MS = 30_000;
let parley;
let browser;

beforeAll(async () => { [parley, browser] = await Promise.all([startParley(), startBrowser()]); }, 180_000);
afterAll(async () => { await browser?.close(); await parley?.stop(); });

/** What an authenticator app shows for a secret in base32, so many steps from now (RFC 6238). */
function appCode(secret, steps = 0) {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
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
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
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
  const file = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as a file' }).press('Enter');
  expect((await file).suggestedFilename()).toBe('parley-recovery-codes.txt');
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
  await page.getByRole('button', { name: 'Sign in' }).press('Enter');
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
