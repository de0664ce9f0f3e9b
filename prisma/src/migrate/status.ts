import { readdir } from 'node:fs/promises';
import type { Database } from '../client/database.js';
import { migrationsFolder } from './files.js';

/** How the database stands to the migrations that this release brings. */
export interface MigrationStatus {
  readonly applied: number;
  /** Of this release and not in the database. */
  readonly missing: readonly string[];
  /** In the database and not of this release: a newer one has been here. */
  readonly unknown: readonly string[];
}

/** Compares names, in one statement; rejects where the database does not answer. */
export async function migrationStatus({ system }: Pick<Database, 'system'>, folder = migrationsFolder): Promise<MigrationStatus> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const rows = await system.$queryRaw<{ name: string }[]>`SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const applied = new Set(rows.map(({ name }) => name));
  return { applied: applied.size, missing: [...files].filter((name) => !applied.has(name)).sort(), unknown: [...applied].filter((name) => !files.has(name)).sort() };
}
