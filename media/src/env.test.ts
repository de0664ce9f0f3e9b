import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { environmentFaults, EnvironmentError, readEnvironment } from './env.js';

const folders: string[] = [];
const folder = (): string => { const made = mkdtempSync(join(tmpdir(), 'parley-env-')); folders.push(made); return made; };
afterEach(() => { for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true }); });
const token = 'a-secret-of-some-length';

test('every fault is told at once, in sentences', () => {
  const faults = environmentFaults({
    MEDIA_PORT: '70000', PARLEY_API_URL: 'nowhere', REDIS_URL: 'localhost', PARLEY_SERVICE_TOKEN: 'short', PARLEY_MEDIA_ID: 'a b', MEDIA_SERVER: 'apache', MEDIA_CALLS_MAX: '0',
    MEDIA_DRAIN_MS_MAX: '-5', MEDIA_WARM_PLUGINS: 'Local!', PARLEY_PLUGINS_MODE: 'loose', LOG_LEVEL: 'loud', LOG_PII: 'maybe', NODE_ENV: 'staging',
  });
  expect(faults).toHaveLength(13);
  expect(faults).toContain('MEDIA_PORT must be a port number between 0 and 65535.');
  expect(faults).toContain('MEDIA_SERVER must be uws or ws.');
  expect(faults.every((fault) => /^[A-Z_]+ must be .*\.$/.test(fault))).toBe(true);
});

test('defaults, and a name that is made once', () => {
  const dataDir = folder();
  const first = readEnvironment({ PARLEY_DATA_DIR: dataDir, PARLEY_SERVICE_TOKEN: token, MEDIA_PORT: '' });
  expect(first).toMatchObject({
    port: 4001, dataDir, apiUrl: 'http://127.0.0.1:4000', serviceToken: token, pluginsDir: join(dataDir, 'plugins'), pluginsMode: 'development', engine: undefined,
    callsMax: 400, drainMsMax: 600_000, warmPlugins: ['local'], logLevel: 'info', hasPiiInLogs: false,
  });
  expect(first.mediaId).toMatch(/^media-[0-9a-f]{12}$/);
  expect(readEnvironment({ PARLEY_DATA_DIR: dataDir, PARLEY_SERVICE_TOKEN: token }).mediaId).toBe(first.mediaId);
});

test('the service token may lie in the data folder; without any the sentence says where it was looked for', () => {
  const dataDir = folder();
  expect(() => readEnvironment({ PARLEY_DATA_DIR: dataDir })).toThrow(join(dataDir, 'service-token'));
  writeFileSync(join(dataDir, 'service-token'), `${token}\n`);
  expect(readEnvironment({ PARLEY_DATA_DIR: dataDir }).serviceToken).toBe(token);
});

test('production asks for a token, and plugins wait', () => {
  expect(environmentFaults({ NODE_ENV: 'production' })).toEqual([expect.stringContaining('PARLEY_SERVICE_TOKEN must be')]);
  const values = { NODE_ENV: 'production', PARLEY_SERVICE_TOKEN: token, PARLEY_DATA_DIR: folder() };
  expect(readEnvironment(values).pluginsMode).toBe('production');
  expect(readEnvironment({ ...values, PARLEY_PLUGINS_MODE: 'development', MEDIA_WARM_PLUGINS: 'none' })).toMatchObject({ pluginsMode: 'development', warmPlugins: [] });
});

test('a data folder that cannot be made is one of the faults', () => {
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  expect(() => readEnvironment({ PARLEY_DATA_DIR: join(file, 'data'), PARLEY_SERVICE_TOKEN: token })).toThrow(EnvironmentError);
});
