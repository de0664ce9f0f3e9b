// Child processes of `npm start` and of the tests that run the real thing.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CommandFailed, root } from './steps.mjs';

const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
const EARLY_LINES_MAX = 200;
const FOLLOW_PARENT = new URL('./follow-parent.mjs', import.meta.url).href;
const children = new Map();
let isStopping = false;

/** One line of a service's log: JSON becomes a readable line, everything else is shown as it is. */
function show(name, line) {
  let entry;
  try { entry = JSON.parse(line); } catch { entry = undefined; }
  if (entry === undefined || entry === null || typeof entry !== 'object') { process.stdout.write(`[${name}] ${line}\n`); return; }
  if (entry.level >= 40) process.stdout.write(`[${name}] ${entry.level >= 50 ? 'error' : 'warning'}: ${entry.msg}${entry.err?.message ? `: ${entry.err.message}` : ''}\n`);
}

/**
 * Starts one service and resolves with its `ready` log entry. One that ends before rejects with what it said on standard
 * error. When a service ends later although nobody asked it to, the others are stopped too and the process ends with
 * code 1. A service stops by itself when this process is gone.
 */
export function startService(name, args, env, { onLine = (line) => show(name, line), isFatal = true, readyTimeoutMs = READY_TIMEOUT_MS } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', FOLLOW_PARENT, ...args], {
      // A group of its own: Ctrl-C in a terminal reaches this process alone, which then stops the services in order.
      cwd: root, env, detached: true, stdio: 'pipe',
    });
    children.set(name, child);
    let isReady = false;
    const early = [];
    const warn = (line) => process.stderr.write(`[${name}] ${line}\n`);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new CommandFailed([`${name} was not ready after ${readyTimeoutMs / 1000} s.`, ...early].join('\n')));
    }, readyTimeoutMs);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = isReady ? undefined : readyEntry(line);
      if (!entry) { onLine(line); return; }
      isReady = true;
      clearTimeout(timer);
      early.splice(0).forEach(warn);
      resolve({ ...entry, child });
    });
    createInterface({ input: child.stderr }).on('line', (line) => { if (isReady || early.length >= EARLY_LINES_MAX) warn(line); else early.push(line); });
    child.on('exit', () => { clearTimeout(timer); if (children.get(name) === child) children.delete(name); });
    // `close` comes when all that the service wrote has been read.
    child.on('close', (code, signal) => {
      if (isFatal && isStopping) return;
      if (!isReady) { reject(new CommandFailed(early.join('\n') || `${name} ended (${signal ?? `code ${code}`}).`)); return; }
      if (!isFatal) return;
      process.stderr.write(`\n${name} ended (${signal ?? `code ${code}`}); stopping.\n`);
      void stopAll('SIGTERM', 1);
    });
  });
}

function readyEntry(line) {
  try {
    const entry = JSON.parse(line);
    return entry?.msg === 'ready' ? entry : undefined;
  } catch { return undefined; }
}

/** Stops media first, then api, so that what media still has to report finds its way. The process ends with `code`. */
export async function stopAll(signal, code = 0) {
  if (isStopping) { for (const child of children.values()) child.kill('SIGKILL'); return; }
  isStopping = true;
  if (children.size > 0) process.stdout.write('\nstopping …\n');
  const stop = (name) => new Promise((resolve) => {
    const child = children.get(name);
    if (!child) { resolve(); return; }
    const killer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.once('exit', () => { clearTimeout(killer); resolve(); });
    child.kill(signal);
    // A second signal asks media to end its live calls politely now: the person at the keyboard is waiting.
    if (name === 'media') setTimeout(() => child.kill(signal), 200);
  });
  await stop('media');
  await stop('api');
  process.exit(code);
}
