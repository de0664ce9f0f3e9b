import { isProviderError, ProviderError, type ProviderErrorCause } from '@parley/plugin-sdk';
import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';

/** Of the codes that 429 comes with, those that waiting does not cure. */
const QUOTA_CODES = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active', 'credit_balance_too_low']);
const WORDS_MAX = 500;

const SENTENCES: Readonly<Record<ProviderErrorCause, string>> = {
  auth: 'The key was refused.', quota: 'The account is out of credit, or over its plan.', 'rate-limit': 'Too many requests at once.',
  'bad-request': 'The vendor does not accept this request.', unreachable: 'No connection could be made, or it broke.',
  'vendor-fault': 'The vendor answered that it failed, or nothing that can be read.', timeout: 'The vendor did not answer in time.', aborted: 'The answer is no longer wanted.',
};

export const aborted = (): ProviderError => new ProviderError('aborted', SENTENCES.aborted);
export const timedOut = (): ProviderError => new ProviderError('timeout', SENTENCES.timeout);
export const brokenOff = (what: string): ProviderError => new ProviderError('vendor-fault', what);

function causeOf(status: number | undefined, code: string | null | undefined): ProviderErrorCause {
  if (code && QUOTA_CODES.has(code)) return 'quota';
  switch (status) {
    case 401: case 403: return 'auth';
    case 402: return 'quota';
    case 408: return 'timeout';
    case 429: return 'rate-limit';
  }
  // An error inside a stream has no status: it came after a 200.
  if (status === undefined) return code === 'rate_limit_exceeded' ? 'rate-limit' : 'vendor-fault';
  return status >= 400 && status < 500 && status !== 409 ? 'bad-request' : 'vendor-fault';
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date; undefined where neither says something. */
export function retryAfterMsOf(headers: Headers | undefined, nowMs: number): number | undefined {
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers?.get('retry-after');
  if (!text) return undefined;
  const seconds = Number(text);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - nowMs;
  return Number.isFinite(waitMs) ? Math.max(0, Math.ceil(waitMs)) : undefined;
}

/** What the vendor's client threw, told in causes that hold for every vendor; without the request, which knows the key. */
export function asProviderError(error: unknown, secret: string): ProviderError {
  if (isProviderError(error)) return error;
  if (error instanceof APIUserAbortError || (error instanceof Error && error.name === 'AbortError')) return aborted();
  if (error instanceof APIConnectionTimeoutError) return timedOut();
  if (error instanceof APIConnectionError) return new ProviderError('unreachable', SENTENCES.unreachable);
  if (error instanceof APIError) {
    const code = typeof error.code === 'string' ? error.code : undefined;
    const cause = causeOf(error.status as number | undefined, code);
    const retryAfterMs = cause === 'rate-limit' ? retryAfterMsOf(error.headers, Date.now()) : undefined;
    const words = secret === '' ? error.message : error.message.replaceAll(secret, '…');
    return new ProviderError(cause, SENTENCES[cause], {
      vendorMessage: words.slice(0, WORDS_MAX), ...(code === undefined ? {} : { vendorCode: code }),
      ...(error.status === undefined ? {} : { httpStatus: error.status as number }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  // A connection that breaks in the middle of an answer comes as undici's own error.
  if (error instanceof TypeError || (error instanceof Error && 'code' in error && /SOCKET|ECONN|EPIPE/.test(String(error.code)))) return new ProviderError('unreachable', SENTENCES.unreachable);
  return brokenOff(SENTENCES['vendor-fault']);
}
