import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { environmentFaults, EnvironmentError, readEnvironment } from './env.js';

const dataDir = mkdtempSync(join(tmpdir(), 'parley-env-'));
afterAll(() => { rmSync(dataDir, { recursive: true }); });

test('an empty environment will do, and secrets are made once for their owner alone', () => {
  const first = readEnvironment({ PARLEY_DATA_DIR: dataDir, DATABASE_URL: '', REDIS_URL: undefined });
  expect(first).toMatchObject({ port: 4000, dataDir, databaseUrl: undefined, redisUrl: undefined, mediaUrl: 'ws://localhost:4001', pluginsDir: join(dataDir, 'plugins'), defaultRoutes: {}, logLevel: 'info', isProduction: false });
  const second = readEnvironment({ PARLEY_DATA_DIR: dataDir });
  expect([second.secret, second.serviceToken]).toEqual([first.secret, first.serviceToken]);
  expect(first.secret).not.toBe(first.serviceToken);
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dataDir, 'service-token'), 'utf8')).toBe(first.serviceToken);
});

test('every fault is told at once, in a sentence', () => {
  const faults = environmentFaults({
    PORT: '99999', DATABASE_URL: 'mysql://x', REDIS_URL: 'localhost', PARLEY_MEDIA_URL: 'http://x', PARLEY_PUBLIC_URL: 'example.com', PARLEY_SECRET: 'short', PARLEY_PLATFORM_ADMINS: 'anna@example.com, ben',
    PARLEY_SERVICE_TOKEN: 'short', PARLEY_DEFAULT_ROUTES: '{"llm":{}}', LOG_LEVEL: 'loud', NODE_ENV: 'staging',
  });
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['PORT', 'DATABASE_URL', 'REDIS_URL', 'PARLEY_SERVICE_TOKEN', 'PARLEY_MEDIA_URL', 'PARLEY_PUBLIC_URL', 'PARLEY_SECRET', 'PARLEY_DEFAULT_ROUTES', 'PARLEY_PLATFORM_ADMINS', 'LOG_LEVEL', 'NODE_ENV']);
  for (const fault of faults) expect(fault).toMatch(/^[A-Z_]+ must be .+\.$/s);
  expect(() => readEnvironment({ PORT: 'x', LOG_LEVEL: 'y', PARLEY_DATA_DIR: dataDir })).toThrow(/PORT must be[\s\S]*LOG_LEVEL must be/);
});

test('production needs a service token, and a data folder that cannot be made is a sentence', () => {
  expect(environmentFaults({ NODE_ENV: 'production' })).toEqual([expect.stringContaining('PARLEY_SERVICE_TOKEN must be')]);
  writeFileSync(join(dataDir, 'file'), '');
  expect(() => readEnvironment({ PARLEY_DATA_DIR: join(dataDir, 'file', 'below') })).toThrow(EnvironmentError);
});

test('default routes are taken as they are', () => {
  const routes = { llm: { steps: [{ connectionId: 'one', pluginId: 'simulated', settings: { firstTokenMs: 100 } }] } };
  expect(readEnvironment({ PARLEY_DATA_DIR: dataDir, PARLEY_DEFAULT_ROUTES: JSON.stringify(routes) }).defaultRoutes).toEqual(routes);
});
