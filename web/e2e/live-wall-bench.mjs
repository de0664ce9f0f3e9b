// How a wall of 200 calls, each changing four times a second, keeps Chromium busy:
// `node web/e2e/live-wall-bench.mjs [seconds]`, after the console has been built. Tasks are told by the clock and by the
// processor's own time: on a machine that does other work too, the clock also counts the waiting.
import { startBrowser } from './browser.mjs';
import { startBusyWall } from './busy-wall.mjs';

const SECONDS = Number(process.argv[2] ?? 15);
const WARM_UP_SECONDS = 2;
const CALLS = 200;
const LONG_TASK_MS = 50;
const SCREENS = { 'console, 1280 x 800': { width: 1280, height: 800 }, 'phone, 360 x 740': { width: 360, height: 740 }, 'wall screen, 3840 x 2160': { width: 3840, height: 2160, path: '/live?kiosk=1' } };

/** Frames and shifts from now on, for so long. */
const measure = (page, seconds) => page.evaluate((lengthMs) => new Promise((resolve) => {
  const found = { shift: 0, frames: [] };
  const shifts = new PerformanceObserver((list) => { for (const entry of list.getEntries()) found.shift += entry.value; });
  shifts.observe({ type: 'layout-shift' });
  let last = performance.now();
  const end = last + lengthMs;
  const frame = (now) => { found.frames.push(now - last); last = now; if (now < end) requestAnimationFrame(frame); else { shifts.disconnect(); resolve(found); } };
  requestAnimationFrame(frame);
}), seconds * 1_000);

/** What the page's main thread did while `work` ran: its tasks and the parts of them, in trace events. */
async function trace(page, work) {
  const devtools = await page.context().newCDPSession(page);
  const events = [];
  devtools.on('Tracing.dataCollected', ({ value }) => { events.push(...value.filter(({ ph }) => ph === 'X')); });
  await devtools.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline', 'toplevel', 'disabled-by-default-devtools.timeline'] } });
  const result = await work();
  const complete = new Promise((resolve) => { devtools.once('Tracing.tracingComplete', resolve); });
  await devtools.send('Tracing.end');
  await complete;
  // The thread that styles most is the one of the page.
  const styled = new Map();
  for (const { name, pid, tid } of events) if (name === 'UpdateLayoutTree') styled.set(`${pid} ${tid}`, (styled.get(`${pid} ${tid}`) ?? 0) + 1);
  const [[thread]] = [...styled].toSorted(([, a], [, b]) => b - a);
  return { ...result, events: events.filter(({ pid, tid }) => `${pid} ${tid}` === thread) };
}

const share = (values, part) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))].toFixed(1);

function report(name, { events, shift, frames }, tileCount) {
  const tasks = events.filter((event) => event.name === 'RunTask');
  const long = (field) => { const lengths = tasks.map((task) => (task[field] ?? 0) / 1_000); return `${lengths.filter((ms) => ms > LONG_TASK_MS).length} over ${LONG_TASK_MS} ms, longest ${Math.max(...lengths).toFixed(0)} ms`; };
  const spent = (parts) => `${(events.filter((event) => parts.includes(event.name)).reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1_000 / SECONDS).toFixed(0)} ms/s`;
  process.stdout.write(`${name}: ${tileCount} tiles, ${CALLS * 4} changes/s, ${SECONDS} s, layout shift ${shift.toFixed(4)}
  tasks by processor time: ${long('tdur')}; by the clock: ${long('dur')}
  frames: p50 ${share(frames, 0.5)} ms, p95 ${share(frames, 0.95)} ms, p99 ${share(frames, 0.99)} ms
  main thread: ${spent(['RunTask'])} in all, script ${spent(['FunctionCall', 'RunMicrotasks'])}, style ${spent(['UpdateLayoutTree'])}, layout ${spent(['Layout'])}, painting ${spent(['PrePaint', 'Paint', 'Layerize', 'Commit'])}\n`);
}

const [wall, browser] = [await startBusyWall({ callCount: CALLS }), await startBrowser()];
try {
  for (const [name, { path = '/live', ...size }] of Object.entries(SCREENS)) {
    const { page, context, problems } = await browser.open(wall.url, size);
    await page.goto(path);
    await page.locator('[aria-setsize^="20"]').first().waitFor();
    await measure(page, WARM_UP_SECONDS);
    report(name, await trace(page, () => measure(page, SECONDS)), Number(await page.locator('[data-call]').first().getAttribute('aria-setsize')));
    if (problems.length > 0) process.stdout.write(`  problems: ${problems.join('; ')}\n`);
    await context.close();
  }
} finally {
  await browser.close();
  wall.stop();
}
