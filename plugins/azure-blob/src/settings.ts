import { z } from 'zod';

const MEBIBYTE = 1_048_576;

export const storageSettings = z.strictObject({
  account: z.string().regex(/^[a-z0-9]{3,24}$/).meta({ title: 'Account' }).describe('Name of the storage account.'),
  container: z.string().regex(/^[a-z0-9](-?[a-z0-9])+$/).min(3).max(63).meta({ title: 'Container' }).describe('Name of the container.'),
  endpoint: z.string().regex(/^(https?:\/\/[\w.:[\]-]+(\/[\w./~-]*)?)?$/).max(500).default('').meta({ title: 'Address' }).describe('Where the account is, for other clouds and for servers of one\'s own; empty for the public cloud.'),
  prefix: z.string().regex(/^([A-Za-z0-9_-]+\/)*$/).max(200).default('').meta({ title: 'Prefix' }).describe('Keys begin with this, e.g. `parley/`; empty for none.'),
  blockBytes: z.int().min(MEBIBYTE).max(256 * MEBIBYTE).default(8 * MEBIBYTE).meta({ title: 'Bytes of a block', 'x-parley': { group: 'Connection' } }).describe('Larger objects are sent in blocks of so many bytes; up to three are held in memory. An object has at most 50,000 blocks.'),
  timeoutMs: z.int().min(100).max(600_000).default(60_000).meta({ title: 'Longest wait (ms)', 'x-parley': { group: 'Connection' } }).describe('Longest silence of the storage, in milliseconds; a block has to be taken in this time.'),
});

export type StorageSettings = z.output<typeof storageSettings>;

const BLOCKS_MAX = 50_000;
/** The vendor sets no limit; nobody needs an address for longer than a week. */
export const SIGNED_URL_MS_MAX = 604_800_000;

export const objectBytesMax = (blockBytes: number): number => blockBytes * BLOCKS_MAX;
