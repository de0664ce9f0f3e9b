// What holds on every page, for everybody: axe's rules, room for fingers, words that fit in narrow windows, enlarged or
// with more space between them. The list of places is that of routes.mjs, and no route of the app may be missing there.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { seedConsole } from '../../tools/e2e/seed/seed-console.mjs';
import { axeFaults, settled, sidewaysScroll, signInAt, smallTargets, startBrowser } from './browser.mjs';
import { allPlaces, forgottenRoutes, openPlace, routesOf, STATES } from './routes.mjs';
import { collectData, cutTexts } from './words.mjs';

const TIMEOUT_MS = 300_000;
let parley;
let browser;
const states = {};

beforeAll(async () => {
  [parley, browser] = await Promise.all([startParley({ prepare: seedConsole }), startBrowser()]);
  for (const who of ['owner', 'newcomer', 'viewer']) states[who] = await signInAt(browser, parley.url, parley.prepared.logins[who]);
}, 180_000);

afterAll(async () => { await browser?.close(); await parley?.stop(); });

/** The very long ones are of the same parts as the others. */
const PLACES = [...allPlaces(), ...STATES].filter(({ isHigh }) => !isHigh);

/** Opens one place after another, each person in one profile; `look` answers what is wrong there. */
async function walk(options, look) {
  const found = [];
  for (const who of new Set(PLACES.map(({ as }) => as))) {
    const { page, context, problems } = await browser.open(parley.url, { ...options, storageState: who === null ? undefined : states[who ?? 'owner'] });
    const data = collectData(page);
    for (const place of PLACES.filter(({ as }) => as === who)) {
      if ((place.isWide && options.width < 1024) || (place.isNarrow && options.width >= 1024)) continue;
      try {
        await openPlace(page, place, parley.prepared);
        await settled(page);
        await place.act?.(page);
        await settled(page);
        found.push(...(await look(page, data)).map((fault) => `${place.name}: ${fault}`));
      } catch (error) { found.push(`${place.name}: ${error.message.split('\n').slice(0, 3).join(' ')}`); }
      if (place.before) await page.unrouteAll({ behavior: 'wait' });
      const unforeseen = problems.splice(0);
      if (!place.isFaulty) found.push(...unforeseen.map((problem) => `${place.name}: ${problem}`));
    }
    await context.close();
  }
  return found;
}

/** Until what was drawn last is in place: sizes are noticed in one frame and answered in the next. */
const twoFrames = (page) => page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));

async function resize(page, width, height) {
  await page.setViewportSize({ width, height });
  await twoFrames(page);
}

/** What axe finds in both looks. */
async function axeInBothLooks(page) {
  const found = [];
  // The colors of what is out of sight are worked out late; axe asks for them at once.
  await page.evaluate(() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('* { content-visibility: visible !important; transition: none !important }'); document.adoptedStyleSheets = [sheet]; });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor({ state: 'attached' });
    await twoFrames(page);
    found.push(...(await axeFaults(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate(() => { document.adoptedStyleSheets = []; });
  return found;
}

test('every route of the app has a place that is looked at', () => {
  expect(forgottenRoutes()).toEqual([]);
  expect(routesOf('<Route path="/" component={() => <A href="/a" />}><Route path="/b/:id" component={B} /><Route path="/c"><Route path="/" component={C} /></Route></Route><Route path="/d" />')).toEqual(['/b/:id', '/c', '/d']);
});

test('on a phone: axe’s rules in both looks, room for fingers, nothing wider than a window of 320 px', async () => {
  expect(await walk({ width: 360, height: 740 }, async (page) => {
    const found = [...await axeInBothLooks(page), ...await smallTargets(page)];
    if (await sidewaysScroll(page) > 0) found.push('wider than 360 px');
    await resize(page, 320, 740);
    if (await sidewaysScroll(page) > 0) found.push('wider than 320 px');
    await resize(page, 360, 740);
    return found;
  })).toEqual([]);
}, TIMEOUT_MS);

/** More space between letters, words and lines than most people need (WCAG 1.4.12). */
const addSpacing = (page) => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
});

test('on a wide screen: axe’s rules in both looks; enlarged twofold, and with more space between letters, nothing is cut off', async () => {
  expect(await walk({ width: 1280, height: 800 }, async (page, data) => {
    const found = await axeInBothLooks(page);
    if (await sidewaysScroll(page) > 0) found.push('wider than 1280 px');
    // A window of 1280 px at twice the size has the layout of one of 640 px.
    await resize(page, 640, 400);
    if (await sidewaysScroll(page) > 0) found.push('wider than the window at twice the size');
    found.push(...(await cutTexts(page, data)).map((text) => `at twice the size: ${text}`));
    await resize(page, 1280, 800);
    await addSpacing(page);
    await twoFrames(page);
    if (await sidewaysScroll(page) > 0) found.push('wider than the window with more space between letters');
    found.push(...(await cutTexts(page, data)).map((text) => `with more space: ${text}`));
    return found;
  })).toEqual([]);
}, TIMEOUT_MS);
