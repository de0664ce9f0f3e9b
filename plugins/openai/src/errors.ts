import { causeOfStatus, failureOnTheWay, ProviderError, refusedBy, sentenceOf, type ProviderErrorCause, type VendorAnswer } from '@parley/plugin-sdk';
import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';

/** Of the codes that 429 comes with, those that waiting does not cure. */
const QUOTA_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active', 'credit_balance_too_low']);

export const told = (cause: ProviderErrorCause): ProviderError => new ProviderError(cause, sentenceOf(cause));
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

/** Codes and types of errors that come without a status: over a live connection, and in its closing words. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([
  ['invalid_api_key', 'auth'], ['authentication_error', 'auth'], ['rate_limit_exceeded', 'rate-limit'], ['invalid_request_error', 'bad-request'], ['invalid_model', 'bad-request'], ['model_not_found', 'bad-request'],
]);

interface ErrorBody { readonly type?: unknown; readonly code?: unknown; readonly message?: unknown }

/** An error of the live API, or the answer to a connection that it does not take: both have the same body. */
export function liveRefusal(body: unknown, secret: string, answer: Partial<VendorAnswer> = {}): ProviderError {
  const { type, code: given, message } = (typeof body === 'object' && body !== null ? body : {}) as ErrorBody;
  const code = typeof given === 'string' ? given : undefined;
  const named = [code, typeof type === 'string' ? type : undefined].flatMap((name) => (name === undefined ? [] : [QUOTA_CODES.has(name) ? 'quota' as const : CAUSES.get(name)])).find((cause) => cause !== undefined);
  const cause = answer.status === undefined ? named ?? 'vendor-fault' : code && QUOTA_CODES.has(code) ? 'quota' : causeOfStatus(answer.status);
  return refusedBy({ cause, words: typeof message === 'string' ? message : answer.text ?? '', code, status: answer.status, headers: answer.headers, secret });
}

/** What was answered instead of a live connection. */
export function refusedConnection(answer: VendorAnswer, secret: string): ProviderError {
  let body: unknown;
  try { body = (JSON.parse(answer.text) as { error?: unknown } | null)?.error; } catch { /* Words that are no JSON are kept as they are. */ }
  return liveRefusal(body, secret, answer);
}
