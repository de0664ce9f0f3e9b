// Measures the pages of calls in Chromium: how soon they react, whether anything moves by itself, how evenly ten thousand
// rows scroll. Prints a table and ends with code 1 where a bar is missed. `npm run lab:console`.
import { constants, loadavg, setPriority } from 'node:os';
import { startParley } from '../../tools/e2e/parley.mjs';
import { seedCalls, storeCall, withDatabase } from '../../tools/e2e/seed-calls.mjs';
import { signIn, startBrowser } from './browser.mjs';
import { eventfulCall, longCall } from './call-story.mjs';
import { listen, restFrames, scrollThrough, timeUntilChange, timeUntilSought } from './lab-page.mjs';

const CALLS = 10_000;
const ROW_PX = 40;
const ROUNDS = 4;
const BARS = { interactionP75Ms: 50, filterMs: 300, seekMs: 100, layoutShift: 0.02, frameMs: 33.4, lateFrames: 5, workMs: 10 };
/** A frame that the machine is late with is late in one pass and not in the others; what the page does comes in all of them. */
const PASSES = 3;
/** Event Timing tells of nothing shorter; such an interaction counts with this. */
const UNSEEN_MS = 8;

const say = (text) => { process.stderr.write(`${text}\n`); };
const at = (values, share) => values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)] ?? Number.NaN;
const round = (value) => Math.round(value * 10) / 10;
const figures = (values) => ({ p50: round(at(values, 0.5)), p75: round(at(values, 0.75)), p95: round(at(values, 0.95)), max: round(Math.max(...values)) });

/** Interactions by their name, each as long as the longest of its events took to the next frame. */
function createInteractions(page) {
  const durations = new Map();
  return {
    durations,
    async run(name, action) {
      await page.evaluate(() => { globalThis.lab.events.length = 0; });
      await action();
      // What the browser has to say about an event it says some frames after it.
      await page.waitForTimeout(250);
      const events = await page.evaluate(() => globalThis.lab.events);
      durations.set(name, [...(durations.get(name) ?? []), Math.max(UNSEEN_MS, ...events.map(({ duration }) => duration))]);
    },
  };
}

const rows = (page) => page.locator('[role=grid] [role=row]:has([role=gridcell])');
const option = (page, name) => page.getByRole('dialog').getByRole('button', { name });

async function listRound(page, { run }, filterTimes) {
  await run('filter menu', () => page.getByRole('button', { name: 'Filter', exact: true }).click());
  await run('filter editor', () => option(page, 'Way').click());
  const changed = page.evaluate(timeUntilChange, ['main p.tabular-nums', undefined]);
  await run('filter set', () => option(page, 'Telephone').click());
  filterTimes.push(await changed);
  const back = page.evaluate(timeUntilChange, ['main p.tabular-nums', undefined]);
  await run('filter removed', () => page.getByRole('button', { name: 'Remove the filter Way' }).click());
  filterTimes.push(await back);
  const sorted = page.evaluate(timeUntilChange, ['a[data-row="5"]', 'href']);
  await run('sort', () => page.getByRole('columnheader', { name: 'Cost' }).getByRole('button').click());
  filterTimes.push(await sorted);
  const unsorted = page.evaluate(timeUntilChange, ['a[data-row="5"]', 'href']);
  await run('sort', () => page.getByRole('columnheader', { name: 'Started' }).getByRole('button').click());
  filterTimes.push(await unsorted);
  await run('peek', () => rows(page).nth(2).click({ position: { x: 400, y: 20 } }));
  for (let times = 0; times < 5; times++) await run('peek: next row', () => page.keyboard.press('j'));
  await run('peek closed', () => page.keyboard.press('Escape'));
  await run('columns', () => page.getByRole('button', { name: 'Columns' }).click());
  await run('column shown', () => page.getByRole('checkbox', { name: 'Interruptions' }).click());
  await run('column hidden', () => page.getByRole('checkbox', { name: 'Interruptions' }).click());
  await page.keyboard.press('Escape');
}

async function detailRound(page, { run }, seekTimes, path) {
  await run('open a call', () => page.locator(`a[href="${path}"]`).click());
  await page.getByRole('slider', { name: 'Position in the recording' }).waitFor();
  for (const line of ['Play from 0:21', 'Play from 0:05']) {
    const sought = page.evaluate(timeUntilSought);
    await run('seek by a line', () => page.getByRole('button', { name: line }).click());
    seekTimes.push(await sought);
  }
  await run('pause', () => page.getByRole('button', { name: 'Pause' }).click());
  const sought = page.evaluate(timeUntilSought);
  await run('seek in the waveform', () => page.getByRole('slider', { name: 'Position in the recording' }).click({ position: { x: 500, y: 40 } }));
  seekTimes.push(await sought);
  for (const tab of ['Timeline', 'Cost', 'Raw', 'Turns']) await run(`tab ${tab}`, () => page.getByRole('link', { name: tab, exact: true }).click());
  await run('back to the list', () => page.getByRole('link', { name: 'All calls' }).click());
  await rows(page).first().waitFor();
}

async function longRound(page, { run }, path) {
  await run('open a call of 2,000 turns', () => page.locator(`a[href="${path}"]`).click());
  await page.getByRole('region', { name: 'Transcript' }).locator('li').first().waitFor();
  await run('its timeline', () => page.getByRole('link', { name: 'Timeline' }).click());
  await run('back from it', () => page.getByRole('link', { name: 'All calls' }).click());
  await rows(page).first().waitFor();
}

/** Milliseconds until a page shows what it is for, from the beginning of its load. */
async function measureLoad(page, path, locator) {
  const startMs = performance.now();
  await page.goto(path);
  await locator().first().waitFor();
  return performance.now() - startMs;
}

/** Milliseconds of processor time that the page's own thread has worked: what waits for a processor does not count. */
async function createWorkClock(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
}

async function measure(parley, browser, paths) {
  const { page } = await browser.open(parley.url);
  await page.addInitScript(listen);
  await signIn(page, parley.demoLogin);
  const loads = { list: await measureLoad(page, '/calls', () => rows(page)) };
  const rest = await page.evaluate(restFrames, 180);
  const interactions = createInteractions(page);
  const [filterTimes, seekTimes] = [[], []];
  for (let times = 0; times < ROUNDS; times++) {
    say(`round ${times + 1} of ${ROUNDS}`);
    await listRound(page, interactions, filterTimes);
    await detailRound(page, interactions, seekTimes, paths.eventful);
    await longRound(page, interactions, paths.long);
  }
  say('scrolling while rows are fetched (the points of a session allow about 80 rows a second)');
  const fetching = await page.evaluate(scrollThrough, [ROW_PX * 4, CALLS, ROW_PX]);
  say('scrolling through all rows, eight new ones in every frame');
  const workMs = await createWorkClock(page);
  const passes = [];
  for (let times = 0; times < PASSES; times++) {
    // The jump back to the top makes all rows in sight at once; it is no part of the pass.
    await page.evaluate(() => { scrollTo(0, 0); });
    await page.locator('a[data-row="0"]').waitFor();
    await page.waitForTimeout(1_000);
    const beforeMs = await workMs();
    const pass = await page.evaluate(scrollThrough, [ROW_PX * 8, CALLS, ROW_PX]);
    passes.push({ ...pass, workMs: (await workMs() - beforeMs) / pass.gaps.length });
  }
  const drawn = await rows(page).count();
  const shifts = { list: await page.evaluate(() => globalThis.lab.shifts) };
  loads.detail = await measureLoad(page, paths.eventful, () => page.getByRole('slider', { name: 'Position in the recording' }));
  loads.long = await measureLoad(page, paths.long, () => page.getByRole('region', { name: 'Transcript' }).locator('li'));
  await page.waitForTimeout(2_000);
  shifts.detail = await page.evaluate(() => globalThis.lab.shifts);
  return { rest, loads, interactions: interactions.durations, filterTimes, seekTimes, fetching, passes, drawn, shifts };
}

function report({ rest, loads, interactions, filterTimes, seekTimes, fetching, passes, drawn, shifts }) {
  const all = figures([...interactions.values()].flat());
  const restFigures = figures(rest);
  const shift = (values) => Math.round(values.reduce((sum, value) => sum + value, 0) * 10_000) / 10_000;
  const longest = passes.map(({ gaps }) => figures(gaps).max);
  const whole = passes.flatMap(({ gaps }) => gaps);
  const lines = [
    ['interactions (Event Timing), P75', all.p75, BARS.interactionP75Ms, `ms; p50 ${all.p50}, p95 ${all.p95}, max ${all.max}`],
    ['filter or order changed until the rows are there, P75', figures(filterTimes).p75, BARS.filterMs, `ms; max ${figures(filterTimes).max}`],
    ['press on a line until the recording stands there, P75', figures(seekTimes).p75, BARS.seekMs, `ms; max ${figures(seekTimes).max}`],
    ['layout shift, list', shift(shifts.list), BARS.layoutShift, ''],
    ['layout shift, call', shift(shifts.detail), BARS.layoutShift, ''],
    // Here the server works on the same cores, if after the browser: a frame or two of thousands may be late.
    [`frames over ${BARS.frameMs} ms, ${CALLS.toLocaleString('en')} rows scrolled while they are fetched`, round(10_000 * fetching.gaps.filter((gap) => gap > BARS.frameMs).length / fetching.gaps.length), BARS.lateFrames, `of 10,000; longest ${figures(fetching.gaps).max} ms, p50 ${figures(fetching.gaps).p50}, p95 ${figures(fetching.gaps).p95}`],
    [`longest frame, all ${CALLS.toLocaleString('en')} rows, 8 a frame, middle of ${PASSES} passes`, at(longest, 0.5), BARS.frameMs, `ms; passes ${longest.join(', ')}; p50 ${figures(whole).p50}, p95 ${figures(whole).p95}`],
    ['work of the page in such a frame, on average', round(Math.max(...passes.map((pass) => pass.workMs))), BARS.workMs, 'ms of processor time'],
  ];
  process.stdout.write(`\n| | measured | bar | |\n|---|--:|--:|---|\n${lines.map(([name, value, bar, more]) => `| ${name} | ${value}${value > bar ? ' (missed)' : ''} | ${bar} | ${more} |`).join('\n')}\n`);
  process.stdout.write(`\nBy interaction, P75 ms: ${[...interactions].map(([name, values]) => `${name} ${figures(values).p75}`).join(', ')}.\n`);
  process.stdout.write(`Pages from the start of their load: list ${round(loads.list)} ms, call ${round(loads.detail)} ms, call of 2,000 turns ${round(loads.long)} ms. Rows drawn at the end of the list: ${drawn}.\n`);
  process.stdout.write(`The machine at rest, without any work of the page: frames p50 ${restFigures.p50}, p95 ${restFigures.p95}, max ${restFigures.max} ms; load average ${round(loadavg()[0])}.${restFigures.max > BARS.frameMs ? ' It was busy: the frames of this run say little.' : ''}\n`);
  return lines.filter(([, value, bar]) => !(value <= bar)).map(([name]) => name).concat([fetching, ...passes].every(({ isWhole }) => isWhole) ? [] : ['not all rows were loaded']);
}

const [parley, browser] = await Promise.all([startParley(), startBrowser()]);
try {
  const paths = await withDatabase(parley, async (database) => {
    say(`storing ${CALLS.toLocaleString('en')} calls`);
    await seedCalls(database, CALLS);
    // Newer than all others, so that they are in sight.
    const startedAt = new Date();
    return { eventful: `/calls/${await storeCall(database, { ...eventfulCall(), startedAt, dataDir: parley.dataDir })}`, long: `/calls/${await storeCall(database, { ...longCall(2_000), startedAt })}` };
  });
  // It stands elsewhere where people use it: here it takes what the browser leaves of the processors.
  for (const name of ['api', 'media']) setPriority(parley.pid(name), constants.priority.PRIORITY_LOW);
  const missed = report(await measure(parley, browser, paths));
  if (missed.length > 0) { process.stderr.write(`\nmissed: ${missed.join('; ')}\n`); process.exitCode = 1; }
} finally {
  await browser.close();
  await parley.stop();
}
