import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forbiddenFileIn } from './server-files.js';

const SCHEMA = { properties: { file: { type: 'string', 'x-parley': { widget: 'server-file' } }, other: { type: 'string' } } };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-files-'));
  mkdirSync(join(folder, 'shared'));
  for (const file of ['shared/shop.db', 'private.db']) writeFileSync(join(folder, file), '');
  symlinkSync(join(folder, 'private.db'), join(folder, 'shared/link.db'));
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

test('in production files are read below the folder that the operator names, and nowhere else', async () => {
  const environment = { isProduction: true, sourceFilesDir: join(folder, 'shared') };
  const fate = (file: string) => forbiddenFileIn(environment, SCHEMA, { file, other: join(folder, 'private.db') });
  for (const file of ['shared/shop.db', 'shared/not-there-yet.db']) expect(await fate(join(folder, file)), file).toBeUndefined();
  for (const file of ['private.db', 'shared/../private.db', 'shared/link.db', 'shared', 'nowhere/at/all.db']) expect(await fate(join(folder, file)), file).toBe('file');
  expect(await forbiddenFileIn({ ...environment, sourceFilesDir: undefined }, SCHEMA, { file: join(folder, 'shared/shop.db') })).toBe('file');
  expect(await forbiddenFileIn({ isProduction: false, sourceFilesDir: undefined }, SCHEMA, { file: join(folder, 'private.db') })).toBeUndefined();
});
