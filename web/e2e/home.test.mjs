// The first page in a real browser: an organization that has nothing yet, and one whose calls are known to the last cent.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { axeFaults, settled, sidewaysScroll, startBrowser } from './browser.mjs';
import { seedCalls } from './seed-calls.mjs';
import { collectData, cutTexts, foreignTexts } from './words.mjs';

/** Ten calls: eight were answered, two of them slowly, one broke off. 14 answers, half of them within 600 ms. */
const CALLS = [
  ...Array.from({ length: 4 }, () => ({ responsesMs: [500, 600], costMicroUsd: 12_500, code: 'HUNG_UP', caller: { callerName: 'Ada Lovelace' } })),
  { responsesMs: [680, 700], costMicroUsd: 100_000, code: 'GOODBYE', caller: { callerNumber: '+493012345678' } },
  { responsesMs: [700], costMicroUsd: 0, code: 'MEDIA_LOST' },
  { responsesMs: [1_600], costMicroUsd: 50_000, code: 'GOODBYE' },
  { responsesMs: [2_000, 2_400], costMicroUsd: 50_000, code: 'GOODBYE' },
  { isMissed: true },
  { isMissed: true },
];
let parley;
let browser;
let agentId;

beforeAll(async () => {
  [parley, browser] = await Promise.all([startParley(), startBrowser({ microphone: [9, 'question.wav', 120] })]);
  const client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
  agentId = (await client.request('{ agents { nodes { id } } }')).agents.nodes[0].id;
  await seedCalls(parley, client, agentId, CALLS);
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

async function openHome(options = {}, login = parley.demoLogin) {
  const opened = await browser.open(parley.url, options);
  await opened.page.goto('/sign-in');
  await opened.page.getByLabel('E-mail').fill(login.email);
  await opened.page.getByLabel('Password').fill(login.password);
  await opened.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await opened.page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  return opened;
}

const figure = (page, label) => page.getByRole('list', { name: 'Figures' }).getByRole('listitem').filter({ has: page.getByRole('link', { name: label, exact: true }) });
const shift = (page) => page.evaluate(() => new Promise((resolve) => {
  new PerformanceObserver((list) => { resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)); }).observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
}));

test('an organization with nothing speaks its first call within a minute', async () => {
  const { page, context, problems } = await browser.open(parley.url);
  await page.goto('/sign-up');
  await page.getByLabel('Business').fill('Quayside Bakery');
  await page.getByLabel('E-mail').fill('grace@example.com');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  const began = performance.now();
  await page.getByRole('heading', { name: 'Your first call is a minute away' }).waitFor();
  expect(await page.getByRole('list').filter({ hasText: 'Make an agent' }).getByRole('link').count()).toBe(1);
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Talk to a sample agent' }).click();
  await page.getByRole('heading', { name: /Mia/, level: 1 }).waitFor();
  await page.getByRole('button', { name: /^(Talk|Start)/ }).first().click();
  await page.locator('[data-phase=running]').waitFor({ timeout: 30_000 });
  await page.getByText(/this is Mia of the Corner/).first().waitFor({ timeout: 30_000 });
  expect(performance.now() - began).toBeLessThan(60_000);
  await page.getByText(/opening hours on Saturday/i).first().waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'End call' }).click();

  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByText('You are set up: your agent has taken its first call.').waitFor();
  await page.getByRole('button', { name: 'Hide this list' }).click();
  await page.reload();
  await figure(page, 'Calls').getByText('1', { exact: true }).waitFor();
  expect(await page.getByText('You are set up').count()).toBe(0);
  expect(problems).toEqual([]);
  await context.close();
}, 180_000);

test('figures are those of the calls, and each leads to the calls it was made from', async () => {
  const { page, context, problems } = await openHome();
  const href = (label) => figure(page, label).getByRole('link', { name: label, exact: true }).getAttribute('href');
  await figure(page, 'Calls').getByText('10', { exact: true }).waitFor();
  expect(await figure(page, 'Answered').innerText()).toMatch(/80%\s*8 of 10/);
  expect(await figure(page, 'Typical answer').innerText()).toContain('600ms');
  expect(await figure(page, 'Slow answers').innerText()).toContain('2.14s');
  expect(await figure(page, 'Cost').innerText()).toContain('$0.25');
  expect(await figure(page, 'Calls').innerText()).toContain('10 more than the day before');
  expect([await href('Calls'), await href('Answered'), await href('Slow answers'), await href('Cost')]).toEqual(['/calls?startedFrom=-24h', '/calls?startedFrom=-24h&isAnswered=true', '/calls?startedFrom=-24h&responseMinMs=2140&orderBy=RESPONSE_DESC', '/calls?startedFrom=-24h&orderBy=COST_DESC']);
  const reasons = page.getByRole('region', { name: 'How calls ended' });
  expect((await reasons.getByRole('listitem').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([expect.stringMatching(/^The caller hung up\. 4$/), expect.stringMatching(/goodbye\. 3$/), expect.stringMatching(/^Somebody .* 2$|ended .* 2$/i), expect.stringMatching(/^Failure: The media server .* 1$/)]);
  const attention = page.getByRole('region', { name: 'Needs attention' });
  expect(await attention.getByRole('link', { name: '1 call failed' }).getAttribute('href')).toContain('endedCodes=INTERNAL_ERROR,MEDIA_LOST');
  expect(await attention.getByRole('link', { name: '2 calls were answered slowly' }).getAttribute('href')).toBe('/calls?startedFrom=-24h&responseMinMs=1501&orderBy=RESPONSE_DESC');
  expect(await page.getByRole('region', { name: 'Newest calls' }).getByRole('listitem').count()).toBe(5);
  expect(await shift(page)).toBeLessThanOrEqual(0.02);

  await page.getByRole('navigation', { name: 'Time range' }).getByRole('link', { name: '7 days' }).click();
  await figure(page, 'Calls').getByText('10 more than the week before').waitFor();
  expect([new URL(page.url()).search, await href('Calls')]).toEqual(['?range=7d', '/calls?startedFrom=-7d']);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('whoever follows a figure sees just the calls that it counts', async () => {
  const { page, context, problems } = await openHome();
  const listed = async (open) => {
    await figure(page, 'Calls').getByText('10', { exact: true }).waitFor();
    await open();
    await page.getByRole('heading', { name: 'Calls', level: 1 }).waitFor();
    const text = await page.getByText(/^\d+ of \d+ calls?$/).innerText();
    expect(await page.getByText('Not understood, and left out').count()).toBe(0);
    await page.getByRole('link', { name: 'Home' }).click();
    return text;
  };
  const follow = (label) => () => figure(page, label).getByRole('link', { name: label, exact: true }).click();
  const section = (name, link) => () => page.getByRole('region', { name }).getByRole('link', { name: link }).click();
  expect(await listed(follow('Calls'))).toBe('10 of 10 calls');
  expect(await listed(follow('Answered'))).toBe('8 of 8 calls');
  expect(await listed(follow('Typical answer'))).toBe('8 of 8 calls');
  expect(await listed(follow('Slow answers'))).toBe('1 of 1 call');
  expect(await listed(section('How calls ended', /hung up/))).toBe('4 of 4 calls');
  expect(await listed(section('How calls ended', /goodbye/))).toBe('3 of 3 calls');
  expect(await listed(section('Needs attention', '1 call failed'))).toBe('1 of 1 call');
  expect(await listed(section('Needs attention', '2 calls were answered slowly'))).toBe('2 of 2 calls');
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

test('a call that ends is counted without anybody asking, and nothing moves', async () => {
  const { page, context, problems, requests } = await openHome();
  await figure(page, 'Calls').getByText('10', { exact: true }).waitFor();
  await settled(page);
  const asked = requests.length;
  const client = parley.client();
  await client.signIn(parley.demoLogin.email, parley.demoLogin.password);
  const [running] = await seedCalls(parley, client, agentId, [{ responsesMs: [500], costMicroUsd: 0 }]);
  await figure(page, 'Calls now').getByText('1', { exact: true }).waitFor();
  await client.request('mutation ($input: CallEndInput!) { callEnd(input: $input) { errors { code } } }', { input: { id: running } });
  await seedCalls(parley, client, agentId, Array.from({ length: 4 }, () => ({ responsesMs: [500], costMicroUsd: 0, code: 'HUNG_UP' })));
  await figure(page, 'Calls').getByText('15', { exact: true }).waitFor();
  expect(requests.length - asked).toBeLessThanOrEqual(3);
  expect(await shift(page)).toBeLessThanOrEqual(0.02);
  expect(problems).toEqual([]);
  await context.close();
}, 60_000);

for (const width of [360, 1280]) {
  test(`every text is from the catalogue and can be read to its end, ${width} px`, async () => {
    const { page, context } = await openHome({ width });
    const data = collectData(page);
    await page.goto('/?locale=pseudo');
    await page.getByRole('listitem').nth(12).waitFor();
    await settled(page);
    expect([await foreignTexts(page, data), await cutTexts(page), await sidewaysScroll(page)]).toEqual([[], [], 0]);
    await context.close();
  }, 60_000);
}

test('what is wrong with the installation is told on the first page', async () => {
  const { page, context } = await openHome();
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await attention.getByText('1 call failed').waitFor();
  expect(await attention.getByText(/Media servers:/).count()).toBe(0);
  await parley.end('media', 'SIGTERM');
  await page.reload();
  await attention.getByText(/Media servers:/).waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await parley.start('media');
  await page.reload();
  await attention.getByText('1 call failed').waitFor();
  expect(await attention.getByText(/Media servers:/).count()).toBe(0);
  await context.close();
}, 60_000);
