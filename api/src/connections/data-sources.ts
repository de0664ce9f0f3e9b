import { createProviderHost, ProviderError, systemClock, type DataParameter, type DataQueryResult, type DataSourceProvider, type HostRouteStep, type PluginCatalog, type PluginHost, type PluginLogger } from '@parley/plugin-host';
import { LIMITS } from '../limits.js';
import { Slots } from '../voices/slots.js';

export interface SourceQuery {
  readonly text: string;
  readonly parameters: Readonly<Record<string, DataParameter>>;
  readonly rowsMax: number;
  readonly timeoutMs: number;
}

export type SourceDescription = Awaited<ReturnType<DataSourceProvider['describe']>>;
type Language = DataSourceProvider['abilities']['language'];

/** Reads the data sources of organizations, over connections that stay open between requests. */
export class DataSources {
  readonly #catalog: PluginCatalog;
  readonly #logger: PluginLogger;
  readonly #slots = new Slots(LIMITS.sourceRequestsRunningMax, LIMITS.sourceRequestsWaitingMax);
  #host: PluginHost | undefined;

  constructor(catalog: PluginCatalog, logger: PluginLogger) {
    this.#catalog = catalog;
    this.#logger = logger;
  }

  /** Rejects with a `ProviderError`. */
  query(step: HostRouteStep, { text, parameters, rowsMax, timeoutMs }: SourceQuery): Promise<DataQueryResult> {
    return this.#with(step, timeoutMs, (source, signal) => source.query({ text, parameters, rowsMax, bytesMax: LIMITS.sourceBytesMax, timeoutMs, signal }));
  }

  /** Rejects with a `ProviderError`. */
  describe(step: HostRouteStep): Promise<SourceDescription & { readonly language: Language }> {
    const timeoutMs = LIMITS.sourceDescribeMs;
    return this.#with(step, timeoutMs, async (source, signal) => ({ ...await source.describe({ tablesMax: LIMITS.sourceTablesMax, timeoutMs, signal }), language: source.abilities.language }));
  }

  async close(): Promise<void> {
    await this.#host?.close();
  }

  async #with<Result>(step: HostRouteStep, timeoutMs: number, ask: (source: DataSourceProvider, signal: AbortSignal) => Promise<Result>): Promise<Result> {
    // Opening it, and waiting for its turn, are in it too.
    const signal = AbortSignal.timeout(timeoutMs + LIMITS.sourceOpenMs);
    const leave = await this.#slots.enter(signal);
    if (!leave) throw new ProviderError('rate-limit', 'Too many data sources are being read at this moment.');
    try {
      this.#host ??= createProviderHost(this.#catalog, { clock: systemClock, logger: this.#logger });
      const route = await this.#host.openRoute('data-source', { steps: [step] });
      try {
        return await ask(route.provider, signal);
      } finally {
        await route.close();
      }
    } finally {
      leave();
    }
  }
}
