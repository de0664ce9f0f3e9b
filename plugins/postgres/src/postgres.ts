import {
  boundValues, checkDataDescribe, checkDataQuery, checkReading, DATA_SOURCE_SPEC, DataRows, Leases, ProviderError, readSql, underLimit, type DataQueryRequest, type DataQueryResult, type DataSourceProvider, type PluginContext,
} from '@parley/plugin-sdk';
import { Pool, type PoolClient, type QueryConfig } from 'pg';
import { readTables } from './describe.js';
import { asProviderError } from './errors.js';
import { postgresSettings, type PostgresSettings } from './settings.js';
import { textTypes, typeName } from './values.js';

/** Longer than most pauses between two turns of a call. */
const IDLE_MS = 60_000;
const WAITING_MAX = 100;
/** Rows of one round trip; the next ones are asked for while there is room. */
const FETCH_ROWS = 200;

function createPool({ host, port, database, user, security, certificateAuthority, connectionsMax, timeoutMs }: PostgresSettings, password: string): Pool {
  return new Pool({
    host, port, database, user, password, max: connectionsMax, connectionTimeoutMillis: timeoutMs, idleTimeoutMillis: IDLE_MS, allowExitOnIdle: true, application_name: 'parley', keepAlive: true,
    ssl: security === 'tls' && { rejectUnauthorized: true, ...(certificateAuthority === '' ? {} : { ca: certificateAuthority }) },
    types: textTypes, options: '-c timezone=UTC -c datestyle=ISO -c bytea_output=hex -c standard_conforming_strings=on',
  });
}

/** Reads with the rows of a cursor: a cursor takes one statement, and only one that reads. Its values are bound by the server. */
async function readRows(client: PoolClient, text: string, values: readonly unknown[], request: DataQueryRequest): Promise<DataQueryResult> {
  await client.query({ text: `DECLARE parley_rows NO SCROLL CURSOR FOR ${text}`, values: [...values], queryMode: 'extended' } as QueryConfig);
  const rows = new DataRows(request);
  const count = Math.min(request.rowsMax + 1, FETCH_ROWS);
  for (;;) {
    const { rows: fetched, fields } = await client.query<unknown[]>({ text: `FETCH FORWARD ${count} FROM parley_rows`, rowMode: 'array' });
    const hasRoom = fetched.every((row) => rows.add(row));
    if (!hasRoom || fetched.length < count) return rows.result(fields.map(({ name, dataTypeID }) => ({ name, type: typeName(dataTypeID) })));
  }
}

/** A Postgres database over a few connections that stay open. */
export async function openPostgres({ settings: raw, secrets, clock, logger }: PluginContext): Promise<DataSourceProvider> {
  const settings = postgresSettings.parse(raw);
  const password = secrets['password'] ?? '';
  const pool = createPool(settings, password);
  pool.on('error', (error) => { logger.info('An idle connection of a data source ended.', { code: (error as { code?: string }).code ?? error.name }); });
  pool.on('connect', (client) => {
    // A connection that breaks under a query is told by the query.
    client.on('error', () => undefined);
    // A server that can find out that nobody waits any more stops working on it (Postgres 14 and newer).
    client.query('SELECT set_config(name, \'500\', false) FROM pg_settings WHERE name = \'client_connection_check_interval\'').catch(() => undefined);
  });

  const leases = new Leases<PoolClient>({
    connect: () => {
      if (pool.waitingCount >= WAITING_MAX) throw new ProviderError('rate-limit', `More than ${WAITING_MAX} queries wait for this database.`);
      return pool.connect();
    },
    release: (client, isLost) => { client.release(isLost); },
    // Nothing of it stays, locks included.
    tidy: (client) => client.query('ROLLBACK; SELECT pg_advisory_unlock_all()'),
  });
  /** Works within a transaction that cannot write. */
  const inTransaction = <Result>(signal: AbortSignal, timeoutMs: number, work: (client: PoolClient) => Promise<Result>) => leases.lend(signal, async (client) => {
    await client.query(`BEGIN TRANSACTION READ ONLY; SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}`);
    return { result: await work(client), isSpent: false };
  });

  return {
    spec: DATA_SOURCE_SPEC,
    abilities: { language: 'sql', isReadOnlyAtSource: true },
    describe: (request) => underLimit(request, clock, (error) => asProviderError(error, [password]), async (signal) => {
      checkDataDescribe(request);
      return { ...await inTransaction(signal, request.timeoutMs, (client) => readTables(client, request.tablesMax)), usage: { requests: 1 } };
    }),
    query: (request) => underLimit(request, clock, (error) => asProviderError(error, [password, ...Object.values(request.parameters)]), async (signal) => {
      checkDataQuery(request);
      const { names, pieces, code } = readSql(request.text, 'postgres');
      checkReading(code);
      const distinct = [...new Set(names)];
      const values = boundValues(distinct, request.parameters);
      const text = pieces.map((piece, index) => (index < names.length ? `${piece}$${distinct.indexOf(names[index]!) + 1}` : piece)).join('');
      return await inTransaction(signal, request.timeoutMs, (client) => readRows(client, text, values, request));
    }),
    close: async () => { if (leases.close()) await pool.end(); },
  };
}
