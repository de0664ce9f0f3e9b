import { createHash } from 'node:crypto';
import type { ConnectedKind } from '../../connections/requests.js';
import type { RoutableConnection, RouteLevel, StoredRoutes, StoredStep } from './levels.js';

/** Whose route it is. */
export type RouteSource = 'AGENT' | RouteLevel['source'] | 'INSTALLATION';

export interface ResolvedStep {
  readonly connection: RoutableConnection;
  /** Whose connection it is. */
  readonly source: RouteLevel['source'];
  /** What the route says of it; undefined where nobody stored one. */
  readonly setting: StoredStep | undefined;
}

export interface ResolvedRoute {
  readonly source: RouteSource;
  /** Somebody stored it; otherwise it follows from the order of connections. */
  readonly isStored: boolean;
  /** A stored route says where the list ends: nothing follows that it does not name. */
  readonly isClosed: boolean;
  readonly steps: readonly ResolvedStep[];
}

interface Choice {
  readonly isUsable: (connection: RoutableConnection) => boolean;
  /** Of a call: chance decides by it, so that the same call is given the same order again. Without one, weighted steps stay as they are stored. */
  readonly seed?: string | undefined;
}

/** A number between 0 and 1 that is the same for the same words, and by chance otherwise. */
function chance(...words: readonly string[]): number {
  return (createHash('sha256').update(words.join('\0')).digest().readUIntBE(0, 6) + 0.5) / 2 ** 48;
}

/**
 * Draws the order of a weighted route: each step comes first as often as its weight has it, and so on among those that are
 * left. Steps of weight 0 stand by at the end. (Of clocks that ring at random with such rates, each rings first so often.)
 */
export function drawn(steps: readonly ResolvedStep[], seed: string, kind: string): readonly ResolvedStep[] {
  const timeOf = ({ connection: { id }, setting }: ResolvedStep) => (setting?.weight ? -Math.log(chance(seed, kind, id)) / setting.weight : Infinity);
  return steps.map((step) => ({ step, time: timeOf(step) })).sort((one, other) => (one.time === other.time ? 0 : one.time - other.time)).map(({ step }) => step);
}

export const isWeighted = (steps: readonly { readonly weight?: number | undefined }[]): boolean => steps.some(({ weight }) => weight !== undefined);

/** Every connection that the organization may name, by its id. */
export function connectionsById(levels: readonly RouteLevel[]): Map<string, Omit<ResolvedStep, 'setting'>> {
  return new Map(levels.flatMap(({ source, connections }) => connections.map((connection) => [connection.id, { connection, source }] as const)));
}

/**
 * The providers of a kind: the route of the agent, of its organization, of the agency, of the platform, whichever is the
 * first that is stored and of which something can be used. A level without one gives the connections that it has, in
 * their order, and is followed by the next: who connects a provider and stores no route means that.
 */
export function resolveRoute(kind: ConnectedKind, levels: readonly RouteLevel[], agentRoutes: StoredRoutes, { isUsable, seed }: Choice): ResolvedRoute {
  const known = connectionsById(levels);
  const usable = (connection: RoutableConnection) => connection.kind === kind && isUsable(connection);
  const steps: ResolvedStep[] = [];
  const add = (more: readonly ResolvedStep[]) => { for (const step of more) if (!steps.some(({ connection }) => connection.id === step.connection.id)) steps.push(step); };
  let source: RouteSource | undefined;
  for (const level of [{ source: 'AGENT' as const, routes: agentRoutes, connections: [] }, ...levels]) {
    const stored = (level.routes[kind] ?? []).flatMap((setting) => { const found = known.get(setting.connectionId); return found && usable(found.connection) ? [{ ...found, setting }] : []; });
    if (stored.length > 0) {
      const isFirst = steps.length === 0;
      add(seed !== undefined && isWeighted(level.routes[kind]!) ? drawn(stored, seed, kind) : stored);
      return { source: source ?? level.source, isStored: isFirst, isClosed: true, steps };
    }
    const own = level.connections.filter(usable);
    if (own.length > 0) source ??= level.source;
    add(own.map((connection) => ({ connection, source: level.source as RouteLevel['source'], setting: undefined })));
  }
  return { source: source ?? 'INSTALLATION', isStored: false, isClosed: false, steps };
}
