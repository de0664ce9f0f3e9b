import { type Prisma, roleTemplateId, uuidv7, type Permission } from '@parley/db';
import { z } from 'zod';
import { DELEGABLE } from '../../access/acting.js';
import { isUniqueViolation, violatedRule } from '../../access/database-errors.js';
import { parseInput } from '../../access/parse-input.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault, requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { inputId } from '../../schema/ids.js';
import { organizationName, organizationSlugInput } from './organizations.service.js';
import { organizationSlug } from './slugs.js';

const clientInput = z.object({ name: organizationName, slug: organizationSlugInput.optional() });
const delegationInput = z.object({
  permissions: z.array(z.enum(DELEGABLE as [Permission, ...Permission[]], { error: (issue) => `"${String(issue.input)}" is nothing that an agency can be let do; there are ${DELEGABLE.join(', ')}` })).transform((list) => DELEGABLE.filter((permission) => list.includes(permission))),
});

/** Makes a client under the agency that the session works in. It lets the agency do everything at first; its owner decides that from then on. Answers its id. */
export async function clientCreate(context: ApiContext, raw: unknown): Promise<string> {
  const input = parseInput(clientInput, raw);
  const { organizationId: agencyId } = context;
  const id = uuidv7();
  try {
    const made = await context.app.database.system.$executeRaw`
      INSERT INTO organizations (id, name, slug, "parentId", "delegatedPermissions", "delegationUpdatedAt")
      SELECT ${id}::uuid, ${input.name}, ${input.slug ?? organizationSlug(input.name, id)}, a.id, ${DELEGABLE}::text[], now() FROM organizations a
      WHERE a.id = ${agencyId}::uuid AND a.kind = 'AGENCY' AND (SELECT count(*) FROM organizations c WHERE c."parentId" = a.id) < ${LIMITS.clientsMax}`;
    if (made === 0) await sayWhyNoClient(context);
  } catch (error) {
    if (isUniqueViolation(error) && violatedRule(error).includes('slug')) throw fault('SlugTakenError', `The slug "${input.slug ?? ''}" is in use.`, 'slug');
    throw error;
  }
  return id;
}

async function sayWhyNoClient(context: ApiContext): Promise<never> {
  const { kind } = await context.db.organization.findFirstOrThrow({ select: { kind: true } });
  if (kind !== 'AGENCY') throw fault('NotAnAgencyError', 'Only an agency has clients. Make this organization an agency first.');
  throw new Fault('OrganizationLimitError', `An agency has at most ${LIMITS.clientsMax} clients.`, undefined, { organizationsMax: LIMITS.clientsMax });
}

/** Makes the organization that the session works in an agency, and its owners owners of one. Again is the same as once. Answers its id. */
export async function organizationBecomeAgency(context: ApiContext, input: { readonly isAgency: boolean }): Promise<string> {
  if (!input.isAgency) throw fault('InvalidInputError', 'An agency does not become anything else again.', 'isAgency');
  const { organizationId: id, app } = context;
  if (context.user.via !== 'MEMBERSHIP') throw requestError('FORBIDDEN', 'A client becomes an agency by its own people alone.');
  const sessions = await app.database.transaction('system', async (transaction) => {
    const [found] = await transaction.$queryRaw<{ kind: string; parentId: string | null }[]>`SELECT kind::text AS kind, "parentId" FROM organizations WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    if (found?.kind === 'AGENCY') return [];
    if (found?.kind !== 'CLIENT' || found.parentId !== null) throw fault('ParentUnsuitableError', 'This organization belongs to an agency, and so cannot be one itself. Leave the agency first.');
    await transaction.$executeRaw`UPDATE organizations SET kind = 'AGENCY' WHERE id = ${id}::uuid`;
    return transaction.$queryRaw<{ id: string }[]>`
      WITH owners AS (UPDATE memberships SET "roleId" = ${roleTemplateId('agency-owner')}::uuid WHERE "organizationId" = ${id}::uuid AND "roleId" = ${roleTemplateId('owner')}::uuid RETURNING "userId")
      SELECT s.id FROM sessions s JOIN owners ON owners."userId" = s."userId"`;
  });
  const own = sessions.some((session) => session.id === context.user.sessionId) ? await app.sessions.move(context.user, id) : undefined;
  if (own) context.become(own);
  for (const session of sessions) app.sessions.tell(session.id, 'moved');
  return id;
}

interface Place { readonly id: string; readonly kind: string; readonly parentId: string | null; readonly isBelow: boolean; /** The person's own permissions there, as a member; none where it is suspended. */ readonly permissions: string[] | null }

/**
 * Moves an organization under an agency, or out of one. It takes somebody who may give it away where it is (its owner, or
 * whoever moves clients of its agency) and take it in where it goes. What its last agency was let do ends.
 */
export async function organizationMove(context: ApiContext, input: { readonly id: string; readonly parentId?: string | null | undefined }): Promise<string> {
  const id = inputId('Organization', input.id, 'id');
  const parentId = typeof input.parentId === 'string' ? inputId('Organization', input.parentId, 'parentId') : undefined;
  const { app, user: { userId, signedInThroughId = null } } = context;
  const sessions = await app.database.transaction('system', async (transaction) => {
    await transaction.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('parley.organizations.tree'))::text`;
    const places = await transaction.$queryRaw<Place[]>`
      WITH RECURSIVE below AS (SELECT id FROM organizations WHERE "parentId" = ${id}::uuid UNION SELECT o.id FROM organizations o JOIN below ON o."parentId" = below.id)
      SELECT o.id, o.kind::text AS kind, o."parentId", o.id IN (SELECT id FROM below) AS "isBelow", CASE WHEN o."suspendedAt" IS NULL THEN r.permissions END AS permissions FROM organizations o
      LEFT JOIN memberships m ON m."organizationId" = o.id AND m."userId" = ${userId}::uuid AND (${signedInThroughId}::uuid IS NULL OR m."organizationId" = ${signedInThroughId}::uuid) LEFT JOIN roles r ON r.id = m."roleId"
      WHERE o.id = ANY (ARRAY[${id}::uuid, ${parentId ?? null}::uuid]) OR o.id = (SELECT "parentId" FROM organizations WHERE id = ${id}::uuid)`;
    const moved = places.find((place) => place.id === id);
    const has = (place: Place | undefined, permission: Permission) => place?.permissions?.includes(permission) === true;
    const mayGive = has(moved, 'organization:transfer') || has(places.find((place) => place.id === moved?.parentId), 'clients:update');
    if (!moved || !mayGive) throw fault('OrganizationNotFoundError', 'There is no such organization, or you may not move it.', 'id');
    checkGoal(moved, parentId, places.find((place) => place.id === parentId), has);
    if ((parentId ?? null) === moved.parentId) return [];
    const touched = await sendHome(transaction, id);
    await transaction.$executeRaw`UPDATE organizations SET "parentId" = ${parentId ?? null}::uuid, "delegatedPermissions" = '{}', "delegationUpdatedAt" = now() WHERE id = ${id}::uuid`;
    return touched;
  });
  for (const session of sessions) app.sessions.tell(session.id, 'moved');
  // Whoever worked in it for the agency that it left is in that agency again.
  const { sessionId, agencyId } = context.user;
  const home = agencyId !== undefined && sessions.some((session) => session.id === sessionId) ? await app.sessions.move(context.user, agencyId) : undefined;
  if (home) context.become(home);
  return id;
}

function checkGoal(moved: Place, parentId: string | undefined, goal: Place | undefined, has: (place: Place | undefined, permission: Permission) => boolean): void {
  if (parentId === undefined) return;
  if (parentId === moved.id || goal?.isBelow) throw fault('OrganizationLoopError', 'An organization cannot be below itself.', 'parentId');
  if (!goal?.permissions) throw fault('OrganizationNotFoundError', 'There is no such agency, or you are no member of it.', 'parentId');
  if (moved.kind !== 'CLIENT' || goal.kind !== 'AGENCY') throw fault('ParentUnsuitableError', 'Clients are below agencies, and nothing else is.', 'parentId');
  if (!has(goal, 'clients:create')) throw fault('OrganizationNotFoundError', 'There is no such agency, or you may not make clients there.', 'parentId');
}

/** Lets people of the agency who are no members of its client work in the agency again. Answers their sessions. */
function sendHome(transaction: Pick<Prisma.TransactionClient, '$queryRaw'>, clientId: string): Promise<{ id: string }[]> {
  return transaction.$queryRaw<{ id: string }[]>`
    UPDATE sessions s SET "organizationId" = o."parentId" FROM organizations o WHERE o.id = ${clientId}::uuid AND s."organizationId" = o.id
      AND NOT EXISTS (SELECT FROM memberships m WHERE m."organizationId" = o.id AND m."userId" = s."userId") AND o."parentId" IS NOT NULL RETURNING s.id`;
}

/** Sets how far the agency reaches into the organization that the session works in; nothing lets none of its people in. What they have open there ends. */
export async function delegationSet(context: ApiContext, raw: unknown): Promise<string> {
  const { permissions } = parseInput(delegationInput, raw);
  const { organizationId: id, app } = context;
  if (context.user.via !== 'MEMBERSHIP') throw requestError('FORBIDDEN', 'How far an agency reaches is decided by the client\'s own people.', { permission: 'delegation:update' });
  const sessions = await app.database.transaction('system', async (transaction) => {
    const made = await transaction.$executeRaw`UPDATE organizations SET "delegatedPermissions" = ${permissions}::text[], "delegationUpdatedAt" = now() WHERE id = ${id}::uuid AND "parentId" IS NOT NULL`;
    if (made === 0) throw fault('ParentUnsuitableError', 'This organization has no agency.');
    if (permissions.length === 0) return sendHome(transaction, id);
    return transaction.$queryRaw<{ id: string }[]>`
      SELECT s.id FROM sessions s WHERE s."organizationId" = ${id}::uuid AND NOT EXISTS (SELECT FROM memberships m WHERE m."organizationId" = ${id}::uuid AND m."userId" = s."userId")`;
  });
  for (const session of sessions) app.sessions.tell(session.id, 'moved');
  return id;
}
