import { systemClock } from '../clock.js';
import type { ProviderErrorCause } from '../errors.js';
import type { PluginManifest } from '../manifest/index.js';
import type { Plugin, PluginContext, ProviderByKind, ProviderKind } from '../plugin.js';
import type { ContractWatch } from './contract.js';
import { realTime } from './contract-time.js';
import type { HarnessByKind } from './contracts.js';

type Settings = Readonly<Record<string, unknown>>;

/**
 * Under which settings an adapter is tried, and on what. How it is opened is not said here: that is the package's entry,
 * as calls have it.
 */
export type ContractSubject<Kind extends ProviderKind> = Omit<HarnessByKind[Kind], 'time' | 'open' | 'openFailing' | 'failingCauses'> & {
  readonly settings?: Settings;
  /** Settings, put over `settings`, under which the next request fails for this cause. */
  readonly failing?: { readonly [Cause in ProviderErrorCause]?: Settings };
  /** Added to limits such as the 100 ms for an abort, in milliseconds; default 500. */
  readonly toleranceMs?: number;
};

/** What the module `contract.js` of a package answers: a subject for each kind, and what ends the servers that it started. */
export interface PackageSubjects {
  readonly kinds: { readonly [Kind in ProviderKind]?: ContractSubject<Kind> };
  close?(): Promise<void>;
}

const TOLERANCE_MS = 500;

/** The harness of a package's own adapter, as its entry opens it. Every secret that the manifest names is the one the suite looks for. */
export function harnessOf<Kind extends ProviderKind>(plugin: Plugin, manifest: Pick<PluginManifest, 'kinds'>, kind: Kind, subject: ContractSubject<Kind>): HarnessByKind[Kind] {
  const { settings = {}, failing = {}, toleranceMs = TOLERANCE_MS, ...rest } = subject;
  const opener = plugin[kind] as ((context: PluginContext) => Promise<ProviderByKind[Kind]>) | undefined;
  if (!opener) throw new Error(`The entry of the package exports no opener for ${kind}.`);
  const time = realTime(systemClock, toleranceMs);
  const open = (more: Settings, { logger, secret }: ContractWatch) => {
    const secrets = Object.fromEntries(Object.keys(manifest.kinds[kind]?.secrets ?? {}).map((name) => [name, secret]));
    return opener({ settings: { ...settings, ...more }, secrets, clock: time.clock, logger });
  };
  const failingCauses = Object.keys(failing) as ProviderErrorCause[];
  return {
    ...rest, time, failingCauses, open: (watch: ContractWatch) => open({}, watch),
    openFailing: (cause: ProviderErrorCause, watch: ContractWatch) => open(failing[cause] ?? {}, watch),
  } as unknown as HarnessByKind[Kind];
}
