import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dataDirFault, freePort, portFault } from './lib/machine.mjs';

const folder = mkdtempSync(join(tmpdir(), 'parley machine '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a port that is in use is a sentence that names the variable', async () => {
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, resolve); });
  const { port } = server.address();
  expect(await portFault('MEDIA_PORT', port)).toBe(`Port ${port} is in use: stop what uses it, or set MEDIA_PORT to another.`);
  await new Promise((resolve) => { server.close(resolve); });
  expect(await portFault('MEDIA_PORT', port)).toBeUndefined();
});

test('a free port is a port', async () => {
  expect(await freePort()).toBeGreaterThan(1023);
});

test('a data folder is made with all above it, spaces included', () => {
  expect(dataDirFault(join(folder, 'some where', 'deep'))).toBeUndefined();
  expect(dataDirFault(join(folder, 'some where', 'deep'))).toBeUndefined();
});

test('a data folder that cannot be made is a sentence', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(dataDirFault(join(folder, 'file'))).toContain('EEXIST');
  expect(dataDirFault(join(folder, 'file', 'below'))).toMatch(/^PARLEY_DATA_DIR .* cannot be used \(ENOTDIR\)/);
});

test('a file system without new entries is told, not tried for ever', () => {
  expect(dataDirFault('/proc/parley/data')).toContain('cannot be used');
});
