import { causeOfStatus, failureOnTheWay, ProviderError, refusedBy, sentenceOf, type ProviderErrorCause } from '@parley/plugin-sdk';
import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';

/** Of the codes that 429 comes with, those that waiting does not cure. */
const QUOTA_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active', 'credit_balance_too_low']);

const told = (cause: ProviderErrorCause): ProviderError => new ProviderError(cause, sentenceOf(cause));
export const brokenOff = (what: string): ProviderError => new ProviderError('vendor-fault', what);

/** What the vendor's client threw, told in causes that hold for every vendor; without the request, which knows the key. */
export function asProviderError(error: unknown, secret: string): ProviderError {
  if (error instanceof APIUserAbortError) return told('aborted');
  if (error instanceof APIConnectionTimeoutError) return told('timeout');
  if (error instanceof APIConnectionError) return told('unreachable');
  if (error instanceof APIError) {
    const code = typeof error.code === 'string' ? error.code : undefined;
    const status = error.status as number | undefined;
    // An error inside a stream has no status: it came after a 200.
    const cause = code && QUOTA_CODES.has(code) ? 'quota' : status === undefined && code === 'rate_limit_exceeded' ? 'rate-limit' : causeOfStatus(status);
    return refusedBy({ cause, words: error.message, code, status, headers: error.headers, secret });
  }
  return failureOnTheWay(error);
}
