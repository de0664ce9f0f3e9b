import { OutboundError, type OutboundErrorCode } from '@parley/plugin-host/outbound';
import { AuthorizationResponseError, ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';

/** What is wrong with an identity provider, for programs. */
export type ProviderFailureReason = 'ADDRESS_REFUSED' | 'UNREACHABLE' | 'TIMEOUT' | 'MALFORMED' | 'UNSUITABLE' | 'CLIENT_REFUSED' | 'ANSWER_INVALID';

/** An identity provider that does not answer as it should. The message is for whoever looks after it. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';

  constructor(readonly reason: ProviderFailureReason, message: string, options?: ErrorOptions) { super(message, options); }
}

const OUTBOUND_REASONS: Readonly<Record<OutboundErrorCode, ProviderFailureReason>> = {
  ADDRESS_INVALID: 'ADDRESS_REFUSED', ADDRESS_REFUSED: 'ADDRESS_REFUSED', UNREACHABLE: 'UNREACHABLE', TIMEOUT: 'TIMEOUT', REDIRECTED: 'MALFORMED', BODY_TOO_LARGE: 'MALFORMED', ABORTED: 'TIMEOUT',
};

/** Codes of errors of a client that the provider does not know, or whose secret is another (RFC 6749, section 5.2). */
const CLIENT_ERRORS = ['invalid_client', 'unauthorized_client'];

/** What an error on the way to, or about, an identity provider means. */
export function providerFailure(error: unknown): ProviderFailure {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ProviderFailure) return cause;
    if (cause instanceof OutboundError) return new ProviderFailure(OUTBOUND_REASONS[cause.code], cause.message, { cause: error });
  }
  const isClientRefused = error instanceof WWWAuthenticateChallengeError || (error instanceof ResponseBodyError && CLIENT_ERRORS.includes(error.error));
  if (isClientRefused) return new ProviderFailure('CLIENT_REFUSED', 'The identity provider does not know this client id, or its secret is another one.', { cause: error });
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) return new ProviderFailure('ANSWER_INVALID', `The identity provider answered "${errorCode(error.error)}".`, { cause: error });
  if (error instanceof ClientError && error.code?.endsWith('TIMEOUT')) return new ProviderFailure('TIMEOUT', 'The identity provider did not answer in time.', { cause: error });
  return new ProviderFailure('ANSWER_INVALID', 'What the identity provider answered does not hold: its issuer, signature, times or nonce are not what they should be.', { cause: error });
}

/** An error code as RFC 6749 allows one, and nothing else that a provider may send. */
export const errorCode = (given: string): string => (/^[\w.:-]{1,64}$/.test(given) ? given : 'another error');
