import { knownPermissions, PERMISSIONS, PLATFORM_ORGANIZATION, Prisma, roleTemplateId, type Database, type Permission } from '@parley/db';
import type { SignedIn, Via } from './actor.js';

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
  readonly suspendedAt: Date | null;
  /** The administrator who works as this person, with their own session. */
  readonly impersonatorId: string | null;
  readonly ownSessionId: string | null;
  readonly impersonationReason: string | null;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly signedInThroughId: string | null;
}

/** What nobody does for an agency: a client decides itself how far its agency reaches, and has no clients. */
const isDelegable = (permission: Permission) => !permission.startsWith('clients:') && !permission.startsWith('platform:');

/**
 * Reads rows of `sessions`, named `s` in `source`, with what their people may do where they work; none for a session
 * whose membership is gone, whose organization no longer lets its agency in, or whose agency is suspended; and none for
 * a session in which somebody works as its person who is no platform administrator any more.
 */
export function readActing(database: Database, source: Prisma.Sql): Promise<ActingRow[]> {
  // In one statement with the membership, which no relation of the data model leads to.
  return database.system.$queryRaw<ActingRow[]>`${source} SELECT s.id, s."userId", s."organizationId", r.id AS "roleId", r.key AS "roleKey", r.name AS "roleName", r.permissions,
      a."organizationId" AS "agencyId", o."delegatedPermissions", o."suspendedAt", p."userId" AS "impersonatorId", own.id AS "ownSessionId", i.reason AS "impersonationReason", s."lastUsedAt", s."expiresAt", s."signedInThroughId"
    FROM s JOIN organizations o ON o.id = s."organizationId" LEFT JOIN organizations agency ON agency.id = o."parentId"
    LEFT JOIN memberships m ON m."organizationId" = o.id AND m."userId" = s."userId"
    LEFT JOIN memberships a ON m."userId" IS NULL AND agency."suspendedAt" IS NULL AND a."organizationId" = o."parentId" AND a."userId" = s."userId"
    JOIN roles r ON r.id = coalesce(m."roleId", a."roleId")
    LEFT JOIN impersonations i ON i."sessionId" = s.id LEFT JOIN sessions own ON own.id = i."ownSessionId" AND own."expiresAt" > now()
    LEFT JOIN memberships p ON p."organizationId" = own."organizationId" AND p."userId" = own."userId" AND p."organizationId" = ${PLATFORM_ORGANIZATION.id}::uuid AND p."roleId" = ${roleTemplateId('platform-admin')}::uuid
    WHERE CASE WHEN s."signedInWith" = 'IMPERSONATION' THEN m."userId" IS NOT NULL AND p."userId" IS NOT NULL ELSE m."userId" IS NOT NULL OR ('clients:enter' = ANY (r.permissions) AND cardinality(o."delegatedPermissions") > 0) END`;
}

/** Whether a person may work in the organization `o`: as its member, or for its agency. */
export const mayEnter = (userId: Prisma.Sql) => Prisma.sql`(EXISTS (SELECT FROM memberships m WHERE m."organizationId" = o.id AND m."userId" = ${userId})
  OR (cardinality(o."delegatedPermissions") > 0 AND EXISTS (SELECT FROM memberships m JOIN roles r ON r.id = m."roleId" JOIN organizations agency ON agency.id = m."organizationId" AND agency."suspendedAt" IS NULL WHERE m."organizationId" = o."parentId" AND m."userId" = ${userId} AND 'clients:enter' = ANY (r.permissions))))`;

/** What is the platform's counts in its own organization, for those whom its settings name, and never otherwise: whoever wrote it into a role. */
const isPlatforms = (permission: Permission) => permission.startsWith('platform:');
const isPlatformAdmin = ({ organizationId, roleId }: ActingRow) => organizationId === PLATFORM_ORGANIZATION.id && roleId === roleTemplateId('platform-admin');

/** Why they may work there. */
function viaOf(row: ActingRow): Via {
  if (row.impersonatorId !== null) return 'IMPERSONATION';
  if (row.agencyId !== null) return 'DELEGATION';
  return isPlatformAdmin(row) ? 'PLATFORM' : 'MEMBERSHIP';
}

/** Who acts, of what was read: people of an agency as far as their role there and the delegation both say. */
export function actingAs(row: ActingRow): SignedIn {
  const { id, userId, organizationId, roleId, roleKey, roleName, agencyId, delegatedPermissions, suspendedAt, impersonatorId, ownSessionId, impersonationReason, expiresAt, signedInThroughId } = row;
  const own = knownPermissions(row.permissions).filter((permission) => !isPlatforms(permission) || isPlatformAdmin(row));
  const effective = agencyId === null ? own : own.filter((permission) => isDelegable(permission) && delegatedPermissions.includes(permission));
  return {
    kind: 'user', sessionId: id, userId, organizationId, role: { id: roleId, key: roleKey, name: roleName }, permissions: new Set(effective), expiresAt,
    via: viaOf(row), agencyId: agencyId ?? undefined, suspendedAt: suspendedAt ?? undefined, signedInThroughId: signedInThroughId ?? undefined,
    impersonation: impersonatorId === null ? undefined : { userId: impersonatorId, ownSessionId: ownSessionId!, reason: impersonationReason!, endsAt: expiresAt },
  };
}

/** What a client can let its agency do. */
export const DELEGABLE: readonly Permission[] = PERMISSIONS.filter(isDelegable);
