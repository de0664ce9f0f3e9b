import { Prisma, type OrganizationClient } from '@parley/db';
import { LIMIT_KINDS, type LimitKind, type LimitsRow, type Maxima } from './plans.js';

/** What has been used of each limit. */
export type Usage = Readonly<Record<LimitKind, number>>;

type Reader = Pick<OrganizationClient, '$queryRaw'>;
interface UsageRow { readonly plan: string | null; readonly overrides: unknown; readonly seats: number; readonly calls: number; readonly callMs: number; readonly tokens: number; readonly bytes: number }

const MINUTE_MS = 60_000;

/** The month that counts at this moment, in UTC, as the counters write it. */
const THIS_MONTH = Prisma.sql`to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')`;

/** What an organization has used; of one column of a statement, or of an id. */
const figures = (organizationId: Prisma.Sql) => {
  const counter = (meter: string, period: Prisma.Sql) => Prisma.sql`coalesce((SELECT amount FROM usage_counters WHERE "organizationId" = ${organizationId} AND meter = ${meter} AND period = ${period}), 0)::float8`;
  return Prisma.sql`
      (SELECT count(*) FROM memberships WHERE "organizationId" = ${organizationId})::int AS seats,
      (SELECT count(*) FROM calls WHERE "organizationId" = ${organizationId} AND status IN ('CREATED', 'ACTIVE'))::int AS calls,
      ${counter('call-ms', THIS_MONTH)} AS "callMs", ${counter('tokens', THIS_MONTH)} AS tokens, ${counter('storage-bytes', Prisma.sql`'all'`)} AS bytes`;
};

const usageOf = ({ seats, calls, callMs, tokens, bytes }: UsageRow): Usage => ({ SEATS: seats, CONCURRENT_CALLS: calls, MINUTES_PER_MONTH: Math.round(callMs / MINUTE_MS * 100) / 100, TOKENS_PER_MONTH: tokens, STORAGE_BYTES: bytes });
const rowOf = ({ plan, overrides }: UsageRow): LimitsRow | null => (plan === null ? null : { plan, overrides });

/** What the platform sees of an organization: its use, and how much it is called. */
export interface OrganizationUsage { readonly row: LimitsRow | null; readonly usage: Usage; readonly callsThisMonth: number }

/** The use of several organizations, by their ids, in one statement. */
export async function readUsageOf(client: Reader, organizationIds: readonly string[]): Promise<ReadonlyMap<string, OrganizationUsage>> {
  const rows = await client.$queryRaw<(UsageRow & { readonly id: string; readonly callsThisMonth: number })[]>`
    SELECT o.id, l.plan, l.overrides, ${figures(Prisma.sql`o.id`)},
      (SELECT count(*) FROM calls WHERE "organizationId" = o.id AND "createdAt" >= date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')::int AS "callsThisMonth"
    FROM unnest(${[...organizationIds]}::uuid[]) AS o (id) LEFT JOIN organization_limits l ON l."organizationId" = o.id`;
  return new Map(rows.map((row) => [row.id, { row: rowOf(row), usage: usageOf(row), callsThisMonth: row.callsThisMonth }]));
}

/**
 * What an organization has used, and what is kept of its limits, in one statement: counters that were kept as it was
 * used, its members, and the calls that run.
 */
export async function readUsage(client: Reader, organizationId: string): Promise<{ readonly row: LimitsRow | null; readonly usage: Usage }> {
  const [found] = await client.$queryRaw<UsageRow[]>`
    SELECT l.plan, l.overrides, ${figures(Prisma.sql`${organizationId}::uuid`)}
    FROM (SELECT 1) AS one LEFT JOIN organization_limits l ON l."organizationId" = ${organizationId}::uuid`;
  return { row: rowOf(found!), usage: usageOf(found!) };
}

/** The first of these limits that leaves no room. */
export function exhausted(maxima: Maxima, usage: Usage, kinds: readonly LimitKind[] = LIMIT_KINDS): LimitKind | undefined {
  return kinds.find((kind) => { const max = maxima[kind]; return max !== null && usage[kind] >= max; });
}

/**
 * Adds to the counters what calls used that have ended: for a statement in which `ended` (SQL, the name of what it reads)
 * has "organizationId", "createdAt", "freshMs" and "freshTokens". Each call adds only what has not been counted of it
 * yet, to the month in which it began, however often its end is told.
 */
export const countEnded = (ended: Prisma.Sql) => Prisma.sql`
  INSERT INTO usage_counters AS counter ("organizationId", meter, period, amount)
  SELECT "organizationId", used.meter, to_char("createdAt" AT TIME ZONE 'UTC', 'YYYY-MM') AS period, sum(used.amount)
  FROM ${ended}, LATERAL (VALUES ('call-ms', "freshMs"::bigint), ('tokens', "freshTokens"::bigint)) AS used (meter, amount)
  WHERE used.amount <> 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT ("organizationId", meter, period) DO UPDATE SET amount = counter.amount + excluded.amount`;
