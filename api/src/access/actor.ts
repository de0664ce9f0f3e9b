/** Who asks. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | SignedIn
  /** A media server, by its service token. */
  | { readonly kind: 'service' };

export interface SignedIn {
  readonly kind: 'user';
  readonly sessionId: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly expiresAt: Date;
}

export const ANONYMOUS: Actor = { kind: 'anonymous' };
