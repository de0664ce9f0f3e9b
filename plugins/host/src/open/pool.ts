import { createHash } from 'node:crypto';
import { isProviderError, ProviderError, toProviderError, type Clock, type Plugin, type PluginLogger, type ProviderByKind, type ProviderKind, type Timer } from '@parley/plugin-sdk';
import { checkSettings } from '../catalog/settings-schema.js';
import type { CatalogEntry, PluginCatalog } from '../catalog/types.js';
import type { HostLimits, HostRouteStep } from '../ports.js';
import { ADAPTER_METHODS } from '../specs.js';
import { withTimeout } from '../wrap/timeout.js';
import { PluginLoader } from './load.js';

type AnyProvider = ProviderByKind[ProviderKind];

/** A share in an opened adapter. */
export interface Lease<Kind extends ProviderKind> {
  readonly provider: ProviderByKind[Kind];
  /** Gives the share back; more than once is the same as once. */
  release(): void;
}

interface Pooled { readonly provider: Promise<AnyProvider>; shares: number; idleTimer: Timer | undefined }

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]));
}

/** Names settings and secrets together without showing either. */
export function fingerprint(...values: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(values.map(canonical))).digest('base64');
}

/** The settings an adapter is opened with: those of the step, its model among them where the schema knows one. */
function settingsOf(entry: CatalogEntry, kind: ProviderKind, step: HostRouteStep): Readonly<Record<string, unknown>> {
  const schema = entry.manifest?.kinds[kind]?.settings ?? {};
  const properties = schema['properties'] as Readonly<Record<string, unknown>> | undefined;
  const withModel = step.model !== undefined && properties?.['model'] !== undefined && step.settings['model'] === undefined;
  const check = checkSettings(schema, withModel ? { ...step.settings, model: step.model } : step.settings);
  if (!check.isValid) throw new ProviderError('bad-request', `The settings of "${entry.id}" for ${kind} are not valid: ${check.errors.join('; ')}.`);
  return check.settings;
}

function checkSecrets(entry: CatalogEntry, kind: ProviderKind, step: HostRouteStep): void {
  const missing = Object.keys(entry.manifest?.kinds[kind]?.secrets ?? {}).filter((name) => step.secrets[name] === undefined);
  if (missing.length > 0) throw new ProviderError('auth', `The plugin "${entry.id}" needs ${missing.join(', ')}.`);
}

function checkAdapter(entry: CatalogEntry, kind: ProviderKind, adapter: unknown): AnyProvider {
  const shape = adapter as Readonly<Record<string, unknown>> | null | undefined;
  if (typeof shape !== 'object' || shape === null) throw new ProviderError('bad-request', `The plugin "${entry.id}" opened no ${kind} adapter.`);
  const missing = ADAPTER_METHODS[kind].filter((method) => typeof shape[method] !== 'function');
  const declared = entry.manifest?.kinds[kind]?.spec;
  const faults = [
    ...(missing.length > 0 ? [`it lacks ${missing.join(', ')}`] : []),
    ...(shape['spec'] !== declared ? [`its spec is ${String(shape['spec'])} and its manifest says ${String(declared)}`] : []),
    ...(typeof shape['abilities'] !== 'object' || shape['abilities'] === null ? ['it declares no abilities'] : []),
  ];
  if (faults.length > 0) throw new ProviderError('bad-request', `The ${kind} adapter of "${entry.id}" does not fit: ${faults.join('; ')}.`);
  return adapter as AnyProvider;
}

/** The log, with the name of who speaks. */
function named(logger: PluginLogger, plugin: string, kind: ProviderKind): PluginLogger {
  return {
    debug: (message, fields) => logger.debug(message, { ...fields, plugin, kind }),
    info: (message, fields) => logger.info(message, { ...fields, plugin, kind }),
    warn: (message, fields) => logger.warn(message, { ...fields, plugin, kind }),
  };
}

/** Opened adapters, one for each (package as it is, kind, settings, secrets), shared by calls and closed when idle. */
export class AdapterPool {
  readonly #catalog: PluginCatalog;
  readonly #clock: Clock;
  readonly #logger: PluginLogger;
  readonly #limits: HostLimits;
  readonly #loader: PluginLoader;
  readonly #adapters = new Map<string, Pooled>();

  constructor(catalog: PluginCatalog, clock: Clock, logger: PluginLogger, limits: HostLimits) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#logger = logger;
    this.#limits = limits;
    this.#loader = new PluginLoader(catalog, clock, limits.openTimeoutMs);
  }

  /** Rejects with a `ProviderError`. A failure is not remembered: the next call tries again. */
  async acquire<Kind extends ProviderKind>(kind: Kind, step: HostRouteStep): Promise<Lease<Kind>> {
    const entry = this.#entryOf(kind, step.pluginId);
    const key = `${entry.id}\0${entry.folder}\0${entry.integrity}\0${kind}\0${fingerprint(step.settings, step.model, step.secrets)}`;
    let pooled = this.#adapters.get(key);
    if (!pooled) {
      pooled = { provider: this.#open(entry, kind, step), shares: 0, idleTimer: undefined };
      this.#adapters.set(key, pooled);
    }
    const mine = pooled;
    mine.shares += 1;
    mine.idleTimer?.cancel();
    mine.idleTimer = undefined;
    try {
      const provider = await mine.provider as ProviderByKind[Kind];
      let isReleased = false;
      return { provider, release: () => { if (!isReleased) { isReleased = true; this.#release(key, mine); } } };
    } catch (error) {
      if (this.#adapters.get(key) === mine) this.#adapters.delete(key);
      throw toProviderError(error);
    }
  }

  /** Adapters that are open or opening; for tests and metrics. */
  get size(): number {
    return this.#adapters.size;
  }

  async close(): Promise<void> {
    const all = [...this.#adapters.values()];
    this.#adapters.clear();
    for (const pooled of all) pooled.idleTimer?.cancel();
    await Promise.all(all.map((pooled) => this.#closeAdapter(pooled.provider)));
  }

  #entryOf(kind: ProviderKind, pluginId: string): CatalogEntry {
    const entry = this.#catalog.get(pluginId);
    if (!entry) throw new ProviderError('bad-request', `No plugin with the id "${pluginId}" is installed.`);
    if (entry.state !== 'ENABLED') {
      const why = entry.error ?? (entry.state === 'PENDING' ? 'It waits for an administrator to enable it.' : 'It is switched off.');
      throw new ProviderError('bad-request', `The plugin "${pluginId}" cannot be used. ${why}`);
    }
    if (!entry.kinds.includes(kind)) throw new ProviderError('bad-request', `The plugin "${pluginId}" offers no ${kind}.`);
    return entry;
  }

  async #open(entry: CatalogEntry, kind: ProviderKind, step: HostRouteStep): Promise<AnyProvider> {
    const settings = settingsOf(entry, kind, step);
    checkSecrets(entry, kind, step);
    const plugin: Plugin = await this.#loader.load(entry);
    const open = plugin[kind] as (context: unknown) => Promise<AnyProvider>;
    const timedOut = () => new ProviderError('timeout', `The plugin "${entry.id}" did not open its ${kind} adapter within ${this.#limits.openTimeoutMs} ms.`);
    try {
      const opening = Promise.resolve(open({ settings, secrets: { ...step.secrets }, clock: this.#clock, logger: named(this.#logger, entry.id, kind) }));
      const adapter = await withTimeout(opening, this.#clock, this.#limits.openTimeoutMs, timedOut, {
        onLate: (late) => { void this.#closeAdapter(Promise.resolve(late)); },
      });
      return checkAdapter(entry, kind, adapter);
    } catch (error) {
      if (isProviderError(error)) throw error;
      throw new ProviderError('vendor-fault', `The plugin "${entry.id}" failed to open its ${kind} adapter: ${String(error)}`, { reason: error });
    }
  }

  #release(key: string, pooled: Pooled): void {
    pooled.shares -= 1;
    if (pooled.shares > 0 || this.#adapters.get(key) !== pooled) return;
    pooled.idleTimer = this.#clock.setTimer(this.#limits.adapterIdleMsMax, () => {
      if (pooled.shares > 0 || this.#adapters.get(key) !== pooled) return;
      this.#adapters.delete(key);
      void this.#closeAdapter(pooled.provider);
    });
  }

  async #closeAdapter(opening: Promise<AnyProvider>): Promise<void> {
    try {
      const adapter = await withTimeout(opening, this.#clock, this.#limits.openTimeoutMs, () => new Error('It is still opening.'));
      await withTimeout(Promise.resolve(adapter.close()), this.#clock, this.#limits.openTimeoutMs, () => new Error('It did not close in time.'));
    } catch (error) {
      this.#logger.warn('An adapter did not close.', { error: String(error) });
    }
  }
}
