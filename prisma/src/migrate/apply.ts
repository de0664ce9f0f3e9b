import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { withSchemaEngine } from './engine.js';
import { migrationsFolder, readMigrations, readSchema } from './files.js';

/**
 * Applies the migrations that the database does not have yet, and tells their names. What was applied is kept in
 * `_prisma_migrations`, exactly as `prisma migrate deploy` keeps it; either may follow the other.
 *
 * @throws what the engine reports: a migration that fails, or one that failed before and was left so.
 */
export async function applyMigrations(adapterFactory: SqlMigrationAwareDriverAdapterFactory, folder = migrationsFolder): Promise<string[]> {
  const migrationsList = await readMigrations(folder);
  const schema = await readSchema();
  const { appliedMigrationNames } = await withSchemaEngine(adapterFactory, schema, (engine) => engine.applyMigrations({
    migrationsList, filters: { externalTables: [], externalEnums: [] },
  }));
  return appliedMigrationNames;
}
