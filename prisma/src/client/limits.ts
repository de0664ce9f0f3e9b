/** Every limit of the database, named with its unit. */
export const DATABASE_LIMITS = {
  /** Connections of one process. Postgres allows 100 by default, for all processes together. */
  connectionsMax: 10,
  /** How long a query waits for a connection, a new one included. */
  connectionTimeoutMs: 5_000,
  /** How long an unused connection is kept. */
  connectionIdleMs: 30_000,
  /** Statements that each connection keeps prepared; their plans are kept in its memory. */
  preparedStatementsMax: 100,
  /** Postgres ends a statement that runs longer. The longest answer that the API allows is 30 s. */
  statementTimeoutMs: 30_000,
  /** How long a transaction waits to begin; on the embedded database it waits for the one before it. */
  transactionWaitMs: 5_000,
  /** How long a transaction may last. */
  transactionMs: 10_000,
  /** Clients of organizations that are kept; the one used least recently goes first. */
  organizationClientsMax: 1_000,
  /** How long a start waits for another process that applies the migrations. */
  migrationWaitMs: 120_000,
} as const;
