import { causeOfStatus, ProviderError, refusedBy, sentenceOf, type ProviderErrorCause } from '@parley/plugin-sdk';

/** Codes that say more than the status they come with. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([
  ['ASR_PAYMENT_REQUIRED', 'quota'], ['PAYMENT_REQUIRED', 'quota'], ['INSUFFICIENT_CREDITS', 'quota'], ['TOO_MANY_REQUESTS', 'rate-limit'], ['INVALID_AUTH', 'auth'],
]);

export const told = (cause: ProviderErrorCause): ProviderError => new ProviderError(cause, sentenceOf(cause));
export const brokenOff = (what: string): ProviderError => new ProviderError('vendor-fault', what);

export interface Refused {
  readonly text: string;
  readonly status?: number;
  readonly headers?: { get(name: string): string | null };
  readonly secret: string;
}

/** What the vendor answered instead of what was asked for: `err_code` and `err_msg`, or `category`, `message` and `details`. */
export function refusal({ text, status, headers, secret }: Refused): ProviderError {
  let body: Record<string, unknown> = {};
  try { body = Object(JSON.parse(text)) as Record<string, unknown>; } catch { body = { message: text }; }
  const textOf = (...names: string[]) => names.map((name) => body[name]).find((value) => typeof value === 'string' && value !== '') as string | undefined;
  const code = textOf('err_code', 'category', 'variant', 'code');
  const words = [textOf('err_msg', 'message', 'description'), textOf('details')].filter(Boolean).join(' ');
  return refusedBy({ cause: (code === undefined ? undefined : CAUSES.get(code)) ?? causeOfStatus(status), words, code, status, headers, secret });
}
