import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PLUGIN_KEYWORD } from '@parley/plugin-sdk/manifest';

/** package.json files beyond this are not read; the largest on the public registry are far below it. */
const PACKAGE_JSON_BYTES_MAX = 1_000_000;
const READS_AT_ONCE_MAX = 32;

/** A folder that says it is a plugin, or that lies where only plugins belong. */
export interface Candidate {
  /** Real path. */
  readonly folder: string;
  /** Name to show until the package has told its own. */
  readonly label: string;
  /** Text of package.json; undefined where there is none. */
  readonly packageJson: string | undefined;
}

export async function readPackageJson(folder: string): Promise<string | undefined> {
  const file = join(folder, 'package.json');
  try {
    const { size } = await stat(file);
    return size > PACKAGE_JSON_BYTES_MAX ? undefined : await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The text test comes before parsing: a flat node_modules may hold thousands of packages, nearly none of them plugins. */
function mentionsKeyword(packageJson: string | undefined): boolean {
  return packageJson !== undefined && packageJson.includes(`"${PLUGIN_KEYWORD}"`);
}

async function subFolders(folder: string): Promise<string[]> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map((entry) => entry.name).sort();
}

/** Packages of a folder, those of scopes included, as names relative to it. */
async function packageNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const name of await subFolders(folder)) {
    if (name.startsWith('@')) names.push(...(await subFolders(join(folder, name))).map((scoped) => `${name}/${scoped}`));
    else names.push(name);
  }
  return names;
}

async function toCandidate(folder: string, label: string): Promise<Candidate | undefined> {
  try {
    const real = await realpath(folder);
    if (!(await stat(real)).isDirectory()) return undefined;
    return { folder: real, label, packageJson: await readPackageJson(real) };
  } catch {
    return undefined;
  }
}

async function inNodeModules(folder: string): Promise<Candidate[]> {
  const names = await packageNames(folder);
  const found: Candidate[] = [];
  for (let start = 0; start < names.length; start += READS_AT_ONCE_MAX) {
    const batch = await Promise.all(names.slice(start, start + READS_AT_ONCE_MAX).map((name) => toCandidate(join(folder, name), name)));
    for (const candidate of batch) if (candidate && mentionsKeyword(candidate.packageJson)) found.push(candidate);
  }
  return found;
}

/**
 * A sub-folder of the plugins folder is a package, the unpacked tarball of one (`package/`), or the place where one was
 * installed (`node_modules/<name>`). Whatever it is, it is listed: a person put it there and wants to know what became of it.
 */
async function inPluginsDir(pluginsDir: string): Promise<Candidate[]> {
  const found = await inNodeModules(join(pluginsDir, 'node_modules'));
  for (const name of await packageNames(pluginsDir)) {
    if (name === 'node_modules') continue;
    const folder = join(pluginsDir, name);
    const own = await toCandidate(folder, name);
    if (!own) continue;
    if (mentionsKeyword(own.packageJson)) { found.push(own); continue; }
    const unpacked = own.packageJson === undefined ? await toCandidate(join(folder, 'package'), name) : undefined;
    const installed = await inNodeModules(join(folder, 'node_modules'));
    if (unpacked?.packageJson !== undefined) found.push(unpacked);
    else if (installed.length > 0) found.push(...installed);
    else found.push(own);
  }
  return found;
}

/** Every candidate, once, those of the roots first; what is first keeps a contested id. */
export async function discover(roots: readonly string[], pluginsDir: string | undefined): Promise<Candidate[]> {
  const lists = await Promise.all([
    ...roots.map((root) => inNodeModules(basename(root) === 'node_modules' ? root : join(root, 'node_modules'))),
    pluginsDir === undefined ? [] : inPluginsDir(pluginsDir),
  ]);
  const byFolder = new Map<string, Candidate>();
  for (const candidate of lists.flat()) if (!byFolder.has(candidate.folder)) byFolder.set(candidate.folder, candidate);
  return [...byFolder.values()];
}
