import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { databaseOver, openDatabase, type Database } from '../client/database.js';
import { embeddedAdapterFactory } from '../client/embedded-adapter.js';
import { embeddedEngine } from '../client/embedded-engine.js';
import { AUDIT_SCRIPT } from '../client/audit/audit-script.js';
import type { DatabaseLogger } from '../client/engine.js';
import { SECURE_SCRIPT } from '../client/isolation/secure-tables.js';
import { ROLES_SCRIPT } from '../roles/roles-script.js';
import type { Statement } from '../client/statements.js';
import { applyMigrations } from '../migrate/apply.js';
import { migrationsHash } from '../migrate/files.js';
import { testDatabaseUrl } from './env.js';
import { createPostgresDatabase, makeTemplate } from './postgres-database.js';

export interface TestDatabase {
  readonly database: Database;
  /** Every statement since the last `takeStatements`, oldest first. */
  readonly takeStatements: () => Statement[];
  /** Empties all tables, but for the templates of roles. */
  readonly reset: () => Promise<void>;
  /** Closes the database; on Postgres it is dropped. */
  readonly close: () => Promise<void>;
}

const silent: DatabaseLogger = { info: () => undefined, warn: () => undefined, error: () => undefined };
const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/parley-db', import.meta.url));

/**
 * A fresh, empty, migrated database for tests: embedded and in memory, or, when `DATABASE_URL` names a Postgres, a
 * database of its own there. Open one per test file, and `reset` it between tests.
 */
export async function openTestDatabase(databaseUrl: string | undefined = testDatabaseUrl()): Promise<TestDatabase> {
  const statements: Statement[] = [];
  const onStatement = (statement: Statement) => { statements.push(statement); };
  const opened = databaseUrl === undefined ? await openEmbedded(onStatement) : await openPostgres(databaseUrl, onStatement);
  const { database } = opened;
  const takeStatements = () => statements.splice(0);
  const tables = await database.system.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
  const truncate = `TRUNCATE ${tables.map(({ name }) => `"${name}"`).join(', ')} CASCADE`;
  takeStatements();
  return {
    database,
    takeStatements,
    reset: async () => {
      await database.system.$executeRawUnsafe(truncate);
      await database.system.$executeRawUnsafe(ROLES_SCRIPT);
      takeStatements();
    },
    close: async () => {
      await database.close();
      await opened.drop();
    },
  };
}

interface Opened { readonly database: Database; drop(): Promise<void> }

async function openEmbedded(onStatement: (statement: Statement) => void): Promise<Opened> {
  const database = await PGlite.create({ dataDir: 'memory://', loadDataDir: new Blob([new Uint8Array(await migratedSnapshot())]) });
  return { database: databaseOver(embeddedEngine(database, () => undefined), onStatement), drop: () => Promise.resolve() };
}

/** Names what a migrated database holds: another one for every change of a migration or a policy. */
async function contentHash(): Promise<string> {
  const secured = createHash('sha256').update(SECURE_SCRIPT + AUDIT_SCRIPT + ROLES_SCRIPT).digest('hex').slice(0, 8);
  return `${await migrationsHash()}-${secured}`;
}

/** The files of a migrated database, made once and kept until a migration or a policy changes. */
async function migratedSnapshot(): Promise<Buffer> {
  const path = join(cacheFolder, `migrated-${await contentHash()}.tar`);
  if (existsSync(path)) return readFileSync(path);
  const database = await PGlite.create('memory://');
  try {
    await applyMigrations(embeddedAdapterFactory(database));
    const bytes = Buffer.from(await (await database.dumpDataDir('none')).arrayBuffer());
    mkdirSync(cacheFolder, { recursive: true });
    for (const outdated of readdirSync(cacheFolder).filter((name) => name.endsWith('.tar'))) rmSync(join(cacheFolder, outdated), { force: true });
    // Several test processes may come here at once; each writes its own file and the last name wins.
    const own = `${path}.${process.pid}`;
    writeFileSync(own, bytes);
    renameSync(own, path);
    return bytes;
  } finally {
    await database.close();
  }
}

async function openPostgres(databaseUrl: string, onStatement: (statement: Statement) => void): Promise<Opened> {
  const template = `parley_template_${(await contentHash()).replaceAll(/[^0-9a-f]/g, '').slice(0, 40)}`;
  await makeTemplate(databaseUrl, template, async (url) => { await (await openDatabase({ dataDir: '', databaseUrl: url, logger: silent })).close(); });
  const { url, drop } = await createPostgresDatabase(databaseUrl, template);
  try {
    return { database: await openDatabase({ dataDir: '', databaseUrl: url, logger: silent, onStatement }), drop };
  } catch (error) {
    await drop();
    throw error;
  }
}
