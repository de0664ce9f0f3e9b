import { z } from 'zod';

const MEBIBYTE = 1_048_576;

export const storageSettings = z.strictObject({
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/).describe('Name of the bucket.'),
  region: z.string().regex(/^[a-z0-9-]{2,40}$/).default('us-east-1').describe('Region of the bucket; other vendors have names of their own, or take any.'),
  accessKeyId: z.string().min(1).max(200).describe('The access key\'s id; the key itself is a secret.'),
  endpoint: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default('').describe('Where the storage is, for others than Amazon; empty for Amazon\'s own of the region.'),
  hasBucketInPath: z.boolean().default(false).describe('Whether the bucket stands in the path of addresses and not in the host name, as many servers of one\'s own want it.'),
  prefix: z.string().regex(/^([A-Za-z0-9_-]+\/)*$/).max(200).default('').describe('Keys begin with this, e.g. `parley/`; empty for none.'),
  partBytes: z.int().min(5 * MEBIBYTE).max(512 * MEBIBYTE).default(8 * MEBIBYTE).describe('Larger objects are sent in parts of so many bytes, two at a time, each held in memory. An object has at most 10,000 parts.'),
  timeoutMs: z.int().min(100).max(600_000).default(60_000).describe('Longest silence of the storage, in milliseconds; a part has to be taken in this time.'),
});

export type StorageSettings = z.output<typeof storageSettings>;

/** Amazon's limit; others have the same or a higher one. */
const OBJECT_BYTES_MAX = 5 * 1_024 ** 4;
const PARTS_MAX = 10_000;
/** Signatures of version 4 live for a week at most. */
export const SIGNED_URL_MS_MAX = 604_800_000;

export const objectBytesMax = (partBytes: number): number => Math.min(OBJECT_BYTES_MAX, partBytes * PARTS_MAX);
