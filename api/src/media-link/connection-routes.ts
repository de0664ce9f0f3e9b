import type { RouteStep } from '@parley/media-contract';
import type { App } from '../context.js';
import { openSecrets, secretValues } from '../domains/connections/stored-connection.js';
import { readLevels, type RoutableConnection, type RouteLevel, type StoredRoutes } from '../domains/routes/levels.js';
import { resolveRoute, type ResolvedStep } from '../domains/routes/resolve.js';
import { LIMITS } from '../limits.js';
import { encodeId } from '../schema/ids.js';
import { defaultSteps, KINDS, type RouteKind, type Routes } from './routes.js';

type Opened = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Credentials of the active connections, by their ids; what cannot be opened is missing: calls go on without it. */
async function openAll(app: App, levels: readonly RouteLevel[]): Promise<Opened> {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  const opened = await Promise.all(levels.flatMap(({ connections }) => connections).filter(({ status }) => status === 'ACTIVE').map(async (connection) => {
    const { id: connectionId, organizationId, secrets } = connection;
    const sealed = secrets.map(({ name, version, ciphertext, dataKeyId, keyId, wrapped }) => ({ organizationId, connectionId, name, version, ciphertext: bytes(ciphertext), dataKey: { id: dataKeyId, organizationId, keyId, ciphertext: bytes(wrapped) } }));
    const { opened: values, lost } = await openSecrets(app, { secrets: sealed });
    return lost.length > 0 ? [] : [[connectionId, secretValues(app, connection, values)] as const];
  }));
  return new Map(opened.flat());
}

/** The voice of a step that speaks: the agent's where the connection has it, else that of the route, else that of the connection. */
function voiceOf({ connection: { kind, voice, voiceIds }, setting }: ResolvedStep, agentVoice: string | undefined): string | undefined {
  if (kind !== 'tts') return undefined;
  return agentVoice !== undefined && voiceIds.includes(agentVoice) ? agentVoice : setting?.voice ?? voice ?? undefined;
}

function stepOf(step: ResolvedStep, opened: Opened, voice: string | undefined): RouteStep {
  const { connection: { id, pluginId, settings }, setting } = step;
  const model = setting?.model;
  const { model: _own, ...others } = settings;
  return { connectionId: encodeId('ProviderConnection', id), pluginId, settings: model === undefined ? settings : others, secrets: opened.get(id)!, ...(model === undefined ? {} : { model }), ...(voice === undefined ? {} : { voice }) };
}

/** What a call has to say about its providers. */
export interface RoutedCall {
  readonly callId: string;
  readonly organizationId: string;
  /** Of the agent's published version. */
  readonly voice: string | undefined;
  readonly routes: StoredRoutes;
}

export interface CallRoutes {
  readonly routes: Routes;
  /** The agent's voice, where the first provider that speaks has it. */
  readonly voice: string | undefined;
}

/**
 * Providers of a call, by kind in the order they are tried: the route of its agent, or of whoever above it has stored
 * one; without one the organization's own connections, those lent to it, then what PARLEY_DEFAULT_ROUTES names. The local
 * plugin serves where there is nothing else: beside a vendor that is slow for once, its answers would come first.
 */
export async function callRoutes(app: App, call: RoutedCall): Promise<CallRoutes> {
  const { voice: agentVoice, callId } = call;
  const levels = await readLevels(app, call.organizationId, { hasSecrets: true });
  const opened = await openAll(app, levels);
  const resolved = (kind: RouteKind) => resolveRoute(kind, levels, call.routes, { isUsable: ({ id }) => opened.has(id), seed: callId });
  const speaking = resolved('tts');
  const has = ({ voiceIds }: RoutableConnection) => agentVoice !== undefined && voiceIds.includes(agentVoice);
  // A voice is one provider's: where a connection has it, the others speak with their own.
  const isTaken = speaking.steps.some(({ connection }) => has(connection));
  const { defaultRoutes } = app.environment;
  const routes = Object.fromEntries(KINDS.map((kind) => {
    const { steps, isClosed } = kind === 'tts' ? speaking : resolved(kind);
    const hasDefaults = steps.length === 0 || (!isClosed && defaultRoutes[kind] !== undefined);
    const own = steps.map((step) => stepOf(step, opened, voiceOf(step, agentVoice)));
    return [kind, { steps: [...own, ...(hasDefaults ? defaultSteps(defaultRoutes, kind, isTaken ? undefined : agentVoice) : [])].slice(0, LIMITS.routeStepsMax) }];
  })) as unknown as Routes;
  const [first] = speaking.steps;
  return { routes, voice: first && !has(first.connection) ? undefined : agentVoice };
}
