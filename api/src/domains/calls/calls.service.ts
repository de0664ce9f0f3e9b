import { randomBytes } from 'node:crypto';
import { Prisma, uuidv7, type SystemTransaction } from '@parley/db';
import type { EndedReason, MediaCommand } from '@parley/media-contract';
import { z } from 'zod';
import { isUniqueViolation } from '../../access/database-errors.js';
import { parseInput } from '../../access/parse-input.js';
import { sha256 } from '../../access/sessions.js';
import type { ApiContext, App } from '../../context.js';
import { fault } from '../../errors.js';
import { callChannel, mediaChannel } from '../../events/channels.js';
import { LIMITS } from '../../limits.js';
import { publishLive } from '../live/live-news.js';
import { CALL_TERMS, withinCallLimits } from '../organizations/limits.service.js';
import { countEnded } from '../organizations/usage.js';
import { responsePercentiles, spentBy } from '../../media-link/call-facts.js';
import { inputId } from '../../schema/ids.js';

export type Transport = 'BROWSER' | 'TWILIO';

/** How the caller's side reaches media; the token works once. */
export interface MediaAccess { readonly url: string; readonly token: string; readonly protocol: 'BROWSER_V1' | 'TWILIO_MEDIA_STREAMS'; readonly expiresAt: Date }

const WAYS_IN = { BROWSER: { path: '/v1/browser', protocol: 'BROWSER_V1' }, TWILIO: { path: '/v1/twilio', protocol: 'TWILIO_MEDIA_STREAMS' } } as const;

export interface CallStart {
  readonly id?: string | null | undefined;
  readonly agentId: string;
  readonly transport: Transport;
  readonly callerName?: string | null | undefined;
  /** E.164. */
  readonly callerNumber?: string | null | undefined;
}

const callerInput = z.object({ callerName: z.string().trim().min(1, 'is empty').max(LIMITS.callerNameCharactersMax, `has more than ${LIMITS.callerNameCharactersMax} characters`).optional() });

/** Opens a call to the published version of an agent: its row, and a token that media exchanges for the plan. */
export async function callStart(context: ApiContext, input: CallStart): Promise<{ callId: string; media: MediaAccess }> {
  const agentId = inputId('Agent', input.agentId, 'agentId');
  const callId = typeof input.id === 'string' ? inputId('Call', input.id, 'id') : uuidv7();
  const { callerName } = parseInput(callerInput, { callerName: input.callerName });
  const agent = await context.db.agent.findFirst({ where: { id: agentId }, select: { publishedVersionId: true, archivedAt: true, organization: { select: CALL_TERMS } } });
  if (!agent) throw fault('AgentNotFoundError', 'There is no such agent.', 'agentId');
  if (agent.archivedAt) throw fault('AgentArchivedError', 'The agent is archived and takes no calls. Bring it back first.', 'agentId');
  if (!agent.publishedVersionId) throw fault('AgentNotPublishedError', 'The agent has no published version yet. Publish it first.', 'agentId');
  const { publishedVersionId: agentVersionId, organization: terms } = agent;
  const { organizationId, actor } = context;
  const isTest = actor.kind === 'key' && actor.isTest;
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + LIMITS.callTokenMs);
  try {
    await withinCallLimits(context.app, { organizationId, terms, isTest }, ({ call }) => call.create({
      data: {
        id: callId, organizationId, agentId, agentVersionId, transport: input.transport, tokenHash: sha256(token), tokenExpiresAt: expiresAt,
        callerName: callerName ?? null, callerNumber: input.callerNumber ?? null, callerUserId: actor.kind === 'user' ? actor.userId : null, isTest,
      },
      select: { id: true },
    }));
  } catch (error) {
    if (isUniqueViolation(error)) throw fault('IdTakenError', 'This id is in use.', 'id');
    throw error;
  }
  publishLive(context.app, organizationId, { callId, isNew: true, isUrgent: true });
  const { path, protocol } = WAYS_IN[input.transport];
  return { callId, media: { url: context.app.environment.mediaUrl + path, token, protocol, expiresAt } };
}

/** Ends a call: at once where nobody has connected, otherwise by asking its media server. Twice is the same as once. */
export async function callEnd(context: ApiContext, input: { readonly id: string }): Promise<{ callId: string }> {
  const callId = inputId('Call', input.id, 'id');
  const stopped = await stopCalls(context.db, { id: callId });
  if (stopped.length === 0) throw fault('CallNotFoundError', 'There is no such call.', 'id');
  await endStopped(context.app, stopped);
  return { callId };
}

const STOPPED = { id: true, organizationId: true, status: true, mediaId: true } as const;
/** A call whose end has been asked for. */
export type StoppedCall = Prisma.CallGetPayload<{ select: typeof STOPPED }>;

/** Asks for the end of calls; {@link endStopped} brings it about once that is committed. */
export function stopCalls({ call }: { readonly call: Pick<SystemTransaction['call'], 'updateManyAndReturn'> }, where: Prisma.CallWhereInput): Promise<StoppedCall[]> {
  return call.updateManyAndReturn({ where, data: { endRequestedAt: new Date() }, select: STOPPED });
}

/** Ends calls that were asked to: at once where nobody has connected, otherwise through their media servers. */
export async function endStopped(app: App, calls: readonly StoppedCall[]): Promise<void> {
  for (const { id: callId, organizationId, status, mediaId } of calls) {
    if (status === 'ACTIVE' && mediaId) app.bus.publish(mediaChannel(mediaId), { kind: 'command', command: endCommand(callId) });
    // From the request on media is refused the plan, so a call that is CREATED stays so until it is ended here.
    if (status === 'CREATED') await endUnanswered(app, { organizationId, callId }, ENDED_BY_OPERATOR);
  }
}

export const endCommand = (callId: string): MediaCommand => ({ type: 'end-call', callId, party: 'OPERATOR', text: ENDED_BY_OPERATOR.text });

const ENDED_BY_OPERATOR: EndedReason = { party: 'OPERATOR', code: 'ENDED_BY_OPERATOR', text: 'An operator ended the call.' };
const NEVER_CONNECTED: EndedReason = { party: 'CALLER', code: 'NEVER_CONNECTED', text: 'Nobody connected before the call token ran out.' };

/** Ends calls whose token ran out unused. Answers how many. */
export function endNeverConnected(app: App): Promise<number> {
  return endUnanswered(app, { tokenExpiredBefore: new Date() }, NEVER_CONNECTED);
}

/**
 * Ends calls that media never took, and writes their only event, in one statement: a token that is taken at the same
 * moment either finds the call ended, or keeps it from being ended here.
 */
async function endUnanswered(
  app: App, which: { readonly organizationId: string; readonly callId: string } | { readonly tokenExpiredBefore: Date }, reason: EndedReason,
): Promise<number> {
  const { organizationId, callId, tokenExpiredBefore } = { organizationId: null, callId: null, tokenExpiredBefore: null, ...which };
  const payload = JSON.stringify({ reason, durationMs: 0, usage: [], speculation: { hits: 0, misses: 0 } });
  const ended = await app.database.system.$queryRaw<EndedRow[]>`
    WITH ended AS (
      UPDATE calls SET status = 'ENDED', "endedAt" = now(), "endedParty" = ${reason.party}, "endedCode" = ${reason.code}, "endedText" = ${reason.text}, "durationMs" = 0, "lastSeq" = 1
      WHERE status = 'CREATED' AND (("organizationId" = ${organizationId}::uuid AND id = ${callId}::uuid) OR "tokenExpiresAt" < ${tokenExpiredBefore}::timestamptz)
      RETURNING id, "organizationId"
    )
    INSERT INTO call_events ("organizationId", "callId", seq, type, "atMs", "occurredAt", payload)
    SELECT "organizationId", id, 1, 'call-ended', 0, now(), ${payload}::jsonb FROM ended RETURNING "organizationId", "callId", seq, "occurredAt"`;
  tellEnds(app, ended, reason, payload);
  return ended.length;
}

interface EndedRow { readonly organizationId: string; readonly callId: string; readonly seq: number; readonly occurredAt: Date }

function tellEnds(app: App, rows: readonly EndedRow[], reason: EndedReason, payload: string): void {
  for (const { organizationId, callId, seq, occurredAt } of rows) {
    app.bus.publish(callChannel(callId), { kind: 'events', events: [{ callId, seq, type: 'call-ended', atMs: 0, occurredAt: occurredAt.toISOString(), payload: JSON.parse(payload) as object }] });
    publishLive(app, organizationId, { callId, ended: reason, isUrgent: true });
  }
}

const MEDIA_LOST: EndedReason = { party: 'PLATFORM', code: 'MEDIA_LOST', text: 'The media server stopped during the call and never came back.' };

/**
 * Ends calls that must be over by their own limit of time and whose media server has never said so. One that comes back
 * reports its end itself, long before this. Answers how many.
 */
export async function endAbandoned(app: App, nowMs = Date.now()): Promise<number> {
  const answeredBefore = new Date(nowMs - LIMITS.callAbandonedMs);
  const payload = JSON.stringify({ reason: MEDIA_LOST, durationMs: 0, usage: [], speculation: { hits: 0, misses: 0 } });
  const ended = await app.database.system.$queryRaw<EndedRow[]>`
    WITH lost AS (
      SELECT id, CASE WHEN "isTest" THEN 0 ELSE COALESCE(round((SELECT "atMs" FROM call_events e WHERE e."organizationId" = calls."organizationId" AND e."callId" = calls.id AND e.seq = calls."lastSeq")), 0)::int END AS ms, CASE WHEN "isTest" THEN 0 ELSE total.tokens END AS tokens
      FROM calls, LATERAL ${spentBy('[]')} AS total (micros, tokens) WHERE status = 'ACTIVE' AND "answeredAt" < ${answeredBefore}::timestamptz FOR UPDATE OF calls
    ), ended AS (
      UPDATE calls SET status = 'ENDED', "endedAt" = now(), "endedParty" = ${MEDIA_LOST.party}, "endedCode" = ${MEDIA_LOST.code}, "endedText" = ${MEDIA_LOST.text}, "lastSeq" = "lastSeq" + 1,
        ("responseP50Ms", "responseP95Ms") = ${responsePercentiles(Prisma.sql`"responsesMs"`)}, "meteredMs" = lost.ms, "meteredTokens" = lost.tokens
      FROM lost WHERE calls.id = lost.id AND status = 'ACTIVE'
      RETURNING calls.id, "organizationId", "lastSeq", "createdAt", lost.ms AS "freshMs", lost.tokens AS "freshTokens"
    ), counted AS (${countEnded(Prisma.sql`ended`)})
    INSERT INTO call_events ("organizationId", "callId", seq, type, "atMs", "occurredAt", payload)
    SELECT "organizationId", id, "lastSeq", 'call-ended', 0, now(), ${payload}::jsonb FROM ended RETURNING "organizationId", "callId", seq, "occurredAt"`;
  tellEnds(app, ended, MEDIA_LOST, payload);
  return ended.length;
}
