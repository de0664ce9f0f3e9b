import type { ConnectionStatus } from '@parley/db';
import { may } from '../../access/may.js';
import { parseInput } from '../../access/parse-input.js';
import { CONNECTED_KINDS, type ConnectedKind } from '../../connections/requests.js';
import type { ApiContext, App } from '../../context.js';
import { fault } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { defaultSteps } from '../../media-link/routes.js';
import { encodeId } from '../../schema/ids.js';
import { lockOrganization } from '../organizations/limits.service.js';
import { levelsOf, type RouteLevel, type StoredRoutes, type StoredStep } from './levels.js';
import { connectionsById, isWeighted, resolveRoute, type RouteSource } from './resolve.js';
import { checkedRoutes, routeInput } from './route-input.js';

/** A step as people are shown it. */
export interface ShownStep {
  readonly connectionId: string;
  readonly name: string | null;
  readonly pluginId: string | null;
  readonly source: RouteSource | null;
  readonly status: ConnectionStatus | null;
  readonly model: string | null;
  readonly voice: string | null;
  readonly weight: number | null;
}

/** Providers of one kind, as people are shown them. */
export interface ShownRoute {
  readonly kind: ConnectedKind;
  readonly source: RouteSource;
  readonly isStored: boolean;
  readonly isWeighted: boolean;
  readonly steps: readonly ShownStep[];
  readonly ownSteps: readonly ShownStep[] | null;
}

type Found = ReturnType<typeof connectionsById> extends Map<string, infer Value> ? Value : never;

function shownStep(connectionId: string, found: Found | undefined, setting: StoredStep | undefined): ShownStep {
  const { name = null, pluginId = null, status = null } = found?.connection ?? {};
  return { connectionId: encodeId('ProviderConnection', connectionId), name, pluginId, source: found?.source ?? null, status, model: setting?.model ?? null, voice: setting?.voice ?? null, weight: setting?.weight ?? null };
}

function shownDefaults({ catalog, environment: { defaultRoutes } }: App, kind: ConnectedKind): ShownStep[] {
  return defaultSteps(defaultRoutes, kind, undefined).map(({ connectionId, pluginId, model = null, voice = null }) => ({
    connectionId, name: catalog.get(pluginId)?.title ?? pluginId, pluginId, source: 'INSTALLATION', status: null, model, voice, weight: null,
  }));
}

/** What calls would be given now, by kind; `own` is what is stored right there. */
function shownRoutes(app: App, levels: readonly RouteLevel[], own: StoredRoutes, agentRoutes: StoredRoutes): ShownRoute[] {
  const known = connectionsById(levels);
  return CONNECTED_KINDS.map((kind) => {
    const { source, isStored, isClosed, steps } = resolveRoute(kind, levels, agentRoutes, { isUsable: ({ status }) => status === 'ACTIVE' });
    const hasDefaults = steps.length === 0 || (!isClosed && app.environment.defaultRoutes[kind] !== undefined);
    const shown = steps.map(({ connection, source: owner, setting }) => shownStep(connection.id, { connection, source: owner }, setting));
    return {
      kind, source, isStored, isWeighted: isWeighted(steps.map(({ setting }) => setting ?? {})),
      steps: [...shown, ...(hasDefaults ? shownDefaults(app, kind) : [])].slice(0, LIMITS.routeStepsMax),
      ownSteps: own[kind]?.map((setting) => shownStep(setting.connectionId, known.get(setting.connectionId), setting)) ?? null,
    };
  });
}

/** Routes of the organization that the session works in, by kind. */
export async function organizationRoutes(context: ApiContext): Promise<readonly ShownRoute[]> {
  const levels = await levelsOf(context);
  return shownRoutes(context.app, levels, levels[0]?.routes ?? {}, {});
}

/** Routes of an agent that has stored these; null for whoever may not see connections. */
export async function agentRoutes(context: ApiContext, stored: unknown): Promise<readonly ShownRoute[] | null> {
  if (!may(context, 'connections:read')) return null;
  return shownRoutes(context.app, await levelsOf(context), stored as StoredRoutes, stored as StoredRoutes);
}

/** Routes after a change that names some kinds: one without steps is taken out, kinds that are not named stay. */
export function changedRoutes(before: unknown, changes: StoredRoutes): StoredRoutes {
  return Object.fromEntries(Object.entries({ ...before as StoredRoutes, ...changes }).filter(([, steps]) => steps.length > 0));
}

/** Stores the organization's own route of a kind; without steps it follows what is above it again. Answers the kind. */
export async function routeSet(context: ApiContext, raw: unknown): Promise<ConnectedKind> {
  const input = parseInput(routeInput, raw);
  const { app, organizationId } = context;
  const levels = await levelsOf(context);
  const [[kind, steps]] = Object.entries(checkedRoutes(app, levels, [input], () => [])) as [[ConnectedKind, readonly StoredStep[]]];
  const known = connectionsById(levels);
  const own = steps.filter(({ connectionId }) => known.get(connectionId)?.source === 'ORGANIZATION').map(({ connectionId }) => connectionId);
  await app.database.transaction(organizationId, async (transaction) => {
    // Connections go under the same lock: what is named here is still there afterwards.
    await lockOrganization(transaction, organizationId);
    const left = await transaction.providerConnection.count({ where: { id: { in: own } } });
    if (left < own.length) throw fault('ConnectionNotFoundError', 'A connection was disconnected meanwhile.', 'steps');
    await transaction.$executeRaw`
      UPDATE organizations SET routes = CASE WHEN ${steps.length === 0} THEN routes - ${kind}::text ELSE jsonb_set(routes, ARRAY[${kind}::text], ${JSON.stringify(steps)}::jsonb) END
      WHERE id = ${organizationId}::uuid`;
  });
  return kind;
}
