/**
 * Why api did not do what it was asked.
 *
 * - `unreachable` no connection, or it broke; `timeout` no answer in time; `api-fault` it answered that it failed: try again later
 * - `auth` the service token was refused: try again, a person has to act
 * - `bad-request` it will never take this input
 * - `too-large` it may take less of it
 * - `closed` the link was closed here
 */
export type ApiLinkCause = 'unreachable' | 'timeout' | 'auth' | 'api-fault' | 'bad-request' | 'too-large' | 'closed';

/** The one error that the link to api rejects with. */
export class ApiLinkError extends Error {
  override readonly name = 'ApiLinkError';

  constructor(readonly causeCode: ApiLinkCause, message: string, readonly httpStatus?: number, reason?: unknown) {
    super(message, reason === undefined ? undefined : { cause: reason });
  }

  /** No answer of api itself: whatever is sent next meets the same. */
  get isLinkDown(): boolean {
    return this.causeCode === 'unreachable' || this.causeCode === 'timeout' || this.causeCode === 'auth';
  }
}

export function toApiLinkError(value: unknown): ApiLinkError {
  if (value instanceof ApiLinkError) return value;
  return new ApiLinkError('unreachable', value instanceof Error ? value.message : String(value), undefined, value);
}

/** `undefined` where the status is a success. */
export function errorOfStatus(status: number, body: string): ApiLinkError | undefined {
  if (status >= 200 && status < 300) return undefined;
  const message = `api answered ${status}: ${body.slice(0, 300)}`;
  if (status === 401 || status === 403) return new ApiLinkError('auth', message, status);
  if (status === 413) return new ApiLinkError('too-large', message, status);
  if (status === 408 || status === 425 || status === 429 || status >= 500) return new ApiLinkError('api-fault', message, status);
  return new ApiLinkError('bad-request', message, status);
}
