import { expect, test } from 'vitest';
import { isProviderError, ProviderError, toProviderError } from './errors.js';

test('only causes that time can heal are retryable', () => {
  const retryable = (['auth', 'quota', 'rate-limit', 'bad-request', 'unreachable', 'vendor-fault', 'timeout', 'aborted'] as const)
    .filter((cause) => new ProviderError(cause, 'x').isRetryable);
  expect(retryable).toEqual(['rate-limit', 'unreachable', 'vendor-fault', 'timeout']);
});

test('an error of another copy of this package is recognised', async () => {
  const other = await import(`./errors.js?${'copy'}`) as { ProviderError: typeof ProviderError };
  const error = new other.ProviderError('quota', 'out of credit');
  expect(error instanceof ProviderError).toBe(false);
  expect(isProviderError(error)).toBe(true);
  expect(toProviderError(error)).toBe(error);
});

test('whatever was thrown becomes a provider error that keeps its reason', () => {
  const abort = new DOMException('stop', 'AbortError');
  expect(toProviderError(abort)).toMatchObject({ causeCode: 'aborted', cause: abort });
  expect(toProviderError(new DOMException('late', 'TimeoutError')).causeCode).toBe('timeout');
  expect(toProviderError(new TypeError('no function'))).toMatchObject({ causeCode: 'vendor-fault', message: 'no function' });
  expect(toProviderError('text')).toMatchObject({ causeCode: 'vendor-fault', message: 'text' });
  expect(isProviderError(undefined)).toBe(false);
});
