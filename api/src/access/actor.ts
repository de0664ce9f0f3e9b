import type { MemberRole } from '@parley/db';

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
  /** The organization that the session works in, and what the person is there. */
  readonly organizationId: string;
  readonly role: MemberRole;
  readonly expiresAt: Date;
}

export const ANONYMOUS: Actor = { kind: 'anonymous' };
