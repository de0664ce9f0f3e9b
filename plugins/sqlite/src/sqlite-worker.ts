import { parentPort } from 'node:worker_threads';
import { boundValues, checkReading, DATA_SOURCE_LIMITS, dataFailure, DataRows, isProviderError, readSql, type DataQueryResult } from '@parley/plugin-sdk';
import type { Database, SqlValue } from 'sql.js';
import type { Answer, Description, Job } from './job.js';
import { openSnapshot } from './snapshot.js';

type Row = readonly (SqlValue | bigint)[];
/** As the library has it, and its types do not: whole numbers lose no digit. */
interface ExactStatement { get(values: null, config: { readonly useBigInt: boolean }): Row }

/** Runs a statement row by row, until `onRow` answers false. Answers its columns. */
function step(database: Database, text: string, values: readonly unknown[], onRow: (row: Row) => boolean): string[] {
  const statement = database.prepare(text);
  try {
    statement.bind(values as SqlValue[]);
    while (statement.step() && onRow((statement as unknown as ExactStatement).get(null, { useBigInt: true })));
    return statement.getColumnNames();
  } finally {
    statement.free();
  }
}

const rowsOf = (database: Database, text: string, values: readonly unknown[]) => {
  const rows: Row[] = [];
  step(database, text, values, (row) => rows.push(row) > 0);
  return rows;
};

function describe(database: Database, { tablesMax }: Extract<Job, { type: 'describe' }>): Description {
  const tables = rowsOf(database, 'SELECT name, type FROM sqlite_schema WHERE type IN (\'table\', \'view\') AND name NOT LIKE \'sqlite\\_%\' ESCAPE \'\\\' ORDER BY name LIMIT ?', [tablesMax + 1]);
  const told = tables.slice(0, tablesMax).map(([name, type]) => {
    const columns = rowsOf(database, 'SELECT name, type, "notnull" = 0 AND pk = 0 FROM pragma_table_info(?)', [name]);
    return {
      name: String(name), kind: type === 'view' ? 'view' as const : 'table' as const, isTruncated: columns.length > DATA_SOURCE_LIMITS.columnsMax,
      columns: columns.slice(0, DATA_SOURCE_LIMITS.columnsMax).map(([column, declared, isNullable]) => ({ name: String(column), type: String(declared).toLowerCase(), isNullable: Number(isNullable) === 1 })),
    };
  });
  return { tables: told, isTruncated: tables.length > tablesMax };
}

/** SQLite's types are those of values, not of columns: the first row speaks for them. */
function typeOf(value: unknown): string {
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return 'real';
  if (typeof value === 'string') return 'text';
  return value instanceof Uint8Array ? 'blob' : '';
}

function query(database: Database, job: Extract<Job, { type: 'query' }>): DataQueryResult {
  const { names, pieces, code } = readSql(job.text, 'sqlite');
  checkReading(code);
  // Before each query, whatever the one before has set.
  database.run('PRAGMA query_only = ON');
  const rows = new DataRows(job);
  let types: readonly string[] = [];
  const columns = step(database, pieces.join('?'), boundValues(names, job.parameters), (row) => {
    if (types.length === 0) types = row.map(typeOf);
    return rows.add(row);
  });
  return rows.result(columns.map((name, place) => ({ name, type: types[place] ?? '' })));
}

async function answer(job: Job): Promise<Answer> {
  try {
    const database = await openSnapshot(job.file, job.fileBytesMax);
    return { result: job.type === 'describe' ? describe(database, job) : query(database, job) };
  } catch (error) {
    if (isProviderError(error)) return { refusal: { cause: error.causeCode, words: error.vendorMessage ?? error.message } };
    const words = error instanceof Error ? error.message : String(error);
    const { vendorMessage = '' } = dataFailure({ cause: 'bad-request', words, hidden: job.type === 'query' ? Object.values(job.parameters) : [] });
    return { refusal: { cause: /malformed|not a database/.test(words) ? 'vendor-fault' : 'bad-request', words: vendorMessage } };
  }
}

const port = parentPort;
if (!port) throw new Error('this module runs in a worker thread');
port.on('message', (job: Job) => { void answer(job).then((told) => { port.postMessage(told); }); });
