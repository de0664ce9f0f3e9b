import type { ApiContext } from '../../context.js';
import { requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { internalId } from '../../schema/ids.js';

export interface StatisticsRange {
  readonly from: Date;
  /** Default now. */
  readonly before?: Date | null | undefined;
  /** Global id. */
  readonly agentId?: string | null | undefined;
}

export interface EndedReasonCount { readonly party: string; readonly code: string; readonly calls: number }

export interface CallStatistics {
  readonly calls: number;
  readonly answeredCalls: number;
  readonly activeCalls: number;
  readonly durationMs: number;
  readonly responseP50Ms: number | null;
  readonly responseP95Ms: number | null;
  readonly interruptions: number;
  readonly costMicroUsd: bigint;
  readonly endedReasons: readonly EndedReasonCount[];
}

const DAY_MS = 24 * 3_600_000;

/** Figures of the calls that started in a range, in one statement that reads no turn: calls carry their response times. */
export async function callStatistics({ db, organizationId }: ApiContext, { from, before, agentId }: StatisticsRange): Promise<CallStatistics> {
  const until = before ?? new Date();
  if (from >= until) throw requestError('INVALID_INPUT', '`from` must lie before `before`, and before now where that is not given.');
  if (until.getTime() - from.getTime() > LIMITS.statisticsDaysMax * DAY_MS) throw requestError('INVALID_INPUT', `The range may be ${LIMITS.statisticsDaysMax} days long at most.`);
  const agent = typeof agentId === 'string' ? internalId('Agent', agentId) : null;
  const [figures] = await db.$queryRaw<[CallStatistics]>`
    WITH started AS MATERIALIZED (
      SELECT "answeredAt", "durationMs", "interruptionCount", "costMicroUsd", "endedParty", "endedCode", "responsesMs" FROM calls
      WHERE "organizationId" = ${organizationId}::uuid AND "createdAt" >= ${from}::timestamptz AND "createdAt" < ${until}::timestamptz AND (${agent}::uuid IS NULL OR "agentId" = ${agent}::uuid)
    ), reasons AS (
      SELECT "endedParty" AS party, "endedCode" AS code, count(*)::int AS calls FROM started WHERE "endedCode" IS NOT NULL
      GROUP BY "endedParty", "endedCode" ORDER BY calls DESC, code, party LIMIT ${LIMITS.statisticsReasonsMax}
    )
    SELECT totals.*, percentiles.p[1] AS "responseP50Ms", percentiles.p[2] AS "responseP95Ms",
      (SELECT count(*)::int FROM calls WHERE "organizationId" = ${organizationId}::uuid AND status = 'ACTIVE' AND (${agent}::uuid IS NULL OR "agentId" = ${agent}::uuid)) AS "activeCalls",
      COALESCE((SELECT jsonb_agg(to_jsonb(reasons)) FROM reasons), '[]') AS "endedReasons"
    FROM (
      SELECT count(*)::int AS calls, count("answeredAt")::int AS "answeredCalls", COALESCE(sum("durationMs"), 0)::double precision AS "durationMs",
        COALESCE(sum("interruptionCount"), 0)::int AS interruptions, COALESCE(sum("costMicroUsd"), 0)::bigint AS "costMicroUsd" FROM started
    ) AS totals, (SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY ms) AS p FROM started, unnest("responsesMs") AS ms) AS percentiles`;
  return figures;
}
