import type { Permission } from '@parley/db';

/** Who asks. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | SignedIn
  | KeyActor
  /** A media server, by its service token. */
  | { readonly kind: 'service' };

/** A role as far as it is told of: the key where it is a template. */
export interface ActingRole { readonly id: string; readonly key: string | null; readonly name: string }

/** That a platform administrator works as a person. */
export interface Impersonation {
  /** The administrator, and their own session: it ends with that one. */
  readonly userId: string;
  readonly ownSessionId: string;
  /** In their words. */
  readonly reason: string;
  readonly endsAt: Date;
}

/** How somebody comes to work in an organization. */
export type Via = 'MEMBERSHIP' | 'DELEGATION' | 'PLATFORM' | 'IMPERSONATION';

export interface SignedIn {
  readonly kind: 'user';
  readonly sessionId: string;
  readonly userId: string;
  /** The organization that the session works in, and what the person is there. */
  readonly organizationId: string;
  readonly role: ActingRole;
  /** Why they may work there; for the agency of the organization, `agencyId` names it. */
  readonly via: Via;
  readonly agencyId: string | undefined;
  /** The organization whose identity provider vouched for them: they act there and in its clients alone. Undefined where they have shown themselves who they are. */
  readonly signedInThroughId: string | undefined;
  /** What that lets them do there. */
  readonly permissions: ReadonlySet<Permission>;
  /** Since when the platform has suspended the organization. */
  readonly suspendedAt: Date | undefined;
  /** Set where it is not the person who asks. */
  readonly impersonation: Impersonation | undefined;
  readonly expiresAt: Date;
}

/** A program, by its key. */
export interface KeyActor {
  readonly kind: 'key';
  readonly keyId: string;
  readonly organizationId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Internal ids of the agents that it reaches, with their calls; undefined for all. */
  readonly agentIds: readonly string[] | undefined;
  /** Runs everything on simulated providers. */
  readonly isTest: boolean;
  /** Since when the platform has suspended the organization. */
  readonly suspendedAt: Date | undefined;
  readonly expiresAt: Date | undefined;
}

export const ANONYMOUS: Actor = { kind: 'anonymous' };
