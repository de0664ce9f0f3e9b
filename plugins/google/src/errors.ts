import { causeOfStatus, ProviderError, refusedBy, sentenceOf, type ProviderErrorCause, type VendorAnswer } from '@parley/plugin-sdk';
import { z } from 'zod';

/** The vendor's own names of what went wrong, which stand inside streams too, where there is no status. */
const CAUSES: Readonly<Record<string, ProviderErrorCause>> = {
  UNAUTHENTICATED: 'auth', PERMISSION_DENIED: 'auth', RESOURCE_EXHAUSTED: 'rate-limit', INVALID_ARGUMENT: 'bad-request', NOT_FOUND: 'bad-request', OUT_OF_RANGE: 'bad-request',
  DEADLINE_EXCEEDED: 'timeout', UNAVAILABLE: 'vendor-fault', INTERNAL: 'vendor-fault', UNKNOWN: 'vendor-fault',
  // Where the account has to be paid for first.
  FAILED_PRECONDITION: 'quota',
};
/** A key that is none is told as a bad request. */
const KEY_REASONS = new Set(['API_KEY_INVALID', 'API_KEY_SERVICE_BLOCKED', 'API_KEY_EXPIRED']);

const detail = z.looseObject({ '@type': z.string().nullish(), reason: z.string().nullish(), retryDelay: z.string().nullish(), violations: z.array(z.looseObject({ quotaId: z.string().nullish() })).nullish() });
const body = z.looseObject({ error: z.looseObject({ code: z.number().nullish(), status: z.string().nullish(), message: z.string().nullish(), details: z.array(detail).nullish() }) });

export const told = (cause: ProviderErrorCause): ProviderError => new ProviderError(cause, sentenceOf(cause));
export const brokenOff = (what: string): ProviderError => new ProviderError('vendor-fault', what);

/** `1.5s`, as the header that says the same in seconds. */
function headersOf(retryDelay: string | null | undefined): VendorAnswer['headers'] | undefined {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(retryDelay ?? '')?.[1];
  return seconds === undefined ? undefined : { get: (name) => (name === 'retry-after' ? seconds : null) };
}

/** An error that the vendor answered with, or said inside a stream. */
export function refusal(given: unknown, secret: string, answer: Partial<VendorAnswer> = {}): ProviderError {
  const { data } = body.safeParse(given);
  if (!data) return refusedBy({ cause: causeOfStatus(answer.status), words: answer.text ?? '', status: answer.status, headers: answer.headers, secret });
  const { code, status, message, details } = data.error;
  const reason = details?.find((each) => each.reason)?.reason ?? undefined;
  const isSpentForToday = details?.some(({ violations }) => violations?.some(({ quotaId }) => /PerDay/i.test(quotaId ?? ''))) ?? false;
  const named = CAUSES[status ?? ''] ?? causeOfStatus(code ?? answer.status);
  const cause = reason !== undefined && KEY_REASONS.has(reason) ? 'auth' : named === 'rate-limit' && isSpentForToday ? 'quota' : named;
  const headers = headersOf(details?.find((each) => each.retryDelay)?.retryDelay) ?? answer.headers;
  return refusedBy({ cause, words: message ?? '', code: reason ?? status ?? undefined, status: answer.status, headers, secret });
}

/** What the vendor answered with a status that is no success; some of its answers stand in a list. */
export function refusedRequest(answer: VendorAnswer, secret: string): ProviderError {
  let given: unknown;
  try { given = JSON.parse(answer.text); } catch { /* Words that are no JSON are kept as they are. */ }
  return refusal(Array.isArray(given) ? given[0] : given, secret, answer);
}
