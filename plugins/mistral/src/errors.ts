import { causeOfStatus, ProviderError, refusedBy, type ProviderErrorCause, type VendorAnswer } from '@parley/plugin-sdk';

/** What the vendor calls errors that come without a status, inside a stream. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([
  ['authentication_error', 'auth'], ['rate_limit_error', 'rate-limit'], ['rate_limited', 'rate-limit'], ['service_tier_capacity_exceeded', 'rate-limit'], ['invalid_request_error', 'bad-request'],
]);

export const brokenOff = (what: string): ProviderError => new ProviderError('vendor-fault', what);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A sentence, or a list of what fields lack, which stands in `detail` or in the message itself. */
function wordsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isObject(value)) return wordsOf(value['detail'] ?? value['message']);
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  if (!isObject(first)) return '';
  const place = Array.isArray(first['loc']) ? `${first['loc'].join('.')}: ` : '';
  return `${place}${textOf(first['msg']) ?? ''}`;
}

/** What the vendor answered, or said inside a stream, instead of what was asked for. */
export function refusal(body: unknown, secret: string, answer: Partial<VendorAnswer> = {}): ProviderError {
  const { type, code: given } = isObject(body) ? body : {};
  const code = typeof given === 'number' ? String(given) : textOf(given);
  // Codes inside a live connection may be those of HTTP.
  const status = answer.status ?? (typeof given === 'number' && given >= 400 && given < 600 ? given : undefined);
  const cause = status === undefined ? CAUSES.get(textOf(type) ?? '') ?? 'vendor-fault' : causeOfStatus(status);
  const words = isObject(body) ? wordsOf(body['message'] ?? body['detail']) : '';
  return refusedBy({ cause, words: words === '' ? answer.text ?? '' : words, code: code ?? textOf(type), status: answer.status, headers: answer.headers, secret });
}

/** What the vendor answered with a status that is no success. */
export function refusedRequest(answer: VendorAnswer, secret: string): ProviderError {
  let body: unknown;
  try { body = JSON.parse(answer.text); } catch { /* Words that are no JSON are kept as they are. */ }
  return refusal(body, secret, answer);
}
