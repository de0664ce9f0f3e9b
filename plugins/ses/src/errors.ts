import { failureOfClient, type ProviderError, type ProviderErrorCause } from '@parley/plugin-sdk';

interface VendorFailure {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** Codes that say more than the status they come with. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([
  ['TooManyRequestsException', 'rate-limit'], ['ThrottlingException', 'rate-limit'], ['LimitExceededException', 'quota'], ['AccountSuspendedException', 'quota'], ['SendingPausedException', 'quota'],
]);

/** What the vendor's client threw, in causes that hold for every vendor. */
export function asProviderError(error: unknown, secret: string): ProviderError {
  const { name, message: words, $metadata, $response } = Object(error) as VendorFailure;
  const headers = $response?.headers;
  // The quota of a day has the code of too many at once.
  const cause = typeof words === 'string' && /daily message quota/i.test(words) ? new Map([...CAUSES, ['TooManyRequestsException', 'quota'], ['ThrottlingException', 'quota']] as const) : CAUSES;
  return failureOfClient({
    error, status: $metadata?.httpStatusCode ?? $response?.statusCode, code: typeof name === 'string' ? name : undefined, words, causes: cause, secret, headers: headers && { get: (header) => headers[header] ?? null },
  });
}
