import { systemClock, type ProviderErrorCause } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, WATCHED_SECRET, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { CONTAINER, startBlobServer, type BlobServer } from './blob-server.js';
import { ACCOUNT } from './signature.js';

let server: BlobServer;
beforeAll(async () => { server = await startBlobServer(WATCHED_SECRET); });
afterAll(async () => { await server.close(); });

const open = (settings: object, { logger, secret }: ContractWatch) => plugin.storage!({
  settings: { account: ACCOUNT, container: CONTAINER, endpoint: server.url, prefix: 'some/where/', ...settings }, secrets: { accountKey: secret }, clock: systemClock, logger,
});

const AZURE = {
  time: realTime(systemClock, 500),
  open: (watch: ContractWatch) => open({}, watch),
  failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => open(cause === 'unreachable' ? { endpoint: `http://127.0.0.1:1/${ACCOUNT}` } : { container: `fail-${cause}`, ...(cause === 'timeout' ? { timeoutMs: 150 } : {}) }, watch),
};

runContract('storage', AZURE, test);

test('a container is held to every rule', () => {
  const names: string[] = [];
  runContract('storage', AZURE, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts.storage.length);
});
