// Child processes of `npm start` and of the tests that run the real thing.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './steps.mjs';

const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
const children = new Map();
let isStopping = false;

/** One line of a service's log: JSON becomes a readable line, everything else is shown as it is. */
function show(name, line) {
  let entry;
  try { entry = JSON.parse(line); } catch { entry = undefined; }
  if (entry === undefined || typeof entry !== 'object') { process.stdout.write(`[${name}] ${line}\n`); return; }
  if (entry.level >= 40) process.stdout.write(`[${name}] ${entry.level >= 50 ? 'error' : 'warning'}: ${entry.msg}${entry.err?.message ? `: ${entry.err.message}` : ''}\n`);
}

/**
 * Starts one service and resolves with its `ready` log entry. When a service ends although nobody asked it to, the
 * others are stopped too and the process ends with code 1.
 */
export function startService(name, args, env, { onLine = (line) => show(name, line), isFatal = true } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', ...args], {
      // A group of its own: Ctrl-C in a terminal reaches this process alone, which then stops the services in order.
      cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.set(name, child);
    const timer = setTimeout(() => reject(new Error(`${name} was not ready after ${READY_TIMEOUT_MS / 1000} s`)), READY_TIMEOUT_MS);
    let isReady = false;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = isReady ? undefined : readyEntry(line);
      if (entry) { isReady = true; clearTimeout(timer); resolve({ ...entry, child }); return; }
      onLine(line);
    });
    createInterface({ input: child.stderr }).on('line', (line) => process.stderr.write(`[${name}] ${line}\n`));
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      children.delete(name);
      if (!isFatal) { reject(new Error(`${name} ended (${signal ?? code})`)); return; }
      if (isStopping) return;
      process.stderr.write(`\n${name} ended (${signal ?? `code ${code}`}); stopping.\n`);
      stopAll('SIGTERM', 1);
    });
  });
}

function readyEntry(line) {
  try {
    const entry = JSON.parse(line);
    return entry.msg === 'ready' ? entry : undefined;
  } catch { return undefined; }
}

/** Stops media first, then api, so that what media still has to report finds its way. */
export function stopAll(signal, code = 0) {
  if (isStopping) { for (const child of children.values()) child.kill('SIGKILL'); return; }
  isStopping = true;
  process.stdout.write('\nstopping …\n');
  const stop = (name) => new Promise((resolve) => {
    const child = children.get(name);
    if (!child) { resolve(); return; }
    const killer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.once('exit', () => { clearTimeout(killer); resolve(); });
    // A second signal asks media to end its live calls politely now: the person at the keyboard is waiting.
    child.kill(signal);
    if (name === 'media') setTimeout(() => child.kill(signal), 200);
  });
  stop('media').then(() => stop('api')).then(() => process.exit(code), () => process.exit(1));
}
