import { existsSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProviderError, type Clock, type Plugin, type ProviderKind } from '@parley/plugin-sdk';
import type { CatalogEntry, PluginCatalog } from '../catalog/types.js';
import { withTimeout } from '../wrap/timeout.js';

/**
 * What this process has imported, by entry file. It mirrors the module cache of Node, which is one per process as well
 * and never forgets a URL: a package whose files were replaced has to be imported under a new one.
 */
const importedAs = new Map<string, { readonly integrity: string; readonly generation: number }>();
let isHookRegistered = false;

/**
 * Carries the generation from a module to those it imports from the same package, so that all of them are read anew, and
 * lends the host's own SDK to a package that was dropped in without one.
 */
const LOADER_HOOK = `const host = ${JSON.stringify(import.meta.url)};
export async function resolve(specifier, context, next) {
  const result = await next(specifier, context).catch((error) => {
    if (!/^@parley\\/plugin-sdk(\\/|$)/.test(specifier)) throw error;
    return next(specifier, { ...context, parentURL: host });
  });
  const generation = /[?&]parley=(\\d+)/.exec(context.parentURL ?? '');
  const isOwn = specifier.startsWith('.') || specifier.startsWith('#');
  if (!generation || !isOwn || !result.url.startsWith('file:') || result.format === 'commonjs' || result.url.includes('?')) return result;
  return { ...result, url: result.url + '?parley=' + generation[1] };
}`;

function urlOf(entryFile: string, folder: string, integrity: string, isRetry: boolean): string {
  const known = importedAs.get(entryFile);
  const generation = known === undefined ? 0 : known.integrity === integrity && !isRetry ? known.generation : known.generation + 1;
  importedAs.set(entryFile, { integrity, generation });
  const url = pathToFileURL(entryFile).href;
  if (generation === 0) return url;
  if (!isHookRegistered) {
    isHookRegistered = true;
    register(`data:text/javascript,${encodeURIComponent(LOADER_HOOK)}`);
  }
  if (known?.generation !== generation) {
    const { cache } = createRequire(url);
    for (const file of Object.keys(cache)) if (file.startsWith(folder + sep)) delete cache[file];
  }
  return `${url}?parley=${generation}`;
}

function lacksSdk(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' && error.message.includes("'@parley/plugin-sdk");
}

/** Imports a module of a package; one that lacks the SDK is lent the host's. */
async function importFrom(file: string, folder: string, integrity: string, isRetry: boolean): Promise<unknown> {
  try {
    return await import(urlOf(file, folder, integrity, isRetry));
  } catch (error) {
    if (!lacksSdk(error)) throw error;
    return await import(urlOf(file, folder, integrity, true));
  }
}

/** CommonJS packages built from ESM carry their default export one level down. */
function defaultExport(module: unknown): unknown {
  const outer = (module as { readonly default?: unknown }).default;
  const inner = (outer as { readonly default?: unknown } | null | undefined)?.default;
  return inner === undefined ? outer : inner;
}

function checkPlugin(value: unknown, kinds: readonly ProviderKind[]): Plugin {
  if (typeof value !== 'object' || value === null) throw new Error('Its entry has no default export that is a plugin.');
  const missing = kinds.filter((kind) => typeof (value as Readonly<Record<string, unknown>>)[kind] !== 'function');
  if (missing.length > 0) throw new Error(`Its manifest declares ${missing.join(', ')}, and its entry exports no opener for it.`);
  return value as Plugin;
}

const sentence = (error: unknown): string => {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]!.slice(0, 300);
};

/** Imports the code of enabled packages, each once, within a time limit. What does not load is marked in the catalog. */
export class PluginLoader {
  readonly #catalog: PluginCatalog;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #loaded = new Map<string, { readonly integrity: string; readonly plugin: Promise<Plugin> }>();
  readonly #failed = new Set<string>();

  constructor(catalog: PluginCatalog, clock: Clock, timeoutMs: number) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  load(entry: CatalogEntry): Promise<Plugin> {
    const known = this.#loaded.get(entry.folder);
    if (known?.integrity === entry.integrity) return known.plugin;
    const plugin = this.#import(entry);
    this.#loaded.set(entry.folder, { integrity: entry.integrity, plugin });
    plugin.catch(() => { if (this.#loaded.get(entry.folder)?.plugin === plugin) this.#loaded.delete(entry.folder); });
    return plugin;
  }

  async #import(entry: CatalogEntry): Promise<Plugin> {
    const { id, folder, integrity, entryFile, kinds } = entry;
    if (entryFile === undefined) throw new ProviderError('bad-request', `The plugin "${id}" has no entry.`);
    try {
      const importing = importFrom(entryFile, folder, integrity, this.#failed.has(entryFile));
      const module = await withTimeout(importing, this.#clock, this.#timeoutMs, () => new Error(`Its code did not finish loading within ${this.#timeoutMs} ms.`));
      const plugin = checkPlugin(defaultExport(module), kinds);
      this.#failed.delete(entryFile);
      return plugin;
    } catch (error) {
      this.#failed.add(entryFile);
      const reason = `It does not load: ${sentence(error)}`;
      this.#catalog.markBroken(id, integrity, reason);
      throw new ProviderError('bad-request', `The plugin "${id}" cannot be used. ${reason}`, { reason: error });
    }
  }
}

/** The module beside the manifest that says under which settings a package is tried. */
const CONTRACT_FILES = ['contract.js', 'contract.mjs'] as const;

/**
 * The code of a package as it is, for whoever holds it to its contract: its plugin, not wrapped, and what its `contract.js`
 * answers. Rejects with a sentence for a package that is broken, does not load, or has no such module.
 */
export async function loadForReport(entry: CatalogEntry): Promise<{ readonly plugin: Plugin; readonly openSubjects: (means: unknown) => Promise<unknown> }> {
  const { id, folder, integrity, entryFile, kinds, error } = entry;
  if (entryFile === undefined) throw new Error(`The plugin "${id}" cannot be tried: ${error ?? 'it has no entry.'}`);
  const file = CONTRACT_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`The plugin "${id}" has no contract.js, which says under which settings it is tried; docs/plugins.md tells how to write one.`);
  const plugin = checkPlugin(defaultExport(await importFrom(entryFile, folder, integrity, false)), kinds);
  const openSubjects = defaultExport(await importFrom(file, folder, integrity, false));
  if (typeof openSubjects !== 'function') throw new Error(`The contract.js of "${id}" has no default export that is a function.`);
  return { plugin, openSubjects: openSubjects as (means: unknown) => Promise<unknown> };
}
