import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The folders of this package, seen from src/ and from dist/ alike. */
const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
export const schemaFolder = join(packageFolder, 'schema');
export const migrationsFolder = join(packageFolder, 'migrations');

/** What `migration_lock.toml` says; the engine refuses a folder without it, even an empty one. */
export const MIGRATION_LOCK = '# Prisma reads this file; it belongs under version control.\nprovider = "postgresql"\n';

export interface SchemaFile { readonly path: string; readonly content: string }

/** Every *.prisma file, in the order of their names. */
export async function readSchema(folder = schemaFolder): Promise<SchemaFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(names.map(async (name) => ({ path: join(folder, name), content: await readFile(join(folder, name), 'utf8') })));
}

/** The migrations on disk, oldest first, as the schema engine wants to be told of them. */
export async function readMigrations(folder = migrationsFolder): Promise<MigrationList> {
  const lockfile = join(folder, 'migration_lock.toml');
  const entries = existsSync(folder) ? await readdir(folder, { withFileTypes: true }) : [];
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lockfile) ? await readFile(lockfile, 'utf8') : MIGRATION_LOCK },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.map(async (name) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: await readFile(join(folder, name, 'migration.sql'), 'utf8') } },
    }))),
  };
}

/** Changes whenever a migration is added or edited: a key for what was made from the migrations. */
export async function migrationsHash(folder = migrationsFolder): Promise<string> {
  const hash = createHash('sha256');
  for (const { path, migrationFile } of (await readMigrations(folder)).migrationDirectories) {
    hash.update(path).update('\0').update(migrationFile.content.value).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}
