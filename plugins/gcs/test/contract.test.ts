import { systemClock, type ProviderErrorCause } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, WATCHED_SECRET, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { BUCKET, startGcsServer, type GcsServer } from './gcs-server.js';
import { keyFile } from './signature.js';

let server: GcsServer;
// The token is a secret too: the suite looks for it in what the adapter says.
beforeAll(async () => { server = await startGcsServer(`ya29.${WATCHED_SECRET}`); });
afterAll(async () => { await server.close(); });

const open = (settings: object, { logger, secret }: ContractWatch) => plugin.storage!({
  settings: { bucket: BUCKET, baseUrl: server.url, tokenUrl: `${server.url}/token`, prefix: 'some/where/', ...settings }, secrets: { serviceAccountKey: keyFile(secret) }, clock: systemClock, logger,
});

const GCS = {
  time: realTime(systemClock, 500),
  open: (watch: ContractWatch) => open({}, watch),
  failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => open(cause === 'unreachable' ? { baseUrl: 'http://127.0.0.1:1' } : { bucket: `fail-${cause}`, ...(cause === 'timeout' ? { timeoutMs: 150 } : {}) }, watch),
};

runContract('storage', GCS, test);

test('a bucket is held to every rule', () => {
  const names: string[] = [];
  runContract('storage', GCS, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts.storage.length);
});
