import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { ApiEnvironment } from '../env.js';

type Schema = { readonly properties?: Readonly<Record<string, { readonly 'x-parley'?: { readonly widget?: string } }>> };

/** Where a path leads in the end; a file that is not there yet lies where its folder leads. */
async function endOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return realpath(dirname(path)).then((folder) => resolve(folder, path.slice(dirname(path).length + 1)), () => path);
  }
}

async function isBelow(folder: string, path: string): Promise<boolean> {
  const way = relative(await endOf(folder), await endOf(resolve(path)));
  return way !== '' && !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

/**
 * The setting that names a file of this server which connections may not read, in production: one outside of
 * PARLEY_SOURCE_FILES, whose organizations may be strangers to each other and to whoever runs the server. Undefined where there is none.
 */
export async function forbiddenFileIn({ isProduction, sourceFilesDir }: Pick<ApiEnvironment, 'isProduction' | 'sourceFilesDir'>, schema: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  if (!isProduction) return undefined;
  for (const [name, property] of Object.entries((schema as Schema).properties ?? {})) {
    if (property['x-parley']?.widget !== 'server-file') continue;
    const path = settings[name];
    if (sourceFilesDir === undefined || typeof path !== 'string' || !await isBelow(sourceFilesDir, path)) return name;
  }
  return undefined;
}
