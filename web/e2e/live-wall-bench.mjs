// How a wall of 200 calls, each changing four times a second, keeps Chromium busy:
// `node web/e2e/live-wall-bench.mjs [seconds]`, after the console has been built.
import { startBrowser } from './browser.mjs';
import { startBusyWall } from './busy-wall.mjs';

const SECONDS = Number(process.argv[2] ?? 20);
const CALLS = 200;
const [wall, browser] = [await startBusyWall({ callCount: CALLS }), await startBrowser()];
const share = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/** Long tasks, frames and shifts from now on, for so long. */
const measure = (page, seconds) => page.evaluate((lengthMs) => new Promise((resolve) => {
  const found = { longTasks: [], shift: 0, frames: [] };
  const tasks = new PerformanceObserver((list) => { for (const entry of list.getEntries()) found.longTasks.push(Math.round(entry.duration)); });
  tasks.observe({ type: 'longtask' });
  const shifts = new PerformanceObserver((list) => { for (const entry of list.getEntries()) found.shift += entry.value; });
  shifts.observe({ type: 'layout-shift' });
  let last = performance.now();
  const end = last + lengthMs;
  const frame = (now) => { found.frames.push(now - last); last = now; if (now < end) requestAnimationFrame(frame); else { tasks.disconnect(); shifts.disconnect(); resolve(found); } };
  requestAnimationFrame(frame);
}), seconds * 1_000);

try {
  for (const [name, size] of Object.entries({ 'console, 1280 x 800': { width: 1280, height: 800 }, 'wall screen, 3840 x 2160': { width: 3840, height: 2160, path: '/live?kiosk=1' }, 'phone, 360 x 740': { width: 360, height: 740 } })) {
    const { page, context, problems } = await browser.open(wall.url, size);
    await page.goto(size.path ?? '/live');
    await page.locator('[data-call]').nth(CALLS - 1).waitFor({ state: 'attached' });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');
    const metrics = async () => Object.fromEntries((await devtools.send('Performance.getMetrics')).metrics.map((metric) => [metric.name, metric.value]));
    await measure(page, 2);
    const before = await metrics();
    const { longTasks, shift, frames } = await measure(page, SECONDS);
    const after = await metrics();
    const spent = (metric) => `${((after[metric] - before[metric]) * 1_000 / SECONDS).toFixed(0)} ms/s`;
    const sorted = frames.toSorted((a, b) => a - b);
    process.stdout.write(`${name}: ${await page.locator('[data-call]').count()} tiles, ${CALLS * 4} changes/s, ${SECONDS} s\n`);
    process.stdout.write(`  long tasks over 50 ms: ${longTasks.length}${longTasks.length > 0 ? ` (longest ${Math.max(...longTasks)} ms)` : ''}; layout shift ${shift.toFixed(4)}\n`);
    process.stdout.write(`  frames: p50 ${share(sorted, 0.5).toFixed(1)} ms, p95 ${share(sorted, 0.95).toFixed(1)} ms, p99 ${share(sorted, 0.99).toFixed(1)} ms, longest ${sorted.at(-1).toFixed(1)} ms\n`);
    process.stdout.write(`  main thread: ${spent('TaskDuration')} in all, script ${spent('ScriptDuration')}, style ${spent('RecalcStyleDuration')}, layout ${spent('LayoutDuration')}; heap ${(after.JSHeapUsedSize / 1_048_576).toFixed(1)} MB\n`);
    if (problems.length > 0) process.stdout.write(`  problems: ${problems.join('; ')}\n`);
    await context.close();
  }
} finally {
  await browser.close();
  wall.stop();
}
