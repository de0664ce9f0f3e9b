import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const FILES_MAX = 20_000;
const BYTES_MAX = 1_073_741_824;
/** Written by tools beside the code, never imported. */
const SKIPPED = new Set(['.git', '.bin', '.cache', '.vite', '.vite-temp', '.vitest', '.modules.yaml']);

interface FileFact { readonly path: string; readonly isLink: boolean; readonly size: number; readonly changedMs: number }

async function listFiles(folder: string): Promise<FileFact[]> {
  const facts: FileFact[] = [];
  let bytes = 0;
  const pending = [folder];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (SKIPPED.has(entry.name)) continue;
      const path = join(directory, entry.name);
      if (entry.isDirectory()) { pending.push(path); continue; }
      if (!entry.isFile() && !entry.isSymbolicLink()) continue;
      const fact = await lstat(path);
      bytes += fact.size;
      facts.push({ path: relative(folder, path).split(sep).join('/'), isLink: entry.isSymbolicLink(), size: fact.size, changedMs: fact.ctimeMs });
      if (facts.length > FILES_MAX || bytes > BYTES_MAX) throw new Error('The package is larger than 20,000 files or 1 GiB.');
    }
  }
  return facts.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const signatureOf = (facts: readonly FileFact[]): string => facts.map((fact) => `${fact.path}\0${fact.size}\0${fact.changedMs}`).join('\n');

async function hashFiles(folder: string, facts: readonly FileFact[]): Promise<string> {
  const hash = createHash('sha256');
  for (const fact of facts) {
    hash.update(`${fact.path}\0${fact.isLink ? 'link' : fact.size}\0`);
    if (fact.isLink) hash.update(await readlink(join(folder, fact.path)));
    else await pipeline(createReadStream(join(folder, fact.path)), async (chunks) => { for await (const chunk of chunks) hash.update(chunk as Buffer); });
  }
  return `sha256-${hash.digest('base64')}`;
}

/**
 * Sums of packages, remembered while no file's size or change time moved (the change time is set by the system and
 * cannot be written back by the owner of the file). Links are summed as the path they name: dependencies that another
 * installer owns are its business, those inside the package's own node_modules are part of the sum.
 */
export class IntegrityCache {
  readonly #known = new Map<string, { signature: string; integrity: string }>();

  /** Rejects where the files change while they are read: a copy is still under way. */
  async of(folder: string): Promise<string> {
    const before = signatureOf(await listFiles(folder));
    const known = this.#known.get(folder);
    if (known?.signature === before) return known.integrity;
    const integrity = await hashFiles(folder, await listFiles(folder));
    if (signatureOf(await listFiles(folder)) !== before) throw new Error('The files are still changing.');
    this.#known.set(folder, { signature: before, integrity });
    return integrity;
  }

  /** Forgets folders that are gone. */
  keepOnly(folders: ReadonlySet<string>): void {
    for (const folder of this.#known.keys()) if (!folders.has(folder)) this.#known.delete(folder);
  }
}
