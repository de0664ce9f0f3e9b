import type { Session, SignInMethod } from '@parley/db';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { splitSessionId } from './session-ids.js';
import type { ViewerKey } from './viewer.js';

export type SessionFacts = Pick<Session, 'id' | 'createdAt' | 'lastUsedAt' | 'expiresAt' | 'address' | 'userAgent'> & { readonly signedInWith: Exclude<SignInMethod, 'IMPERSONATION'> };

/** The sessions of the signed-in person that have not ended, the one used last first. One statement. */
export async function sessionsOf({ app, user }: ApiContext): Promise<readonly SessionFacts[]> {
  const rows = await app.database.system.session.findMany({
    // Those of who works as them are told of in the log of the organization.
    where: { userId: user.userId, signedInWith: { not: 'IMPERSONATION' }, expiresAt: { gt: new Date() } }, orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }], take: LIMITS.sessionsListedMax,
    select: { id: true, createdAt: true, lastUsedAt: true, expiresAt: true, address: true, userAgent: true, signedInWith: true },
  });
  return rows as SessionFacts[];
}

/** Ends a session of the signed-in person and closes what it has open; their own is a sign-out. */
export async function sessionRevoke(context: ApiContext, input: { readonly id: string }): Promise<ViewerKey> {
  const { userId, organizationId, sessionId } = context.user;
  const id = splitSessionId(input.id);
  const isRevoked = await context.app.sessions.revoke(userId, id);
  if (!isRevoked) throw fault('SessionNotFoundError', 'There is no such session of yours; it may have ended already.', 'id');
  if (id === sessionId) context.request.setSessionCookie(null);
  return { userId, organizationId };
}

/** Ends all sessions of the signed-in person but the one that asks. */
export async function sessionsRevokeOthers(context: ApiContext): Promise<ViewerKey> {
  const { userId, organizationId, sessionId } = context.user;
  await context.app.sessions.revokeOthers(userId, sessionId);
  return { userId, organizationId };
}
