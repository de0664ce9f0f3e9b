import { causeOfStatus, failureOnTheWay, isProviderError, ProviderError, refusedBy, sentenceOf, type ProviderErrorCause } from '@parley/plugin-sdk';

interface VendorFailure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** Codes that say more than the status they come with. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([
  ['SlowDown', 'rate-limit'], ['Throttling', 'rate-limit'], ['ThrottlingException', 'rate-limit'], ['RequestLimitExceeded', 'rate-limit'], ['TooManyRequests', 'rate-limit'],
  ['ServiceQuotaExceeded', 'quota'], ['QuotaExceeded', 'quota'], ['AccountProblem', 'quota'], ['XMinioStorageFull', 'quota'], ['InsufficientStorage', 'quota'],
  ['InvalidAccessKeyId', 'auth'], ['SignatureDoesNotMatch', 'auth'], ['AccessDenied', 'auth'], ['ExpiredToken', 'auth'], ['InvalidToken', 'auth'],
  ['RequestTimeout', 'timeout'],
]);

const statusOf = ({ $metadata, $response }: VendorFailure): number | undefined => $metadata?.httpStatusCode ?? $response?.statusCode;

/** An object that is not there; a bucket that is not there is a fault of the settings. HEAD tells no code. */
export function isMissing(error: unknown): boolean {
  const failure = Object(error) as VendorFailure;
  return statusOf(failure) === 404 && failure.name !== 'NoSuchBucket';
}

/** What the vendor's client threw, without the request, which knows who asked. */
export function asProviderError(error: unknown, secret: string): ProviderError {
  if (isProviderError(error)) return error;
  const failure = Object(error) as VendorFailure;
  const status = statusOf(failure);
  const code = typeof failure.name === 'string' ? failure.name : undefined;
  if (code === 'AbortError' || code === 'TimeoutError') { const cause = code === 'AbortError' ? 'aborted' : 'timeout'; return new ProviderError(cause, sentenceOf(cause)); }
  if (status === undefined) return failureOnTheWay(error);
  // A redirect leads to the region that the bucket is in: the settings name another.
  const cause = (code === undefined ? undefined : CAUSES.get(code)) ?? (status >= 300 && status < 400 ? 'bad-request' : status < 300 ? 'vendor-fault' : causeOfStatus(status));
  const headers = failure.$response?.headers;
  return refusedBy({ cause, words: typeof failure.message === 'string' ? failure.message : '', code, status, secret, headers: headers && { get: (name) => headers[name] ?? null } });
}
