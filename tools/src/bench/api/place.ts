import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** Where the data of a benchmark lies. Nothing that was there before is touched; `remove` leaves nothing behind. */
export interface Place {
  readonly kind: 'PGlite' | 'Postgres';
  /** Data folder of the API. */
  readonly dataDir: string;
  /** Address of the database that was made for this run; undefined where it is embedded. */
  readonly databaseUrl: string | undefined;
  /** What the hand-written server opens: an embedded database has one owner, so that it gets a copy. */
  forHandWritten(): string;
  remove(): Promise<void>;
}

/** Runs a benchmark in a place of its own, which is gone afterwards, whatever happened, and ends the process. */
export async function inPlace(run: (place: Place) => Promise<void>): Promise<never> {
  const place = await makePlace(process.env['DATABASE_URL'] || undefined);
  process.once('SIGINT', () => { place.remove().finally(() => process.exit(130)).catch(() => undefined); });
  try { await run(place); } finally { await place.remove(); }
  process.exit(0);
}

async function makePlace(databaseUrl: string | undefined): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-api-'));
  const dataDir = join(folder, 'data');
  const removeFolder = () => { rmSync(folder, { recursive: true, force: true }); };
  if (databaseUrl === undefined) {
    return {
      kind: 'PGlite', dataDir, databaseUrl: undefined, remove: () => { removeFolder(); return Promise.resolve(); },
      forHandWritten: () => { cpSync(join(dataDir, 'pg'), join(folder, 'copy'), { recursive: true }); return join(folder, 'copy'); },
    };
  }
  const name = `parley_bench_${process.pid}`;
  await administer(databaseUrl, `CREATE DATABASE ${name}`);
  const own = new URL(databaseUrl);
  own.pathname = `/${name}`;
  return {
    kind: 'Postgres', dataDir, databaseUrl: own.href, forHandWritten: () => own.href,
    remove: async () => { removeFolder(); await administer(databaseUrl, `DROP DATABASE ${name} WITH (FORCE)`); },
  };
}

async function administer(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try { await client.query(statement); } finally { await client.end(); }
}
