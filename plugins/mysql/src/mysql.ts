import {
  boundValues, checkDataDescribe, checkDataQuery, checkReading, DATA_SOURCE_SPEC, DataRows, Leases, ProviderError, readSql, underLimit, type DataQueryRequest, type DataQueryResult, type DataSourceProvider, type PluginContext,
} from '@parley/plugin-sdk';
import type { Connection } from 'mysql2';
import { createPool, Types, type FieldPacket, type Pool, type PoolConnection } from 'mysql2/promise';
import { readTables } from './describe.js';
import { asProviderError } from './errors.js';
import { mysqlSettings, type MysqlSettings } from './settings.js';

/** Longer than most pauses between two turns of a call. */
const IDLE_MS = 60_000;
const WAITING_MAX = 100;

const TYPE_NAMES = new Map<number, string>(Object.entries(Types).flatMap(([name, number]) => (typeof number === 'number' ? [[number, name.toLowerCase()] as const] : [])));

function openPool({ host, port, database, user, security, certificateAuthority, connectionsMax, timeoutMs }: MysqlSettings, password: string): Pool {
  return createPool({
    host, port, database, user, password, connectionLimit: connectionsMax, maxIdle: connectionsMax, idleTimeout: IDLE_MS, queueLimit: WAITING_MAX, connectTimeout: timeoutMs, enableKeepAlive: true,
    ...(security === 'tls' ? { ssl: { rejectUnauthorized: true, ...(certificateAuthority === '' ? {} : { ca: certificateAuthority }) } } : {}),
    // Nothing is rounded, and no time zone of this machine gets into a date.
    supportBigNumbers: true, bigNumberStrings: false, dateStrings: true, timezone: 'Z', charset: 'utf8mb4', multipleStatements: false, maxPreparedStatements: 20,
  });
}

/** What of a statement the read-only transaction would let through: it writes to files of the server. */
function checkStatement(text: string, code: string): void {
  checkReading(code);
  const words = /\/\*M?!/.test(text) ? 'A comment that only some servers read (`/*!`) is not taken.' : /\binto\s+(outfile|dumpfile)\b/i.test(code) ? 'A query writes to no file.' : undefined;
  if (words !== undefined) throw new ProviderError('bad-request', words, { vendorMessage: words });
}

/** Reads row by row with a prepared statement, until the limits are reached; a server that has more to send is not listened to any longer. */
function readRows(connection: PoolConnection, text: string, values: readonly unknown[], request: DataQueryRequest): Promise<{ readonly result: DataQueryResult; readonly isSpent: boolean }> {
  return new Promise((resolve, reject) => {
    const rows = new DataRows(request);
    let fields: readonly FieldPacket[] = [];
    let excess = 0;
    const end = (isSpent: boolean) => { resolve({ result: rows.result(fields.map(({ name, columnType }) => ({ name, type: TYPE_NAMES.get(columnType ?? -1) ?? '' }))), isSpent }); };
    // Row by row is what the driver beneath its promises can do.
    const command = (connection.connection as unknown as Connection).execute({ sql: text, values: values as never, rowsAsArray: true });
    command.on('error', reject);
    command.on('fields', (told: readonly FieldPacket[]) => { fields = told; });
    command.on('result', (row: unknown) => { if (Array.isArray(row) && !rows.add(row) && (excess += 1) > 1) end(true); });
    command.on('end', () => { end(false); });
  });
}

/** A MySQL or MariaDB database over a few connections that stay open. */
export async function openMysql({ settings: raw, secrets, clock }: PluginContext): Promise<DataSourceProvider> {
  const password = secrets['password'] ?? '';
  const pool = openPool(mysqlSettings.parse(raw), password);
  const leases = new Leases<PoolConnection>({
    connect: () => pool.getConnection(),
    release: (connection, isLost) => { if (isLost) connection.destroy(); else connection.release(); },
    tidy: (connection) => connection.query('ROLLBACK'),
  });
  /** Works within a transaction that cannot write. */
  const inTransaction = <Result>(signal: AbortSignal, { timeoutMs, rowsMax }: { readonly timeoutMs: number; readonly rowsMax?: number }, work: (connection: PoolConnection) => Promise<{ readonly result: Result; readonly isSpent: boolean }>) => (
    leases.lend(signal, async (connection) => {
      await limit(connection, timeoutMs, rowsMax);
      await connection.query('START TRANSACTION READ ONLY');
      return await work(connection);
    }));

  return {
    spec: DATA_SOURCE_SPEC,
    abilities: { language: 'sql', isReadOnlyAtSource: true },
    describe: (request) => underLimit(request, clock, (error) => asProviderError(error, [password]), async (signal) => {
      checkDataDescribe(request);
      return { ...await inTransaction(signal, request, async (connection) => ({ result: await readTables(connection, request.tablesMax), isSpent: false })), usage: { requests: 1 } };
    }),
    query: (request) => underLimit(request, clock, (error) => asProviderError(error, [password, ...Object.values(request.parameters)]), async (signal) => {
      checkDataQuery(request);
      const { names, pieces, code } = readSql(request.text, 'mysql');
      checkStatement(request.text, code);
      // Whole numbers go as their digits: as floating-point numbers, which the driver would make of them, they are no LIMIT.
      const values = boundValues(names, request.parameters).map((value) => (Number.isInteger(value) ? String(value) : value));
      return await inTransaction(signal, request, (connection) => readRows(connection, pieces.join('?'), values, request));
    }),
    close: async () => { if (leases.close()) await pool.end(); },
  };
}

/** MariaDB and MySQL have different names for the longest time of a statement; each ends it by itself. `sql_select_limit` keeps a server from preparing what nobody will read. */
async function limit(connection: PoolConnection, timeoutMs: number, rowsMax: number | undefined): Promise<void> {
  const isMaria = /maria/i.test((connection.connection as unknown as { readonly _handshakePacket?: { readonly serverVersion?: string } })._handshakePacket?.serverVersion ?? '');
  const time = isMaria ? `max_statement_time = ${timeoutMs / 1_000}` : `max_execution_time = ${Math.ceil(timeoutMs)}`;
  await connection.query(`SET SESSION ${time}, sql_select_limit = ${rowsMax === undefined ? 'DEFAULT' : rowsMax + 1}`);
}
