import { z } from 'zod';

const MEBIBYTE = 1_048_576;
const CONNECTION = { 'x-parley': { group: 'Connection' } };

export const storageSettings = z.strictObject({
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/).meta({ title: 'Bucket', description: 'Name of the bucket.' }),
  region: z.string().regex(/^[a-z0-9-]{2,40}$/).default('us-east-1').meta({ title: 'Region', description: 'Region of the bucket; other vendors have names of their own, or take any.' }),
  accessKeyId: z.string().min(1).max(200).meta({ title: 'Access key id', description: 'The access key\'s id; the key itself is a secret.' }),
  endpoint: z.string().regex(/^(https?:\/\/[\w.:[\]-]+(\/[\w./~-]*)?)?$/).max(500).default('').meta({ title: 'Address', description: 'Where the storage is, for others than Amazon; empty for Amazon\'s own of the region.' }),
  hasBucketInPath: z.boolean().default(false).meta({ title: 'Bucket in the path', description: 'Whether the bucket stands in the path of addresses and not in the host name, as many servers of one\'s own want it.', ...CONNECTION }),
  prefix: z.string().regex(/^([A-Za-z0-9_-]+\/)*$/).max(200).default('').meta({ title: 'Prefix', description: 'Keys begin with this, e.g. `parley/`; empty for none.' }),
  partBytes: z.int().min(5 * MEBIBYTE).max(512 * MEBIBYTE).default(8 * MEBIBYTE).meta({ title: 'Bytes of a part', description: 'Larger objects are sent in parts of so many bytes, two at a time, each held in memory. An object has at most 10,000 parts.', ...CONNECTION }),
  timeoutMs: z.int().min(100).max(600_000).default(60_000).meta({ title: 'Longest wait (ms)', description: 'Longest silence of the storage, in milliseconds; a part has to be taken in this time.', ...CONNECTION }),
});

export type StorageSettings = z.output<typeof storageSettings>;

/** Amazon's limit; others have the same or a higher one. */
const OBJECT_BYTES_MAX = 5 * 1_024 ** 4;
const PARTS_MAX = 10_000;
/** Signatures of version 4 live for a week at most. */
export const SIGNED_URL_MS_MAX = 604_800_000;

export const objectBytesMax = (partBytes: number): number => Math.min(OBJECT_BYTES_MAX, partBytes * PARTS_MAX);
