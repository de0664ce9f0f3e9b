import { isProviderError, ProviderError, sentenceOf, type ProviderErrorCause } from './errors.js';

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

const told = (cause: ProviderErrorCause): ProviderError => new ProviderError(cause, sentenceOf(cause));

/** What was thrown on the way to a vendor and back, where nobody answered; without the request, which knows the secret. */
export function failureOnTheWay(error: unknown): ProviderError {
  if (isProviderError(error)) return error;
  if (!(error instanceof Error)) return told('vendor-fault');
  if (error.name === 'AbortError') return told('aborted');
  const reason: unknown = error.cause;
  if (reason instanceof Error && 'code' in reason && reason.code === 'UND_ERR_CONNECT_TIMEOUT') return told('timeout');
  // undici has one error for every way in which a connection fails or breaks; sockets tell theirs by a code.
  if (error instanceof TypeError || ('code' in error && /^E[A-Z]+$|SOCKET/.test(String(error.code)))) return told('unreachable');
  return told('vendor-fault');
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

/** What a vendor's own client threw, taken apart. */
export interface ClientFailure {
  readonly error: unknown;
  /** Undefined where nobody answered. */
  readonly status: number | undefined;
  readonly code?: string | undefined;
  readonly words: unknown;
  readonly headers?: { get(name: string): string | null } | undefined;
  /** Codes that say more than the status they come with. */
  readonly causes: ReadonlyMap<string, ProviderErrorCause>;
  readonly secret: string;
}

/** What a vendor's own client threw, without the request, which knows the secret. An answer that leads elsewhere is a fault of the settings. */
export function failureOfClient({ error, status, code, words, headers, causes, secret }: ClientFailure): ProviderError {
  if (isProviderError(error)) return error;
  if (error instanceof Error && error.name === 'TimeoutError') return told('timeout');
  if (status === undefined || (error instanceof Error && error.name === 'AbortError')) return failureOnTheWay(error);
  const byStatus = status < 300 ? 'vendor-fault' : status < 400 ? 'bad-request' : causeOfStatus(status);
  return refusedBy({ cause: (code === undefined ? undefined : causes.get(code)) ?? byStatus, words: typeof words === 'string' ? words : '', code, status, headers, secret });
}
