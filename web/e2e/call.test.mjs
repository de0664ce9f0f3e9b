// The page of a single call: calls told event by event, and one that is really spoken.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { storeCall, withDatabase } from '../../tools/e2e/seed-calls.mjs';
import { axeFaults, savedBy, signIn, startBrowser } from './browser.mjs';
import { eventfulCall, longCall } from './call-story.mjs';

const LONG_TURNS = 2_000;
let parley;
let browser;
let path;
let longPath;

beforeAll(async () => {
  [parley, browser] = await Promise.all([startParley(), startBrowser({ microphone: [9, 'question.wav', 120] })]);
  await withDatabase(parley, async (database) => {
    path = `/calls/${await storeCall(database, { ...eventfulCall(), dataDir: parley.dataDir })}`;
    longPath = `/calls/${await storeCall(database, longCall(LONG_TURNS))}`;
  });
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

const open = async (at, options) => {
  const opened = await browser.open(parley.url, options);
  await opened.context.grantPermissions(['microphone', 'clipboard-read', 'clipboard-write']);
  await signIn(opened.page, parley.demoLogin);
  await opened.page.goto(at);
  return opened;
};
const slider = (page) => page.getByRole('slider', { name: 'Position in the recording' });
const seconds = (page) => slider(page).getAttribute('aria-valuenow').then(Number);
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

test('the recording is played by mouse and keys, one side alone, without its silences', async () => {
  const { page, context, problems } = await open(`${path}?t=12.3`);
  await slider(page).waitFor();
  await expect.poll(() => seconds(page)).toBe(12);
  await page.getByRole('button', { name: 'Copy a link to this moment' }).click();
  await expect.poll(() => clipboard(page)).toBe(`${parley.url}${path}?t=12.3`);

  await page.locator('body').press('l');
  await expect.poll(() => seconds(page)).toBe(17);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('j');
  await expect.poll(() => seconds(page)).toBe(7);
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  await expect.poll(() => page.getByLabel('Speed').inputValue()).toBe('1.5');
  await page.keyboard.press('[');
  expect(await page.getByLabel('Speed').inputValue()).toBe('1.25');

  await page.getByRole('button', { name: 'Skip silence' }).click();
  await slider(page).focus();
  await slider(page).press('Home');
  for (let times = 0; times < 5; times++) await slider(page).press('ArrowRight');
  await page.locator('body').press('Space');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  // On hold from 28 to 36 seconds: at this speed it could not be past that so soon.
  await expect.poll(() => seconds(page), { timeout: 6_000 }).toBeGreaterThanOrEqual(36);
  const solo = page.getByRole('group', { name: 'Hear one side alone' }).getByRole('button', { name: 'Caller' });
  await solo.click();
  expect(await solo.getAttribute('aria-pressed')).toBe('true');
  await expect.poll(() => seconds(page), { timeout: 6_000 }).toBeGreaterThanOrEqual(38);
  await solo.click();
  await page.keyboard.press('k');
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();

  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByRole('slider', { name: 'Part that is shown' }).waitFor();
  await page.getByRole('button', { name: 'Zoom out' }).click();
  expect(await page.getByRole('link', { name: 'Download' }).getAttribute('download')).toMatch(/^call_\w+\.wav$/);
  expect(problems).toEqual([]);
  await context.close();
}, 90_000);

test('words lead to their sound and sound to its words; what was never heard is struck out', async () => {
  const { page, context, problems } = await open(path, { width: 1280, height: 500 });
  const line = (words) => page.getByRole('listitem').filter({ hasText: words });
  await slider(page).waitFor();
  expect(await line('On Saturday we are open').locator('del').first().innerText()).toBe('emergencies only. For anything else, please come from Monday to Friday.');
  expect(await line('Hello, this is Mia').locator('del').count()).toBe(0);
  await line('There is one on Tuesday').getByRole('button', { name: 'Play from 0:21' }).click();
  await expect.poll(() => line('There is one on Tuesday').getAttribute('aria-current')).toBe('true');
  await page.getByRole('button', { name: 'Pause' }).click();

  const text = line('Then we will call you').locator('p').filter({ hasText: 'Then we will' });
  const { width } = await text.evaluate((element) => { const range = new Range(); range.selectNodeContents(element); const { width: wide } = range.getBoundingClientRect(); return { width: wide }; });
  await text.click({ position: { x: width - 4, y: 8 } });
  await expect.poll(() => seconds(page)).toBeGreaterThanOrEqual(58);
  await expect.poll(() => line('Then we will call you').getAttribute('aria-current')).toBe('true');
  // In view, and not behind the player.
  await expect.poll(async () => {
    const [box, player] = [await line('Then we will call you').boundingBox(), await page.getByRole('region', { name: 'Recording' }).boundingBox()];
    return box.y >= player.y + player.height && box.y + box.height <= 500;
  }).toBe(true);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('the timeline has every event, narrowed by kind, and leads to its moment', async () => {
  const { page, context, problems } = await open(`${path}?tab=timeline`);
  const list = page.getByRole('region', { name: 'Timeline' });
  await list.getByText('Telephone, mulaw 8 kHz').waitFor();
  await page.getByRole('button', { name: 'Providers 3' }).click();
  await expect.poll(() => list.getByRole('listitem').count()).toBe(3);
  await page.getByRole('button', { name: 'Tools and keys 3' }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('show')).toBe('tools,providers');
  expect(await list.getByRole('listitem').allInnerTexts()).toEqual([
    /Provider failed[^]*The language model failed: it took too long\. The next one took over\./, /Provider late[^]*The second was quicker\./, /Tool[^]*find_appointments, 1\.45s/,
    /Tool[^]*book_appointment failed: the calendar did not answer/, /Dead air[^]*3s of silence: the agent bridged it\./, /Key[^]*Keys pressed: 1/,
  ].map((pattern) => expect.stringMatching(pattern)));
  await list.getByRole('button', { name: 'Play from 0:20.600' }).click();
  await expect.poll(() => seconds(page)).toBe(21);
  await list.getByRole('button', { name: 'All about: Tool' }).first().click();
  await page.getByRole('dialog', { name: 'Tool' }).getByText('08:30').waitFor();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect.poll(() => list.getByRole('listitem').count()).toBe(6);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('costs add up to what the call cost, and the raw call is what the api tells', async () => {
  const { page, context, problems } = await open(`${path}?tab=cost`);
  const rows = page.getByRole('region', { name: 'Cost' }).getByRole('row');
  await rows.first().waitFor();
  expect((await rows.allInnerTexts()).slice(1).map((text) => text.split('\t').map((cell) => cell.trim()))).toEqual([
    ['Detection of speech · local', '60s of sound', '1', '$0.0001'], ['Transcription · local', '10.4s of sound', '4', '$0.0005'],
    ['Language model · acme', '3,600 tokens read, 168 written · 2,400 from the cache', '4', '$0.01'], ['Voice · local', '392 characters', '5', '–'], ['In all', '$0.0106'],
  ]);
  const client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
  const { call } = await client.request('query ($id: ID!) { call(id: $id) { cost { amount } costs { cost { amount } } } }', { id: path.split('/').at(-1) });
  expect(call.costs.reduce((sum, { cost }) => sum + Math.round(Number(cost?.amount ?? 0) * 1e6), 0)).toBe(Math.round(Number(call.cost.amount) * 1e6));

  await page.getByRole('link', { name: 'Raw' }).click();
  await page.getByRole('heading', { name: 'Call, turns and events' }).waitFor();
  await page.getByRole('button', { name: 'Copy', exact: true }).first().click();
  await expect.poll(() => clipboard(page).then((text) => text.length)).toBeGreaterThan(1_000);
  const raw = JSON.parse(await clipboard(page));
  expect([raw.turns.length, raw.events.length, raw.events.at(-1).type, raw.turns[2].usage.map(({ kind }) => kind)]).toEqual([9, raw.lastSeq, 'CallEndedEvent', ['TTS', 'LLM']]);
  await page.getByRole('button', { name: 'Copy as curl' }).click();
  await expect.poll(() => clipboard(page)).toMatch(new RegExp(`^curl ${parley.url}/graphql .*Bearer YOUR_API_KEY.*query CallRaw`, 's'));
  const saved = await savedBy(page, () => page.getByRole('button', { name: 'Download' }).click());
  expect(saved.name).toMatch(/^call_\w+\.json$/);
  expect(JSON.parse(saved.text)).toEqual(raw);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('a call of two thousand turns opens with its first lines, and has all of them in the end', async () => {
  const { page, context, problems } = await open(longPath);
  const lines = page.getByRole('region', { name: 'Transcript' }).locator('li');
  await lines.first().waitFor();
  await page.getByText('The longest duration was reached.').waitFor();
  await page.getByRole('link', { name: 'Open Mia' }).waitFor();
  await expect.poll(() => lines.count(), { timeout: 30_000 }).toBe(LONG_TURNS);
  await page.getByRole('link', { name: 'Timeline' }).click();
  await page.getByRole('button', { name: 'Words 2,000' }).click({ timeout: 30_000 });
  const list = page.getByRole('region', { name: 'Timeline' });
  await page.evaluate(() => { scrollTo(0, document.body.scrollHeight); });
  await list.getByText('Question number 1999').waitFor();
  expect(await list.getByRole('listitem').count()).toBeLessThan(80);
  expect(problems).toEqual([]);
  await context.close();
}, 90_000);

test('a running call is read along, ended from its page, and heard again a moment later', async () => {
  const talking = await open('/agents');
  await talking.page.getByRole('link', { name: /Mia/ }).first().click();
  await talking.page.getByRole('button', { name: 'Talk', exact: true }).click();
  await talking.page.locator('[data-phase=running]').waitFor({ timeout: 30_000 });
  const { page, context, problems } = await open('/calls?status=ACTIVE');
  await page.getByRole('grid', { name: 'Calls' }).getByRole('link').first().click();
  await page.getByText('This call is running; it is shown as it goes.').waitFor();
  const transcript = page.getByRole('region', { name: 'Transcript' });
  await transcript.getByText(/this is Mia/).waitFor({ timeout: 30_000 });
  await transcript.getByText(/opening hours on Saturday/i).waitFor({ timeout: 60_000 });
  await transcript.getByText(/Saturday we are open/).waitFor({ timeout: 30_000 });
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'End call' }).click();
  await page.getByRole('dialog', { name: 'End this call?' }).getByRole('button', { name: 'End call' }).click();
  await page.getByText('Ended by a person of the team.').waitFor({ timeout: 20_000 });
  await slider(page).waitFor({ timeout: 40_000 });
  await page.getByRole('link', { name: 'Timeline' }).click();
  await page.getByRole('button', { name: 'Call 2' }).click();
  await page.getByRole('region', { name: 'Timeline' }).getByText('Ended by a person of the team.').waitFor();
  expect(problems).toEqual([]);
  await context.close();
  await talking.context.close();
}, 180_000);
