import { Prisma, type SystemTransaction } from '@parley/db';
import type { CallEvent, CallEventPayload, UsageLine } from '@parley/media-contract';
import { countEnded } from '../domains/organizations/usage.js';

/** What a batch of new events adds to the row of its call. */
export interface CallFacts {
  readonly lastSeq: number;
  readonly turns: number;
  readonly interruptions: number;
  /** `responseMs` of the turns that answered the caller, in order. */
  readonly responsesMs: readonly number[];
  readonly costMicroUsd: number;
  /** What the agent does from now on, and whether the call is held; undefined where that stays as it is. */
  readonly agentState: string | undefined;
  readonly isHeld: boolean | undefined;
  readonly end: (CallEventPayload<'call-ended'> & { readonly occurredAt: string }) | undefined;
}

/** The counters of a call once its row is written. */
export interface CallTotals { readonly turnCount: number; readonly interruptionCount: number; readonly costMicroUsd: bigint }

const TOTALS = { turnCount: true, interruptionCount: true, costMicroUsd: true } as const;

const costOf = (lines: readonly UsageLine[]) => lines.reduce((sum, { costMicroUsd = 0 }) => sum + costMicroUsd, 0);

export function factsOf(events: readonly CallEvent[]): CallFacts {
  const facts = { lastSeq: 0, turns: 0, interruptions: 0, responsesMs: [] as number[], costMicroUsd: 0, agentState: undefined as CallFacts['agentState'], isHeld: undefined as CallFacts['isHeld'], end: undefined as CallFacts['end'] };
  for (const event of events) {
    facts.lastSeq = event.seq;
    if (event.type === 'agent-state') facts.agentState = event.payload.state;
    if (event.type === 'call-held') facts.isHeld = event.payload.isHeld;
    if (event.type === 'call-ended') facts.end = { ...event.payload, occurredAt: event.occurredAt };
    if (event.type !== 'caller-turn' && event.type !== 'agent-turn') continue;
    facts.turns++;
    facts.costMicroUsd += costOf(event.payload.usage);
    if (event.type === 'caller-turn') continue;
    const { isInterrupted, latency: { responseMs } } = event.payload;
    if (isInterrupted) facts.interruptions++;
    if (responseMs !== undefined) facts.responsesMs.push(responseMs);
  }
  return facts;
}

/** Writes what a batch adds to the row of its call, in one statement; its turns are stored already. Answers the new totals. */
export async function writeFacts(transaction: SystemTransaction, callId: string, facts: CallFacts): Promise<CallTotals> {
  const { lastSeq, turns, interruptions, responsesMs, costMicroUsd, agentState, isHeld, end } = facts;
  if (end) return finish(transaction, callId, facts, end);
  const [totals] = await transaction.call.updateManyAndReturn({
    where: { id: callId }, select: TOTALS,
    data: {
      lastSeq, turnCount: { increment: turns }, interruptionCount: { increment: interruptions }, costMicroUsd: { increment: costMicroUsd },
      ...(agentState === undefined ? {} : { agentState }), ...(isHeld === undefined ? {} : { isHeld }),
      ...(responsesMs.length > 0 ? { responsesMs: { push: [...responsesMs] } } : {}),
    },
  });
  return totals!;
}

/** The median and the 95th percentile of `responses` (SQL, an array of numbers), as a row of two. */
export const responsePercentiles = (responses: Prisma.Sql) => Prisma.sql`(SELECT p[1], p[2] FROM (SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY ms) AS p FROM unnest(${responses}) AS ms) AS percentiles)`;

/**
 * What a call cost and how many tokens it took, as a row of two: the requests to providers that its turns tell of, and
 * those of `usage` (JSON), each counted once.
 */
export const spentBy = (usage: string) => Prisma.sql`(
  SELECT COALESCE(sum(micros), 0), COALESCE(round(sum(tokens)), 0) FROM (
    SELECT DISTINCT ON (line->>'requestId') (line->>'costMicroUsd')::bigint AS micros, COALESCE((line->>'inputTokens')::numeric, 0) + COALESCE((line->>'outputTokens')::numeric, 0) AS tokens FROM (
      SELECT jsonb_array_elements(usage) AS line FROM turns WHERE turns."organizationId" = calls."organizationId" AND turns."callId" = calls.id AND jsonb_typeof(usage) = 'array'
      UNION ALL SELECT jsonb_array_elements(${usage}::jsonb)
    ) AS told ORDER BY line->>'requestId', micros NULLS LAST
  ) AS requests)`;

/**
 * The end of a call. It tells every request to a provider once more, those of no turn too: what the call cost is the
 * sum over all of them. What its organization has used grows with it, in the same statement.
 */
async function finish(transaction: SystemTransaction, callId: string, facts: CallFacts, end: NonNullable<CallFacts['end']>): Promise<CallTotals> {
  const { reason: { party, code, text }, durationMs, occurredAt } = end;
  const responses = Prisma.sql`"responsesMs" || ${[...facts.responsesMs]}::double precision[]`;
  const [totals] = await transaction.$queryRaw<CallTotals[]>`
    WITH spent AS (
      SELECT id, CASE WHEN "isTest" THEN 0 ELSE ${Math.round(durationMs)}::int END AS ms, CASE WHEN "isTest" THEN 0 ELSE total.tokens END AS tokens, total.micros, "meteredMs" AS "msBefore", "meteredTokens" AS "tokensBefore"
      FROM calls, LATERAL ${spentBy(JSON.stringify(end.usage))} AS total (micros, tokens) WHERE id = ${callId}::uuid
    ), ended AS (
      UPDATE calls SET "lastSeq" = ${facts.lastSeq}, "turnCount" = "turnCount" + ${facts.turns}, "interruptionCount" = "interruptionCount" + ${facts.interruptions},
        status = 'ENDED', "endedAt" = ${occurredAt}::timestamptz, "endedParty" = ${party}, "endedCode" = ${code}, "endedText" = ${text}, "durationMs" = ${Math.round(durationMs)},
        "responsesMs" = ${responses}, ("responseP50Ms", "responseP95Ms") = ${responsePercentiles(responses)},
        "costMicroUsd" = spent.micros, "meteredMs" = spent.ms, "meteredTokens" = spent.tokens
      FROM spent WHERE calls.id = spent.id
      RETURNING "turnCount", "interruptionCount", "costMicroUsd", "organizationId", "createdAt", spent.ms - "msBefore" AS "freshMs", spent.tokens - "tokensBefore" AS "freshTokens"
    ), counted AS (${countEnded(Prisma.sql`ended`)})
    SELECT "turnCount", "interruptionCount", "costMicroUsd" FROM ended`;
  return totals!;
}
