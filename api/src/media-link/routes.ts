import { route, type RouteStep } from '@parley/media-contract';
import type { DefaultRoutes } from '../env.js';

export const KINDS = ['vad', 'stt', 'turn', 'llm', 'tts', 'embedding'] as const;
export type RouteKind = (typeof KINDS)[number];
/** Providers of a call by kind, in the order they are tried. */
export type Routes = Readonly<Record<RouteKind, { readonly steps: readonly RouteStep[] }>>;

/** Providers of one kind where an organization has none of its own: the local plugin, unless the environment names others. */
export function defaultSteps(defaults: DefaultRoutes, kind: RouteKind, voice: string | undefined): readonly RouteStep[] {
  const { steps } = defaults[kind] ?? { steps: [{ connectionId: 'local', pluginId: 'local' }] };
  return steps.map((step) => (kind === 'tts' && voice !== undefined && step['voice'] === undefined ? { ...step, voice } : step)) as unknown as readonly RouteStep[];
}

/** Providers of each kind, as the environment has them. */
export function routesOf(defaults: DefaultRoutes, voice: string | undefined): Record<RouteKind, { readonly steps: readonly RouteStep[] }> {
  return Object.fromEntries(KINDS.map((kind) => [kind, { steps: defaultSteps(defaults, kind, voice) }])) as never;
}

/** The speech providers that calls use now, in the order they are tried. */
export function speechSteps(defaults: DefaultRoutes): readonly RouteStep[] {
  return route.parse(routesOf(defaults, undefined).tts).steps;
}

/** Providers of a call that was started with a test key: no vendor is asked, nothing is spent. */
export function simulatedRoutes(): Routes {
  return Object.fromEntries(KINDS.map((kind) => [kind, { steps: [{ connectionId: 'simulated', pluginId: 'simulated' }] }])) as never;
}
