/**
 * Why a provider failed, in words that hold for every vendor.
 *
 * - `auth` the credentials were refused; a person has to act
 * - `quota` the account is out of credit or over its plan; a person has to act
 * - `rate-limit` too many requests now; try again after `retryAfterMs`
 * - `bad-request` the vendor will not accept this input, however often it is sent
 * - `unreachable` no connection could be made, or it broke
 * - `vendor-fault` the vendor answered that it failed (5xx, an error event, silence where audio was due)
 * - `timeout` no answer within the time allowed
 * - `aborted` the caller of the adapter cancelled; never counted against the provider
 */
export type ProviderErrorCause =
  | 'auth' | 'quota' | 'rate-limit' | 'bad-request' | 'unreachable' | 'vendor-fault' | 'timeout' | 'aborted';

const RETRYABLE: ReadonlySet<ProviderErrorCause> = new Set(['rate-limit', 'unreachable', 'vendor-fault', 'timeout']);
const BRAND = Symbol.for('parley.provider-error.v1');

export interface ProviderErrorOptions {
  /** For `rate-limit`: how long the vendor asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The vendor's own code and words, for the person who reads the log; never spoken to a caller. */
  readonly vendorCode?: string;
  readonly vendorMessage?: string;
  readonly httpStatus?: number;
  /** The underlying error. */
  readonly reason?: unknown;
}

const SENTENCES: Readonly<Record<ProviderErrorCause, string>> = {
  auth: 'The credentials were refused.', quota: 'The account is out of credit, or over its plan.', 'rate-limit': 'Too many requests at once.',
  'bad-request': 'The vendor does not accept this request.', unreachable: 'No connection could be made, or it broke.',
  'vendor-fault': 'The vendor answered that it failed, or nothing that can be read.', timeout: 'The vendor did not answer in time.', aborted: 'The answer is no longer wanted.',
};

/** A cause in words, for an error that has none of its own. */
export const sentenceOf = (cause: ProviderErrorCause): string => SENTENCES[cause];

/** The one error an adapter may reject or throw with. Anything else is read as `vendor-fault`. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly causeCode: ProviderErrorCause;
  readonly retryAfterMs: number | undefined;
  readonly vendorCode: string | undefined;
  readonly vendorMessage: string | undefined;
  readonly httpStatus: number | undefined;
  /** Recognised by brand, not by class: a plugin may bring its own copy of this package. */
  readonly [BRAND] = true;

  constructor(causeCode: ProviderErrorCause, message: string, options: ProviderErrorOptions = {}) {
    super(message, options.reason === undefined ? undefined : { cause: options.reason });
    this.causeCode = causeCode;
    this.retryAfterMs = options.retryAfterMs;
    this.vendorCode = options.vendorCode;
    this.vendorMessage = options.vendorMessage;
    this.httpStatus = options.httpStatus;
  }

  /** Whether another attempt, here or at another provider of the same account, can help. */
  get isRetryable(): boolean {
    return RETRYABLE.has(this.causeCode);
  }
}

export function isProviderError(value: unknown): value is ProviderError {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/** Turns whatever was thrown into a {@link ProviderError}; what is one already is returned as it is. */
export function toProviderError(value: unknown): ProviderError {
  if (isProviderError(value)) return value;
  if (value instanceof Error && value.name === 'AbortError') return new ProviderError('aborted', value.message, { reason: value });
  if (value instanceof Error && value.name === 'TimeoutError') return new ProviderError('timeout', value.message, { reason: value });
  const message = value instanceof Error ? value.message : String(value);
  return new ProviderError('vendor-fault', message, { reason: value });
}
