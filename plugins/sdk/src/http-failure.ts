import { ProviderError, sentenceOf, type ProviderErrorCause } from './errors.js';

/** Of a vendor's words, so many characters are kept. */
const WORDS_MAX = 500;

/** What an HTTP status says, for vendors that use them as everybody does; undefined (an error inside a stream) is `vendor-fault`. */
export function causeOfStatus(status: number | undefined): ProviderErrorCause {
  switch (status) {
    case 401: case 403: return 'auth';
    case 402: return 'quota';
    case 408: return 'timeout';
    case 429: return 'rate-limit';
    default: return status !== undefined && status >= 400 && status < 500 && status !== 409 ? 'bad-request' : 'vendor-fault';
  }
}

/** Milliseconds that a vendor asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date; undefined where neither says something. */
export function retryAfterMsOf(headers: { get(name: string): string | null } | undefined, nowMs: number = Date.now()): number | undefined {
  const exact = headers?.get('retry-after-ms');
  if (exact && Number(exact) >= 0) return Number(exact);
  const text = headers?.get('retry-after');
  if (!text) return undefined;
  const seconds = Number(text);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - nowMs;
  return Number.isFinite(waitMs) ? Math.max(0, Math.ceil(waitMs)) : undefined;
}

export interface VendorRefusal {
  readonly cause: ProviderErrorCause;
  readonly words: string;
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly headers?: { get(name: string): string | null } | undefined;
  /** Taken out of the words, wherever it stands in them. */
  readonly secret: string;
}

/** A vendor's refusal as the one error of adapters: its words without the secret, the wait it asks for, nothing of the request. */
export function refusedBy({ cause, words, code, status, headers, secret }: VendorRefusal): ProviderError {
  const retryAfterMs = cause === 'rate-limit' ? retryAfterMsOf(headers) : undefined;
  return new ProviderError(cause, sentenceOf(cause), {
    vendorMessage: (secret === '' ? words : words.replaceAll(secret, '…')).slice(0, WORDS_MAX), ...(code === undefined ? {} : { vendorCode: code }),
    ...(status === undefined ? {} : { httpStatus: status }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}
