import { route, type RouteStep } from '@parley/media-contract';
import type { DefaultRoutes } from '../env.js';

const KINDS = ['vad', 'stt', 'turn', 'llm', 'tts', 'embedding'] as const;

/** Providers of a call: the local plugin for every kind that the environment does not name. */
export function routesOf(defaults: DefaultRoutes, voice: string | undefined): Record<(typeof KINDS)[number], object> {
  return Object.fromEntries(KINDS.map((kind) => {
    const { steps } = defaults[kind] ?? { steps: [{ connectionId: 'local', pluginId: 'local' }] };
    return [kind, { steps: steps.map((step) => (kind === 'tts' && voice !== undefined && step['voice'] === undefined ? { ...step, voice } : step)) }];
  })) as Record<(typeof KINDS)[number], object>;
}

/** The speech providers that calls use now, in the order they are tried. */
export function speechSteps(defaults: DefaultRoutes): readonly RouteStep[] {
  return route.parse(routesOf(defaults, undefined).tts).steps;
}

/** Providers of a call that was started with a test key: no vendor is asked, nothing is spent. */
export function simulatedRoutes(): Record<(typeof KINDS)[number], object> {
  return Object.fromEntries(KINDS.map((kind) => [kind, { steps: [{ connectionId: 'simulated', pluginId: 'simulated' }] }])) as Record<(typeof KINDS)[number], object>;
}
