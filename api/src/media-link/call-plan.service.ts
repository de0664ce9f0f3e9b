import { callPlan, type CallPlan, type PlanRefusal } from '@parley/media-contract';
import { sha256 } from '../access/sessions.js';
import type { App } from '../context.js';
import { publishLive } from '../domains/live/live-news.js';
import { encodeId } from '../schema/ids.js';
import { routesOf, simulatedRoutes } from './routes.js';

export interface PlanTakeRequest { readonly token: string; readonly transport: 'BROWSER' | 'TWILIO'; readonly mediaId: string }
export type PlanTakeResult = { readonly plan: CallPlan } | { readonly refusal: PlanRefusal; readonly message: string };

const REFUSALS: Record<PlanRefusal, string> = {
  TOKEN_UNKNOWN: 'No call has this token.', TOKEN_USED: 'The token was used already; each opens one socket.', TOKEN_EXPIRED: 'The token has run out; start the call again.',
  CALL_ENDED: 'The call is over.', TRANSPORT_MISMATCH: 'The call was opened for another way in.',
};

/** Exchanges a call's token for its plan; of several who try, one gets it. The call is ACTIVE from then on. */
export async function takePlan(app: App, { token, transport, mediaId }: PlanTakeRequest): Promise<PlanTakeResult> {
  const { system } = app.database;
  const now = new Date();
  const tokenHash = sha256(token);
  const [taken] = await system.call.updateManyAndReturn({
    where: { tokenHash, transport, status: 'CREATED', tokenUsedAt: null, tokenExpiresAt: { gt: now }, endRequestedAt: null },
    data: { status: 'ACTIVE', tokenUsedAt: now, answeredAt: now, mediaId }, select: { id: true },
  });
  if (!taken) return refuse(await refusalOf(app, tokenHash, transport, now));
  const call = await system.call.findUniqueOrThrow({ where: { id: taken.id }, include: { agentVersion: true }, relationLoadStrategy: 'join' });
  publishLive(app, call.organizationId, { callId: call.id, changes: { status: 'ACTIVE', answeredAt: now.toISOString() }, isUrgent: true });
  const { agentVersion: version } = call;
  const plan = callPlan.parse({
    callId: call.id, publicCallId: encodeId('Call', call.id), organizationId: call.organizationId, transport,
    agent: {
      id: call.agentId, versionId: version.id, version: version.number, name: version.name, instructions: version.instructions, greeting: version.greeting,
      language: version.language, voice: version.voice ?? undefined, knowledge: version.knowledge, tools: [], turnTaking: version.turnTaking,
    },
    routes: call.isTest ? simulatedRoutes() : routesOf(app.environment.defaultRoutes, version.voice ?? undefined), recording: { isEnabled: true },
  });
  return { plan };
}

const refuse = (refusal: PlanRefusal): PlanTakeResult => ({ refusal, message: REFUSALS[refusal] });

async function refusalOf(app: App, tokenHash: Uint8Array<ArrayBuffer>, transport: string, now: Date): Promise<PlanRefusal> {
  const call = await app.database.system.call.findUnique({ where: { tokenHash }, select: { status: true, transport: true, tokenUsedAt: true, tokenExpiresAt: true, endRequestedAt: true } });
  if (!call) return 'TOKEN_UNKNOWN';
  if (call.tokenUsedAt) return 'TOKEN_USED';
  if (call.endRequestedAt) return 'CALL_ENDED';
  if (call.tokenExpiresAt && call.tokenExpiresAt <= now) return 'TOKEN_EXPIRED';
  if (call.transport !== transport) return 'TRANSPORT_MISMATCH';
  return call.status === 'ENDED' ? 'CALL_ENDED' : 'TOKEN_USED';
}
