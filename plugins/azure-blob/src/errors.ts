import { causeOfStatus, failureOnTheWay, isProviderError, ProviderError, refusedBy, sentenceOf, type ProviderErrorCause } from '@parley/plugin-sdk';

interface VendorFailure {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly statusCode?: number;
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}

/** Codes that say more than the status they come with. */
const CAUSES: ReadonlyMap<string, ProviderErrorCause> = new Map([['ServerBusy', 'rate-limit'], ['OperationTimedOut', 'timeout'], ['AccountIsDisabled', 'quota'], ['AccountBeingCreated', 'vendor-fault']]);

/** HEAD tells its code in a header alone. */
const codeOf = ({ code, response }: VendorFailure): string | undefined => response?.headers?.get('x-ms-error-code') ?? (typeof code === 'string' ? code : undefined);

/** An object that is not there; a container that is not there is a fault of the settings. */
export function isMissing(error: unknown): boolean {
  const failure = Object(error) as VendorFailure;
  return failure.statusCode === 404 && codeOf(failure) !== 'ContainerNotFound';
}

/** What the vendor's client threw, without the request, which knows who asked. */
export function asProviderError(error: unknown, secret: string): ProviderError {
  if (isProviderError(error)) return error;
  const failure = Object(error) as VendorFailure;
  const { statusCode: status, response, name } = failure;
  const code = codeOf(failure);
  if (name === 'AbortError') return new ProviderError('aborted', sentenceOf('aborted'));
  if (status === undefined) return code === 'REQUEST_SEND_ERROR' ? new ProviderError('unreachable', sentenceOf('unreachable')) : failureOnTheWay(error);
  // The words go on with ids of the request, a line each.
  const words = typeof failure.message === 'string' ? failure.message.split('\n')[0]! : '';
  const cause = (code === undefined ? undefined : CAUSES.get(code)) ?? (status < 300 ? 'vendor-fault' : causeOfStatus(status));
  return refusedBy({ cause, words, code, status, secret, headers: response?.headers && { get: (header) => response.headers?.get(header) ?? null } });
}
