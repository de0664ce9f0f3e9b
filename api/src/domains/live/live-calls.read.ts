import { Prisma } from '@parley/db';
import type { AgentState, LiveCall } from './live-board.js';
import type { App } from '../../context.js';
import { LIMITS } from '../../limits.js';

interface Row extends Omit<LiveCall, 'callerUser' | 'lastLine' | 'endedReason'> {
  readonly userId: string | null;
  readonly userEmail: string | null;
  readonly userName: string | null;
  readonly lineTurnIndex: number | null;
  readonly lineSpeaker: 'CALLER' | 'AGENT' | null;
  readonly lineText: string | null;
  readonly endedParty: string | null;
  readonly endedCode: string | null;
  readonly endedText: string | null;
  readonly state: AgentState | null;
}

/** Calls by their ids (SQL: a table `wanted` with the column `id`), with the newest of their words. */
const read = (organizationId: string, wanted: Prisma.Sql) => Prisma.sql`
  WITH wanted AS (${wanted})
  SELECT c.id, c.status::text, c.transport::text, c."callerName", c."callerNumber", c."agentId", a.name AS "agentName", c."createdAt" AS "startedAt", c."answeredAt", c."lastSeq", c."turnCount",
    c."interruptionCount", c."costMicroUsd", c."endedParty", c."endedCode", c."endedText", c."responsesMs"[cardinality(c."responsesMs")] AS "responseMs",
    u.id AS "userId", u.email AS "userEmail", u.name AS "userName", c."agentState" AS state, c."isHeld",
    line."turnIndex" AS "lineTurnIndex", line.speaker::text AS "lineSpeaker", line.text AS "lineText"
  FROM wanted JOIN calls c ON c."organizationId" = ${organizationId}::uuid AND c.id = wanted.id
    JOIN agents a ON a."organizationId" = c."organizationId" AND a.id = c."agentId"
    LEFT JOIN users u ON u.id = c."callerUserId"
    LEFT JOIN LATERAL (SELECT "turnIndex", speaker, text FROM turns WHERE "organizationId" = c."organizationId" AND "callId" = c.id AND text <> '' ORDER BY seq DESC LIMIT 1) AS line ON true
  ORDER BY c."createdAt" DESC, c.id DESC`;

/** Whose calls are read: of an organization, or of some agents of it. */
interface Reach { readonly app: App; readonly organizationId: string; readonly agentIds?: readonly string[] | undefined }

/** Who reaches some agents only is shown no others by the database; callers who are no members any more are shown to the rest. */
const clientOf = ({ app, organizationId, agentIds }: Reach) => (agentIds ? app.database.forOrganization(organizationId, agentIds) : app.database.system);

/** The newest running calls of an organization, one more than are shown, newest first; in one statement. */
export async function readLiveCalls(reach: Reach): Promise<LiveCall[]> {
  const { organizationId } = reach;
  const newest = (condition: Prisma.Sql) => Prisma.sql`(SELECT id FROM calls WHERE "organizationId" = ${organizationId}::uuid AND ${condition} ORDER BY "createdAt" DESC, id DESC LIMIT ${LIMITS.liveCallsMax + 1})`;
  const wanted = Prisma.sql`${newest(Prisma.sql`status = 'ACTIVE'`)} UNION ALL ${newest(Prisma.sql`status = 'CREATED' AND "tokenExpiresAt" > now()`)}`;
  const rows = await clientOf(reach).$queryRaw<Row[]>(Prisma.sql`${read(organizationId, wanted)} LIMIT ${LIMITS.liveCallsMax + 1}`);
  return rows.map((row) => callOf(row));
}

/** These calls, running or not; in one statement. */
export async function readCalls(reach: Reach, ids: readonly string[]): Promise<LiveCall[]> {
  const rows = await clientOf(reach).$queryRaw<Row[]>(read(reach.organizationId, Prisma.sql`SELECT unnest(${[...ids]}::uuid[]) AS id`));
  return rows.map((row) => callOf(row));
}

function callOf(row: Row): LiveCall {
  const { userId, userEmail, userName, lineTurnIndex, lineSpeaker, lineText, endedParty, endedCode, endedText, ...call } = row;
  return {
    ...call, callerUser: userId === null ? null : { id: userId, email: userEmail!, name: userName! },
    lastLine: lineText === null ? null : { turnIndex: lineTurnIndex!, speaker: lineSpeaker!, text: lineText, isFinal: true },
    endedReason: endedParty === null || endedCode === null ? null : { party: endedParty, code: endedCode, text: endedText ?? '' },
  };
}
