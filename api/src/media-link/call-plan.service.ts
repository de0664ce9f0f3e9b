import { callPlan, type CallPlan, type PlanRefusal } from '@parley/media-contract';
import type { Call } from '@parley/db';
import { sha256 } from '../access/sessions.js';
import type { App } from '../context.js';
import { publishLive } from '../domains/live/live-news.js';
import { CALL_TERMS, termsOfCall } from '../domains/organizations/limits.service.js';
import type { StoredRoutes } from '../domains/routes/levels.js';
import { encodeId } from '../schema/ids.js';
import { callRoutes } from './connection-routes.js';
import { simulatedRoutes } from './routes.js';

export interface PlanTakeRequest { readonly token: string; readonly transport: 'BROWSER' | 'TWILIO'; readonly mediaId: string }
export type PlanTakeResult = { readonly plan: CallPlan } | { readonly refusal: PlanRefusal; readonly message: string };

const REFUSALS: Record<PlanRefusal, string> = {
  TOKEN_UNKNOWN: 'No call has this token.', TOKEN_USED: 'The token was used already; each opens one socket.', TOKEN_EXPIRED: 'The token has run out; start the call again.',
  CALL_ENDED: 'The call is over.', TRANSPORT_MISMATCH: 'The call was opened for another way in.', CONCURRENT_CALLS_LIMIT: 'The organization has as many calls as it may.',
  USAGE_LIMIT: 'The organization has used up what it may this month.', ORGANIZATION_CLOSING: 'The organization is going to be deleted.', ORGANIZATION_SUSPENDED: 'The organization is suspended.',
};

/** Exchanges a call's token for its plan; of several who try, one gets it. The call is ACTIVE from then on. */
export async function takePlan(app: App, { token, transport, mediaId }: PlanTakeRequest): Promise<PlanTakeResult> {
  const { system } = app.database;
  const now = new Date();
  const tokenHash = sha256(token);
  const call = await system.call.findUnique({ where: { tokenHash }, include: { agentVersion: true, agent: { select: { organization: { select: CALL_TERMS } } } }, relationLoadStrategy: 'join' });
  if (!call) return refuse('TOKEN_UNKNOWN');
  const { organizationId, isTest } = call;
  const why = refusalOf(call, transport, now);
  if (why) return refuse(why);
  const terms = await termsOfCall(app, { organizationId, isTest, terms: call.agent.organization });
  if (terms.refusal) return refuse(terms.refusal);
  const { agentVersion: version } = call;
  const agentVoice = version.voice ?? undefined;
  const { routes, voice } = isTest ? { routes: simulatedRoutes(), voice: agentVoice } : await callRoutes(app, { callId: call.id, organizationId, voice: agentVoice, language: version.language, routes: version.routes as StoredRoutes });
  const { count } = await system.call.updateMany({
    where: { tokenHash, status: 'CREATED', tokenUsedAt: null, tokenExpiresAt: { gt: now }, endRequestedAt: null }, data: { status: 'ACTIVE', tokenUsedAt: now, answeredAt: now, mediaId },
  });
  // Somebody else was faster, or the call was ended meanwhile.
  if (count === 0) return refuse(refusalOf(await system.call.findUniqueOrThrow({ where: { tokenHash } }), transport, now) ?? 'TOKEN_USED');
  publishLive(app, call.organizationId, { callId: call.id, changes: { status: 'ACTIVE', answeredAt: now.toISOString() }, isUrgent: true });
  const plan = callPlan.parse({
    callId: call.id, publicCallId: encodeId('Call', call.id), organizationId: call.organizationId, transport,
    agent: {
      id: call.agentId, versionId: version.id, version: version.number, name: version.name, instructions: version.instructions, greeting: version.greeting,
      language: version.language, voice, knowledge: version.knowledge, tools: [], turnTaking: version.turnTaking,
    },
    routes, recording: { isEnabled: terms.isRecorded },
  });
  return { plan };
}

const refuse = (refusal: PlanRefusal): PlanTakeResult => ({ refusal, message: REFUSALS[refusal] });

type TokenState = Pick<Call, 'status' | 'transport' | 'tokenUsedAt' | 'tokenExpiresAt' | 'endRequestedAt'>;

function refusalOf(call: TokenState, transport: string, now: Date): PlanRefusal | undefined {
  if (call.tokenUsedAt) return 'TOKEN_USED';
  if (call.endRequestedAt) return 'CALL_ENDED';
  if (call.tokenExpiresAt && call.tokenExpiresAt <= now) return 'TOKEN_EXPIRED';
  if (call.transport !== transport) return 'TRANSPORT_MISMATCH';
  return call.status === 'CREATED' ? undefined : 'CALL_ENDED';
}
