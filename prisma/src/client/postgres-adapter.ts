import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Pool } from 'pg';
import type { statementNames } from './statement-names.js';

/**
 * Prisma's driver adapter over a pool that stays ours to close. A script is sent whole: cutting it at semicolons, as the
 * adapter does by itself, would break function bodies. `nameOf` names the statements that are to be prepared.
 */
export function postgresAdapterFactory(pool: Pool, nameOf?: ReturnType<typeof statementNames>): SqlMigrationAwareDriverAdapterFactory {
  // A statement may go without a name, which the adapter's types do not say: it hands the name on to `pg` as it is.
  const factory = new PrismaPg(pool, nameOf ? { statementNameGenerator: nameOf as (query: { sql: string }) => string } : {});
  const sendScriptsWhole = (adapter: SqlDriverAdapter) => {
    adapter.executeScript = async (script) => { await pool.query(script); };
    return adapter;
  };
  return {
    provider: 'postgres',
    adapterName: factory.adapterName,
    connect: async () => sendScriptsWhole(await factory.connect()),
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
}
