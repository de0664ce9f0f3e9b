import { PGlite, type Transaction as EmbeddedTransaction } from '@electric-sql/pglite';
import type { IsolationLevel, SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, Transaction } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { EmbeddedTurns } from './isolation/embedded-turns.js';

/**
 * Prisma's driver adapter of the embedded database. Values are converted by `pglite-prisma-adapter`; scripts and
 * transactions are run here, because there a failing script and a failing COMMIT would pass for success.
 */
export function embeddedAdapterFactory(database: PGlite): SqlMigrationAwareDriverAdapterFactory {
  const turns = new EmbeddedTurns(database);
  return {
    provider: 'postgres',
    adapterName: 'pglite-prisma-adapter',
    connect: () => connect(turns, () => Promise.resolve()),
    connectToShadowDb: async () => {
      const shadow = await PGlite.create('memory://');
      return connect(new EmbeddedTurns(shadow), () => shadow.close());
    },
  };
}

async function connect(turns: EmbeddedTurns, dispose: () => Promise<void>): Promise<SqlDriverAdapter> {
  const inTurn: Pick<PGlite, 'query'> = { query: (sql, values, options) => turns.take((database) => database.query(sql, values, options)) };
  const adapter: SqlDriverAdapter = await new PrismaPGlite(inTurn as PGlite).connect();
  adapter.executeScript = async (script) => { await turns.take((database) => database.exec(script)); };
  adapter.startTransaction = (isolationLevel) => startTransaction(turns, isolationLevel);
  adapter.dispose = dispose;
  return adapter;
}

/** Carries "roll back" through the transaction function of the engine, which rolls back when its callback throws. */
const ROLLBACK = Symbol('rollback');

function startTransaction(turns: EmbeddedTurns, isolationLevel: IsolationLevel | undefined): Promise<Transaction> {
  return new Promise((resolve, reject) => {
    let finish!: (how: 'commit' | 'rollback') => void;
    const isFinished = new Promise<'commit' | 'rollback'>((settle) => { finish = settle; });
    const ended = turns.take((database) => database.transaction(async (transaction) => {
      if (isolationLevel) await transaction.exec(`SET TRANSACTION ISOLATION LEVEL ${isolationLevel}`);
      resolve(await wrapTransaction(transaction, async (how) => { finish(how); await ended; }));
      if (await isFinished === 'rollback') throw ROLLBACK;
    })).catch((error: unknown) => { if (error !== ROLLBACK) throw error; });
    // Until the transaction has begun, its failure is the failure to begin; afterwards it belongs to commit or rollback.
    ended.catch(reject);
  });
}

async function wrapTransaction(engine: EmbeddedTransaction, end: (how: 'commit' | 'rollback') => Promise<void>): Promise<Transaction> {
  const queries = await new PrismaPGlite(engine as unknown as PGlite).connect();
  return {
    provider: 'postgres',
    adapterName: queries.adapterName,
    options: { usePhantomQuery: true },
    queryRaw: (query) => queries.queryRaw(query),
    executeRaw: (query) => queries.executeRaw(query),
    commit: () => end('commit'),
    rollback: () => end('rollback'),
    createSavepoint: async (name) => { await engine.exec(`SAVEPOINT ${name}`); },
    rollbackToSavepoint: async (name) => { await engine.exec(`ROLLBACK TO SAVEPOINT ${name}`); },
    releaseSavepoint: async (name) => { await engine.exec(`RELEASE SAVEPOINT ${name}`); },
  };
}
