import { readFile, stat } from 'node:fs/promises';
import { ProviderError } from '@parley/plugin-sdk';
import initSqlJs, { type Database, type SqlJsStatic } from 'sql.js';

/** SQLite's own memory, beside the file. */
const HEAP_BYTES_MAX = 128 * 1024 * 1024;
const TRIES_MAX = 5;
const MAGIC = 'SQLite format 3\0';
/** Of the header: how the file is written and read; 1 is a rollback journal, 2 a write-ahead log. https://www.sqlite.org/fileformat.html, 1.3.3 */
const [WRITE_VERSION, READ_VERSION] = [18, 19];

const told = (cause: 'bad-request' | 'unreachable' | 'vendor-fault', words: string) => new ProviderError(cause, words, { vendorMessage: words });

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

async function stateOf(file: string): Promise<{ readonly size: number; readonly key: string }> {
  try {
    const { size, mtimeMs, ino } = await stat(file);
    return { size, key: `${ino}:${size}:${mtimeMs}` };
  } catch {
    throw told('unreachable', 'The database file is not there, or may not be read.');
  }
}

/** The file's bytes as they were at one moment. */
async function readWhole(file: string, bytesMax: number): Promise<{ readonly bytes: Buffer; readonly key: string }> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const { size, key } = await stateOf(file);
    if (size > bytesMax) throw told('bad-request', `The database file is larger than the ${Math.round(bytesMax / 1024 / 1024)} MB that are allowed.`);
    if (await sizeOf(`${file}-wal`) > 0) throw told('bad-request', 'The database has changes in a write-ahead log. Let its program check them in (PRAGMA wal_checkpoint), or keep it without one.');
    const isWritten = await sizeOf(`${file}-journal`) > 0;
    const bytes = await readFile(file);
    if (!isWritten && (await stateOf(file)).key === key && await sizeOf(`${file}-journal`) === 0) return { bytes, key };
  }
  throw told('unreachable', 'The database file is being written all the time.');
}

let sqlite: Promise<SqlJsStatic> | undefined;
let kept: { readonly key: string; readonly database: Database } | undefined;

/**
 * A copy of the database in memory, which is made anew when the file has changed. What a query may do is done to the copy:
 * no statement reaches a file of this machine.
 */
export async function openSnapshot(file: string, bytesMax: number): Promise<Database> {
  const { key: current } = await stateOf(file);
  if (kept?.key === `${file}\0${current}`) return kept.database;
  const { bytes, key } = await readWhole(file, bytesMax);
  if (bytes.length > 0 && bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw told('vendor-fault', 'The file is no SQLite database.');
  // The log is empty; without this its absence would be an error.
  for (const place of [WRITE_VERSION, READ_VERSION]) if (bytes[place] === 2) bytes[place] = 1;
  const { Database: Sqlite } = await (sqlite ??= initSqlJs());
  kept?.database.close();
  kept = undefined;
  const database = new Sqlite(bytes);
  database.run(`PRAGMA hard_heap_limit = ${HEAP_BYTES_MAX}`);
  kept = { key: `${file}\0${key}`, database };
  return database;
}
