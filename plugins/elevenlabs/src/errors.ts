import { causeOfStatus, ProviderError, refusedBy, type ProviderErrorCause, type VendorAnswer } from '@parley/plugin-sdk';

/** Codes that say more than the status they come with: a spent account answers 401, for one. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([
  ...['quota_exceeded', 'insufficient_credits', 'payment_required', 'paid_plan_required', 'free_users_not_allowed'].map((code) => [code, 'quota'] as const),
  ...['too_many_concurrent_requests', 'concurrent_limit_exceeded', 'rate_limit_exceeded', 'system_busy'].map((code) => [code, 'rate-limit'] as const),
  ...['invalid_api_key', 'missing_permissions', 'detected_unusual_activity'].map((code) => [code, 'auth'] as const),
]);

export const brokenOff = (what: string): ProviderError => new ProviderError('vendor-fault', what);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** `detail` is an object with a code, a list of what a field lacks, or a sentence. */
function readDetail(body: unknown): { code: string | undefined; words: string } {
  const detail: unknown = isObject(body) ? body['detail'] : undefined;
  if (isObject(detail)) return { code: textOf(detail['code']) ?? textOf(detail['status']), words: textOf(detail['message']) ?? '' };
  if (Array.isArray(detail)) {
    const first: unknown = detail[0];
    const place = isObject(first) && Array.isArray(first['loc']) ? `${first['loc'].join('.')}: ` : '';
    return { code: undefined, words: isObject(first) ? `${place}${textOf(first['msg']) ?? ''}` : '' };
  }
  return { code: undefined, words: textOf(detail) ?? '' };
}

export interface Refused {
  readonly body: unknown;
  /** Undefined for what came inside of a stream. */
  readonly status?: number;
  readonly headers?: { get(name: string): string | null };
  readonly secret: string;
}

/** What the vendor answered instead of what was asked for. */
export function refusal({ body, status, headers, secret }: Refused): ProviderError {
  const { code, words } = readDetail(body);
  return refusedBy({ cause: (code === undefined ? undefined : CAUSES.get(code)) ?? causeOfStatus(status), words, code, status, headers, secret });
}

/** What the vendor answered instead of taking a connection. */
export function refusedUpgrade({ text, status, headers }: VendorAnswer, secret: string): ProviderError {
  try { return refusal({ body: JSON.parse(text) as unknown, status, headers, secret }); } catch { return refusedBy({ cause: causeOfStatus(status), words: text, status, headers, secret }); }
}

/** What the vendor said over a connection for voices before it closed it: its code, and words. */
export function spokenRefusal({ error, message }: Record<string, unknown>, secret: string): ProviderError {
  const code = textOf(error);
  return refusedBy({ cause: (code === undefined ? undefined : CAUSES.get(code)) ?? (code?.includes('internal') ? 'vendor-fault' : 'bad-request'), words: textOf(message) ?? '', code, secret });
}
