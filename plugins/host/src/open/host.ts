import type { ProviderByKind, ProviderKind } from '@parley/plugin-sdk';
import { ProviderError, toProviderError } from '@parley/plugin-sdk';
import type { PluginCatalog } from '../catalog/types.js';
import { DEFAULT_LIMITS } from '../limits.js';
import type { HostOptions, HostRoute, HostRouteStep, OpenCallRequest, OpenedCall, ProviderHost } from '../ports.js';
import { AdapterPool, type Lease } from './pool.js';

class PoolHost implements ProviderHost {
  readonly #options: HostOptions;
  readonly #pool: AdapterPool;

  constructor(catalog: PluginCatalog, options: HostOptions) {
    this.#options = options;
    this.#pool = new AdapterPool(catalog, options.clock, options.logger, { ...DEFAULT_LIMITS, ...options.limits });
  }

  async openCall(request: OpenCallRequest): Promise<OpenedCall> {
    const leases: Lease<ProviderKind>[] = [];
    const first = async <Kind extends ProviderKind>(kind: Kind, route: HostRoute): Promise<ProviderByKind[Kind]> => {
      let last: unknown = new ProviderError('bad-request', `The route of ${kind} has no steps.`);
      for (const step of route.steps) {
        try {
          const lease = await this.#pool.acquire(kind, step);
          leases.push(lease as unknown as Lease<ProviderKind>);
          return lease.provider;
        } catch (error) {
          last = error;
        }
      }
      throw toProviderError(last);
    };
    const { routes } = request;
    const close = async (): Promise<void> => { for (const lease of leases) lease.release(); };
    try {
      const [vad, stt, turn, llm, tts, embedding] = await Promise.all([
        first('vad', routes.vad), first('stt', routes.stt), first('turn', routes.turn), first('llm', routes.llm), first('tts', routes.tts),
        routes.embedding ? first('embedding', routes.embedding) : undefined,
      ]);
      return { vad, stt, turn, llm, tts, embedding, close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  async warm(routes: readonly { readonly kind: ProviderKind; readonly step: HostRouteStep }[]): Promise<void> {
    await Promise.all(routes.map(async ({ kind, step }) => {
      try {
        (await this.#pool.acquire(kind, step)).release();
      } catch (error) {
        this.#options.logger.warn('A provider could not be warmed.', { kind, plugin: step.pluginId, error: toProviderError(error).message });
      }
    }));
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** Opens the enabled packages of a catalog for calls. */
export function createProviderHost(catalog: PluginCatalog, options: HostOptions): ProviderHost {
  return new PoolHost(catalog, options);
}
