import { causeOfStatus, ProviderError, refusedBy, type ProviderErrorCause } from '@parley/plugin-sdk';

/** Reasons that say more than the status they come with. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([
  ['rateLimitExceeded', 'rate-limit'], ['userRateLimitExceeded', 'rate-limit'], ['quotaExceeded', 'quota'], ['dailyLimitExceeded', 'quota'], ['accountDisabled', 'quota'], ['billingNotEnabled', 'quota'], ['UserProjectAccountProblem', 'quota'],
  ['invalid_grant', 'auth'], ['unauthorized_client', 'auth'], ['invalid_client', 'auth'],
]);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const unreadable = (): ProviderError => new ProviderError('vendor-fault', 'The vendor answered something that cannot be read.');

/** `{"error":{"message","errors":[{"reason"}]}}` of the storage, `{"error","error_description"}` of where one signs in, or words. */
function read(text: string): { readonly reason?: string | undefined; readonly words: string } {
  try {
    const body: unknown = JSON.parse(text);
    const error: unknown = isObject(body) ? body['error'] : undefined;
    if (typeof error === 'string') return { reason: error, words: textOf((body as Record<string, unknown>)['error_description']) ?? error };
    if (isObject(error)) {
      const [first] = Array.isArray(error['errors']) ? error['errors'] as unknown[] : [];
      return { reason: isObject(first) ? textOf(first['reason']) : undefined, words: textOf(error['message']) ?? '' };
    }
  } catch { /* Words that are no JSON are kept as they are. */ }
  return { words: text };
}

/** What the vendor answered with a status that is no success; `secret` is what it was asked with. */
export function refused({ text, status, headers, secret }: { readonly text: string; readonly status: number; readonly headers: Headers; readonly secret: string }): ProviderError {
  const { reason, words } = read(text);
  return refusedBy({ cause: (reason === undefined ? undefined : CAUSES.get(reason)) ?? causeOfStatus(status), words, code: reason, status, headers, secret });
}

/** An object that is not there; a bucket that is not there is a fault of the settings, with the same reason. */
export const isMissing = (status: number, text: string): boolean => status === 404 && !/bucket does not exist/i.test(text);
