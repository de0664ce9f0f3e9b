export type OutboundErrorCode =
  /** Not a web address, or one with a user, a password, a scheme or a port that is not allowed. */
  | 'ADDRESS_INVALID'
  /** The name leads to a network that is not public. */
  | 'ADDRESS_REFUSED'
  /** The name leads nowhere, or nobody answers there. */
  | 'UNREACHABLE'
  | 'TIMEOUT'
  /** It answered with a redirect; those are not followed. */
  | 'REDIRECTED'
  | 'BODY_TOO_LARGE'
  | 'ABORTED';

/** A request to somebody else's server that was not sent, or not answered. The message is for whoever entered the address. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';

  constructor(readonly code: OutboundErrorCode, message: string, options?: ErrorOptions) { super(message, options); }
}
