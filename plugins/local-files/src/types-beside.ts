import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Files that somebody else put into the folder have none. */
const UNKNOWN = 'application/octet-stream';

/** Beside each file lies another with its content type, hidden, under a name that no key has. */
export const typeFileOf = (file: string): string => join(dirname(file), `.${basename(file)}.type`);

export async function writeType(file: string, temporary: string, contentType: string): Promise<void> {
  await writeFile(`${temporary}.type`, contentType, { mode: 0o600 });
  await rename(`${temporary}.type`, typeFileOf(file));
}

export async function readType(file: string): Promise<string> {
  const text = await readFile(typeFileOf(file), 'utf8').catch(() => UNKNOWN);
  return text === '' ? UNKNOWN : text;
}
