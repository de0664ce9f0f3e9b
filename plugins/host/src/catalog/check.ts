import { realpath, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { PROVIDER_KINDS, type ProviderKind } from '@parley/plugin-sdk';
import { PLUGIN_KEYWORD, pluginManifest, type PluginKindManifest, type PluginManifest } from '@parley/plugin-sdk/manifest';
import semver from 'semver';
import { KNOWN_SPECS } from '../specs.js';
import type { Candidate } from './discover.js';
import { checkSettings, compileSettings } from './settings-schema.js';

/** What a package says of itself, before the lock file has its say. */
export interface CheckedPackage {
  readonly id: string;
  readonly packageName: string;
  readonly version: string;
  readonly title: string;
  readonly kinds: readonly ProviderKind[];
  readonly folder: string;
  readonly manifest?: PluginManifest;
  readonly entryFile?: string;
  readonly error?: string;
}

class Unfit extends Error {}

type PackageJson = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function parsePackageJson(text: string | undefined): PackageJson {
  if (text === undefined) throw new Unfit('The folder has no package.json that can be read.');
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw new Unfit(`package.json is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unfit('package.json does not hold an object.');
  return value as PackageJson;
}

function checkManifest(packageJson: PackageJson, hostVersion: string): PluginManifest {
  const keywords = packageJson['keywords'];
  if (!Array.isArray(keywords) || !keywords.includes(PLUGIN_KEYWORD)) throw new Unfit(`package.json lacks the keyword "${PLUGIN_KEYWORD}".`);
  if (packageJson['parley'] === undefined) throw new Unfit('package.json has no "parley" block, which is the manifest.');
  const parsed = pluginManifest.safeParse(packageJson['parley']);
  if (!parsed.success) {
    const faults = parsed.error.issues.slice(0, 3).map((issue) => `${['parley', ...issue.path.map(String)].join('.')}: ${issue.message}`);
    throw new Unfit(`The manifest is not valid: ${faults.join('; ')}.`);
  }
  const manifest = parsed.data;
  if (!semver.satisfies(hostVersion, manifest.host, { includePrerelease: true })) {
    throw new Unfit(`It was made for host ${manifest.host}, and this is host ${hostVersion}.`);
  }
  for (const [kind, declared] of Object.entries(manifest.kinds)) {
    if (!KNOWN_SPECS[kind as ProviderKind].includes(declared.spec)) {
      throw new Unfit(`It speaks ${declared.spec} as ${kind}, and this host knows ${KNOWN_SPECS[kind as ProviderKind].join(', ')}.`);
    }
    try {
      compileSettings(declared.settings);
    } catch (error) {
      throw new Unfit(`The settings schema of ${kind} is no JSON Schema 2020-12: ${error instanceof Error ? error.message : String(error)}.`);
    }
    checkTemplates(kind, declared);
  }
  return manifest;
}

/** What a template sets fits; what it leaves to be entered may be missing. */
function checkTemplates(kind: string, { settings: schema, templates }: PluginKindManifest): void {
  const { required: _toBeEntered, ...partial } = schema;
  for (const { name, settings } of templates) {
    const check = checkSettings(partial, settings);
    if (!check.isValid) throw new Unfit(`The template "${name}" of ${kind} does not fit its settings: ${check.errors.join('; ')}.`);
  }
}

/** The real path of the entry module, which must be a file inside the package however it is written or linked. */
async function checkEntry(folder: string, entry: string): Promise<string> {
  const inside = (path: string): boolean => path.startsWith(folder + sep);
  const written = resolve(folder, entry);
  if (!inside(written)) throw new Unfit(`The entry ${entry} lies outside the package.`);
  let real: string;
  try {
    real = await realpath(written);
    if (!(await stat(real)).isFile()) throw new Unfit(`The entry ${entry} is not a file.`);
  } catch (error) {
    if (error instanceof Unfit) throw error;
    throw new Unfit(`The entry ${entry} does not exist.`);
  }
  if (!inside(real)) throw new Unfit(`The entry ${entry} is a link that leads out of the package.`);
  return real;
}

/** Reads package.json and looks at the entry's path; runs nothing. Never rejects: what is wrong is in `error`. */
export async function checkPackage(candidate: Candidate, hostVersion: string): Promise<CheckedPackage> {
  const { folder, label } = candidate;
  let packageJson: PackageJson = {};
  let manifest: PluginManifest | undefined;
  const describe = () => {
    const block = packageJson['parley'] as Readonly<Record<string, unknown>> | null | undefined;
    const packageName = textOf(packageJson['name']) ?? label;
    return {
      id: manifest?.id ?? textOf(block?.['id']) ?? packageName, packageName, version: textOf(packageJson['version']) ?? '0.0.0',
      title: manifest?.title ?? textOf(block?.['title']) ?? packageName, folder,
      kinds: PROVIDER_KINDS.filter((kind) => manifest?.kinds[kind] !== undefined),
    };
  };
  try {
    packageJson = parsePackageJson(candidate.packageJson);
    manifest = checkManifest(packageJson, hostVersion);
    if (semver.valid(textOf(packageJson['version']) ?? '') === null) throw new Unfit('package.json has no version.');
    const entryFile = await checkEntry(folder, manifest.entry);
    return { ...describe(), manifest, entryFile };
  } catch (error) {
    const reason = error instanceof Unfit ? error.message : `It could not be read: ${error instanceof Error ? error.message : String(error)}.`;
    return { ...describe(), ...(manifest ? { manifest } : {}), error: reason };
  }
}
