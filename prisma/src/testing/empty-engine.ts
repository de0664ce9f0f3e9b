import { PGlite } from '@electric-sql/pglite';
import { embeddedEngine } from '../client/embedded-engine.js';
import type { DatabaseLogger, Engine } from '../client/engine.js';
import { openPostgres } from '../client/postgres-engine.js';
import { applyMigrations } from '../migrate/apply.js';
import { testDatabaseUrl } from './env.js';
import { createPostgresDatabase } from './postgres-database.js';

/** A database without any table, for the tests of migrations. */
export interface EmptyEngine {
  readonly engine: Engine;
  /** What another process would do that starts at the same moment. */
  secondStart(migrations: string): Promise<string[]>;
  close(): Promise<void>;
}

const silent: DatabaseLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function openEmptyEngine(databaseUrl: string | undefined = testDatabaseUrl()): Promise<EmptyEngine> {
  if (databaseUrl === undefined) {
    const engine = embeddedEngine(await PGlite.create('memory://'), () => undefined);
    // No second process gets at an embedded database; a second start of this one takes its turn.
    let first: Promise<unknown> = Promise.resolve();
    const inTurn: Engine['exclusively'] = (task) => {
      const result = first.then(() => engine.exclusively(task));
      first = result.catch(() => undefined);
      return result;
    };
    const shared: Engine = { ...engine, exclusively: inTurn };
    return { engine: shared, secondStart: (migrations) => inTurn((adapterFactory) => applyMigrations(adapterFactory, migrations)), close: () => engine.close() };
  }
  const { url, drop } = await createPostgresDatabase(databaseUrl);
  const engine = await openPostgres(url, silent);
  const second = await openPostgres(url, silent);
  return {
    engine,
    secondStart: (migrations) => second.exclusively((adapterFactory) => applyMigrations(adapterFactory, migrations)),
    close: async () => {
      await engine.close();
      await second.close();
      await drop();
    },
  };
}
