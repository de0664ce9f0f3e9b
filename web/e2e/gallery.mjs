// Pictures of every route of the console, its dialogs and its bad moments, at both widths and in both looks, from a Parley
// of its own with a month of calls: `node web/e2e/gallery.mjs <folder> [part of a name]`, after the console has been
// built. `index.html` in the folder shows them side by side.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startParley } from '../../tools/e2e/parley.mjs';
import { seedConsole } from '../../tools/e2e/seed/seed-console.mjs';
import { settled, signInAt, startBrowser } from './browser.mjs';
import { allPlaces, forgottenRoutes, openPlace, STATES } from './routes.mjs';

const [folder, part = ''] = process.argv.slice(2);
if (!folder) { process.stderr.write('usage: node web/e2e/gallery.mjs <folder> [part of a name]\n'); process.exit(1); }
const forgotten = forgottenRoutes();
if (forgotten.length > 0) { process.stderr.write(`web/e2e/routes.mjs has no place for, or no route any more: ${forgotten.join(', ')}\n`); process.exit(1); }

const WIDTHS = [360, 1280];
const THEMES = ['light', 'dark'];
const HEIGHT = 800;
/** Longer pages say no more about how they look. */
const HEIGHT_MAX = 4_000;
const places = [...allPlaces(), ...STATES].filter(({ name }) => name.includes(part));
mkdirSync(folder, { recursive: true });
const [parley, browser] = await Promise.all([startParley({ prepare: seedConsole }), startBrowser()]);
const taken = [];

/** Makes the window as high as what it shows, so that parts which are drawn once they are in sight are. Boxes on top stay where they are. */
async function growWindow(page, width) {
  const height = await page.evaluate(() => (document.querySelector('dialog:modal') ? 0 : document.documentElement.scrollHeight));
  if (height <= page.viewportSize().height) return;
  await page.setViewportSize({ width, height: Math.min(HEIGHT_MAX, height) });
  await settled(page);
}

/** One place in both looks; what is open stays open while the look changes. */
async function shoot(place, width, storageState) {
  const { page, context, problems } = await browser.open(parley.url, { width, height: HEIGHT, storageState });
  try {
    await openPlace(page, place, parley.prepared);
    await settled(page);
    await place.act?.(page);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      await growWindow(page, width);
      const file = `${place.name}-${width}-${theme}.png`;
      await page.screenshot({ path: join(folder, file) });
      taken.push({ name: place.name, path: place.path(parley.prepared), width, theme, file });
    }
    if (problems.length > 0 && !place.isFaulty) process.stderr.write(`${place.name}, ${width} px: ${problems.join('; ')}\n`);
  } catch (error) {
    process.stderr.write(`${place.name}, ${width} px: ${error.message.split('\n')[0]}\n`);
    process.exitCode = 1;
  } finally { await context.close(); }
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const figure = ({ file, width, theme }) => `<a href="${file}"><img src="${file}" alt="${width} px, ${theme}" loading="lazy" style="width:${width === 360 ? 180 : 640}px"></a>`;
const section = ([name, shots]) => `<section id="${name}"><h2>${name} <small>${escape(shots[0].path)}</small></h2><div>${shots.map(figure).join('')}</div></section>`;
const STYLE = 'body{font:14px system-ui;margin:2rem;background:#8883}section>div{display:flex;gap:1rem;align-items:flex-start;overflow-x:auto}img{border:1px solid #8888;border-radius:4px}small{font-weight:400;opacity:.7}nav{columns:4}';

function index() {
  const byName = Map.groupBy ? Map.groupBy(taken, ({ name }) => name) : new Map(taken.map(({ name }) => [name, taken.filter((shot) => shot.name === name)]));
  return `<!doctype html><meta charset="utf-8"><title>Console</title><style>${STYLE}</style><h1>The console, ${taken.length} pictures</h1><nav>${[...byName.keys()].map((name) => `<a href="#${name}">${name}</a><br>`).join('')}</nav>${[...byName].map(section).join('')}`;
}

try {
  const states = new Map([[null, undefined]]);
  for (const who of new Set(places.map(({ as = 'owner' }) => as))) if (who) states.set(who, await signInAt(browser, parley.url, parley.prepared.logins[who]));
  for (const place of places) for (const width of WIDTHS) {
    if ((place.isWide && width < 1024) || (place.isNarrow && width >= 1024)) continue;
    await shoot(place, width, states.get(place.as === undefined ? 'owner' : place.as));
  }
  writeFileSync(join(folder, 'index.html'), index());
  process.stdout.write(`${taken.length} pictures of ${places.length} places: ${join(folder, 'index.html')}\n`);
} finally {
  await browser.close();
  await parley.stop();
}
