// What holds on every page, for everybody: the list of places is that of routes.mjs, and no route of the app may be
// missing there. A screen of each kind walks through them in its own test file, so that they can be walked at once.
import { afterAll, beforeAll } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { seedConsole } from '../../tools/e2e/seed/seed-console.mjs';
import { axeFaults, settled, signInAt, startBrowser } from './browser.mjs';
import { allPlaces, openPlace, STATES } from './routes.mjs';
import { collectData } from './words.mjs';

export const WALK_TIMEOUT_MS = 400_000;

/** What axe has to say about colors. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

/** The very long ones are of the same parts as the others. */
const PLACES = [...allPlaces(), ...STATES].filter(({ isHigh }) => !isHigh);

/** Who has more places than this looks through two windows. */
const WINDOW_PLACES_MAX = 30;
const WINDOWS = 2;

/** Opens one place after another in one window; `look` answers what is wrong there. */
async function walkThrough({ parley, browser, states }, options, look, { who, places }) {
  const found = [];
  const { page, context, problems } = await browser.open(parley.url, { ...options, storageState: who === null ? undefined : states[who ?? 'owner'] });
  const data = collectData(page);
  for (const place of places) {
    try {
      await openPlace(page, place, parley.prepared);
      await settled(page);
      if (place.act) {
        await place.act(page);
        await settled(page);
      }
      found.push(...(await look(page, data)).map((fault) => `${place.name}: ${fault}`));
    } catch (error) { found.push(`${place.name}: ${error.message.split('\n').slice(0, 3).join(' ')}`); }
    if (place.before) await page.unrouteAll({ behavior: 'wait' });
    const unforeseen = problems.splice(0);
    if (!place.isFaulty) found.push(...unforeseen.map((problem) => `${place.name}: ${problem}`));
  }
  await context.close();
  return found;
}

/** Walks through all places, each person in a window of their own or in two; a page mostly waits, so two go at once. */
async function walk(around, options, look) {
  const isHere = (place) => !(place.isWide && options.width < 1024) && !(place.isNarrow && options.width >= 1024);
  const walks = [...new Set(PLACES.map(({ as }) => as))].flatMap((who) => {
    const places = PLACES.filter((place) => place.as === who && isHere(place));
    return places.length > WINDOW_PLACES_MAX ? [0, 1].map((half) => ({ who, places: places.filter((_place, index) => index % 2 === half) })) : [{ who, places }];
  }).toSorted((one, other) => other.places.length - one.places.length);
  const found = [];
  await Promise.all(Array.from({ length: WINDOWS }, async () => {
    for (let next = walks.shift(); next; next = walks.shift()) found.push(...await walkThrough(around, options, look, next));
  }));
  return found;
}

/** Until what was drawn last is in place: sizes are noticed in one frame and answered in the next. */
export const twoFrames = (page) => page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));

/** Sizes the window; what glides to another place has arrived there. */
export async function resize(page, width, height) {
  await page.setViewportSize({ width, height });
  await twoFrames(page);
  await page.evaluate(() => Promise.all(document.getAnimations().filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity).map((animation) => animation.finished.catch(() => {}))));
}

/** What axe finds in both looks. */
export async function axeInBothLooks(page) {
  const found = [];
  // The colors of what is out of sight are worked out late; axe asks for them at once.
  await page.evaluate(() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('* { content-visibility: visible !important; transition: none !important }'); document.adoptedStyleSheets = [sheet]; });
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor({ state: 'attached' });
    await twoFrames(page);
    // Looks differ in nothing but their colors.
    found.push(...(await axeFaults(page, colorScheme === 'dark' ? COLOR_RULES : undefined)).map((fault) => `${colorScheme}: ${fault}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate(() => { document.adoptedStyleSheets = []; });
  return found;
}

/** The server with its seed and the browser, for the tests of a file; answers the walk through all places. */
export function prepareWalk() {
  const around = { states: {} };
  beforeAll(async () => {
    [around.parley, around.browser] = await Promise.all([startParley({ prepare: seedConsole }), startBrowser()]);
    for (const who of ['owner', 'newcomer', 'viewer', 'agency', 'platform']) around.states[who] = await signInAt(around.browser, around.parley.url, around.parley.prepared.logins[who]);
  }, 180_000);
  afterAll(async () => { await around.browser?.close(); await around.parley?.stop(); });
  return (options, look) => walk(around, options, look);
}
