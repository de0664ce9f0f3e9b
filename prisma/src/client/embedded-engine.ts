import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { lockDataDir } from './data-dir-lock.js';
import { embeddedAdapterFactory } from './embedded-adapter.js';
import { keepStatements } from './embedded-statements.js';
import type { Engine } from './engine.js';
import { DatabaseOpenError } from './errors.js';

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Opens the embedded database (Postgres in WebAssembly) at `<dataDir>/pg`. A commit is written to the files before it
 * is reported (`relaxedDurability` off), so that it outlives the sudden end of the process.
 *
 * @throws DatabaseOpenError `DATA_DIR_IN_USE`, `DATA_DIR_UNUSABLE`
 */
export async function openEmbedded(dataDir: string, options: PGliteOptions = {}): Promise<Engine> {
  let release;
  try {
    mkdirSync(dataDir, { recursive: true });
    release = lockDataDir(join(dataDir, 'pg.lock'));
  } catch (error) {
    if (error instanceof DatabaseOpenError) throw error;
    throw new DatabaseOpenError('DATA_DIR_UNUSABLE', `The data folder ${dataDir} cannot be used: ${reasonOf(error)}.`, { cause: error });
  }
  try {
    const database = await PGlite.create({ ...options, dataDir: join(dataDir, 'pg'), relaxedDurability: false });
    return embeddedEngine(database, release);
  } catch (error) {
    release();
    throw new DatabaseOpenError('DATA_DIR_UNUSABLE', `The embedded database in ${dataDir} cannot be opened: ${reasonOf(error)}.`, { cause: error });
  }
}

/** An engine over an embedded database that is open already. */
export function embeddedEngine(database: PGlite, release: () => void): Engine {
  keepStatements(database);
  const adapterFactory = embeddedAdapterFactory(database);
  return {
    kind: 'embedded',
    adapterFactory,
    // The lock on the data folder keeps every other process out.
    exclusively: (task) => task(adapterFactory),
    close: async () => {
      try {
        await database.close();
      } finally {
        release();
      }
    },
  };
}
