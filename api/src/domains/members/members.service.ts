import { OWNER_ROLE_IDS, type SystemTransaction } from '@parley/db';
import type { SessionChange } from '../../access/sessions.js';
import type { ApiContext, App } from '../../context.js';
import { fault, requestError } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import { endStopped, stopCalls } from '../calls/calls.service.js';
import { lockOrganization } from '../organizations/limits.service.js';

/** A person in an organization, by internal ids. */
export interface MemberKey { readonly organizationId: string; readonly userId: string }

/** What became of a session whose person left. */
export interface TouchedSession { readonly id: string; readonly change: SessionChange; /** Where it works now; null where it has ended. */ readonly organizationId: string | null }

/** Takes a person out of the organization that the session works in. Answers their internal id. */
export async function memberRemove(context: ApiContext, input: { readonly userId: string }): Promise<string> {
  const userId = inputId('User', input.userId, 'userId');
  await removeMember(context.app, { organizationId: context.organizationId, userId }, (isTheirs) => {
    if (isTheirs && !isOwner(context)) throw requestError('FORBIDDEN', 'Only an owner can remove an owner.', { permission: 'members:remove' });
  }, () => fault('MemberNotFoundError', 'There is no such member.', 'userId'));
  return userId;
}

const isOwner = ({ actor }: ApiContext) => actor.kind === 'user' && actor.via === 'MEMBERSHIP' && OWNER_ROLE_IDS.includes(actor.role.id);

/**
 * Takes the signed-in person out of an organization of theirs, by default the one that the session works in. Answers
 * where the session works now; undefined where that was their last organization, and the session has ended.
 */
export async function organizationLeave(context: ApiContext, input: { readonly id?: string | null | undefined }): Promise<MemberKey | undefined> {
  const { userId, sessionId } = context.user;
  const organizationId = typeof input.id === 'string' ? inputId('Organization', input.id, 'id') : context.organizationId;
  const notFound = () => fault('OrganizationNotFoundError', 'There is no such organization, or you are no member of it.', 'id');
  // What an identity provider has vouched for counts in its organization alone.
  const { signedInThroughId = organizationId } = context.user;
  if (signedInThroughId !== organizationId) throw notFound();
  const touched = await removeMember(context.app, { organizationId, userId }, () => undefined, notFound);
  const own = touched.find(({ id }) => id === sessionId);
  if (!own) return { organizationId: context.organizationId, userId };
  const moved = own.organizationId === null ? undefined : await context.app.sessions.move(context.user, own.organizationId);
  if (moved) { context.become(moved); return moved; }
  context.request.setSessionCookie(null);
  return undefined;
}

/**
 * Ends a membership with all that hangs on it: the sessions that work under it go to another organization of the person
 * or end, and with them every socket and stream of theirs, in every process; so do the calls that they are in.
 */
async function removeMember(app: App, { organizationId, userId }: MemberKey, check: (isOwner: boolean) => void, notFound: () => Error): Promise<readonly TouchedSession[]> {
  const { sessions, calls } = await app.database.transaction('system', async (transaction) => {
    // Two owners who leave at the same moment do not leave it without one: who is who is read after this.
    await lockOrganization(transaction, organizationId);
    const [member] = await transaction.$queryRaw<{ isOwner: boolean; isLastOwner: boolean }[]>`
      SELECT "roleId" = ANY (${OWNER_ROLE_IDS}::uuid[]) AS "isOwner",
        "roleId" = ANY (${OWNER_ROLE_IDS}::uuid[]) AND NOT EXISTS (SELECT FROM memberships o WHERE o."organizationId" = m."organizationId" AND o."roleId" = ANY (${OWNER_ROLE_IDS}::uuid[]) AND o."userId" <> m."userId") AS "isLastOwner"
      FROM memberships m WHERE "organizationId" = ${organizationId}::uuid AND "userId" = ${userId}::uuid`;
    if (!member) throw notFound();
    check(member.isOwner);
    if (member.isLastOwner) throw fault('LastOwnerError', 'Nobody else owns the organization. Make somebody else the owner first, or delete it.');
    return { sessions: await endMembership(transaction, { organizationId, userId }), calls: await stopCalls(transaction, { organizationId, callerUserId: userId, status: { not: 'ENDED' } }) };
  });
  for (const { id, change } of sessions) app.sessions.tell(id, change);
  await endStopped(app, calls);
  return sessions;
}

/** Takes a membership away, with the sessions under it: those in the organization, and those of an agency's people in its clients. One that the identity provider has opened, or in which somebody works as them, goes nowhere else: it ends. */
export function endMembership(transaction: SystemTransaction, { organizationId, userId }: MemberKey): Promise<TouchedSession[]> {
  return transaction.$queryRaw<TouchedSession[]>`
    WITH gone AS (DELETE FROM memberships WHERE "organizationId" = ${organizationId}::uuid AND "userId" = ${userId}::uuid),
    home AS (SELECT "organizationId" FROM memberships WHERE "userId" = ${userId}::uuid AND "organizationId" <> ${organizationId}::uuid ORDER BY "createdAt", "organizationId" LIMIT 1),
    under AS (
      SELECT s.id, s."signedInThroughId" IS NULL AND s."signedInWith" <> 'IMPERSONATION' AS "isMovable" FROM sessions s JOIN organizations o ON o.id = s."organizationId" WHERE s."userId" = ${userId}::uuid
        AND (o.id = ${organizationId}::uuid OR (o."parentId" = ${organizationId}::uuid AND NOT EXISTS (SELECT FROM memberships m WHERE m."organizationId" = o.id AND m."userId" = s."userId")))
    ),
    moved AS (UPDATE sessions SET "organizationId" = home."organizationId" FROM home, under WHERE sessions.id = under.id AND under."isMovable" RETURNING sessions.id, home."organizationId"),
    ended AS (DELETE FROM sessions USING under WHERE sessions.id = under.id AND (NOT under."isMovable" OR NOT EXISTS (SELECT FROM home)) RETURNING sessions.id)
    SELECT id, 'moved' AS change, "organizationId"::text AS "organizationId" FROM moved UNION ALL SELECT id, 'ended', NULL FROM ended`;
}
