import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type ProviderErrorCause } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, WATCHED_SECRET, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { startFileServer, type FileServer } from './file-server.js';

let folder: string;
let server: FileServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-files-'));
  writeFileSync(join(folder, 'a-file'), '');
  server = await startFileServer(WATCHED_SECRET);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (settings: object, { logger, secret }: ContractWatch) => plugin.storage!({ settings: { publicUrl: server.url, ...settings }, secrets: { signingKey: secret }, clock: systemClock, logger });

const FILES = {
  time: realTime(systemClock, 500),
  open: async (watch: ContractWatch) => { server.provider = await open({ folder: join(folder, 'kept') }, watch); return server.provider; },
  failingCauses: ['bad-request', 'vendor-fault'] as const,
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => open({ folder: join(folder, cause === 'bad-request' ? 'a-file' : 'a\0b') }, watch),
};

runContract('storage', FILES, test);

test('files are held to every rule', () => {
  const names: string[] = [];
  runContract('storage', FILES, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts.storage.length);
});
