import { causeOfStatus, ProviderError, refusedBy, type VendorAnswer } from '@parley/plugin-sdk';

export const brokenOff = (what: string): ProviderError => new ProviderError('vendor-fault', what);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** `{"error":{"code","message"}}`, words, or nothing. */
function read(text: string): { code: string | undefined; words: string } {
  try {
    const body: unknown = JSON.parse(text);
    const error: unknown = isObject(body) ? body['error'] : undefined;
    if (isObject(error)) return { code: typeof error['code'] === 'string' ? error['code'] : undefined, words: typeof error['message'] === 'string' ? error['message'] : '' };
  } catch { /* Words that are no JSON are kept as they are. */ }
  return { code: undefined, words: text };
}

/** What the vendor answered with a status that is no success. */
export function refusedRequest({ text, status, headers }: VendorAnswer, secret: string): ProviderError {
  const { code, words } = read(text);
  // A resource that is spent answers like one that is not allowed.
  const cause = /out of call volume quota|quota exceeded/i.test(words) ? 'quota' : status === 415 ? 'bad-request' : causeOfStatus(status);
  return refusedBy({ cause, words, code, status, headers, secret });
}
