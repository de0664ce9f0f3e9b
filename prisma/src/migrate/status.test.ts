import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { migrationStatus } from './status.js';

let opened: TestDatabase;
beforeAll(async () => { opened = await openTestDatabase(); });
afterAll(() => opened.close());

test('a migrated database has all migrations; one that is missing or of a newer release is named', async () => {
  const { applied, missing, unknown } = await migrationStatus(opened.database);
  expect([applied > 0, missing, unknown]).toEqual([true, [], []]);
  const folder = mkdtempSync(join(tmpdir(), 'parley-migrations-'));
  mkdirSync(join(folder, '29990101000000_later'));
  const other = await migrationStatus(opened.database, folder);
  expect([other.missing, other.unknown.length]).toEqual([['29990101000000_later'], applied]);
  rmSync(folder, { recursive: true });
});
