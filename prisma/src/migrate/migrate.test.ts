import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../client/engine.js';
import { openEmptyEngine, type EmptyEngine } from '../testing/empty-engine.js';
import { applyMigrations } from './apply.js';
import { migrationsFolder } from './files.js';

let folder: string;
let opened: EmptyEngine;
let engine: Engine;
let adapter: Awaited<ReturnType<Engine['adapterFactory']['connect']>>;
beforeAll(async () => {
  opened = await openEmptyEngine();
  engine = opened.engine;
  adapter = await engine.adapterFactory.connect();
});
afterAll(() => opened.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-migrations-'));
  await adapter.executeScript('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
});
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

async function rows(sql: string): Promise<unknown[][]> {
  return (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows;
}

const apply = (migrations: string) => engine.exclusively((adapterFactory) => applyMigrations(adapterFactory, migrations));

function writeStep(migrations: string, name: string, sql: string): void {
  mkdirSync(join(migrations, name), { recursive: true });
  writeFileSync(join(migrations, name, 'migration.sql'), sql);
}

const committed = readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

test('migrations are applied once, in order, and recorded as Prisma records them', async () => {
  expect(await apply(migrationsFolder)).toEqual(committed);
  expect(await apply(migrationsFolder)).toEqual([]);
  const expected = committed.map((name) => [name, createHash('sha256').update(readFileSync(join(migrationsFolder, name, 'migration.sql'))).digest('hex'), true, 1]);
  expect(await rows('SELECT migration_name, checksum, finished_at IS NOT NULL AND rolled_back_at IS NULL, applied_steps_count FROM _prisma_migrations ORDER BY migration_name')).toEqual(expected);
});

test('a later migration finds the rows of before', async () => {
  cpSync(migrationsFolder, folder, { recursive: true });
  await apply(folder);
  await rows(`INSERT INTO organizations (id, name, slug) VALUES (gen_random_uuid(), 'kept', 'kept') RETURNING id`);
  writeStep(folder, '29990101000000_later', 'ALTER TABLE organizations ADD COLUMN city TEXT;\nDO $$ BEGIN UPDATE organizations SET city = \'Bergen; Norway\'; END $$;\n');
  expect(await apply(folder)).toEqual(['29990101000000_later']);
  expect(await rows('SELECT name, city FROM organizations')).toEqual([['kept', 'Bergen; Norway']]);
});

test('a migration that fails is told, and stops the ones after it until somebody looks', async () => {
  cpSync(migrationsFolder, folder, { recursive: true });
  writeStep(folder, '29990101000000_broken', 'ALTER TABLE nowhere ADD COLUMN x TEXT;');
  writeStep(folder, '29990102000000_after', 'ALTER TABLE organizations ADD COLUMN after TEXT;');
  await expect(apply(folder)).rejects.toThrow(/29990101000000_broken/);
  expect(await rows(`SELECT migration_name, finished_at IS NOT NULL FROM _prisma_migrations WHERE migration_name LIKE '2999%'`)).toEqual([['29990101000000_broken', false]]);
  await expect(apply(folder)).rejects.toThrow(/failed migrations/);
  expect(await rows(`SELECT 1 FROM information_schema.columns WHERE column_name = 'after'`)).toEqual([]);
});

test('two starts at once apply everything once', async () => {
  const applied = await Promise.all([apply(migrationsFolder), opened.secondStart(migrationsFolder)]);
  expect(applied.flat()).toEqual(committed);
  expect(await rows('SELECT count(*)::int FROM _prisma_migrations')).toEqual([[committed.length]]);
});
