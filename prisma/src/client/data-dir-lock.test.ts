import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDataDir } from './data-dir-lock.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-lock-'));
  path = join(folder, 'pg.lock');
});
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const age = (seconds: number) => { const then = new Date(Date.now() - seconds * 1_000); utimesSync(path, then, then); };
const inUse = expect.objectContaining({ code: 'DATA_DIR_IN_USE' }) as Error;

test('the lock is held by one, and free after its release', () => {
  const release = lockDataDir(path);
  expect(() => lockDataDir(path)).toThrow(inUse);
  release();
  release();
  lockDataDir(path)();
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock whose process is gone is taken over', () => {
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), started: 'x' }));
  const release = lockDataDir(path);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  release();
});

test('a process that got the number of a dead one does not hold its lock', () => {
  const release = lockDataDir(path);
  const mine = JSON.parse(readFileSync(path, 'utf8')) as { started: string };
  release();
  expect(mine.started).not.toBe('');
  writeFileSync(path, JSON.stringify({ ...mine, started: 'another start' }));
  lockDataDir(path)();
});

test('a lock of another machine counts as long as it is touched', () => {
  writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere', started: '' }));
  expect(() => lockDataDir(path)).toThrow(/process 1 on elsewhere.*wait 30 seconds/);
  age(31);
  lockDataDir(path)();
});

test.each(['', '{', '{"pid":"1"}', 'null'])('a lock that was cut short (%j) is believed for a while only', (text) => {
  writeFileSync(path, text);
  expect(() => lockDataDir(path)).toThrow(inUse);
  age(31);
  lockDataDir(path)();
});

test('a release leaves a lock that somebody else has taken over meanwhile', () => {
  const release = lockDataDir(path);
  writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere', started: '' }));
  release();
  expect(readdirSync(folder)).toEqual(['pg.lock']);
});
