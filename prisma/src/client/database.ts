import { type Prisma, PrismaClient } from '../generated/client.js';
import { applyMigrations } from '../migrate/apply.js';
import { openEmbedded } from './embedded-engine.js';
import type { DatabaseLogger, Engine } from './engine.js';
import { DatabaseOpenError } from './errors.js';
import { DATABASE_LIMITS } from './limits.js';
import { openPostgres } from './postgres-engine.js';
import { listenToStatements, type StatementListener } from './statements.js';
import { OrganizationClients } from './tenant/organization-clients.js';
import type { OrganizationClient, OrganizationTransaction } from './tenant/tenant-client.js';

export interface DatabaseOptions {
  /** Folder of the embedded database (`<dataDir>/pg`); made when missing. Not touched when `databaseUrl` is given. */
  readonly dataDir: string;
  /** `postgres://user:password@host:5432/database`; without it the embedded database is used. With `?pgbouncer=true` no statement is prepared. */
  readonly databaseUrl?: string | undefined;
  readonly logger: DatabaseLogger;
  /** Told of every SQL statement before it is sent: for SQL budgets. Must not throw. */
  readonly onStatement?: StatementListener | undefined;
}

/** The whole platform's rows: for sign-in, jobs and the media link, where there is no organization yet or more than one. */
export type SystemClient = Omit<PrismaClient, '$disconnect' | '$on'>;
/** As `SystemClient`, within a transaction. */
export type SystemTransaction = Prisma.TransactionClient;

export interface TransactionOptions {
  /** Default 10,000; the transaction is rolled back after that. */
  readonly timeoutMs?: number;
  readonly isolationLevel?: Prisma.TransactionIsolationLevel;
}

/** The database of the process, whichever engine carries it. */
export interface Database {
  readonly kind: 'embedded' | 'postgres';
  readonly system: SystemClient;
  /**
   * The client of one organization; the same object as long as it is in use. With `agentIds` it reaches these agents and
   * what is theirs (versions, calls and all that belongs to them) and no other. @throws TenantScopeError without a UUID
   */
  forOrganization(organizationId: string, agentIds?: readonly string[]): OrganizationClient;
  /**
   * Runs `run` in one transaction: committed when it returns, rolled back when it throws. Inside, use nothing but the
   * client it is given: the embedded database has one connection, and whatever asks beside the transaction waits for
   * its end. Await nothing but the database.
   */
  transaction<Result>(scope: 'system', run: (transaction: SystemTransaction) => Promise<Result>, options?: TransactionOptions): Promise<Result>;
  transaction<Result>(organizationId: string, run: (transaction: OrganizationTransaction) => Promise<Result>, options?: TransactionOptions): Promise<Result>;
  /** Waits for running statements and lets go of connections, files and locks. Twice is the same as once. */
  close(): Promise<void>;
}

/**
 * Opens the database, and brings it to the newest migration.
 *
 * @throws DatabaseOpenError with a sentence for the person who started the process
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { dataDir, databaseUrl, logger } = options;
  const engine = databaseUrl === undefined ? await openEmbedded(dataDir) : await openPostgres(databaseUrl, logger);
  try {
    await migrate(engine, logger);
  } catch (error) {
    await engine.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseOpenError('MIGRATION_FAILED', `The database could not be brought up to date: ${reason}`, { cause: error });
  }
  return databaseOver(engine, options.onStatement);
}

async function migrate(engine: Engine, logger: DatabaseLogger): Promise<void> {
  const applied = await engine.exclusively((adapterFactory) => applyMigrations(adapterFactory));
  if (applied.length > 0) logger.info({ migrations: applied }, 'the database was brought up to date');
}

/** The database object over an engine whose tables are in place. */
export function databaseOver(engine: Engine, onStatement?: StatementListener): Database {
  const adapter = onStatement ? listenToStatements(engine.adapterFactory, onStatement) : engine.adapterFactory;
  const client = new PrismaClient({
    adapter, transactionOptions: { maxWait: DATABASE_LIMITS.transactionWaitMs, timeout: DATABASE_LIMITS.transactionMs },
  });
  const organizations = new OrganizationClients(client);
  let closed: Promise<void> | undefined;
  const close = async () => {
    await client.$disconnect();
    await engine.close();
  };
  function transaction<Result>(scope: string, run: (transaction: never) => Promise<Result>, options: TransactionOptions = {}): Promise<Result> {
    const owner = scope === 'system' ? client : organizations.get(scope);
    return owner.$transaction((inner) => run(inner as never), {
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      ...(options.isolationLevel === undefined ? {} : { isolationLevel: options.isolationLevel }),
    });
  }
  return {
    kind: engine.kind,
    system: client,
    forOrganization: (organizationId, agentIds) => organizations.get(organizationId, agentIds),
    transaction,
    close: () => (closed ??= close()),
  };
}
