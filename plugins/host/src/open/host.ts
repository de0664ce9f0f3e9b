import { toProviderError, type ProviderByKind, type ProviderKind } from '@parley/plugin-sdk';
import type { PluginCatalog } from '../catalog/types.js';
import { DEFAULT_LIMITS } from '../limits.js';
import type { HostEvent, HostLimits, HostOptions, HostRoute, HostRouteStep, OpenCallRequest, OpenedCall, ProviderHost, UsageRecord } from '../ports.js';
import { ProviderRoute, RouteStep, type WrapContext } from '../wrap/attempts.js';
import { Breakers } from '../wrap/breaker.js';
import { Bulkheads } from '../wrap/bulkhead.js';
import { wrapDataSource } from '../wrap/data-source.js';
import { wrapEmbedding } from '../wrap/embedding.js';
import { LatencyBook } from '../wrap/latency.js';
import { wrapLlm } from '../wrap/llm.js';
import { wrapMail } from '../wrap/mail.js';
import { RecoveryProbes, type AnyRoute } from '../wrap/recovery-probes.js';
import { wrapStorage } from '../wrap/storage.js';
import { wrapStt } from '../wrap/stt.js';
import { wrapTts } from '../wrap/tts.js';
import { wrapTurn } from '../wrap/turn.js';
import { wrapVad } from '../wrap/vad.js';
import { AdapterPool, fingerprint } from './pool.js';

const WRAPPERS: { readonly [Kind in ProviderKind]: (route: ProviderRoute<Kind>) => ProviderByKind[Kind] } = {
  stt: wrapStt, tts: wrapTts, llm: wrapLlm, embedding: wrapEmbedding, vad: wrapVad, turn: wrapTurn, mail: wrapMail, 'data-source': wrapDataSource,
  storage: wrapStorage,
};

/** Warmed adapters that stay open without a call; the one warmed longest ago goes first. */
const WARMED_MAX = 64;

/** Who is told what the wrapping does. */
export interface RouteListeners {
  readonly onEvent?: ((event: HostEvent) => void) | undefined;
  readonly onUsage?: ((usage: UsageRecord) => void) | undefined;
}

/** One provider kind opened outside a call, e.g. to test a connection or to embed a document. */
export interface OpenedRoute<Kind extends ProviderKind> {
  readonly provider: ProviderByKind[Kind];
  close(): Promise<void>;
}

/** A {@link ProviderHost} that also serves work outside calls. */
export interface PluginHost extends ProviderHost {
  /** Wrapped as in a call. Rejects with the last `ProviderError` where no step can be opened. */
  openRoute<Kind extends ProviderKind>(kind: Kind, route: HostRoute, listeners?: RouteListeners): Promise<OpenedRoute<Kind>>;
}

class PoolHost implements PluginHost {
  readonly #catalog: PluginCatalog;
  readonly #options: HostOptions;
  readonly #limits: HostLimits;
  readonly #pool: AdapterPool;
  readonly #breakers: Breakers;
  readonly #bulkheads: Bulkheads;
  readonly #probes: RecoveryProbes;
  readonly #latencies = new LatencyBook();
  readonly #open = new Set<() => void>();
  /** Shares that keep warmed adapters open between calls. */
  readonly #warmed = new Map<string, { release(): void }>();

  constructor(catalog: PluginCatalog, options: HostOptions) {
    this.#catalog = catalog;
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#pool = new AdapterPool(catalog, options.clock, options.logger, this.#limits);
    this.#breakers = new Breakers(options.clock, this.#limits, options.health);
    this.#bulkheads = new Bulkheads(this.#limits);
    this.#probes = new RecoveryProbes({ breakers: this.#breakers, clock: options.clock, limits: this.#limits, health: options.health });
  }

  async openCall(request: OpenCallRequest): Promise<OpenedCall> {
    const context = this.#context(request);
    const { routes } = request;
    const route = <Kind extends ProviderKind>(kind: Kind, steps: HostRoute) => this.#route(kind, steps, context);
    const [vad, stt, turn, llm, tts] = [route('vad', routes.vad), route('stt', routes.stt), route('turn', routes.turn), route('llm', routes.llm), route('tts', routes.tts)] as const;
    const embedding = routes.embedding ? route('embedding', routes.embedding) : undefined;
    const all = [vad, stt, turn, llm, tts, ...(embedding ? [embedding] : [])];
    const close = this.#closer(context, all);
    const [, , , , ttsFailures] = await Promise.all([vad.prepare(), stt.prepare(), turn.prepare(), llm.prepare(), tts.prepare(), embedding?.prepare()]);
    // With a voice the call can at least say that something is wrong; without one it cannot begin.
    if (!tts.first) {
      close();
      throw ttsFailures.at(-1) ?? tts.nothingLeft();
    }
    return {
      vad: wrapVad(vad), stt: wrapStt(stt), turn: wrapTurn(turn), llm: wrapLlm(llm), tts: wrapTts(tts),
      embedding: embedding ? wrapEmbedding(embedding) : undefined, close: async () => close(),
    };
  }

  async openRoute<Kind extends ProviderKind>(kind: Kind, route: HostRoute, listeners: RouteListeners = {}): Promise<OpenedRoute<Kind>> {
    const context = this.#context(listeners);
    const opened = this.#route(kind, route, context);
    const close = this.#closer(context, [opened as unknown as AnyRoute]);
    const failures = await opened.prepare();
    if (!opened.first) {
      close();
      throw failures.at(-1) ?? opened.nothingLeft();
    }
    return { provider: WRAPPERS[kind](opened), close: async () => close() };
  }

  async warm(routes: readonly { readonly kind: ProviderKind; readonly step: HostRouteStep }[]): Promise<void> {
    await Promise.all(routes.map(async ({ kind, step }) => {
      try {
        const lease = await this.#pool.acquire(kind, step);
        const key = `${kind}\0${step.pluginId}\0${fingerprint(step.settings, step.model, step.secrets)}`;
        this.#warmed.get(key)?.release();
        this.#warmed.delete(key);
        this.#warmed.set(key, lease);
        const oldest = this.#warmed.entries().next();
        if (this.#warmed.size > WARMED_MAX && !oldest.done) {
          this.#warmed.delete(oldest.value[0]);
          oldest.value[1].release();
        }
      } catch (error) {
        this.#options.logger.warn('A provider could not be warmed.', { kind, plugin: step.pluginId, error: toProviderError(error).message });
      }
    }));
  }

  async close(): Promise<void> {
    for (const close of this.#open) close();
    for (const lease of this.#warmed.values()) lease.release();
    this.#warmed.clear();
    this.#probes.close();
    this.#breakers.close();
    await this.#pool.close();
  }

  #context(listeners: RouteListeners): WrapContext {
    const { clock, logger } = this.#options;
    const quietly = <Value>(listener: ((value: Value) => void) | undefined) => (value: Value): void => {
      try {
        listener?.(value);
      } catch (error) {
        logger.warn('A listener of the provider host failed.', { error: String(error) });
      }
    };
    return {
      clock, logger, limits: this.#limits, breakers: this.#breakers, bulkheads: this.#bulkheads, latencies: this.#latencies, live: new Set(),
      onEvent: quietly(listeners.onEvent), onUsage: quietly(listeners.onUsage),
    };
  }

  #route<Kind extends ProviderKind>(kind: Kind, route: HostRoute, context: WrapContext): ProviderRoute<Kind> {
    const { health } = this.#options;
    const steps = route.steps.map((step, index) => {
      const key = [step.pluginId, step.connectionId, step.model ?? '', kind, fingerprint(step.settings, step.secrets), ...(step.revision === undefined ? [] : [step.revision])].join('\0');
      return new RouteStep<Kind>({
        kind, index, step, opener: () => this.#pool.acquire(kind, step), key: health?.nameOf(key) ?? key,
        prices: this.#catalog.get(step.pluginId)?.manifest?.kinds[kind]?.prices ?? [],
      });
    });
    return new ProviderRoute(kind, steps, context);
  }

  #closer(context: WrapContext, routes: readonly AnyRoute[]): () => void {
    const dismissals = routes.map((route) => this.#probes.enlist(route));
    const close = (): void => {
      if (!this.#open.delete(close)) return;
      for (const dismiss of dismissals) dismiss();
      for (const end of context.live) end();
      for (const route of routes) route.release();
    };
    this.#open.add(close);
    return close;
  }
}

/** Opens the enabled packages of a catalog, with timeout, retry, fallback, hedge, breaker and metering around them. */
export function createProviderHost(catalog: PluginCatalog, options: HostOptions): PluginHost {
  return new PoolHost(catalog, options);
}
