// Services under a parent of their own, as `npm start` runs them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'parley-services-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name, text) => { const path = join(folder, name); writeFileSync(path, text); return path; };

const goodService = file('good.mjs', `
  process.on('SIGTERM', () => { process.exit(0); });
  setInterval(() => { console.log(JSON.stringify({ level: 30, msg: 'tick' })); }, 10);
  console.log(JSON.stringify({ level: 30, msg: 'ready', pid: process.pid }));
`);
const refusingService = file('refusing.mjs', `console.error('Port 1 is in use.'); process.exit(1);`);
const silentService = file('silent.mjs', `setInterval(() => {}, 1000);`);

const parentOf = (service, options = {}) => file(`parent-${Math.random()}.mjs`, `
  import { startService, stopAll } from ${JSON.stringify(new URL('./lib/services.mjs', import.meta.url).href)};
  process.on('SIGTERM', () => { void stopAll('SIGTERM'); });
  try {
    const { pid } = await startService('api', [${JSON.stringify(service)}], process.env, ${JSON.stringify(options)});
    console.log('started ' + pid);
  } catch (error) {
    console.log('refused ' + error.message.replaceAll('\\n', ' | '));
    await stopAll('SIGTERM', 1);
  }
`);

function runParent(path) {
  const child = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const firstLine = new Promise((resolve) => { createInterface({ input: child.stdout }).once('line', resolve); });
  const exit = new Promise((resolve) => { child.once('exit', (code, signal) => resolve(signal ?? code)); });
  return { child, firstLine, exit };
}

const isRunning = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };

test('a service whose parent was killed with SIGKILL ends', async () => {
  const { child, firstLine, exit } = runParent(parentOf(goodService));
  const pid = Number((await firstLine).split(' ')[1]);
  expect(isRunning(pid)).toBe(true);
  child.kill('SIGKILL');
  expect(await exit).toBe('SIGKILL');
  await expect.poll(() => isRunning(pid), { timeout: 5_000, interval: 20 }).toBe(false);
});

test('a signal stops the services and ends with code 0', async () => {
  const { child, firstLine, exit } = runParent(parentOf(goodService));
  const pid = Number((await firstLine).split(' ')[1]);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
  expect(isRunning(pid)).toBe(false);
});

test('a service that refuses to start is quoted, and the code is 1', async () => {
  const { firstLine, exit } = runParent(parentOf(refusingService));
  expect(await firstLine).toBe('refused Port 1 is in use.');
  expect(await exit).toBe(1);
});

test('a service that never gets ready is ended', async () => {
  const { firstLine, exit } = runParent(parentOf(silentService, { readyTimeoutMs: 300 }));
  expect(await firstLine).toBe('refused api was not ready after 0.3 s.');
  expect(await exit).toBe(1);
});
