import { roleTemplateId, uuidv7 } from '@parley/db';
import { z } from 'zod';
import { isUniqueViolation, violatedRule } from '../../access/database-errors.js';
import { parseInput } from '../../access/parse-input.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { inputId } from '../../schema/ids.js';
import { organizationSlug } from './slugs.js';

export const organizationName = z.string().trim().min(1, 'needs at least one character').max(120, 'has at most 120 characters');
export const organizationSlugInput = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'has lower-case letters, digits and single hyphens').max(60, 'has at most 60 characters');
const createInput = z.object({ id: z.string().optional(), name: organizationName });
const updateInput = z.object({ name: organizationName.optional(), slug: organizationSlugInput.optional(), isConnectionApprovalNeeded: z.boolean().optional() });

/** Makes an organization of which the actor is the owner; the session stays where it is. Answers its id. */
export async function organizationCreate(context: ApiContext, raw: unknown): Promise<string> {
  const input = parseInput(createInput, raw);
  const id = input.id === undefined ? uuidv7() : inputId('Organization', input.id, 'id');
  const { userId } = context.user;
  try {
    const count = await context.app.database.transaction('system', async (transaction) => {
      // People make their organizations one after the other, so that two at once cannot pass the limit together.
      await transaction.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
      return transaction.$executeRaw`
        WITH made AS (
          INSERT INTO organizations (id, name, slug) SELECT ${id}::uuid, ${input.name}, ${organizationSlug(input.name, id)}
          WHERE (SELECT count(*) FROM memberships WHERE "userId" = ${userId}::uuid) < ${LIMITS.organizationsMax} RETURNING id
        )
        INSERT INTO memberships ("organizationId", "userId", "roleId") SELECT id, ${userId}::uuid, ${roleTemplateId('owner')}::uuid FROM made`;
    });
    if (count === 0) throw new Fault('OrganizationLimitError', `You are in ${LIMITS.organizationsMax} organizations; more are not possible.`, undefined, { organizationsMax: LIMITS.organizationsMax });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // The same request once more made nothing, and is answered like the first.
    if (!await isOwnWithName(context, id, input.name)) throw fault('IdTakenError', 'This id is in use.', 'id');
  }
  return id;
}

async function isOwnWithName(context: ApiContext, id: string, organizationName: string): Promise<boolean> {
  const own = await context.app.database.system.membership.findUnique({
    where: { organizationId_userId: { organizationId: id, userId: context.user.userId } }, select: { roleId: true, organization: { select: { name: true } } },
  });
  return own?.roleId === roleTemplateId('owner') && own.organization.name === organizationName;
}

/** Changes the organization that the session works in; what is not named stays. Answers its id. */
export async function organizationUpdate(context: ApiContext, raw: unknown): Promise<string> {
  const { name: newName, slug: newSlug, isConnectionApprovalNeeded: needsConnectionApproval } = parseInput(updateInput, raw);
  const { organizationId: id } = context;
  try {
    await context.db.organization.updateMany({ where: { id }, data: { ...(newName === undefined ? {} : { name: newName }), ...(newSlug === undefined ? {} : { slug: newSlug }), ...(needsConnectionApproval === undefined ? {} : { needsConnectionApproval }) } });
  } catch (error) {
    if (isUniqueViolation(error) && violatedRule(error).includes('slug')) throw fault('SlugTakenError', `The slug "${newSlug}" is in use.`, 'slug');
    throw error;
  }
  return id;
}

/** Lets the session work in another organization of its person, or in a client that lets their agency in; what it has open for the old one ends. */
export async function organizationSwitch(context: ApiContext, input: { readonly id: string }): Promise<{ userId: string; organizationId: string }> {
  const organizationId = inputId('Organization', input.id, 'id');
  const moved = await context.app.sessions.move(context.user, organizationId);
  if (!moved) throw fault('OrganizationNotFoundError', 'There is no such organization, or you may not work in it.', 'id');
  context.become(moved);
  return moved;
}
