import { Prisma } from '@parley/db';
import type { ApiContext } from '../../context.js';
import { requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { internalId } from '../../schema/ids.js';

export type UsageInterval = 'HOUR' | 'DAY';
export type UsageGrouping = 'KIND' | 'CONNECTION' | 'AGENT';

/** Ids are global; null and left out mean the same. */
export interface UsageWhere {
  readonly kinds?: readonly string[] | null | undefined;
  readonly connectionIds?: readonly string[] | null | undefined;
  readonly agentIds?: readonly string[] | null | undefined;
}

export interface UsageRange { readonly from: Date; /** Default now. */ readonly before?: Date | null | undefined }

const COUNTS = ['requests', 'failedRequests', 'unpricedRequests', 'inputTokens', 'cachedInputTokens', 'outputTokens', 'characters', 'audioMs', 'costMicroUsd'] as const;
type Count = (typeof COUNTS)[number];

/** What was used, in the units that providers count in. */
export type UsageTotals = Readonly<Record<Count, bigint>>;
export interface UsagePoint extends UsageTotals { readonly at: Date }

/** What one of the things used by which usage is grouped. */
export interface UsageGroup {
  readonly groupBy: UsageGrouping;
  /** Kind, id of the connection or internal id of the agent; null for the rest together. */
  readonly key: string | null;
  readonly totals: UsageTotals;
  readonly points: readonly UsagePoint[];
}

export interface UsageReport { readonly from: Date; readonly before: Date; readonly totals: UsageTotals; readonly groups: readonly UsageGroup[] }

const DAY_MS = 24 * 3_600_000;
const DAYS_MAX: Readonly<Record<UsageInterval, number>> = { HOUR: LIMITS.usageHoursDaysMax, DAY: LIMITS.statisticsDaysMax };
const KEYS: Readonly<Record<UsageGrouping, Prisma.Sql>> = { KIND: Prisma.sql`kind`, CONNECTION: Prisma.sql`"connectionId"`, AGENT: Prisma.sql`"agentId"::text` };
const SUMS = Prisma.join(COUNTS.map((name) => Prisma.raw(`sum("${name}")::bigint AS "${name}"`)));
/** Names of time zones as the IANA writes them, no offsets. */
const TIME_ZONE = /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/;

const nothing = (): Record<Count, bigint> => ({ requests: 0n, failedRequests: 0n, unpricedRequests: 0n, inputTokens: 0n, cachedInputTokens: 0n, outputTokens: 0n, characters: 0n, audioMs: 0n, costMicroUsd: 0n });

function sumOf(parts: readonly UsageTotals[]): UsageTotals {
  const total = nothing();
  for (const part of parts) for (const name of COUNTS) total[name] += part[name];
  return total;
}

function checkTimeZone(timeZone: string): void {
  try {
    if (!TIME_ZONE.test(timeZone)) throw new RangeError(timeZone);
    Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw requestError('INVALID_INPUT', '`timeZone` must be the name of a time zone, like `Europe/Berlin` or `UTC`.');
  }
}

/** The range with its end; refuses one that is empty, or longer than `daysMax`. */
export function usageRange({ from, before }: UsageRange, daysMax: number): { readonly from: Date; readonly before: Date } {
  const until = before ?? new Date();
  if (from >= until) throw requestError('INVALID_INPUT', '`from` must lie before `before`, and before now where that is not given.');
  if (until.getTime() - from.getTime() > daysMax * DAY_MS) throw requestError('INVALID_INPUT', `The range may be ${daysMax} days long at most here.`);
  return { from, before: until };
}

/** Conditions on rows of hours, as SQL. Agents are named by global ids. */
export function usageConditions(organizationId: string, { from, before }: { readonly from: Date; readonly before: Date }, { kinds, connectionIds, agentIds }: UsageWhere): Prisma.Sql {
  for (const list of [kinds, connectionIds, agentIds]) if (list && list.length > LIMITS.usageFilterMax) throw requestError('INVALID_INPUT', `A list in \`where\` has at most ${LIMITS.usageFilterMax} entries.`);
  const agents = agentIds?.map((id) => internalId('Agent', String(id)));
  return Prisma.sql`"organizationId" = ${organizationId}::uuid AND hour >= date_trunc('hour', ${from}::timestamptz, 'UTC') AND hour < ${before}::timestamptz
    ${kinds ? Prisma.sql`AND kind = ANY(${kinds.map((kind) => kind.toLowerCase())}::text[])` : Prisma.empty}
    ${connectionIds ? Prisma.sql`AND "connectionId" = ANY(${[...connectionIds]}::text[])` : Prisma.empty}
    ${agents ? Prisma.sql`AND "agentId" = ANY(${agents}::uuid[])` : Prisma.empty}`;
}

export interface UsageQuestion extends UsageRange { readonly interval: UsageInterval; readonly groupBy: UsageGrouping; readonly timeZone: string; readonly where: UsageWhere }

/**
 * What was used in a range, by hour or day: the dearest few of what it is grouped by, and the rest together. One
 * statement over the sums of hours; no line and no call is read.
 */
export async function usageReport({ db, organizationId }: ApiContext, { interval, groupBy, timeZone, where, ...asked }: UsageQuestion): Promise<UsageReport> {
  checkTimeZone(timeZone);
  const range = usageRange(asked, DAYS_MAX[interval]);
  const rows = await db.$queryRaw<(UsagePoint & { readonly key: string | null })[]>`
    WITH used AS MATERIALIZED (
      SELECT date_trunc(${interval.toLowerCase()}, hour, ${timeZone}) AS at, ${KEYS[groupBy]} AS key, ${SUMS} FROM usage_hours WHERE ${usageConditions(organizationId, range, where)} GROUP BY 1, 2
    ), places AS (
      SELECT key, row_number() OVER (ORDER BY sum("costMicroUsd") DESC, sum(requests) DESC, key) AS place FROM used GROUP BY key
    )
    SELECT CASE WHEN place <= ${LIMITS.usageGroupsMax} THEN key END AS key, at, ${SUMS} FROM used JOIN places USING (key) GROUP BY 1, 2 ORDER BY min(place), at`;
  const points = new Map<string | null, UsagePoint[]>();
  for (const { key, ...point } of rows) {
    const group = points.get(key);
    if (group) group.push(point); else points.set(key, [point]);
  }
  const order = (key: string | null) => (key === null ? 1 : 0);
  const groups = Array.from(points, ([key, found]): UsageGroup => ({ groupBy, key, points: found, totals: sumOf(found) }))
    .sort((one, other) => order(one.key) - order(other.key) || Number(other.totals.costMicroUsd - one.totals.costMicroUsd) || Number(other.totals.requests - one.totals.requests));
  return { ...range, groups, totals: sumOf(groups.map(({ totals }) => totals)) };
}
