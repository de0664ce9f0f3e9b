// One goes through the whole console twice: with keys alone, from signing up to signing out; and on a phone, by touch.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { seedConsole } from '../../tools/e2e/seed/seed-console.mjs';
import { sidewaysScroll, startBrowser } from './browser.mjs';
import { createKeyboard } from './keyboard.mjs';

const TALK_TIMEOUT_MS = 60_000;
let parley;
let browser;

beforeAll(async () => {
  // Time for the greeting, then the question.
  [parley, browser] = await Promise.all([startParley({ prepare: seedConsole }), startBrowser({ microphone: [9, 'question.wav', 120] })]);
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

/** Waits until the focus is on it without anybody pressing a key. */
const focused = (locator) => expect.poll(() => locator.evaluate((element) => element === document.activeElement), { timeout: 10_000 }).toBe(true);

async function signUp(page, keys) {
  await page.goto('/sign-up');
  await page.getByRole('heading', { name: 'Create your account' }).waitFor();
  await keys.write(page.getByLabel('Business'), 'Quayside Bakery');
  await keys.write(page.getByLabel('Your name'), 'Ada Byron');
  await keys.write(page.getByLabel('E-mail'), 'ada@quayside.example');
  await keys.write(page.getByLabel('Password'), 'correct horse battery');
  await keys.press('Enter');
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
}

async function makeAgent(page, keys) {
  await keys.choose(page.getByRole('link', { name: 'Make your own agent' }).or(page.getByRole('button', { name: 'Make your own agent' })));
  await focused(page.getByRole('dialog').getByLabel('Name'));
  await keys.goRound(page.getByRole('dialog'));
  await keys.write(page.getByRole('dialog').getByLabel('Name'), 'Nora');
  await keys.press('Enter');
  await page.getByRole('heading', { name: 'Nora', level: 1 }).waitFor();
  await keys.write(page.getByLabel('Greeting'), 'Good morning, this is Nora.');
  await keys.choose(page.getByRole('button', { name: 'Add entry' }));
  await keys.write(page.getByLabel('Subject'), 'Opening hours');
  await keys.write(page.getByLabel('What is true'), 'We are open every day from six until four.');
  await keys.press('Tab');
  await page.locator('[data-save=saved]').waitFor();
}

async function publish(page, keys) {
  await page.keyboard.press('Control+k');
  await focused(page.getByRole('combobox', { name: 'Search and commands' }));
  await page.keyboard.type('publish');
  await page.getByRole('option', { name: /Publish/ }).first().waitFor();
  await keys.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Publish version 1' });
  await dialog.getByRole('button', { name: 'Publish', exact: true }).waitFor();
  await keys.goRound(dialog);
  await keys.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await keys.choose(page.getByRole('button', { name: 'Publish', exact: true }), { key: 'Shift+Tab' });
  await keys.choose(dialog.getByRole('button', { name: 'Publish', exact: true }));
  await page.getByText('Published, version 1').waitFor();
}

async function talkByWriting(page, keys) {
  await keys.choose(page.getByRole('button', { name: 'Type instead' }));
  await page.locator('[data-phase=running]').waitFor();
  await focused(page.getByLabel('Write to the agent'));
  await page.keyboard.type('When are you open?');
  await keys.press('Enter');
  await page.getByRole('list', { name: 'Transcript' }).getByText(/open every day from six/).waitFor({ timeout: TALK_TIMEOUT_MS });
  await keys.choose(page.getByRole('button', { name: 'End call' }));
  await page.getByText('The caller hung up.').waitFor();
  await keys.choose(page.getByRole('link', { name: 'Open the call' }));
  await page.getByRole('heading', { name: /^Nora · /, level: 1 }).waitFor();
}

/** The sound is late by a few seconds; then the words lead to their moments, and the other views to theirs. */
async function readCall(page, keys) {
  const slider = page.getByRole('slider', { name: 'Position in the recording' });
  await slider.waitFor({ timeout: 30_000 });
  await keys.tabTo(slider);
  await keys.press('Home');
  expect(await slider.getAttribute('aria-valuenow')).toBe('0');
  await keys.press('End');
  const end = Number(await slider.getAttribute('aria-valuenow'));
  expect(end).toBeGreaterThan(1);
  // Words lead back to where they were said.
  await keys.choose(page.getByRole('listitem').filter({ hasText: /open every day from six/ }).getByRole('button').first());
  await expect.poll(() => slider.getAttribute('aria-valuenow').then(Number)).toBeLessThan(end);
  await keys.press('k');
  const views = page.getByRole('navigation', { name: 'Views of this call' });
  for (const name of ['Timeline', 'Cost', 'Raw', 'Turns']) {
    await keys.choose(views.getByRole('link', { name }), { key: 'Shift+Tab' });
    await views.locator('[aria-current=page]').filter({ hasText: name }).waitFor();
  }
}

async function readCalls(page, keys) {
  await page.keyboard.press('g');
  await keys.press('c');
  await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
  await keys.choose(page.getByRole('button', { name: 'Filter', exact: true }));
  await keys.choose(page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'How it ended' }));
  await keys.tabTo(page.getByRole('checkbox', { name: 'The agent said goodbye.' }));
  await keys.press('Space');
  await keys.press('Escape');
  await page.getByText('No calls like this').waitFor();
  await keys.choose(page.getByRole('button', { name: 'Clear all' }));
  await page.getByRole('row').filter({ hasText: 'Nora' }).waitFor();
}

test('with keys alone: from signing up to signing out', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  const keys = createKeyboard(page);
  await signUp(page, keys);
  await makeAgent(page, keys);
  await publish(page, keys);
  await talkByWriting(page, keys);
  await readCall(page, keys);
  await readCalls(page, keys);
  await keys.choose(page.getByRole('button', { name: /^Account/ }), { key: 'Shift+Tab' });
  await keys.tabTo(page.getByRole('dialog', { name: 'Account' }).getByRole('button', { name: 'Sign out' }));
  // The page begins anew, and with it the focus.
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await keys.tabTo(page.getByLabel('E-mail'));
  expect([keys.faults(), problems]).toEqual([[], []]);
  await context.close();
}, 240_000);

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
  await page.getByRole('button', { name: 'Sign in', exact: true }).tap();
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
