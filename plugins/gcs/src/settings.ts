import { z } from 'zod';

export const storageSettings = z.strictObject({
  bucket: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/).meta({ title: 'Bucket', description: 'Name of the bucket.' }),
  prefix: z.string().regex(/^([A-Za-z0-9_-]+\/)*$/).max(200).default('').meta({ title: 'Prefix', description: 'Keys begin with this, e.g. `parley/`; empty for none.' }),
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://storage.googleapis.com').meta({ title: 'Address of the API', description: 'Where the API is; private and regional endpoints have addresses of their own.', 'x-parley': { group: 'Connection' } }),
  tokenUrl: z.url({ protocol: /^https?$/ }).default('https://oauth2.googleapis.com/token').meta({ title: 'Address of tokens', description: 'Where the service account signs in.', 'x-parley': { group: 'Connection' } }),
  timeoutMs: z.int().min(100).max(600_000).default(60_000).meta({ title: 'Longest wait (ms)', description: 'Longest silence of the storage, in milliseconds.', 'x-parley': { group: 'Connection' } }),
});

export type StorageSettings = z.output<typeof storageSettings>;

/** The vendor's limits: 5 TiB, and a week for signatures of version 4. */
export const OBJECT_BYTES_MAX = 5 * 1_024 ** 4;
export const SIGNED_URL_MS_MAX = 604_800_000;
