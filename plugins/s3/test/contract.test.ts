import { systemClock, type ProviderErrorCause } from '@parley/plugin-sdk';
import { contracts, realTime, runContract, WATCHED_SECRET, type ContractWatch } from '@parley/plugin-sdk/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plugin from '../src/index.js';
import { BUCKET, startS3Server, type S3Server } from './s3-server.js';
import { ACCESS_KEY_ID } from './signature.js';

let server: S3Server;
beforeAll(async () => { server = await startS3Server(WATCHED_SECRET); });
afterAll(async () => { await server.close(); });

const open = (settings: object, { logger, secret }: ContractWatch) => plugin.storage!({
  settings: { accessKeyId: ACCESS_KEY_ID, bucket: BUCKET, endpoint: server.url, hasBucketInPath: true, prefix: 'some/where/', ...settings }, secrets: { secretAccessKey: secret }, clock: systemClock, logger,
});

const S3 = {
  time: realTime(systemClock, 500),
  open: (watch: ContractWatch) => open({}, watch),
  failingCauses: ['auth', 'quota', 'rate-limit', 'bad-request', 'vendor-fault', 'unreachable', 'timeout'] as const,
  openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => open(cause === 'unreachable' ? { endpoint: 'http://127.0.0.1:1' } : { bucket: `fail-${cause}`, ...(cause === 'timeout' ? { timeoutMs: 150 } : {}) }, watch),
};

runContract('storage', S3, test);

test('a bucket is held to every rule', () => {
  const names: string[] = [];
  runContract('storage', S3, (name) => { names.push(name); });
  expect(names).toHaveLength(contracts.storage.length);
});
