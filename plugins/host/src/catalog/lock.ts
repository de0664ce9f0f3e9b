import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { QUALITY_LEVELS } from '@parley/plugin-sdk/manifest';
import { z } from 'zod';

const lockedPlugin = z.object({
  packageName: z.string(),
  version: z.string(),
  integrity: z.string(),
  isEnabled: z.boolean(),
  /** What was granted with it: the host names it may connect to, as its manifest said then. */
  egress: z.array(z.string()).default([]),
});
/** What a report found of a package; it holds for these files and no others. */
const award = z.object({ packageName: z.string(), integrity: z.string(), level: z.enum(QUALITY_LEVELS), awardedAt: z.string() });
const lockContent = z.object({ lockVersion: z.literal(1), plugins: z.record(z.string(), lockedPlugin), awards: z.record(z.string(), award).default({}) });

export type LockedPlugin = z.infer<typeof lockedPlugin>;

export type Award = z.infer<typeof award>;

export interface LockReading {
  readonly plugins: Readonly<Record<string, LockedPlugin>>;
  readonly awards: Readonly<Record<string, Award>>;
  readonly error?: string | undefined;
}

const NOTHING: LockReading = { plugins: {}, awards: {} };
const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The record of an administrator's decisions. Read afresh for each scan, since another process may have written it. */
export class LockFile {
  readonly #file: string | undefined;
  #memory = NOTHING;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  async read(): Promise<LockReading> {
    if (this.#file === undefined) return this.#memory;
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING;
      return { ...NOTHING, error: `The lock file ${this.#file} cannot be read: ${(error as Error).message}.` };
    }
    try {
      const { plugins, awards } = lockContent.parse(JSON.parse(text));
      return { plugins, awards };
    } catch {
      return { ...NOTHING, error: `The lock file ${this.#file} is damaged; repair or remove it.` };
    }
  }

  /** Rejects where the file that is there cannot be understood: decisions are never thrown away silently. */
  async write(id: string, plugin: LockedPlugin): Promise<void> {
    await this.#change((current) => ({ ...current, plugins: { ...current.plugins, [id]: plugin } }));
  }

  /** As {@link write}; without an award, the one of before is taken back. */
  async award(id: string, given: Award | undefined): Promise<void> {
    await this.#change(({ plugins, awards }) => {
      const { [id]: _before, ...others } = awards;
      return { plugins, awards: given === undefined ? others : { ...others, [id]: given } };
    });
  }

  async #change(change: (current: LockReading) => LockReading): Promise<void> {
    const current = await this.read();
    if (current.error !== undefined) throw new Error(current.error);
    const { plugins, awards } = change(current);
    if (this.#file === undefined) { this.#memory = { plugins, awards }; return; }
    await mkdir(dirname(this.#file), { recursive: true });
    const draft = `${this.#file}.${randomUUID()}`;
    await writeFile(draft, `${JSON.stringify({ lockVersion: 1, plugins: sorted(plugins), ...(Object.keys(awards).length === 0 ? {} : { awards: sorted(awards) }) }, null, 2)}\n`);
    await rename(draft, this.#file);
  }
}
