import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrationsFolder, migrationsHash, readMigrations, schemaFolder } from './files.js';
import { schemaDrift, writeMigration } from './write.js';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'parley-migrations-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

test('the migrations in the repository lead to the data model; a change of the schema becomes the next one', async () => {
  const schema = join(folder, 'schema');
  const migrations = join(folder, 'migrations');
  cpSync(schemaFolder, schema, { recursive: true });
  cpSync(migrationsFolder, migrations, { recursive: true });
  const before = await migrationsHash(migrations);
  expect(await writeMigration('nothing', { schema, migrations })).toBeUndefined();
  expect(await migrationsHash(migrations)).toBe(before);
  writeFileSync(join(schema, 'cities.prisma'), 'model City {\n  id String @id @db.Uuid\n  organizationId String @db.Uuid\n\n  @@unique([organizationId, id])\n  @@map("cities")\n}\n');
  expect(await writeMigration('add_cities', { schema, migrations }, new Date('2999-01-02T03:04:05Z'))).toBe('29990102030405_add_cities');
  expect((await readMigrations(migrations)).migrationDirectories.at(-1)).toMatchObject({
    path: '29990102030405_add_cities', migrationFile: { content: { value: expect.stringContaining('CREATE TABLE "cities"') as string } },
  });
  expect(await migrationsHash(migrations)).not.toBe(before);
  expect(await schemaDrift({ schema, migrations })).toBe('');
}, 120_000);

test.each(['', 'Add', 'add cities', '../x', 'a'.repeat(61)])('%j is refused as the name of a migration', async (name) => {
  await expect(writeMigration(name, { migrations: folder })).rejects.toThrow(/does not serve as the name/);
});
