import type { ProviderUsage } from './usage.js';

/** Reading an organization's own data, version 1. */
export const DATA_SOURCE_SPEC = 'data-source/v1';

/** The most that one request may ask for; a caller's own limits are usually far lower. */
export const DATA_SOURCE_LIMITS = {
  /** Length of a query's text. */
  textCharactersMax: 20_000,
  /** Length of one parameter. */
  parameterCharactersMax: 10_000,
  rowsMax: 10_000,
  /** Of the rows as JSON, in UTF-8. */
  bytesMax: 4 * 1024 * 1024,
  timeoutMsMax: 60_000,
  tablesMax: 1_000,
  /** Of one table. */
  columnsMax: 200,
} as const;

/** One value. A number is finite. */
export type DataParameter = string | number | boolean | null;

/** Any value that JSON has. */
export type DataValue = null | boolean | number | string | readonly DataValue[] | { readonly [name: string]: DataValue };

export interface DataSourceAbilities {
  /**
   * What the text of a query is written in. `sql`: one statement in the source's own dialect, with `:name` where a
   * parameter stands. `json`: an operation as the adapter's guide describes it, with `{"$parameter": "name"}` there.
   */
  readonly language: 'sql' | 'json';
  /**
   * True where the source itself refuses to write while it answers, whatever the text says. Where it cannot, the adapter
   * lets through only what reads, and the rights of the account it signs in with are the last guard.
   */
  readonly isReadOnlyAtSource: boolean;
}

export interface DataColumn {
  readonly name: string;
  /** In the source's own words, e.g. `timestamp with time zone`; empty where it does not say. */
  readonly type: string;
}

export interface DataTableColumn extends DataColumn {
  readonly isNullable: boolean;
  readonly description?: string;
}

/** What can be read: a table, a view, a collection of documents. */
export interface DataTable {
  /** Where the source has a level above its tables. */
  readonly schema?: string;
  readonly name: string;
  readonly kind: 'table' | 'view' | 'collection';
  readonly description?: string;
  readonly columns: readonly DataTableColumn[];
  /** True where it has more columns than are told. */
  readonly isTruncated: boolean;
}

export interface DataDescribeRequest {
  /** So many tables at most, 1 to 1,000. */
  readonly tablesMax: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface DataQueryRequest {
  readonly text: string;
  /** A value for each name in the text, and no others. They are bound: no value becomes a part of the text. */
  readonly parameters: Readonly<Record<string, DataParameter>>;
  /** So many rows at most, 1 to 10,000. */
  readonly rowsMax: number;
  /** The rows as JSON are no longer than this in UTF-8, 1 to 4,194,304. */
  readonly bytesMax: number;
  /** From the request to the last row, in milliseconds, up to 60,000; the source is told to stop as well. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface DataQueryResult {
  readonly columns: readonly DataColumn[];
  /**
   * Each row has a value for each column, in their order. What JSON cannot say is told so that nothing is lost: whole
   * numbers beyond 2^53 and exact decimals as their digits, times as text, bytes in base64.
   */
  readonly rows: readonly (readonly DataValue[])[];
  /** True where there were more rows than `rowsMax` or `bytesMax` let through. */
  readonly isTruncated: boolean;
  readonly usage: ProviderUsage;
}

/**
 * Connections are pooled inside. Requests reject with a `ProviderError`: `bad-request` for a text that the source refuses,
 * that would write or is more than one statement, and for parameters that are missing, unknown or no single value;
 * `timeout` after `timeoutMs`; `aborted` within 100 ms of the signal, and the source is let go of. No value of a
 * parameter and no row is in an error or the log.
 */
export interface DataSourceProvider {
  readonly spec: typeof DATA_SOURCE_SPEC;
  readonly abilities: DataSourceAbilities;
  /** What can be read with this account, ordered by schema and name. */
  describe(request: DataDescribeRequest): Promise<{ readonly tables: readonly DataTable[]; readonly isTruncated: boolean; readonly usage: ProviderUsage }>;
  query(request: DataQueryRequest): Promise<DataQueryResult>;
  close(): Promise<void>;
}
