import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';

/** The logger that the process gives; pino's shape, of which the database needs this much. */
export interface DatabaseLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** One of the two database engines, opened. */
export interface Engine {
  readonly kind: 'embedded' | 'postgres';
  readonly adapterFactory: SqlMigrationAwareDriverAdapterFactory;
  /** Runs `task` while no other process migrates this database. */
  exclusively<Result>(task: (adapterFactory: SqlMigrationAwareDriverAdapterFactory) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}
