import type { Invitation, Prisma } from '@parley/db';
import { fault, type Fault } from '../../errors.js';

export type InvitationState = 'PENDING' | 'ACCEPTED' | 'REVOKED' | 'EXPIRED';

/** The columns that say how an invitation stands. */
export const STATE_COLUMNS = { expiresAt: true, acceptedAt: true, revokedAt: true } as const;
type Standing = Pick<Invitation, keyof typeof STATE_COLUMNS>;

export function stateOf({ expiresAt, acceptedAt, revokedAt }: Standing, nowMs = Date.now()): InvitationState {
  if (acceptedAt) return 'ACCEPTED';
  if (revokedAt) return 'REVOKED';
  return expiresAt.getTime() <= nowMs ? 'EXPIRED' : 'PENDING';
}

/** The invitations that are in this state at this moment. */
export function whereState(state: InvitationState, now = new Date()): Prisma.InvitationWhereInput {
  switch (state) {
    case 'ACCEPTED': return { acceptedAt: { not: null } };
    case 'REVOKED': return { acceptedAt: null, revokedAt: { not: null } };
    case 'EXPIRED': return { acceptedAt: null, revokedAt: null, expiresAt: { lte: now } };
    case 'PENDING': return { acceptedAt: null, revokedAt: null, expiresAt: { gt: now } };
  }
}

/** Why an invitation can no longer be accepted; undefined while it can. */
export function overFault(invitation: Standing, path: string): Fault | undefined {
  switch (stateOf(invitation)) {
    case 'ACCEPTED': return fault('InvitationUsedError', 'This invitation was accepted already; each lets in once.', path);
    case 'REVOKED': return fault('InvitationRevokedError', 'This invitation was taken back.', path);
    case 'EXPIRED': return fault('InvitationExpiredError', 'This invitation has run out. Ask for another one.', path);
    case 'PENDING': return undefined;
  }
}
