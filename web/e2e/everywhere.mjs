// What holds on every page, for everybody: the list of places is that of routes.mjs, and no route of the app may be
// missing there. A screen of each kind walks through them in its own test file, so that they can be walked at once.
import { afterAll, beforeAll } from 'vitest';
import { startParley } from '../../tools/e2e/parley.mjs';
import { seedConsole } from '../../tools/e2e/seed/seed-console.mjs';
import { axeFaults, settled, signInAt, startBrowser } from './browser.mjs';
import { allPlaces, openPlace, STATES } from './routes.mjs';
import { collectData } from './words.mjs';

export const WALK_TIMEOUT_MS = 400_000;

/** The very long ones are of the same parts as the others. */
const PLACES = [...allPlaces(), ...STATES].filter(({ isHigh }) => !isHigh);

/** Opens one place after another, each person in one profile; `look` answers what is wrong there. */
async function walk({ parley, browser, states }, options, look) {
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
    found.push(...(await axeFaults(page)).map((fault) => `${colorScheme}: ${fault}`));
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
