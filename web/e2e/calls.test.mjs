// Lists of calls and the pages of single ones, in a real browser against the real server.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { seedCalls, withDatabase } from '../../tools/e2e/seed-calls.mjs';
import { axeFaults, savedBy, signIn, smallTargets, startBrowser } from './browser.mjs';

const SEEDED = 450;
let parley;
let browser;

beforeAll(async () => {
  [parley, browser] = await Promise.all([startParley(), startBrowser()]);
  await withDatabase(parley, (database) => seedCalls(database, SEEDED));
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

const open = async (path, options) => {
  const opened = await browser.open(parley.url, options);
  await signIn(opened.page, parley.demoLogin);
  await opened.page.goto(path);
  return opened;
};
const grid = (page) => page.getByRole('grid', { name: 'Calls' });
const row = (page, number) => grid(page).locator(`[role=row][aria-rowindex="${number + 1}"]`);
const query = (page) => new URL(page.url()).searchParams;

test('hundreds of calls load as one scrolls, few are drawn, and the way back leads to the same place', async () => {
  const { page, context, problems } = await open('/calls');
  await row(page, 1).waitFor();
  expect(await grid(page).getAttribute('aria-rowcount')).toBe(String(SEEDED + 1));
  await page.getByText(`of ${SEEDED} calls`).waitFor();
  for (const number of [100, 200, 300, 400]) {
    await expect.poll(async () => {
      await page.evaluate((to) => { scrollTo(0, to * 40); }, number);
      return row(page, number).getByRole('gridcell').count();
    }, { timeout: 10_000 }).toBeGreaterThan(5);
  }
  expect(await grid(page).getByRole('row').count()).toBeLessThan(80);
  const link = row(page, 400).getByRole('link');
  const words = await link.innerText();
  // A click may scroll before it hits: the place that is left is the one at its moment.
  await page.evaluate(() => { addEventListener('click', () => { document.body.dataset.left = String(scrollY); }, { capture: true, once: true }); });
  await link.click();
  await page.getByRole('heading', { level: 1, name: /Mia · / }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/calls\/call_/);
  const scrolled = Number(await page.evaluate(() => document.body.dataset.left));
  expect(scrolled).toBeGreaterThan(15_000);
  await page.goBack();
  await row(page, 400).getByRole('link', { name: words }).waitFor();
  expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  await row(page, 400).getByRole('link').click();
  await page.getByRole('link', { name: 'All calls' }).click();
  await row(page, 400).getByRole('link', { name: words }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 90_000);

test('filters are set, changed and removed by keyboard, and the address has them by the names of the api', async () => {
  const { page, context, problems } = await open('/calls?colour=red&durationMinMs=soon');
  await page.getByText('Not understood, and left out: colour=red, durationMinMs=soon').waitFor();
  await row(page, 1).waitFor();

  await page.getByRole('button', { name: 'Filter', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'How it ended' }).press('Enter');
  await page.getByRole('checkbox', { name: 'The connection was lost.' }).press('Space');
  await expect.poll(() => query(page).get('endedCodes')).toBe('CONNECTION_LOST');
  await page.getByText('of 45 calls').waitFor();
  await page.getByRole('checkbox', { name: 'The agent said goodbye.' }).press('Space');
  await page.getByText('of 135 calls').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByText('left out').count()).toBe(0);

  await page.getByRole('button', { name: 'How it ended: 2 ways' }).press('Enter');
  await page.getByRole('checkbox', { name: 'The agent said goodbye.' }).press('Space');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'How it ended: The connection was lost.' }).waitFor();

  await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter');
  await page.getByRole('dialog', { name: 'Filter' }).getByRole('button', { name: 'Length' }).press('Enter');
  await page.getByLabel('At least, in seconds').fill('60');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Length: at least 60s' }).waitFor();
  expect(Object.fromEntries(query(page))).toEqual({ endedCodes: 'CONNECTION_LOST', durationMinMs: '60000' });

  await page.getByRole('columnheader', { name: 'Length' }).getByRole('button').click();
  await expect.poll(() => page.getByRole('columnheader', { name: 'Length' }).getAttribute('aria-sort')).toBe('descending');
  expect(query(page).get('orderBy')).toBe('DURATION_DESC');
  await page.goBack();
  await expect.poll(() => page.getByRole('columnheader', { name: 'Started' }).getAttribute('aria-sort')).toBe('descending');

  await page.getByRole('button', { name: 'How it ended: The connection was lost.' }).press('Delete');
  await expect.poll(() => query(page).has('endedCodes')).toBe(false);
  await page.getByRole('button', { name: 'Remove the filter Length' }).press('Enter');
  await page.getByText(`of ${SEEDED} calls`).waitFor();

  await page.keyboard.press('/');
  await page.getByLabel('Words that were said').pressSequentially('on day 37,');
  await page.getByText('1 of 1 call', { exact: true }).waitFor();
  expect(query(page).get('text')).toBe('on day 37,');
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByText(`of ${SEEDED} calls`).waitFor();
  expect(await page.getByLabel('Words that were said').inputValue()).toBe('');
  await page.getByLabel('Words that were said').fill('zebra crossing');
  await page.getByText('No calls like this').waitFor();
  await page.getByRole('link', { name: 'Show all' }).click();
  await row(page, 1).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 90_000);

test('a look in passing: rows are gone through by keyboard, and the address remembers the call', async () => {
  const { page, context, problems } = await open('/calls');
  await row(page, 1).getByText('Mia').click();
  const beside = page.getByRole('complementary', { name: 'Call in passing' });
  await beside.getByText('I would like an appointment on day 1, please.').waitFor();
  await page.keyboard.press('j');
  await beside.getByText('I would like an appointment on day 2, please.').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('k');
  await beside.getByText('on day 2,').waitFor();
  await expect.poll(() => row(page, 2).getAttribute('aria-selected')).toBe('true');
  const peeked = query(page).get('peek');
  await page.reload();
  await beside.getByText('on day 2,').waitFor();
  expect(query(page).get('peek')).toBe(peeked);
  await page.keyboard.press('Escape');
  await beside.waitFor({ state: 'detached' });
  expect(query(page).has('peek')).toBe(false);
  await row(page, 3).getByRole('link').focus();
  await page.keyboard.press('Space');
  await beside.getByText('on day 3,').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /Mia · / }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('on a phone the look in passing is a sheet over the list', async () => {
  const { page, context, problems } = await open('/calls', { width: 360, height: 740 });
  await page.getByRole('button', { name: /Look at this call/ }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Call in passing' });
  await sheet.getByText('on day 1,').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'The call below' }).click();
  await sheet.getByText('on day 2,').waitFor();
  await page.goBack();
  await sheet.waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Ada Byron' }).first().click();
  await page.getByRole('heading', { level: 1, name: /Mia · / }).waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('columns and views are kept in the browser', async () => {
  const { page, context, problems } = await open('/calls?isInterrupted=true');
  await row(page, 1).waitFor();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Caller' }).uncheck();
  await page.getByRole('checkbox', { name: 'Interruptions' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('columnheader', { name: 'Interruptions' }).waitFor();
  expect(await page.getByRole('columnheader', { name: 'Caller' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Name of this view').fill('Cut short');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.keyboard.press('Escape');
  await page.goto('/calls');
  await page.getByRole('columnheader', { name: 'Interruptions' }).waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'Cut short', exact: true }).click();
  await page.getByRole('button', { name: 'Interrupted: yes' }).waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'Remove the view Cut short' }).click();
  expect(await page.getByRole('button', { name: 'Cut short', exact: true }).count()).toBe(0);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('the list is exported as it is filtered', async () => {
  const { page, context, problems } = await open('/calls?endedCodes=CONNECTION_LOST&orderBy=DURATION_DESC');
  const file = await savedBy(page, () => page.getByRole('button', { name: 'Export 45 calls' }).click());
  const lines = file.text.trimEnd().split('\r\n');
  expect(lines.length).toBe(46);
  expect(lines.slice(1).every((line) => line.includes('CONNECTION_LOST'))).toBe(true);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('new calls wait to be shown, and rows that are read stay where they are', async () => {
  const { page, context, problems } = await open('/calls');
  await row(page, 1).waitFor();
  await page.evaluate(() => { scrollTo(0, 2_000); });
  await row(page, 60).getByRole('link').waitFor();
  const place = await row(page, 60).boundingBox();
  const client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
  const { agents } = await client.request('{ agents(first: 1) { nodes { id } } }');
  for (let index = 0; index < 2; index++) await client.request('mutation ($input: CallStartInput!) { callStart(input: $input) { errors { code } } }', { input: { agentId: agents.nodes[0].id, transport: 'BROWSER', callerName: 'Zora' } });
  const news = page.getByRole('button', { name: '2 new calls' });
  await news.waitFor({ timeout: 15_000 });
  expect(await row(page, 60).boundingBox()).toEqual(place);
  await news.click();
  await expect.poll(() => row(page, 1).innerText()).toMatch(/Zora[^]*Waiting/);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  const { calls } = await client.request('{ calls(first: 2) { nodes { id } } }');
  for (const { id } of calls.nodes) await client.request('mutation ($input: CallEndInput!) { callEnd(input: $input) { errors { code } } }', { input: { id } });
  await expect.poll(() => row(page, 1).innerText(), { timeout: 15_000 }).toMatch(/Ended by a person of the team/);
  expect(problems).toEqual([]);
  await context.close();
}, 90_000);
