// One goes through the whole console on a phone, by touch.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { seedConsole } from '../../tools/e2e/seed/seed-console.mjs';
import { sidewaysScroll, startBrowser } from './browser.mjs';

const TALK_TIMEOUT_MS = 60_000;
let parley;
let browser;

beforeAll(async () => {
  // Time for the greeting, then the question.
  [parley, browser] = await Promise.all([startParley({ prepare: seedConsole }), startBrowser({ microphone: [9, 'question.wav', 120] })]);
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

/** Opens a page from the menu of a narrow screen, and looks at how it fits. */
async function goTo(page, name) {
  await page.getByRole('button', { name: 'Menu' }).tap();
  await page.getByRole('dialog').getByRole('link', { name }).tap();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  expect(await sidewaysScroll(page)).toBe(0);
}

async function lookAtCalls(page) {
  await goTo(page, 'Calls');
  const row = page.getByRole('row').filter({ hasText: 'Josephine Wetherby' }).first();
  await row.getByRole('button', { name: /^Look at this call/ }).tap();
  const sheet = page.getByRole('dialog', { name: 'Call in passing' });
  await sheet.getByText(/book a check-up for my daughter/).waitFor();
  await sheet.getByRole('button', { name: 'Close' }).tap();
  await sheet.waitFor({ state: 'detached' });
  await row.getByRole('link').tap();
  await page.getByRole('heading', { name: /^Mia · /, level: 1 }).waitFor();
  const slider = page.getByRole('slider', { name: 'Position in the recording' });
  await slider.waitFor();
  const line = page.getByRole('listitem').filter({ hasText: 'It is booked: Thursday at three' });
  await line.scrollIntoViewIfNeeded();
  await line.getByRole('button').first().tap();
  await expect.poll(() => slider.getAttribute('aria-valuenow').then(Number)).toBeGreaterThan(40);
  // Far down the page a small player stands in for the one above.
  await page.getByRole('button', { name: 'Pause' }).last().tap();
  expect(await sidewaysScroll(page)).toBe(0);
}

async function changeAgent(page) {
  await goTo(page, 'Agents');
  await page.getByRole('link', { name: 'Mia', exact: true }).tap();
  await page.getByRole('heading', { name: 'Mia', level: 1 }).waitFor();
  await page.getByLabel('Greeting').tap();
  await page.getByLabel('Greeting').fill('Hello, this is Mia at Harbour Dental.');
  await page.locator('[data-save=saved]').waitFor();
  await page.getByRole('button', { name: 'Publish', exact: true }).tap();
  const dialog = page.getByRole('dialog', { name: 'Publish version 6' });
  await dialog.getByText(/1 change/).waitFor();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).tap();
  await page.getByText('Published, version 6').waitFor();
  expect(await sidewaysScroll(page)).toBe(0);
}

test('on a phone, by touch: from signing in to a spoken question that is answered', async () => {
  const { page, context, problems } = await browser.open(parley.url, { width: 360, height: 740 });
  await page.goto('/');
  await page.getByLabel('E-mail').fill(parley.demoLogin.email);
  await page.getByLabel('Password').fill(parley.demoLogin.password);
  await page.getByRole('button', { name: 'Sign in' }).tap();
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  await page.getByRole('region', { name: 'Newest calls' }).waitFor();
  expect(await sidewaysScroll(page)).toBe(0);
  await goTo(page, 'Live');
  await page.locator('[data-call]').nth(2).waitFor();
  await lookAtCalls(page);
  await changeAgent(page);

  await page.getByRole('link', { name: 'Talk', exact: true }).tap();
  await page.getByRole('button', { name: 'Talk', exact: true }).tap();
  await page.locator('[data-phase=running]').waitFor();
  const transcript = page.getByRole('list', { name: 'Transcript' });
  await transcript.getByText(/opening hours on Saturday/i).waitFor({ timeout: TALK_TIMEOUT_MS });
  await transcript.getByText(/Saturday we are open/i).waitFor({ timeout: TALK_TIMEOUT_MS });
  await page.getByRole('button', { name: 'End call' }).tap();
  await page.getByText('The caller hung up.').waitFor();
  expect(await sidewaysScroll(page)).toBe(0);
  expect(problems).toEqual([]);
  await context.close();
}, 240_000);
