import { auditAs, noteForOrganization, PLATFORM_ORGANIZATION, roleTemplateId } from '@parley/db';
import { z } from 'zod';
import { parseInput } from '../../access/parse-input.js';
import type { ApiContext, App } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { inputId } from '../../schema/ids.js';
import type { SignedInResult } from '../identity/start-session.js';
import type { ViewerKey } from '../identity/viewer.js';
import { reasonInput } from './suspension.service.js';

const MINUTE_MS = 60_000;
const minutesMax = LIMITS.impersonationMs / MINUTE_MS;
const startInput = z.object({
  organizationId: z.string(), userId: z.string(), reason: reasonInput,
  minutes: z.number().int('is a whole number').min(1, 'is at least 1').max(minutesMax, `is at most ${minutesMax}`),
});

/**
 * Lets the administrator work as a member of an organization, in a session of its own that ends by itself. Who, as whom
 * and why is in the log of that organization before anything can be done there.
 */
export async function impersonationStart(context: ApiContext, raw: unknown): Promise<SignedInResult> {
  const { reason, minutes, ...given } = parseInput(startInput, raw);
  const organizationId = inputId('Organization', given.organizationId, 'organizationId');
  const userId = inputId('User', given.userId, 'userId');
  const { app, user, request } = context;
  const { system } = app.database;
  const [member] = await system.$queryRaw<{ isAdministrator: boolean }[]>`
    SELECT EXISTS (SELECT FROM memberships a WHERE a."userId" = m."userId" AND a."organizationId" = ${PLATFORM_ORGANIZATION.id}::uuid AND a."roleId" = ${roleTemplateId('platform-admin')}::uuid) AS "isAdministrator"
    FROM memberships m WHERE m."organizationId" = ${organizationId}::uuid AND m."userId" = ${userId}::uuid`;
  if (!member) throw fault('MemberNotFoundError', 'There is no such member of this organization.', 'userId');
  if (member.isAdministrator || organizationId === PLATFORM_ORGANIZATION.id) throw fault('PlatformAdministratorError', 'Nobody works as a platform administrator but themselves.', 'userId');
  const lifeMs = minutes * MINUTE_MS;
  await noteForOrganization(system, { organizationId, action: 'impersonationStart', targetType: 'users', targetId: userId, difference: { reason: [null, reason], minutes: [null, minutes] } });
  const { token, actor } = await app.sessions.impersonate({ userId, organizationId }, { userId: user.userId, ownSessionId: user.sessionId, reason, lifeMs }, request);
  context.become(actor);
  request.setAside?.begin(token, lifeMs);
  return { sessionToken: token, userId, organizationId };
}

/** Ends it. Whoever came by a browser is themselves again, by the cookie that was set aside; the key of this session opens nothing of theirs. */
export async function impersonationEnd(context: ApiContext): Promise<Partial<ViewerKey>> {
  const { app, user, request } = context;
  if (!user.impersonation) throw fault('NotImpersonatingError', 'You work as yourself.');
  await app.sessions.end(user);
  const token = request.setAside?.finish();
  const own = token === undefined ? undefined : await app.sessions.find(token);
  if (own?.sessionId !== user.impersonation.ownSessionId) return {};
  context.become(own);
  return { userId: own.userId, organizationId: own.organizationId };
}

/** Takes sessions away whose time as somebody else is over, or whose administrator is none any more; the log of the organization tells it. */
export async function endImpersonations(app: App): Promise<number> {
  const ended = await auditAs({ kind: 'SYSTEM', action: 'impersonationEnd' }, () => app.database.system.$queryRaw<{ id: string }[]>`
    DELETE FROM sessions s WHERE s."signedInWith" = 'IMPERSONATION' AND (s."expiresAt" <= now() OR NOT EXISTS (
      SELECT FROM impersonations i JOIN sessions own ON own.id = i."ownSessionId" AND own."organizationId" = ${PLATFORM_ORGANIZATION.id}::uuid AND own."expiresAt" > now()
      JOIN memberships a ON a."organizationId" = own."organizationId" AND a."userId" = own."userId" AND a."roleId" = ${roleTemplateId('platform-admin')}::uuid WHERE i."sessionId" = s.id)) RETURNING s.id`);
  for (const { id } of ended) app.sessions.tell(id, 'ended');
  return ended.length;
}
