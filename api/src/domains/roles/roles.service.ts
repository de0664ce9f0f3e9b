import { knownPermissions, OWNER_ROLE_IDS, PERMISSIONS, ROLE_TEMPLATES, uuidv7, type Permission } from '@parley/db';
import { z } from 'zod';
import { isUniqueViolation } from '../../access/database-errors.js';
import { may } from '../../access/may.js';
import { parseInput } from '../../access/parse-input.js';
import type { ApiContext } from '../../context.js';
import { Fault, fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { inputId } from '../../schema/ids.js';
import type { MemberKey } from '../members/members.service.js';
import { lockOrganization } from '../organizations/limits.service.js';

const TEMPLATE_NAMES = new Set(Object.values(ROLE_TEMPLATES).map(({ name }) => name.toLowerCase()));

const name = z.string().trim().min(1, 'must have at least 1 character').max(120, 'must have at most 120 characters')
  .refine((value) => !TEMPLATE_NAMES.has(value.toLowerCase()), 'is what a template is called; choose another name');
const description = z.string().trim().max(500, 'must have at most 500 characters');
const permissions = z.array(z.enum(PERMISSIONS as [Permission, ...Permission[]], { error: (issue) => `"${String(issue.input)}" is no permission; \`permissions\` lists them` })).transform((list) => knownPermissions(list));
const createInput = z.object({ name, description: description.default(''), permissions });
const updateInput = z.object({ id: z.string(), name: name.optional(), description: description.optional(), permissions: permissions.optional() });

/** Nobody gives, or takes from others, what they do not have themselves; what is the platform's is given by its settings and by nobody. */
export function demandHeld(context: ApiContext, wanted: readonly string[], ...path: string[]): void {
  const missing = knownPermissions(wanted).filter((permission) => permission.startsWith('platform:') || !may(context, permission));
  if (missing.length === 0) return;
  throw new Fault('PermissionNotHeldError', `Nobody gives or takes what they may not do themselves, or what only the settings of the installation give: ${missing.join(', ')}.`, ['input', ...path], { permissions: missing });
}

/** Makes a role of the organization's own; answers its id. */
export async function roleCreate(context: ApiContext, raw: unknown): Promise<string> {
  const input = parseInput(createInput, raw);
  demandHeld(context, input.permissions, 'permissions');
  const id = uuidv7();
  try {
    // Counted and made in one statement: of many at once no more are made than there may be.
    const made = await context.db.$executeRaw`
      INSERT INTO roles (id, "organizationId", name, description, permissions) SELECT ${id}::uuid, ${context.organizationId}::uuid, ${input.name}, ${input.description}, ${input.permissions}::text[]
      WHERE (SELECT count(*) FROM roles WHERE "organizationId" = ${context.organizationId}::uuid) < ${LIMITS.rolesMax}`;
    if (made === 0) throw fault('InvalidInputError', `An organization has at most ${LIMITS.rolesMax} roles of its own.`, 'name');
  } catch (error) {
    if (isUniqueViolation(error)) throw fault('NameTakenError', `There is a role called "${input.name}".`, 'name');
    throw error;
  }
  return id;
}

/** A role of the organization's own: templates are found and not changed. */
async function ownRole(context: ApiContext, external: string): Promise<{ id: string; permissions: string[]; memberCount: number }> {
  const id = inputId('Role', external, 'id');
  const role = await context.db.role.findUnique({ where: { id }, select: { organizationId: true, permissions: true, _count: { select: { memberships: true } } } });
  if (!role) throw fault('RoleNotFoundError', 'There is no such role.', 'id');
  if (role.organizationId === null) throw fault('RoleIsTemplateError', 'Templates are the same for everybody. Make a role of your own instead.', 'id');
  return { id, permissions: role.permissions, memberCount: role._count.memberships };
}

/** Changes a role; members who have it may do at once what it says now. Answers its id. */
export async function roleUpdate(context: ApiContext, raw: unknown): Promise<string> {
  const { id: external, ...changes } = parseInput(updateInput, raw);
  const { id, permissions: before } = await ownRole(context, external);
  if (changes.permissions) demandHeld(context, [...before, ...changes.permissions], 'permissions');
  const data = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  try {
    await context.db.role.updateMany({ where: { id }, data: { ...data, version: { increment: 1 } } });
  } catch (error) {
    if (isUniqueViolation(error)) throw fault('NameTakenError', `There is a role called "${changes.name}".`, 'name');
    throw error;
  }
  const sessions = await context.app.database.system.$queryRaw<{ id: string }[]>`SELECT s.id FROM sessions s JOIN memberships m ON m."userId" = s."userId" WHERE m."roleId" = ${id}::uuid`;
  for (const session of sessions) context.app.sessions.tell(session.id, 'moved');
  return id;
}

/** Deletes a role that nobody has. */
export async function roleDelete(context: ApiContext, input: { readonly id: string }): Promise<string> {
  const { id, permissions: held, memberCount } = await ownRole(context, input.id);
  demandHeld(context, held, 'id');
  const inUse = (count: number) => new Fault('RoleInUseError', 'Members have this role. Give them another one first.', ['input', 'id'], { memberCount: count });
  if (memberCount > 0) throw inUse(memberCount);
  try {
    await context.db.role.deleteMany({ where: { id } });
  } catch (error) {
    // Somebody was given it in the meantime.
    if ((error as { code?: unknown }).code === 'P2003') throw inUse(1);
    throw error;
  }
  return id;
}

/** Gives a member another role, which reaches what they have open within a second. Nobody raises others, or brings them down, beyond what they may themselves; an organization keeps an owner. */
export async function memberRoleSet(context: ApiContext, input: { readonly userId: string; readonly roleId: string }): Promise<MemberKey> {
  const [userId, roleId] = [inputId('User', input.userId, 'userId'), inputId('Role', input.roleId, 'roleId')];
  const { organizationId, app } = context;
  const role = await context.db.role.findUnique({ where: { id: roleId }, select: { permissions: true } });
  if (!role) throw fault('RoleNotFoundError', 'There is no such role.', 'roleId');
  demandHeld(context, role.permissions, 'roleId');
  const sessions = await app.database.transaction('system', async (transaction) => {
    await lockOrganization(transaction, organizationId);
    const [member] = await transaction.$queryRaw<{ permissions: string[]; isLastOwner: boolean }[]>`
      SELECT r.permissions, m."roleId" = ANY (${OWNER_ROLE_IDS}::uuid[])
        AND NOT EXISTS (SELECT FROM memberships o WHERE o."organizationId" = m."organizationId" AND o."roleId" = ANY (${OWNER_ROLE_IDS}::uuid[]) AND o."userId" <> m."userId") AS "isLastOwner"
      FROM memberships m JOIN roles r ON r.id = m."roleId" WHERE m."organizationId" = ${organizationId}::uuid AND m."userId" = ${userId}::uuid`;
    if (!member) throw fault('MemberNotFoundError', 'There is no such member.', 'userId');
    demandHeld(context, member.permissions, 'userId');
    if (member.isLastOwner && !OWNER_ROLE_IDS.includes(roleId)) throw fault('LastOwnerError', 'Nobody else owns the organization. Make somebody else the owner first.', 'userId');
    return transaction.$queryRaw<{ id: string }[]>`
      WITH changed AS (UPDATE memberships SET "roleId" = ${roleId}::uuid WHERE "organizationId" = ${organizationId}::uuid AND "userId" = ${userId}::uuid AND "roleId" <> ${roleId}::uuid RETURNING "userId")
      SELECT s.id FROM sessions s JOIN changed ON changed."userId" = s."userId"`;
  });
  for (const { id } of sessions) app.sessions.tell(id, 'moved');
  return { organizationId, userId };
}
