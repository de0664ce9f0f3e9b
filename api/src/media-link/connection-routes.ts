import type { RouteStep } from '@parley/media-contract';
import type { App } from '../context.js';
import { openSecrets, secretValues } from '../domains/connections/stored-connection.js';
import { readLevels, type RouteLevel, type StoredRoutes } from '../domains/routes/levels.js';
import { connectionsById, resolveRoute, type ResolvedStep } from '../domains/routes/resolve.js';
import { LIMITS } from '../limits.js';
import { encodeId } from '../schema/ids.js';
import { CallVoices } from './call-voices.js';
import { defaultSteps, KINDS, type RouteKind, type Routes } from './routes.js';

type Opened = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Credentials of the active connections, by their ids; what cannot be opened is missing: calls go on without it. */
async function openAll(app: App, levels: readonly RouteLevel[], only?: RouteKind): Promise<Opened> {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  const opened = await Promise.all(levels.flatMap(({ connections }) => connections).filter(({ status, kind }) => status === 'ACTIVE' && (only === undefined || kind === only)).map(async (connection) => {
    const { id: connectionId, organizationId, secrets } = connection;
    const sealed = secrets.map(({ name, version, ciphertext, dataKeyId, keyId, wrapped }) => ({ organizationId, connectionId, name, version, ciphertext: bytes(ciphertext), dataKey: { id: dataKeyId, organizationId, keyId, ciphertext: bytes(wrapped) } }));
    const { opened: values, lost } = await openSecrets(app, { secrets: sealed });
    return lost.length > 0 ? [] : [[connectionId, secretValues(app, connection, values)] as const];
  }));
  return new Map(opened.flat());
}

function stepOf(step: ResolvedStep, opened: Opened, voice: string | undefined): RouteStep {
  const { connection: { id, pluginId, settings, testedAt }, setting } = step;
  const model = setting?.model;
  const { model: _own, ...others } = settings;
  return { connectionId: encodeId('ProviderConnection', id), pluginId, settings: model === undefined ? settings : others, secrets: opened.get(id)!, ...(model === undefined ? {} : { model }), ...(testedAt === null ? {} : { revision: testedAt }), ...(voice === undefined ? {} : { voice }) };
}

/** What a call has to say about its providers. */
export interface RoutedCall {
  readonly callId: string;
  readonly organizationId: string;
  /** Of the agent's published version, like its language. */
  readonly voice: string | undefined;
  readonly language: string;
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
  const voices = new CallVoices(call, speaking.steps, app.speech);
  const { defaultRoutes } = app.environment;
  const routes = Object.fromEntries(KINDS.map((kind) => {
    const { steps, isClosed } = kind === 'tts' ? speaking : resolved(kind);
    const hasDefaults = steps.length === 0 || (!isClosed && defaultRoutes[kind] !== undefined);
    const own = steps.map((step) => stepOf(step, opened, kind === 'tts' ? voices.ofStep(step) : undefined));
    const defaults = hasDefaults ? defaultSteps(defaultRoutes, kind, undefined) : [];
    return [kind, { steps: [...own, ...(kind === 'tts' ? defaults.map((step) => voices.ofDefault(step)) : defaults)].slice(0, LIMITS.routeStepsMax) }];
  })) as unknown as Routes;
  const [first] = speaking.steps;
  return { routes, voice: first && !voices.isOf(first) ? undefined : agentVoice };
}

/** Connections that speak, with their credentials, in the order in which calls of the organization try them; then those that only agents' routes name. */
export async function speakingSteps(app: App, organizationId: string): Promise<{ readonly steps: readonly RouteStep[]; /** Whether calls without a route of their agent go on to those of the installation. */ readonly hasDefaults: boolean }> {
  const levels = await readLevels(app, organizationId, { hasSecrets: true });
  const opened = await openAll(app, levels, 'tts');
  const { steps, isClosed } = resolveRoute('tts', levels, {}, { isUsable: ({ id }) => opened.has(id) });
  const others = [...connectionsById(levels).values()].filter(({ connection }) => opened.has(connection.id) && !steps.some((step) => step.connection.id === connection.id));
  const all = [...steps, ...others.map((other) => ({ ...other, setting: undefined }))];
  return { steps: all.map((step) => stepOf(step, opened, undefined)), hasDefaults: steps.length === 0 || (!isClosed && app.environment.defaultRoutes.tts !== undefined) };
}
