import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const lockedPlugin = z.object({
  packageName: z.string(),
  version: z.string(),
  integrity: z.string(),
  isEnabled: z.boolean(),
  /** What was granted with it: the host names it may connect to, as its manifest said then. */
  egress: z.array(z.string()).default([]),
});
const lockContent = z.object({ lockVersion: z.literal(1), plugins: z.record(z.string(), lockedPlugin) });

export type LockedPlugin = z.infer<typeof lockedPlugin>;

export type LockReading =
  | { readonly plugins: Readonly<Record<string, LockedPlugin>>; readonly error?: undefined }
  | { readonly plugins: Readonly<Record<string, LockedPlugin>>; readonly error: string };

/** The record of an administrator's decisions. Read afresh for each scan, since another process may have written it. */
export class LockFile {
  readonly #file: string | undefined;
  #memory: Record<string, LockedPlugin> = {};

  constructor(file: string | undefined) {
    this.#file = file;
  }

  async read(): Promise<LockReading> {
    if (this.#file === undefined) return { plugins: this.#memory };
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { plugins: {} };
      return { plugins: {}, error: `The lock file ${this.#file} cannot be read: ${(error as Error).message}.` };
    }
    try {
      return { plugins: lockContent.parse(JSON.parse(text)).plugins };
    } catch {
      return { plugins: {}, error: `The lock file ${this.#file} is damaged; repair or remove it.` };
    }
  }

  /** Rejects where the file that is there cannot be understood: decisions are never thrown away silently. */
  async write(id: string, plugin: LockedPlugin): Promise<void> {
    const current = await this.read();
    if (current.error !== undefined) throw new Error(current.error);
    const plugins = { ...current.plugins, [id]: plugin };
    if (this.#file === undefined) { this.#memory = plugins; return; }
    const sorted = Object.fromEntries(Object.entries(plugins).sort(([a], [b]) => (a < b ? -1 : 1)));
    await mkdir(dirname(this.#file), { recursive: true });
    const draft = `${this.#file}.${randomUUID()}`;
    await writeFile(draft, `${JSON.stringify({ lockVersion: 1, plugins: sorted }, null, 2)}\n`);
    await rename(draft, this.#file);
  }
}
