import { z } from 'zod';

export const storageSettings = z.strictObject({
  folder: z.string().min(1).max(1_000).default('files').meta({ title: 'Folder', description: 'The folder, made when the first object is put; readable by its owner alone. A path on the machine that Parley runs on.' }),
  publicUrl: z.string().regex(/^(https?:\/\/[\w.:[\]-]+(\/[\w./~-]*)?)?$/).max(500).default('').meta({ title: 'Public address' }).describe('Where whoever runs this machine serves the objects, for signed addresses; empty where nobody does.'),
  objectBytesMax: z.int().min(1).max(1_099_511_627_776).default(2_147_483_648).meta({ title: 'Largest object (bytes)', description: 'Largest object, in bytes.' }),
  signedUrlMsMax: z.int().min(1_000).max(31_536_000_000).default(604_800_000).meta({ title: 'Longest life of addresses (ms)' }).describe('Longest life of a signed address, in milliseconds.'),
  timeoutMs: z.int().min(100).max(120_000).default(30_000).meta({ title: 'Longest wait (ms)' }).describe('Longest wait for the disk, in milliseconds.'),
});

export type StorageSettings = z.output<typeof storageSettings>;
