import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Pool } from 'pg';

/**
 * Prisma's driver adapter over a pool that stays ours to close. A script is sent whole: cutting it at semicolons, as the
 * adapter does by itself, would break function bodies.
 */
export function postgresAdapterFactory(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
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
