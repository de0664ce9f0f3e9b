import { Prisma } from '@parley/db';

/** The platform's connections are asked last, however far up an organization stands. */
const PLATFORM_DEPTH = 100;

/** `lenders (id, depth)`: the organization itself, those above it, nearest first, then the platform; for the WITH RECURSIVE of a statement. */
export const lendersOf = (organizationId: string): Prisma.Sql => Prisma.sql`
    above AS (
      SELECT id, "parentId", 0 AS depth FROM organizations WHERE id = ${organizationId}::uuid
      UNION ALL SELECT o.id, o."parentId", a.depth + 1 FROM organizations o JOIN above a ON o.id = a."parentId"
    ), lenders AS (
      SELECT id, depth FROM above UNION ALL SELECT id, ${PLATFORM_DEPTH} FROM organizations WHERE kind = 'PLATFORM' AND id NOT IN (SELECT id FROM above)
    )`;
