import { z } from 'zod';

export const sqliteSettings = z.strictObject({
  file: z.string().min(1).max(1_000).describe('Path of the database file, on the machine that Parley runs on.').meta({ 'x-parley': { widget: 'server-file' } }),
  fileMegabytesMax: z.int().min(1).max(512).default(64).describe('A larger file is refused: each of two threads reads all of it into memory.'),
});

export type SqliteSettings = z.output<typeof sqliteSettings>;
