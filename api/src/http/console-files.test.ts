import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@parley/db/testing';
import { createLogger, startApi, type RunningApi } from '../start-api.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-console-'));
let database: TestDatabase;
let api: RunningApi;

beforeAll(async () => {
  database = await openTestDatabase();
  api = await startApi({
    env: { PORT: '0', PARLEY_DATA_DIR: join(folder, 'data'), NODE_ENV: 'test', LOG_LEVEL: 'silent', PARLEY_MEDIA_URL: 'wss://media.example.com' },
    database: database.database, logger: createLogger('silent'), isSeeded: false, consoleFolder: join(folder, 'dist'),
  });
});

afterAll(async () => { await api?.close(); await database?.close(); rmSync(folder, { recursive: true, force: true }); });

const PAGE = { accept: 'text/html' };
/** fetch unpacks and hides what is compressed; this does not, and it sends the path as it is. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') => new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
  get({ port: api.port, path, headers, method }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part)).on('end', () => { resolve({ status: response.statusCode!, headers: response.headers, text: Buffer.concat(parts).toString() }); });
  }).on('error', reject);
});

test('the console: how to build it, then its pages, files and headers', async () => {
  const unbuilt = await ask('/', PAGE);
  expect([unbuilt.status, unbuilt.text]).toEqual([503, expect.stringContaining('npm start')]);
  expect((await ask('/anything')).status).toBe(404);

  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  writeFileSync(join(folder, 'dist/index.html'), '<title>Console</title>');
  writeFileSync(join(folder, 'dist/first-paint.js'), 'theme()');
  writeFileSync(join(folder, 'dist/assets/index-1a2b.js'), 'x();\n'.repeat(100));

  const page = await ask('/calls/call_123', PAGE);
  expect([page.status, page.text, page.headers['cache-control']]).toEqual([200, '<title>Console</title>', 'no-cache']);
  expect(page.headers['content-security-policy']).toContain("default-src 'self'; connect-src 'self' wss://media.example.com;");
  expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'permissions-policy': expect.stringContaining('microphone=(self)') });
  expect((await ask('/', { ...PAGE, 'if-none-match': String(page.headers['etag']) })).status).toBe(304);

  const script = await ask('/assets/index-1a2b.js', { 'accept-encoding': 'br, gzip' });
  expect(script.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'public, max-age=31536000, immutable', 'content-type': 'text/javascript; charset=utf-8' });
  expect((await ask('/assets/index-1a2b.js')).text).toHaveLength(500);
  expect((await ask('/first-paint.js')).headers['cache-control']).toBe('no-cache');
  const head = await ask('/first-paint.js', {}, 'HEAD');
  expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '7']);
});

test('what is not the console is not answered by it', async () => {
  for (const path of ['/assets/gone-1.js', '/missing.png', '/../package.json', '/..%2fpackage.json', '/assets/../../data/secret']) expect([path, (await ask(path)).status]).toEqual([path, 404]);
  expect((await ask('/agents', PAGE, 'POST')).status).toBe(404);
  expect((await ask('/internal/anything', PAGE)).status).toBe(401);
  expect((await ask('/healthz', PAGE)).text).toBe('ok\n');
});
