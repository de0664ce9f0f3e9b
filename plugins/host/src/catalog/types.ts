import type { PluginLogger, ProviderKind } from '@parley/plugin-sdk';
import type { PluginManifest, QualityLevel } from '@parley/plugin-sdk/manifest';

/**
 * - `ENABLED` may be opened
 * - `DISABLED` an administrator has switched it off
 * - `PENDING` fits, and waits for an administrator (new, or changed since it was enabled)
 * - `BROKEN` cannot be used; `error` says why
 */
export type PluginState = 'ENABLED' | 'DISABLED' | 'PENDING' | 'BROKEN';

/** One package that was found, whether it can be used or not. */
export interface CatalogEntry {
  /** From the manifest; where there is none that can be read, the package's or the folder's name. */
  readonly id: string;
  readonly packageName: string;
  readonly version: string;
  readonly title: string;
  readonly kinds: readonly ProviderKind[];
  /** Real path of the package. */
  readonly folder: string;
  readonly state: PluginState;
  /** One sentence for a person: why it is broken, or why it waits again. */
  readonly error?: string;
  /** `sha256-` and base64, over every file of the package; empty where the files could not be read. */
  readonly integrity: string;
  /** What a report on this machine has awarded to these very files; absent where none was made. No package can claim it. */
  readonly quality?: QualityLevel;
  /** Absent for a package whose manifest cannot be used. */
  readonly manifest?: PluginManifest;
  /** Real path of the module to import; absent for a broken package. */
  readonly entryFile?: string;
}

export interface PluginCatalogOptions {
  /** Folders that have a `node_modules`; packages in it that carry the keyword `parley-plugin` are found. */
  readonly roots: readonly string[];
  /** Watched: what is dropped in appears, what is taken out goes. Created where it is missing. */
  readonly pluginsDir?: string | undefined;
  /** `development`: a package that fits is enabled at once. `production`: it waits for `enable`. */
  readonly mode: 'development' | 'production';
  /** Records what is enabled, with its integrity. Without one, decisions last as long as the process. */
  readonly lockFile?: string | undefined;
  /** Version of the host, which manifests name a range of. */
  readonly hostVersion: string;
  readonly logger: PluginLogger;
  /** Told after each scan that changed the list. Must not throw. */
  readonly onChange?: ((entries: readonly CatalogEntry[]) => void) | undefined;
  /** Quiet time after the last file event before `pluginsDir` is read, so that a copy is complete. Default 300 ms. */
  readonly settleMs?: number | undefined;
}

/** The installed provider packages. Reading it never runs any of their code. */
export interface PluginCatalog {
  /** By id; a broken package stands beside the others. */
  list(): readonly CatalogEntry[];
  /** The package that owns this id, in whatever state. */
  get(id: string): CatalogEntry | undefined;
  /** Reads every folder again, now. */
  refresh(): Promise<readonly CatalogEntry[]>;
  /** Lets a package be opened from now on, as it is now. Rejects with a sentence where it is unknown or broken. */
  enable(id: string): Promise<CatalogEntry>;
  disable(id: string): Promise<CatalogEntry>;
  /** Writes down what a report found of a package with this integrity; undefined takes back what was awarded. Rejects with a sentence where it is unknown, or another by now. */
  award(id: string, level: QualityLevel | undefined, integrity: string): Promise<CatalogEntry>;
  /** Told by the host about a package whose code does not load. Holds until the package changes or is enabled anew. */
  markBroken(id: string, integrity: string, reason: string): void;
  /** Stops watching. */
  close(): Promise<void>;
}
