import { z } from 'zod';
import { parseInput } from '../../access/parse-input.js';
import type { ApiContext } from '../../context.js';
import { fault } from '../../errors.js';
import { inputId } from '../../schema/ids.js';
import { endStopped, stopCalls } from '../calls/calls.service.js';

/** Why an administrator does something to an organization; its people read it. */
export const reasonInput = z.string().trim().min(10, 'has at least 10 characters').max(500, 'has at most 500 characters');
const suspendInput = z.object({ id: z.string(), reason: reasonInput, endsCalls: z.boolean().default(false) });

/** Whoever has something open in the organization, or in the name of its agency in a client. */
interface Affected { readonly id: string; readonly kind: 'session' | 'key' }

/**
 * Suspends an organization: nothing in it changes any more, and no call is taken; what is there can be read. Its clients
 * go on, but its people are out of them. What anybody has open there begins anew, so that they learn of it. Suspended
 * again it has the newer reason. Answers its id.
 */
export async function organizationSuspend(context: ApiContext, raw: unknown): Promise<string> {
  const { id: external, reason, endsCalls } = parseInput(suspendInput, raw);
  const id = inputId('Organization', external, 'id');
  const { app, user: { userId } } = context;
  const { affected, calls } = await app.database.transaction('system', async (transaction) => {
    const [standing] = await transaction.$queryRaw<{ isOwn: boolean }[]>`
      SELECT kind = 'PLATFORM' OR EXISTS (SELECT FROM memberships m WHERE m."organizationId" = o.id AND m."userId" = ${userId}::uuid) AS "isOwn" FROM organizations o WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    if (!standing) throw fault('OrganizationNotFoundError', 'There is no such organization.', 'id');
    if (standing.isOwn) throw fault('OwnOrganizationError', 'Neither the platform itself nor an organization that you are a member of is suspended by you.', 'id');
    await transaction.$executeRaw`UPDATE organizations SET "suspendedAt" = coalesce("suspendedAt", now()), "suspendedReason" = ${reason} WHERE id = ${id}::uuid`;
    const found = await transaction.$queryRaw<Affected[]>`
      WITH home AS (
        UPDATE sessions s SET "organizationId" = ${id}::uuid FROM organizations o WHERE o."parentId" = ${id}::uuid AND s."organizationId" = o.id
          AND NOT EXISTS (SELECT FROM memberships m WHERE m."organizationId" = o.id AND m."userId" = s."userId") RETURNING s.id
      )
      SELECT id, 'session' AS kind FROM home UNION SELECT id, 'session' FROM sessions WHERE "organizationId" = ${id}::uuid
      UNION SELECT id, 'key' FROM api_keys WHERE "organizationId" = ${id}::uuid AND "revokedAt" IS NULL`;
    return { affected: found, calls: endsCalls ? await stopCalls(transaction, { organizationId: id, status: { not: 'ENDED' } }) : [] };
  });
  tell(context, affected);
  await endStopped(app, calls);
  return id;
}

/** Lets a suspended organization go on; one that is not suspended stays as it is. Answers its id. */
export async function organizationResume(context: ApiContext, input: { readonly id: string }): Promise<string> {
  const id = inputId('Organization', input.id, 'id');
  const affected = await context.app.database.transaction('system', async (transaction) => {
    const found = await transaction.$executeRaw`UPDATE organizations SET "suspendedAt" = NULL, "suspendedReason" = NULL WHERE id = ${id}::uuid`;
    if (found === 0) throw fault('OrganizationNotFoundError', 'There is no such organization.', 'id');
    return transaction.$queryRaw<Affected[]>`SELECT id, 'session' AS kind FROM sessions WHERE "organizationId" = ${id}::uuid UNION SELECT id, 'key' FROM api_keys WHERE "organizationId" = ${id}::uuid AND "revokedAt" IS NULL`;
  });
  tell(context, affected);
  return id;
}

/** Every process forgets what it knows of them, and what they have open ends. */
function tell({ app }: ApiContext, affected: readonly Affected[]): void {
  for (const { id, kind } of affected) if (kind === 'key') app.keys.changed(id); else app.sessions.tell(id, 'moved');
}
