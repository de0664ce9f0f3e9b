import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { embeddedAdapterFactory } from '../client/embedded-adapter.js';
import { withSchemaEngine } from './engine.js';
import { MIGRATION_LOCK, migrationsFolder, readMigrations, readSchema, schemaFolder } from './files.js';

/** Where the schema and the migrations lie; by default in this package. */
export interface MigrationFolders { readonly schema?: string; readonly migrations?: string }

/**
 * SQL that leads from the migrations to the schema; an empty string when they agree. Needs no database: the migrations
 * run in one in memory.
 */
export async function schemaDrift(folders: MigrationFolders = {}): Promise<string> {
  const files = await readSchema(folders.schema ?? schemaFolder);
  const migrations = await readMigrations(folders.migrations ?? migrationsFolder);
  const scratch = await PGlite.create('memory://');
  try {
    // Nothing is asked of the main database, so the one in memory serves as the shadow too: starting it takes seconds.
    const factory = embeddedAdapterFactory(scratch);
    const { stdout } = await withSchemaEngine({ ...factory, connectToShadowDb: () => factory.connect() }, files, (engine) => engine.diff({
      from: { tag: 'migrations', ...migrations }, to: { tag: 'schemaDatamodel', files: [...files] },
      script: true, exitCode: null, filters: { externalTables: [], externalEnums: [] },
    }));
    const script = stdout ?? '';
    return script.replace(/^--.*$/gm, '').trim() === '' ? '' : script;
  } finally {
    await scratch.close();
  }
}

/** Writes the next migration, and tells its folder's name; undefined when there is nothing to change. */
export async function writeMigration(name: string, folders: MigrationFolders = {}, now = new Date()): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9_]{0,59}$/.test(name)) throw new Error(`"${name}" does not serve as the name of a migration; use small letters, digits and underscores, at most 60.`);
  const script = await schemaDrift(folders);
  if (script === '') return undefined;
  const folderName = `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
  const folder = folders.migrations ?? migrationsFolder;
  await mkdir(join(folder, folderName), { recursive: true });
  await writeFile(join(folder, folderName, 'migration.sql'), script);
  await writeFile(join(folder, 'migration_lock.toml'), MIGRATION_LOCK);
  return folderName;
}
