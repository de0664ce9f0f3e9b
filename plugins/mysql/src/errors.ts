import { dataFailure, isProviderError, type ProviderError, type ProviderErrorCause } from '@parley/plugin-sdk';

/** Error numbers of servers: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html, and MariaDB's own from 1900 on. Others are about the query. */
const CAUSES: ReadonlyMap<number, ProviderErrorCause> = new Map([
  ...[1045, 1698, 1820, 1862, 3118, 4151].map((number) => [number, 'auth'] as const),
  ...[1040, 1203, 1226].map((number) => [number, 'rate-limit'] as const),
  ...[1205, 1317, 1969, 3024].map((number) => [number, 'timeout'] as const),
  ...[1053, 1077, 1129, 1130, 1927].map((number) => [number, 'unreachable'] as const),
  ...[1021, 1026, 1037, 1041, 1213].map((number) => [number, 'vendor-fault'] as const),
]);

function causeOf({ errno = 0, code = '', sqlState }: { readonly errno?: number; readonly code?: string; readonly sqlState?: string }): ProviderErrorCause {
  if (sqlState !== undefined) return CAUSES.get(errno) ?? 'bad-request';
  if (code === 'ETIMEDOUT' || code === 'PROTOCOL_SEQUENCE_TIMEOUT') return 'timeout';
  return 'unreachable';
}

/** What the driver threw; `hidden` is taken out of its words. */
export function asProviderError(error: unknown, hidden: readonly unknown[]): ProviderError {
  if (isProviderError(error)) return error;
  const failure = error as { readonly errno?: number; readonly code?: string; readonly sqlState?: string; readonly message: string };
  const [first] = error instanceof AggregateError ? error.errors as unknown[] : [];
  const words = failure.message || (first instanceof Error ? first.message : '');
  return dataFailure({ cause: causeOf(failure), words, code: failure.code, hidden });
}
