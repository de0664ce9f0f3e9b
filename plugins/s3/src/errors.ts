import { failureOfClient, type ProviderError, type ProviderErrorCause } from '@parley/plugin-sdk';

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

/** What the vendor's client threw, in causes that hold for every vendor. */
export function asProviderError(error: unknown, secret: string): ProviderError {
  const failure = Object(error) as VendorFailure;
  const { name, message: words, $response } = failure;
  const headers = $response?.headers;
  return failureOfClient({ error, status: statusOf(failure), code: typeof name === 'string' ? name : undefined, words, causes: CAUSES, secret, headers: headers && { get: (header) => headers[header] ?? null } });
}
