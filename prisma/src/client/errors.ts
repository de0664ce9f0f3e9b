/** What went wrong when the database was opened. */
export type DatabaseOpenErrorCode =
  /** Another living process holds the data folder. */
  | 'DATA_DIR_IN_USE'
  /** The data folder cannot be made, read or written, or holds something that is no database. */
  | 'DATA_DIR_UNUSABLE'
  /** Nobody answers at the address of `databaseUrl`, or it refused the user. */
  | 'UNREACHABLE'
  /** `databaseUrl` is not an address of a Postgres database. */
  | 'INVALID_URL'
  /** The migrations could not be applied. */
  | 'MIGRATION_FAILED';

/** The database could not be opened. The message is a sentence for the person who started the process; it never holds a password. */
export class DatabaseOpenError extends Error {
  override readonly name = 'DatabaseOpenError';

  constructor(readonly code: DatabaseOpenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** A query that cannot be bound to the organization of its client. It is a fault of the program and was not sent. */
export class TenantScopeError extends Error {
  override readonly name = 'TenantScopeError';

  constructor(
    /** Model of the query; undefined for raw SQL. */
    readonly model: string | undefined,
    /** Operation of the query, e.g. `findMany`. */
    readonly operation: string,
    reason: string,
  ) {
    super(`${model ? `${model}.` : ''}${operation} was refused: ${reason}`);
  }
}
