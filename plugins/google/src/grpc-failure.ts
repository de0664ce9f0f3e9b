import { failureOnTheWay, ProviderError, refusedBy, sentenceOf, type ProviderErrorCause } from '@parley/plugin-sdk';
import { readMessage, textField } from './protobuf.js';

/** Status codes of gRPC; what is not here is the vendor's fault. What we give up ourselves is told by the deadline. */
const CAUSES: ReadonlyMap<number, ProviderErrorCause> = new Map([
  [1, 'unreachable'], [3, 'bad-request'], [4, 'timeout'], [5, 'bad-request'], [7, 'auth'], [8, 'rate-limit'], [9, 'quota'], [11, 'bad-request'], [16, 'auth'],
]);
const NAMES: Readonly<Record<number, string>> = { 3: 'INVALID_ARGUMENT', 5: 'NOT_FOUND', 7: 'PERMISSION_DENIED', 8: 'RESOURCE_EXHAUSTED', 9: 'FAILED_PRECONDITION', 13: 'INTERNAL', 14: 'UNAVAILABLE', 16: 'UNAUTHENTICATED' };

/** What the client of gRPC throws. */
interface CallFailure { readonly code: number; readonly details: string; readonly metadata?: { get(name: string): readonly unknown[] } }
const isCallFailure = (error: unknown): error is CallFailure => error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error && typeof error.details === 'string';

/** The time of a stream is over; another is a new one. */
export const isTimeOver = (error: unknown): boolean => isCallFailure(error) && (error.code === 10 || error.code === 11);

interface Details { readonly retryAfterSeconds?: number; readonly reason?: string }

/** The details that come with a status: why, and how long the vendor asks to wait. */
function detailsOf({ metadata }: CallFailure): Details {
  const [bytes] = metadata?.get('grpc-status-details-bin') ?? [];
  if (!Buffer.isBuffer(bytes)) return {};
  const details: { retryAfterSeconds?: number; reason?: string } = {};
  try {
    for (const { number, bytes: any } of readMessage(bytes)) {
      if (number !== 3 || !any) continue;
      const fields = readMessage(any);
      const value = readMessage(fields.find((field) => field.number === 2)?.bytes ?? Buffer.alloc(0));
      if (textField(fields, 1).endsWith('google.rpc.ErrorInfo')) details.reason = textField(value, 1);
      if (!textField(fields, 1).endsWith('google.rpc.RetryInfo')) continue;
      const delay = readMessage(value.find((field) => field.number === 1)?.bytes ?? Buffer.alloc(0));
      details.retryAfterSeconds = (delay.find((field) => field.number === 1)?.value ?? 0) + (delay.find((field) => field.number === 2)?.value ?? 0) / 1e9;
    }
  } catch { /* Details that cannot be read are none. */ }
  return details;
}

/** What a call failed with, told in causes that hold for every vendor. */
export function failureOfCall(error: unknown, secret: string): ProviderError {
  if (!isCallFailure(error)) return error instanceof RangeError ? new ProviderError('vendor-fault', sentenceOf('vendor-fault')) : failureOnTheWay(error);
  const { code, details: words } = error;
  const { retryAfterSeconds, reason } = detailsOf(error);
  const isKeyRefused = reason?.startsWith('API_KEY_') || /API key (not valid|expired)/i.test(words);
  // One status is for servers that do not serve and for connections that could not be made, or broke.
  const isBroken = code === 14 && /connect|ECONN|socket|dropped|name resolution/i.test(words);
  const cause = isKeyRefused ? 'auth' : reason === 'BILLING_DISABLED' ? 'quota' : isBroken ? 'unreachable' : CAUSES.get(code) ?? 'vendor-fault';
  if (cause === 'unreachable') return new ProviderError(cause, sentenceOf(cause));
  return refusedBy({
    cause, words, code: reason || NAMES[code], secret,
    ...(retryAfterSeconds === undefined ? {} : { headers: { get: (name: string) => (name === 'retry-after' ? String(retryAfterSeconds) : null) } }),
  });
}
