import Anthropic from '@anthropic-ai/sdk';
import { causeOfStatus, failureOfApiClient, refusedBy, type ProviderError, type ProviderErrorCause } from '@parley/plugin-sdk';

/** The vendor's own kinds of error, which also come inside a stream, where there is no status. */
const CAUSES: Readonly<Record<string, ProviderErrorCause>> = {
  authentication_error: 'auth', permission_error: 'auth', billing_error: 'quota', rate_limit_error: 'rate-limit', invalid_request_error: 'bad-request', not_found_error: 'bad-request',
  request_too_large: 'bad-request', api_error: 'vendor-fault', overloaded_error: 'vendor-fault', timeout_error: 'timeout',
};

interface ErrorBody { readonly error?: { readonly type?: unknown; readonly message?: unknown } }

/** What the vendor's client threw, told in causes that hold for every vendor; without the request, which knows the key. */
export function asProviderError(error: unknown, secret: string): ProviderError {
  return failureOfApiClient(error, Anthropic, ({ error: body, message: said, status, headers }) => {
    const { type, message } = (body as ErrorBody | undefined)?.error ?? {};
    const words = typeof message === 'string' ? message : said;
    // An account without credit is told as a bad request.
    const cause = /credit balance is too low/i.test(words) ? 'quota' : (typeof type === 'string' ? CAUSES[type] : undefined) ?? causeOfStatus(status);
    return refusedBy({ cause, words, code: typeof type === 'string' ? type : undefined, status, headers, secret });
  });
}
