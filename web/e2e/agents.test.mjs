// Agents under the pen, in a real browser against the real server: what is written is kept, whatever happens.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { signIn, startBrowser } from './browser.mjs';

let parley;
let browser;

beforeAll(async () => {
  [parley, browser] = await Promise.all([startParley(), startBrowser()]);
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

const saved = (page) => page.locator('[data-save=saved]').waitFor();
const isUpdate = (request) => request.method() === 'POST' && request.postData()?.includes('"operationName":"AgentUpdate"') === true;
const onlyUpdates = (handle) => (route) => (isUpdate(route.request()) ? handle(route) : route.continue());

/** Signs in and makes an agent of its own, so that no test meets another's words. */
async function newAgent(name, options) {
  const opened = await browser.open(parley.url, options);
  const { page } = opened;
  await signIn(page, parley.demoLogin);
  await page.goto('/agents?new=1');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create agent' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  return { ...opened, path: new URL(page.url()).pathname };
}

test('what is written is saved by itself, in one request for a burst of keys, and is there after a reload', async () => {
  const { page, context, problems } = await newAgent('Autosave');
  const updates = [];
  page.on('request', (request) => { if (isUpdate(request)) updates.push(JSON.parse(request.postData()).variables.input); });
  await page.getByLabel('Greeting').fill('');
  await page.getByLabel('Greeting').pressSequentially('Good morning, how may I help?', { delay: 10 });
  expect(updates).toEqual([]);
  await page.getByText(/^Draft saved \d/).waitFor();
  expect(updates).toMatchObject([{ greeting: 'Good morning, how may I help?', expectedVersion: 1 }]);
  expect(Object.keys(updates[0]).toSorted()).toEqual(['expectedVersion', 'greeting', 'id']);

  // An empty name is not sent; what else is written is, and the page says what is missing.
  await page.getByLabel('Name').fill('');
  await page.getByLabel('Instructions').fill('Be brief.');
  await page.getByText(/1 field needs your attention/).waitFor();
  await page.getByRole('button', { name: 'Show me' }).click();
  expect(await page.getByLabel('Name').evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByText('Please fill this in.').waitFor();
  expect(updates.at(-1)).toMatchObject({ instructions: 'Be brief.' });
  expect(updates.at(-1)).not.toHaveProperty('name');
  await page.getByLabel('Name').fill('Autosave');

  await page.getByRole('button', { name: 'Add entry' }).click();
  await page.getByLabel('Subject').fill('Parking');
  await page.getByLabel('What is true').fill('Behind the house.');
  // Leaving a field saves at once.
  await page.getByLabel('Greeting').focus();
  await saved(page);
  await page.reload();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Good morning, how may I help?');
  expect(await page.getByLabel('Instructions').inputValue()).toBe('Be brief.');
  await page.getByText('Parking').waitFor();
  await page.getByText('All changes saved').waitFor();
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('a slow answer overwrites nothing that was typed meanwhile', async () => {
  const { page, context } = await newAgent('Slow');
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route('**/graphql', onlyUpdates(async (route) => { const response = await route.fetch(); await held; await route.fulfill({ response }); }));
  const greeting = page.getByLabel('Greeting');
  await greeting.fill('One');
  await page.locator('[data-save=saving]').waitFor();
  await greeting.pressSequentially(' two');
  release();
  await saved(page);
  expect(await greeting.inputValue()).toBe('One two');
  await page.unroute('**/graphql');
  await page.reload();
  expect(await greeting.inputValue()).toBe('One two');
  await context.close();
}, 60_000);

test('without a server the words stay, are tried again, and survive a reload', async () => {
  const { page, context } = await newAgent('Offline');
  page.on('dialog', (dialog) => { void dialog.accept(); });
  await page.route('**/graphql', onlyUpdates((route) => route.abort()));
  await page.getByLabel('Greeting').fill('Written in a tunnel.');
  await page.getByRole('alert').getByText(/Not saved: Parley cannot be reached/).waitFor();
  // Leaving is asked about, and may be declined.
  await page.getByRole('link', { name: 'All agents' }).click();
  await page.getByRole('dialog').getByText(/This tab keeps them/).waitFor();
  await page.getByRole('button', { name: 'Stay' }).click();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Written in a tunnel.');

  await page.reload();
  await page.getByText('Some of your words were not saved').waitFor();
  expect(await page.getByLabel('Greeting').inputValue()).toMatch(/^Hello, this is Offline/);
  await page.getByRole('button', { name: 'Bring them back' }).click();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Written in a tunnel.');
  await page.getByRole('alert').getByText(/Not saved/).waitFor();
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Try again' }).click();
  await saved(page);
  await page.reload();
  expect(await page.getByLabel('Greeting').inputValue()).toBe('Written in a tunnel.');
  expect(await page.getByText('Some of your words were not saved').count()).toBe(0);
  await context.close();
}, 60_000);

test('two people write in one agent: other fields come together, the same field is asked about', async () => {
  const { page, context, path } = await newAgent('Two pens');
  const other = await context.newPage();
  await other.goto(path);
  await other.getByLabel('Instructions').fill('Be brief.');
  await saved(other);
  await page.getByLabel('Greeting').fill('Mine.');
  await page.getByText(/Somebody else has changed: Instructions/).waitFor();
  await saved(page);
  expect(await page.getByLabel('Instructions').inputValue()).toBe('Be brief.');

  await other.getByLabel('Greeting').fill('Theirs.');
  await other.getByRole('alert').getByText(/You and somebody else have both changed: Greeting/).waitFor();
  expect(await other.getByLabel('Greeting').inputValue()).toBe('Theirs.');
  await other.getByRole('button', { name: 'Take theirs' }).click();
  expect(await other.getByLabel('Greeting').inputValue()).toBe('Mine.');
  await context.close();
}, 60_000);
