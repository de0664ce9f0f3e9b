import { causeOfStatus, refusedBy, type ProviderError, type ProviderErrorCause, type VendorAnswer } from '@parley/plugin-sdk';

interface Fault { readonly message: string; readonly field: string }

/** `{"errors":[{"message","field","help"}]}`; words that are none are kept as they are. */
function faultsIn(text: string): readonly Fault[] {
  try {
    const { errors } = Object(JSON.parse(text)) as { readonly errors?: unknown };
    if (Array.isArray(errors)) return errors.map((each) => { const { message, field } = Object(each) as Record<string, unknown>; return { message: typeof message === 'string' ? message : '', field: typeof field === 'string' ? field : '' }; });
  } catch { /* Words that are no JSON. */ }
  return [{ message: text, field: '' }];
}

function causeOf(status: number, faults: readonly Fault[]): ProviderErrorCause {
  if (faults.some(({ message }) => /maximum credits exceeded|credits? (has|have) been exceeded/i.test(message))) return 'quota';
  // A sender that nobody has verified; the key is a good one.
  if (status === 403 && faults.some(({ field }) => field.startsWith('from'))) return 'bad-request';
  return causeOfStatus(status);
}

/** What the vendor answered with a status that is no success. It tells when a limit ends, as seconds since 1970. */
export function refusedRequest({ text, status, headers }: VendorAnswer, secret: string): ProviderError {
  const faults = faultsIn(text);
  const endsAtMs = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1_000;
  const waiting = Number.isFinite(endsAtMs) ? { get: (name: string) => (name === 'retry-after' ? String(Math.max(0, (endsAtMs - Date.now()) / 1_000)) : null) } : headers;
  return refusedBy({ cause: causeOf(status, faults), words: faults.map(({ message }) => message).join(' '), code: faults[0]?.field === '' ? undefined : faults[0]?.field, status, headers: waiting, secret });
}
