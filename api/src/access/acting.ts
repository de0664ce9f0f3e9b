import { knownPermissions, type Database, type Prisma } from '@parley/db';
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
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** Reads rows of `sessions`, named `s` in `source`, with what their people may do where they work; none for a session whose membership is gone. */
export function readActing(database: Database, source: Prisma.Sql): Promise<ActingRow[]> {
  // In one statement with the membership, which no relation of the data model leads to.
  return database.system.$queryRaw<ActingRow[]>`${source} SELECT s.id, s."userId", s."organizationId", r.id AS "roleId", r.key AS "roleKey", r.name AS "roleName", r.permissions, s."lastUsedAt", s."expiresAt" FROM s
    JOIN memberships m ON m."organizationId" = s."organizationId" AND m."userId" = s."userId" JOIN roles r ON r.id = m."roleId"`;
}

/** Who acts, of what was read. */
export function actingAs({ id, userId, organizationId, roleId, roleKey, roleName, permissions, expiresAt }: ActingRow): SignedIn {
  return { kind: 'user', sessionId: id, userId, organizationId, role: { id: roleId, key: roleKey, name: roleName }, permissions: new Set(knownPermissions(permissions)), expiresAt };
}
