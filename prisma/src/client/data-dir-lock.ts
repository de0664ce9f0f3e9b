import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { DatabaseOpenError } from './errors.js';

/** Whoever holds the lock touches it this often; it tells processes of other machines and containers that it lives. */
const TOUCH_MS = 5_000;
/** A lock of another machine, untouched for this long, is left over. Six missed touches. */
const STALE_MS = 30_000;
const ATTEMPTS_MAX = 5;

interface Holder { readonly pid: number; readonly host: string; /** When the process began, where the system tells; a pid alone comes back. */ readonly started: string }

/** Releases the lock; doing it twice is the same as once. */
export type Release = () => void;

/** Start of a process in clock ticks since boot (field 22 of /proc/<pid>/stat), with the boot; empty outside Linux. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return '';
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isStale(path: string, holder: Holder | undefined): boolean {
  // A file without a holder was cut short by a crash, unless it is only just being written.
  if (!holder || holder.host !== hostname()) return Date.now() - statSync(path).mtimeMs > STALE_MS;
  return !isRunning(holder.pid) || startOf(holder.pid) !== holder.started;
}

function readHolder(text: string): Holder | undefined {
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && typeof host === 'string' && typeof started === 'string' ? { pid, host, started } : undefined;
  } catch {
    return undefined;
  }
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Removes a lock that was found stale; puts it back when it is no longer the one that was looked at. */
function removeStale(path: string, seen: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== seen) linkSync(aside, path);
  } catch (error) {
    if (!isMissing(error) && (error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * Takes the lock file at `path` for this process. The file appears whole, by a link, or not at all. A lock whose process
 * is gone is taken over.
 *
 * @throws DatabaseOpenError `DATA_DIR_IN_USE`
 */
export function lockDataDir(path: string): Release {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid), token: Math.random() });
  const prepared = `${path}.${process.pid}.new`;
  writeFileSync(prepared, mine);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        linkSync(prepared, path);
        return holdLock(path, mine);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      clearStale(path, attempt);
    }
  } finally {
    rmSync(prepared, { force: true });
  }
}

function clearStale(path: string, attempt: number): void {
  try {
    const seen = readFileSync(path, 'utf8');
    const holder = readHolder(seen);
    if (attempt >= ATTEMPTS_MAX || !isStale(path, holder)) throw inUse(path, holder);
    removeStale(path, seen);
  } catch (error) {
    // Gone meanwhile: the next attempt may have it.
    if (!isMissing(error)) throw error;
  }
}

function inUse(path: string, holder: Holder | undefined): DatabaseOpenError {
  const who = !holder ? 'another process' : holder.host === hostname() ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`;
  const wait = holder?.host === hostname() ? '' : ` If that is gone for good, wait ${STALE_MS / 1000} seconds.`;
  return new DatabaseOpenError('DATA_DIR_IN_USE', `The embedded database is in use by ${who} (${path}). Stop it first, or give this one another data folder or a Postgres.${wait}`);
}

function holdLock(path: string, mine: string): Release {
  const touch = setInterval(() => {
    const now = new Date();
    try { utimesSync(path, now, now); } catch { /* The folder is gone; there is nothing left to guard. */ }
  }, TOUCH_MS);
  touch.unref();
  return () => {
    clearInterval(touch);
    try {
      if (readFileSync(path, 'utf8') === mine) rmSync(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  };
}
