import { dataFailure, isProviderError, type ProviderError, type ProviderErrorCause } from '@parley/plugin-sdk';

/** Classes and codes of https://www.postgresql.org/docs/current/errcodes-appendix.html; the longest that fits counts. */
const CAUSES: readonly (readonly [prefix: string, cause: ProviderErrorCause])[] = [
  ['28', 'auth'], ['53', 'rate-limit'], ['53200', 'vendor-fault'], ['57014', 'timeout'], ['57P', 'unreachable'], ['08', 'unreachable'], ['25P03', 'timeout'],
  ['55P03', 'timeout'], ['40', 'vendor-fault'], ['58', 'vendor-fault'], ['XX', 'vendor-fault'], ['F0', 'vendor-fault'],
];

function causeOf({ code = '', message }: { readonly code?: string; readonly message: string }): ProviderErrorCause {
  if (/^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E')) {
    return CAUSES.filter(([prefix]) => code.startsWith(prefix)).toSorted(([one], [other]) => other.length - one.length)[0]?.[1] ?? 'bad-request';
  }
  if (/timeout/i.test(message) || code === 'ETIMEDOUT') return 'timeout';
  if (/SASL|password|pg_hba/i.test(message)) return 'auth';
  return 'unreachable';
}

/** What the driver threw; `hidden` is taken out of its words. */
export function asProviderError(error: unknown, hidden: readonly unknown[]): ProviderError {
  if (isProviderError(error)) return error;
  const failure = error as { readonly code?: string; readonly message: string };
  // Where a name has several addresses, each has a failure of its own and all of them together have no words.
  const [first] = error instanceof AggregateError ? error.errors as unknown[] : [];
  const words = failure.message || (first instanceof Error ? first.message : '');
  return dataFailure({ cause: causeOf(failure), words, code: failure.code, hidden });
}
