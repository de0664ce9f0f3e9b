import { causeOfStatus, ProviderError, refusedBy, sentenceOf, SPENT_CODES, type ProviderErrorCause, type VendorAnswer } from '@parley/plugin-sdk';

export const told = (cause: ProviderErrorCause): ProviderError => new ProviderError(cause, sentenceOf(cause));
export const brokenOff = (what: string): ProviderError => new ProviderError('vendor-fault', what);

/** Codes and types of errors that come without a status: over a live connection, and in its closing words. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([
  ['invalid_api_key', 'auth'], ['authentication_error', 'auth'], ['rate_limit_exceeded', 'rate-limit'], ['invalid_request_error', 'bad-request'], ['invalid_model', 'bad-request'], ['model_not_found', 'bad-request'],
]);

interface ErrorBody { readonly type?: unknown; readonly code?: unknown; readonly message?: unknown }

/** An error of the live API, or the answer to a connection that it does not take: both have the same body. */
export function liveRefusal(body: unknown, secret: string, answer: Partial<VendorAnswer> = {}): ProviderError {
  const { type, code: given, message } = (typeof body === 'object' && body !== null ? body : {}) as ErrorBody;
  const code = typeof given === 'string' ? given : undefined;
  const named = [code, typeof type === 'string' ? type : undefined].flatMap((name) => (name === undefined ? [] : [SPENT_CODES.has(name) ? 'quota' as const : CAUSES.get(name)])).find((cause) => cause !== undefined);
  const cause = answer.status === undefined ? named ?? 'vendor-fault' : code && SPENT_CODES.has(code) ? 'quota' : causeOfStatus(answer.status);
  return refusedBy({ cause, words: typeof message === 'string' ? message : answer.text ?? '', code, status: answer.status, headers: answer.headers, secret });
}

/** What was answered instead of a live connection. */
export function refusedConnection(answer: VendorAnswer, secret: string): ProviderError {
  let body: unknown;
  try { body = (JSON.parse(answer.text) as { error?: unknown } | null)?.error; } catch { /* Words that are no JSON are kept as they are. */ }
  return liveRefusal(body, secret, answer);
}
