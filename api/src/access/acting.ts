import { knownPermissions, PERMISSIONS, Prisma, type Database, type Permission } from '@parley/db';
import type { SignedIn } from './actor.js';

/** A session with what its person is in the organization that it works in. */
export interface ActingRow {
  readonly id: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly roleId: string;
  readonly roleKey: string | null;
  readonly roleName: string;
  readonly permissions: string[];
  /** The agency that they are a member of, where they are none of the organization itself. */
  readonly agencyId: string | null;
  readonly delegatedPermissions: string[];
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly signedInThroughId: string | null;
}

/** What nobody does for an agency: a client decides itself how far its agency reaches, and has no clients. */
const isDelegable = (permission: Permission) => !permission.startsWith('clients:') && !permission.startsWith('platform:');

/**
 * Reads rows of `sessions`, named `s` in `source`, with what their people may do where they work; none for a session
 * whose membership is gone, or whose organization no longer lets its agency in.
 */
export function readActing(database: Database, source: Prisma.Sql): Promise<ActingRow[]> {
  // In one statement with the membership, which no relation of the data model leads to.
  return database.system.$queryRaw<ActingRow[]>`${source} SELECT s.id, s."userId", s."organizationId", r.id AS "roleId", r.key AS "roleKey", r.name AS "roleName", r.permissions,
      a."organizationId" AS "agencyId", o."delegatedPermissions", s."lastUsedAt", s."expiresAt", s."signedInThroughId"
    FROM s JOIN organizations o ON o.id = s."organizationId"
    LEFT JOIN memberships m ON m."organizationId" = o.id AND m."userId" = s."userId"
    LEFT JOIN memberships a ON m."userId" IS NULL AND a."organizationId" = o."parentId" AND a."userId" = s."userId"
    JOIN roles r ON r.id = coalesce(m."roleId", a."roleId")
    WHERE m."userId" IS NOT NULL OR ('clients:enter' = ANY (r.permissions) AND cardinality(o."delegatedPermissions") > 0)`;
}

/** Whether a person may work in the organization `o`: as its member, or for its agency. */
export const mayEnter = (userId: Prisma.Sql) => Prisma.sql`(EXISTS (SELECT FROM memberships m WHERE m."organizationId" = o.id AND m."userId" = ${userId})
  OR (cardinality(o."delegatedPermissions") > 0 AND EXISTS (SELECT FROM memberships m JOIN roles r ON r.id = m."roleId" WHERE m."organizationId" = o."parentId" AND m."userId" = ${userId} AND 'clients:enter' = ANY (r.permissions))))`;

/** Who acts, of what was read: people of an agency as far as their role there and the delegation both say. */
export function actingAs({ id, userId, organizationId, roleId, roleKey, roleName, permissions, agencyId, delegatedPermissions, expiresAt, signedInThroughId }: ActingRow): SignedIn {
  const own = knownPermissions(permissions);
  const effective = agencyId === null ? own : own.filter((permission) => isDelegable(permission) && delegatedPermissions.includes(permission));
  return {
    kind: 'user', sessionId: id, userId, organizationId, role: { id: roleId, key: roleKey, name: roleName }, permissions: new Set(effective), expiresAt,
    via: agencyId === null ? 'MEMBERSHIP' : 'DELEGATION', agencyId: agencyId ?? undefined, signedInThroughId: signedInThroughId ?? undefined,
  };
}

/** What a client can let its agency do. */
export const DELEGABLE: readonly Permission[] = PERMISSIONS.filter(isDelegable);
