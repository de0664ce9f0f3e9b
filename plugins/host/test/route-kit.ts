import type { PluginLogger, ProviderByKind, ProviderKind } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import simulated from '@parley/plugin-simulated';
import { DEFAULT_LIMITS } from '../src/limits.js';
import type { HostEvent, HostLimits, UsageRecord } from '../src/ports.js';
import { ProviderRoute, RouteStep, type WrapContext } from '../src/wrap/attempts.js';
import { Breakers } from '../src/wrap/breaker.js';
import { Bulkheads } from '../src/wrap/bulkhead.js';
import type { Prices } from '../src/wrap/cost.js';
import { LatencyBook } from '../src/wrap/latency.js';

export const silent: PluginLogger = { debug() {}, info() {}, warn() {} };

/** A step of a test's route: the settings of the simulated plugin, or an adapter of the test's own. */
export type KitStep<Kind extends ProviderKind> =
  | { readonly settings: Readonly<Record<string, unknown>>; readonly voice?: string; readonly prices?: Prices }
  | { readonly adapter: ProviderByKind[Kind]; readonly voice?: string; readonly prices?: Prices; readonly secrets?: Readonly<Record<string, string>> };

/** One process: routes made by it share health, latencies and the virtual clock, as calls do. Steps are named a, b, c. */
export class RouteKit {
  readonly clock = new VirtualClock();
  readonly events: HostEvent[] = [];
  readonly usage: UsageRecord[] = [];
  readonly context: WrapContext;
  readonly #adapters = new Map<unknown, unknown>();

  constructor(limits: Partial<HostLimits> = {}) {
    const all = { ...DEFAULT_LIMITS, ...limits };
    this.context = {
      clock: this.clock, limits: all, logger: silent, breakers: new Breakers(this.clock, all), bulkheads: new Bulkheads(all), latencies: new LatencyBook(), live: new Set(),
      onEvent: (event) => this.events.push(event), onUsage: (usage) => this.usage.push(usage),
    };
  }

  /** An adapter is opened once for each step object, and shared by the routes that name it. */
  async route<Kind extends ProviderKind>(kind: Kind, ...steps: readonly KitStep<Kind>[]): Promise<ProviderRoute<Kind>> {
    const route = new ProviderRoute(kind, steps.map((step, index) => new RouteStep<Kind>({
      kind, index, key: 'abc'[index]!, prices: step.prices ?? [],
      step: { connectionId: 'abc'[index]!, pluginId: 'simulated', settings: {}, secrets: 'secrets' in step ? step.secrets ?? {} : {}, ...(step.voice === undefined ? {} : { voice: step.voice }) },
      opener: async () => ({ provider: await this.#adapter(kind, step), release: () => undefined }),
    })), this.context);
    await route.prepare();
    return route;
  }

  /** `cause>next` of each failure, with its connection. */
  failures(): string[] {
    return this.events.flatMap((event) => (event.type === 'provider-failed' ? [`${event.connectionId} ${event.cause}>${event.next}`] : []));
  }

  hedges(): string[] {
    return this.events.flatMap((event) => (event.type === 'provider-hedged' ? [`${event.slowConnectionId}|${event.hedgeConnectionId} won by ${event.winnerConnectionId ?? 'nobody'}`] : []));
  }

  outcomes(): string[] {
    return this.usage.map((record) => `${record.connectionId} ${record.outcome}`);
  }

  async #adapter<Kind extends ProviderKind>(kind: Kind, step: KitStep<Kind>): Promise<ProviderByKind[Kind]> {
    let adapter = this.#adapters.get(step) as ProviderByKind[Kind] | undefined;
    if (!adapter) {
      const open = simulated[kind] as (context: unknown) => Promise<ProviderByKind[Kind]>;
      adapter = 'adapter' in step ? step.adapter : await open({ settings: step.settings, secrets: {}, clock: this.clock, logger: silent });
      this.#adapters.set(step, adapter);
    }
    return adapter;
  }
}

/** What a stream said until it ended, and how it ended. */
export interface StreamRead<Event> { readonly events: Event[]; error: { readonly causeCode: string; readonly message: string } | undefined; endedAtMs: number }

/** Reads a stream to its end; never rejects. */
export async function readAll<Event>(kit: RouteKit, stream: AsyncIterable<Event>): Promise<StreamRead<Event>> {
  const read: StreamRead<Event> = { events: [], error: undefined, endedAtMs: 0 };
  try {
    for await (const event of stream) read.events.push(event);
  } catch (error) {
    read.error = error as StreamRead<Event>['error'];
  }
  read.endedAtMs = kit.clock.nowMs();
  return read;
}
