import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../client/engine.js';
import { openEmptyEngine, type EmptyEngine } from '../testing/empty-engine.js';
import { applyMigrations } from './apply.js';
import { migrationsFolder, migrationsHash, readMigrations, schemaFolder } from './files.js';
import { schemaDrift, writeMigration } from './write.js';

let folder: string;
let opened: EmptyEngine;
let engine: Engine;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-migrations-'));
  opened = await openEmptyEngine();
  engine = opened.engine;
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await opened.close();
});

async function rows(sql: string): Promise<unknown[][]> {
  const adapter = await engine.adapterFactory.connect();
  return (await adapter.queryRaw({ sql, args: [], argTypes: [] })).rows;
}

const apply = (migrations: string) => engine.exclusively((adapterFactory) => applyMigrations(adapterFactory, migrations));

function writeStep(migrations: string, name: string, sql: string): void {
  mkdirSync(join(migrations, name), { recursive: true });
  writeFileSync(join(migrations, name, 'migration.sql'), sql);
}

const committed = readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

test('the migrations in the repository lead to the data model', async () => {
  expect(await schemaDrift()).toBe('');
}, 60_000);

test('migrations are applied once, in order, and recorded as Prisma records them', async () => {
  expect(await apply(migrationsFolder)).toEqual(committed);
  expect(await apply(migrationsFolder)).toEqual([]);
  const { createHash } = await import('node:crypto');
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

test('a change of the schema becomes the next migration, and none without a change', async () => {
  const schema = join(folder, 'schema');
  const migrations = join(folder, 'migrations');
  cpSync(schemaFolder, schema, { recursive: true });
  cpSync(migrationsFolder, migrations, { recursive: true });
  const before = await migrationsHash(migrations);
  expect(await writeMigration('nothing', { schema, migrations })).toBeUndefined();
  writeFileSync(join(schema, 'cities.prisma'), 'model City {\n  id String @id @db.Uuid\n  organizationId String @db.Uuid\n\n  @@unique([organizationId, id])\n  @@map("cities")\n}\n');
  expect(await schemaDrift({ schema, migrations })).toContain('CREATE TABLE "cities"');
  expect(await writeMigration('add_cities', { schema, migrations }, new Date('2999-01-02T03:04:05Z'))).toBe('29990102030405_add_cities');
  expect(await schemaDrift({ schema, migrations })).toBe('');
  expect(await migrationsHash(migrations)).not.toBe(before);
  expect((await readMigrations(migrations)).migrationDirectories.at(-1)!.path).toBe('29990102030405_add_cities');
  expect(await apply(migrations)).toEqual([...committed, '29990102030405_add_cities']);
}, 120_000);

test.each(['', 'Add', 'add cities', '../x', 'a'.repeat(61)])('%j is refused as the name of a migration', async (name) => {
  await expect(writeMigration(name, { migrations: folder })).rejects.toThrow(/does not serve as the name/);
});
