import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { QualityLevel } from '@parley/plugin-sdk/manifest';
import { checkPackage, type CheckedPackage } from './check.js';
import { discover } from './discover.js';
import { IntegrityCache } from './integrity.js';
import { LockFile, type LockReading } from './lock.js';
import type { CatalogEntry, PluginCatalog, PluginCatalogOptions } from './types.js';
import { watchFolder, type FolderWatch } from './watch.js';

const SETTLE_MS = 300;
/** A package that looks broken may be half copied, or being built: it is looked at again after these pauses. */
const SECOND_LOOKS_MS = [700, 2_000, 5_000] as const;

interface Summed extends CheckedPackage { readonly integrity: string }

class FolderCatalog implements PluginCatalog {
  readonly #options: PluginCatalogOptions;
  readonly #sums = new IntegrityCache();
  readonly #lock: LockFile;
  /** Code that did not load, by folder; holds for that integrity only. */
  readonly #faults = new Map<string, { readonly integrity: string; readonly reason: string }>();
  #packages: readonly Summed[] = [];
  #reading: LockReading = { plugins: {}, awards: {} };
  #entries: readonly CatalogEntry[] = [];
  #owners = new Map<string, CatalogEntry>();
  #scan: Promise<void> = Promise.resolve();
  #watch: FolderWatch | undefined;
  #secondLook: NodeJS.Timeout | undefined;
  #secondLooks = 0;
  #isClosed = false;

  constructor(options: PluginCatalogOptions) {
    this.#options = options;
    this.#lock = new LockFile(options.lockFile);
  }

  async start(): Promise<void> {
    const { pluginsDir, lockFile, logger, settleMs = SETTLE_MS } = this.#options;
    for (const folder of [pluginsDir, lockFile === undefined ? undefined : dirname(lockFile)]) {
      if (folder === undefined) continue;
      await mkdir(folder, { recursive: true }).catch((error: unknown) => logger.warn('A folder of the plugin catalog cannot be made.', { folder, error: String(error) }));
    }
    if (pluginsDir !== undefined || lockFile !== undefined) {
      this.#watch = await watchFolder({ pluginsDir, lockFile, settleMs, logger, onSettled: () => { this.#secondLooks = 0; this.#rescan(); } });
    }
    await this.refresh();
  }

  list(): readonly CatalogEntry[] {
    return this.#entries;
  }

  get(id: string): CatalogEntry | undefined {
    return this.#owners.get(id);
  }

  async refresh(): Promise<readonly CatalogEntry[]> {
    const scan = this.#scan.then(() => this.#read());
    this.#scan = scan.catch(() => undefined);
    await scan;
    return this.#entries;
  }

  enable(id: string): Promise<CatalogEntry> {
    return this.#decide(id, true);
  }

  disable(id: string): Promise<CatalogEntry> {
    return this.#decide(id, false);
  }

  async award(id: string, level: QualityLevel | undefined, integrity: string): Promise<CatalogEntry> {
    await this.refresh();
    const entry = this.#owners.get(id);
    if (!entry) throw new Error(`No plugin with the id "${id}" is installed.`);
    if (entry.integrity !== integrity) throw new Error(`The plugin "${id}" was changed while it was looked at; try again.`);
    await this.#lock.award(id, level && { packageName: entry.packageName, integrity, level, awardedAt: new Date().toISOString() });
    await this.refresh();
    return this.#owners.get(id) ?? entry;
  }

  markBroken(id: string, integrity: string, reason: string): void {
    const entry = this.#owners.get(id);
    if (entry?.integrity !== integrity) return;
    this.#options.logger.warn('A plugin does not load.', { plugin: id, reason });
    this.#faults.set(entry.folder, { integrity, reason });
    this.#publish();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#secondLook);
    await this.#watch?.close();
    await this.#scan;
  }

  async #decide(id: string, isEnabled: boolean): Promise<CatalogEntry> {
    await this.refresh();
    const entry = this.#owners.get(id);
    if (!entry) throw new Error(`No plugin with the id "${id}" is installed.`);
    if (isEnabled) { this.#faults.delete(entry.folder); this.#publish(); }
    const current = this.#owners.get(id) ?? entry;
    if (isEnabled && current.state === 'BROKEN') throw new Error(`The plugin "${id}" cannot be enabled: ${current.error ?? 'it is broken.'}`);
    const { packageName, version, integrity, manifest } = current;
    await this.#lock.write(id, { packageName, version, integrity, isEnabled, egress: manifest?.egress ?? [] });
    await this.refresh();
    return this.#owners.get(id) ?? current;
  }

  async #read(): Promise<void> {
    const candidates = await discover(this.#options.roots, this.#options.pluginsDir);
    const packages: Summed[] = [];
    for (const candidate of candidates) {
      const checked = await checkPackage(candidate, this.#options.hostVersion);
      try {
        packages.push({ ...checked, integrity: await this.#sums.of(candidate.folder) });
      } catch (error) {
        packages.push({ ...checked, integrity: '', error: checked.error ?? `Its files cannot be summed: ${error instanceof Error ? error.message : String(error)}` });
      }
    }
    this.#sums.keepOnly(new Set(packages.map((each) => each.folder)));
    const reading = await this.#lock.read();
    if (reading.error !== undefined && reading.error !== this.#reading.error) this.#options.logger.warn(reading.error);
    this.#packages = packages;
    this.#reading = reading;
    this.#publish();
    this.#lookAgain();
  }

  #publish(): void {
    const before = JSON.stringify(this.#entries);
    const owners = new Map<string, CatalogEntry>();
    const entries: CatalogEntry[] = [];
    for (const each of this.#inOrderOfRight()) {
      const owner = owners.get(each.id);
      const entry = this.#toEntry(each, owner);
      if (!owner) owners.set(each.id, entry);
      entries.push(entry);
    }
    entries.sort((a, b) => (a.id === b.id ? 0 : a.id < b.id ? -1 : 1));
    this.#owners = owners;
    this.#entries = entries;
    if (JSON.stringify(entries) === before) return;
    try {
      this.#options.onChange?.(entries);
    } catch (error) {
      this.#options.logger.warn('A listener of the plugin catalog failed.', { error: String(error) });
    }
  }

  /** Who is asked first for an id: the package the lock names, then one that fits, then the order of discovery. */
  #inOrderOfRight(): readonly Summed[] {
    const rank = (each: Summed): number => (this.#reading.plugins[each.id]?.packageName === each.packageName ? 0 : each.error === undefined ? 1 : 2);
    return this.#packages.map((each, index) => ({ each, index })).sort((a, b) => rank(a.each) - rank(b.each) || a.index - b.index).map(({ each }) => each);
  }

  #toEntry(each: Summed, owner: CatalogEntry | undefined): CatalogEntry {
    const { error, entryFile, manifest, ...rest } = each;
    const award = this.#reading.awards[each.id];
    const isAwarded = award?.packageName === each.packageName && award.integrity === each.integrity;
    const common = { ...rest, ...(manifest ? { manifest } : {}), ...(isAwarded ? { quality: award.level } : {}) };
    if (error !== undefined) return { ...common, state: 'BROKEN', error };
    if (owner) return { ...common, state: 'BROKEN', error: `The id "${each.id}" already belongs to ${owner.packageName} in ${owner.folder}.` };
    const fault = this.#faults.get(each.folder);
    if (fault?.integrity === each.integrity) return { ...common, state: 'BROKEN', error: fault.reason };
    const usable = { ...common, ...(entryFile === undefined ? {} : { entryFile }) };
    const locked = this.#reading.plugins[each.id];
    if (locked && !locked.isEnabled) return { ...usable, state: 'DISABLED' };
    if (this.#options.mode === 'development') return { ...usable, state: 'ENABLED' };
    if (this.#reading.error !== undefined) return { ...usable, state: 'PENDING', error: this.#reading.error };
    if (!locked) return { ...usable, state: 'PENDING' };
    if (locked.packageName !== each.packageName) return { ...usable, state: 'PENDING', error: `It was enabled as the package ${locked.packageName}, and this is ${each.packageName}.` };
    if (locked.integrity !== each.integrity) return { ...usable, state: 'PENDING', error: `Its files have changed since version ${locked.version} was enabled.` };
    return { ...usable, state: 'ENABLED' };
  }

  #rescan(): void {
    if (this.#isClosed) return;
    this.refresh().catch((error: unknown) => this.#options.logger.warn('The plugin folders cannot be read.', { error: String(error) }));
  }

  #lookAgain(): void {
    clearTimeout(this.#secondLook);
    const delayMs = SECOND_LOOKS_MS[this.#secondLooks];
    if (delayMs === undefined || this.#isClosed || !this.#packages.some((each) => each.error !== undefined)) return;
    this.#secondLooks += 1;
    this.#secondLook = setTimeout(() => this.#rescan(), delayMs);
    this.#secondLook.unref();
  }
}

/** Reads all folders once, then watches. Rejects only where the options make no sense; broken packages are in the list. */
export async function createPluginCatalog(options: PluginCatalogOptions): Promise<PluginCatalog> {
  const catalog = new FolderCatalog(options);
  await catalog.start();
  return catalog;
}
