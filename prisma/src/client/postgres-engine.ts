import { Client, Pool, type PoolConfig } from 'pg';
import type { DatabaseLogger, Engine } from './engine.js';
import { DatabaseOpenError } from './errors.js';
import { DATABASE_LIMITS } from './limits.js';
import { tenantPool } from './isolation/tenant-pool.js';
import { postgresAdapterFactory } from './postgres-adapter.js';
import { statementNames } from './statement-names.js';

/** Key of the advisory lock under which migrations run: "parley" in ASCII, as a 48-bit number. */
const MIGRATION_LOCK_KEY = '123563833845113';

/**
 * Opens a pool of connections to a Postgres and tries one.
 *
 * @throws DatabaseOpenError `INVALID_URL`, `UNREACHABLE`
 */
export async function openPostgres(databaseUrl: string, logger: DatabaseLogger): Promise<Engine> {
  const address = addressOf(databaseUrl);
  const config: PoolConfig = {
    connectionString: databaseUrl,
    application_name: 'parley',
    max: DATABASE_LIMITS.connectionsMax,
    connectionTimeoutMillis: DATABASE_LIMITS.connectionTimeoutMs,
    idleTimeoutMillis: DATABASE_LIMITS.connectionIdleMs,
    statement_timeout: DATABASE_LIMITS.statementTimeoutMs,
    keepAlive: true,
  };
  const pool = tenantPool(config);
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => { logger.warn({ error: error.message }, 'a database connection was lost'); });
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    throw unreachable(address, error);
  }
  return {
    kind: 'postgres',
    adapterFactory: postgresAdapterFactory(pool, canPrepare(databaseUrl) ? statementNames() : undefined),
    exclusively: (task) => exclusively(config, task),
    close: () => pool.end(),
  };
}

/**
 * Holds an advisory lock on one connection while `task` works on another; the lock falls with its connection. Migrations
 * may take longer than an ordinary statement, so neither connection has its timeout.
 */
async function exclusively<Result>(config: PoolConfig, task: Parameters<Engine['exclusively']>[0]): Promise<Result> {
  const holder = new Client({ ...config, statement_timeout: DATABASE_LIMITS.migrationWaitMs });
  holder.on('error', () => undefined);
  await holder.connect();
  const pool = new Pool({ ...config, max: 1, statement_timeout: 0 });
  pool.on('error', () => undefined);
  try {
    await holder.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK_KEY})`);
    return await task(postgresAdapterFactory(pool)) as Result;
  } finally {
    await pool.end();
    await holder.end();
  }
}

/** A pooler that hands a connection on after each transaction may lose what was prepared on it; `?pgbouncer=true` says that there is one. */
const canPrepare = (databaseUrl: string) => new URL(databaseUrl).searchParams.get('pgbouncer') !== 'true';

/** Where the database is, without user and password. */
function addressOf(databaseUrl: string): string {
  let url: URL;
  try {
    url = new URL(databaseUrl);
  } catch {
    throw invalidUrl();
  }
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') throw invalidUrl();
  const host = url.hostname || url.searchParams.get('host') || 'localhost';
  return `${host}:${url.port || 5432}${url.pathname}`;
}

const invalidUrl = () => new DatabaseOpenError('INVALID_URL', 'The database address is not usable; write it as postgres://user:password@host:5432/database.');

function unreachable(address: string, error: unknown): DatabaseOpenError {
  const { code, message } = error as { code?: string; message: string };
  const reason = code === '28P01' || code === '28000' ? 'it refused the user or the password'
    : code === '3D000' ? 'there is no such database'
      : code === 'ECONNREFUSED' ? 'nobody listens there'
        : code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'the host is not known'
          : code === '53300' ? 'it has no free connection' : (message || code || 'no reason given');
  return new DatabaseOpenError('UNREACHABLE', `The database at ${address} cannot be reached: ${reason}.`, { cause: error });
}
