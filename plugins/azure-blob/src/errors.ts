import { failureOfClient, ProviderError, sentenceOf, type ProviderErrorCause } from '@parley/plugin-sdk';

interface VendorFailure {
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

/** What the vendor's client threw, in causes that hold for every vendor. */
export function asProviderError(error: unknown, secret: string): ProviderError {
  const failure = Object(error) as VendorFailure;
  const { statusCode: status, response, message } = failure;
  const code = codeOf(failure);
  if (status === undefined && code === 'REQUEST_SEND_ERROR') return new ProviderError('unreachable', sentenceOf('unreachable'));
  // The words go on with ids of the request, a line each.
  const words = typeof message === 'string' ? message.split('\n')[0] : '';
  return failureOfClient({ error, status, code, words, causes: CAUSES, secret, headers: response?.headers && { get: (header) => response.headers?.get(header) ?? null } });
}
