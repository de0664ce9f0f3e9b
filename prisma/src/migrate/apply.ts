import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { secureTables } from '../client/isolation/secure-tables.js';
import { withSchemaEngine } from './engine.js';
import { migrationsFolder, readMigrations, readSchema } from './files.js';

/**
 * Applies the migrations that the database does not have yet, secures the tables that are new, and tells the names of
 * what was applied. That is kept in `_prisma_migrations`, exactly as `prisma migrate deploy` keeps it; either may follow
 * the other.
 *
 * @throws what the engine reports: a migration that fails, or one that failed before and was left so.
 */
export async function applyMigrations(adapterFactory: SqlMigrationAwareDriverAdapterFactory, folder = migrationsFolder): Promise<string[]> {
  const migrationsList = await readMigrations(folder);
  const schema = await readSchema();
  const { appliedMigrationNames } = await withSchemaEngine(adapterFactory, schema, (engine) => engine.applyMigrations({
    migrationsList, filters: { externalTables: [], externalEnums: [] },
  }));
  const adapter = await adapterFactory.connect();
  try {
    await secureTables(adapter);
  } finally {
    await adapter.dispose();
  }
  return appliedMigrationNames;
}
