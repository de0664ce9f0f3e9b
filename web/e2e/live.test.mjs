// The wall in a real browser: a real call on it, what happens when the server goes away, and a wall as busy as it gets.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { axeFaults, sidewaysScroll, signIn, smallTargets, startBrowser } from './browser.mjs';
import { startBusyWall } from './busy-wall.mjs';
import { cutTexts } from './words.mjs';

let parley;
let browser;

beforeAll(async () => {
  // Time for the greeting, then the question.
  [parley, browser] = await Promise.all([startParley(), startBrowser({ microphone: [9, 'question.wav', 120] })]);
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

const badge = (page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Live/ });
const tile = (page) => page.locator('[data-call]');

/** Opens the talk page of the demo agent and speaks; the microphone asks for the opening hours. */
async function startTalk(page) {
  await page.getByRole('link', { name: /Mia/ }).click();
  await page.getByRole('button', { name: 'Talk', exact: true }).click();
  await page.locator('[data-phase=running]').waitFor({ timeout: 20_000 });
}

test('a real call is on the wall while it runs: who, what goes on, the words, the time to answer; it is ended from there', async () => {
  const wall = await browser.open(parley.url);
  await signIn(wall.page, parley.demoLogin);
  await wall.page.goto('/live');
  await wall.page.getByText('No calls right now').waitFor();
  expect(await badge(wall.page).innerText()).toBe('Live');
  await wall.page.evaluate(() => {
    globalThis.seenStates = new Set();
    new MutationObserver(() => { for (const element of document.querySelectorAll('[data-call]')) globalThis.seenStates.add(element.dataset.state); }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  const streams = wall.requests.filter((url) => url.endsWith('/graphql')).length;

  const caller = await browser.open(parley.url);
  await signIn(caller.page, parley.demoLogin);
  await startTalk(caller.page);
  await tile(wall.page).waitFor();
  await expect.poll(() => badge(wall.page).innerText()).toMatch(/^Live\s*1/);
  await tile(wall.page).getByText('Mia', { exact: true }).waitFor();
  await tile(wall.page).getByText(/^Caller:/).waitFor({ timeout: 60_000 });
  await tile(wall.page).getByText(/opening hours on Saturday/i).waitFor({ timeout: 60_000 });
  await tile(wall.page).getByText(/(Good|Fair|Slow) [\d.]+m?s/).waitFor({ timeout: 60_000 });
  await tile(wall.page).getByText(/^Agent:/).waitFor();
  expect(await wall.page.evaluate(() => [...globalThis.seenStates])).toEqual(expect.arrayContaining(['LISTENING', 'SPEAKING']));
  const [, minutes, seconds] = /(\d+):(\d+)/.exec(await tile(wall.page).innerText()).map(Number);
  expect(minutes * 60 + seconds).toBeGreaterThan(5);

  await wall.page.getByLabel('State').selectOption('On hold');
  await wall.page.getByText('No such calls right now').waitFor();
  await caller.page.getByRole('button', { name: 'Hold', exact: true }).click();
  await tile(wall.page).getByText('On hold', { exact: true }).waitFor();
  await caller.page.getByRole('button', { name: 'Resume', exact: true }).click();
  await wall.page.getByText('No such calls right now').waitFor();
  expect(new URL(wall.page.url()).search).toBe('?state=HELD');
  await wall.page.getByRole('button', { name: 'Show all' }).click();
  await wall.page.getByLabel('Agent').selectOption('Mia');
  await tile(wall.page).waitFor();
  expect(new URL(wall.page.url()).search).toMatch(/^\?agentId=agt_/);

  await tile(wall.page).getByRole('button', { name: /^End the call/ }).click();
  const dialog = wall.page.getByRole('dialog', { name: 'End this call?' });
  expect(await axeFaults(wall.page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Let it go on' }).click();
  await tile(wall.page).getByRole('button', { name: /^End the call/ }).click();
  await dialog.getByRole('button', { name: 'End call' }).click();
  expect(await wall.page.evaluate(() => document.activeElement.tagName)).toBe('H1');
  await tile(wall.page).getByText(/ended by/i).waitFor();
  await wall.page.getByText(/The call of .+ was ended/).waitFor();
  await caller.page.locator('[data-phase=ended]').waitFor();
  await tile(wall.page).waitFor({ state: 'detached' });
  await wall.page.getByText('No calls right now').waitFor();
  await expect.poll(() => badge(wall.page).innerText()).toBe('Live');
  // One stream for the wall and the navigation, and one request to end the call: nothing is asked for again and again.
  expect(wall.requests.filter((url) => url.endsWith('/graphql')).length - streams).toBeLessThanOrEqual(2);
  expect([...wall.problems, ...caller.problems]).toEqual([]);
  await caller.context.close();
  await wall.context.close();
}, 240_000);

test('a server that goes away is told plainly, and what runs is shown again when it is back', async () => {
  const { page, context } = await browser.open(parley.url);
  await signIn(page, parley.demoLogin);
  await page.goto('/live');
  await page.locator('[data-connection=live]').waitFor();
  await parley.end('api', 'SIGKILL');
  await page.getByText(/Reconnecting since \d/).waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await parley.start('api');
  await page.locator('[data-connection=live]').waitFor({ timeout: 30_000 });
  await context.close();
}, 90_000);

test('a tab that nobody looks at gives its stream back after a minute, and takes it up again', async () => {
  const { page, context } = await browser.open(parley.url);
  await page.clock.install();
  await signIn(page, parley.demoLogin);
  const states = () => page.locator('[data-connection]').getAttribute('data-connection');
  await page.goto('/live');
  await page.locator('[data-connection=live]').waitFor();
  const turn = (state) => page.evaluate((value) => { Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value }); document.dispatchEvent(new Event('visibilitychange')); }, state);
  await turn('hidden');
  await page.clock.runFor(50_000);
  // In a minute that passes at once the server gives no sign of life either: the feed asks again, and is not paused.
  await expect.poll(states).toBe('live');
  await page.clock.runFor(11_000);
  await expect.poll(states).toBe('paused');
  await turn('visible');
  await page.locator('[data-connection=live]').waitFor();
  await context.close();
}, 60_000);

test('on a busy wall nothing moves but what changes: tiles keep their place, height and element', async () => {
  const busy = await startBusyWall({ callCount: 200 });
  const { page, context, problems } = await browser.open(busy.url);
  await page.goto('/live');
  await tile(page).nth(14).waitFor();
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('[data-call]')) element.isKept = true;
    globalThis.wordsBefore = new Map([...document.querySelectorAll('[data-call]')].map((element) => [element.dataset.call, element.textContent]));
  });
  const changed = () => page.evaluate(() => [...document.querySelectorAll('[data-call]')].filter((element) => globalThis.wordsBefore.has(element.dataset.call) && globalThis.wordsBefore.get(element.dataset.call) !== element.textContent).length);
  await expect.poll(changed).toBeGreaterThan(10);
  const shown = new Set();
  await expect.poll(async () => { for (const state of await tile(page).evaluateAll((elements) => elements.map((element) => element.dataset.state))) shown.add(state); return ['LISTENING', 'SPEAKING', 'THINKING'].every((state) => shown.has(state)); }).toBe(true);
  const after = await page.evaluate(() => {
    const tiles = [...document.querySelectorAll('[data-call]')];
    return { remade: tiles.filter((element) => globalThis.wordsBefore.has(element.dataset.call) && !element.isKept).length, heights: new Set(tiles.map((element) => element.offsetHeight)).size };
  });
  expect(after).toEqual({ remade: 0, heights: 1 });
  expect(await page.evaluate(() => new Promise((resolve) => {
    new PerformanceObserver((list) => { resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)); }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
  }))).toBeLessThanOrEqual(0.02);
  const ids = () => tile(page).evaluateAll((elements) => elements.map((element) => element.dataset.call));
  const newest = await ids();
  expect(newest).toEqual(newest.toSorted().reverse());

  // Not all of it is drawn, and all of it can be reached: with the wheel, and by keyboard alone.
  expect(newest.length).toBeLessThan(60);
  expect(Number(await tile(page).first().getAttribute('aria-setsize'))).toBeGreaterThanOrEqual(200);
  await page.evaluate(() => { scrollTo({ top: document.body.scrollHeight }); });
  await page.locator('[data-call].bg-sunken').first().waitFor();
  expect((await ids()).some((id) => newest.includes(id))).toBe(false);
  await page.evaluate(() => { scrollTo({ top: 0 }); });
  await tile(page).first().getByRole('link').focus();
  for (let step = 0; step < 80; step += 1) await page.keyboard.press('Tab');
  expect(await page.evaluate(() => Number(document.activeElement.closest('[data-call]')?.getAttribute('aria-posinset')))).toBeGreaterThan(30);
  expect(problems).toEqual([]);
  await context.close();
  busy.stop();
}, 60_000);

for (const width of [360, 1280]) {
  test(`longer words than those of English fit on the wall, ${width} px`, async () => {
    const busy = await startBusyWall({ callCount: width === 360 ? 4 : 12 });
    const { page, context } = await browser.open(busy.url, { width });
    await page.goto('/live?locale=pseudo');
    await page.locator('[data-call].bg-sunken').first().waitFor();
    // What is said is shown as far as it fits; everything else to its end.
    expect([await cutTexts(page), await sidewaysScroll(page)]).toEqual([[], 0]);
    await context.close();
    busy.stop();
  }, 60_000);
}

for (const [theme, width] of [['light', 360], ['dark', 1280]]) {
  test(`the wall is free of axe's faults, ${theme}, ${width} px`, async () => {
    const busy = await startBusyWall({ callCount: width === 360 ? 4 : 12 });
    const { page, context, problems } = await browser.open(busy.url, { width, theme });
    const found = [];
    for (const path of ['/live', '/live?state=HELD', '/live?kiosk=1']) {
      await page.goto(path);
      await page.locator('[data-connection=live]').waitFor();
      if (path === '/live') await page.locator('[data-call].bg-sunken').first().waitFor();
      found.push(...(await axeFaults(page)).map((fault) => `${path}: ${fault}`));
      if (await sidewaysScroll(page) > 0) found.push(`${path}: wider than the window`);
      if (width === 360) found.push(...await smallTargets(page));
    }
    // Out of the kiosk by keyboard; what was out of reach is in reach again.
    await page.keyboard.press('Escape');
    await expect.poll(() => new URL(page.url()).search).toBe('');
    expect(await page.locator('[inert]').count()).toBe(0);
    expect([found, problems]).toEqual([[], []]);
    await context.close();
    busy.stop();
  }, 60_000);
}
