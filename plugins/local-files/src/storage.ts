import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, unlink, type FileHandle } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createStorageProvider, placeOf, signStorageLink, type ByteRange, type PluginContext, type StorageProvider, type StorageReading, type StorageUpload, type StoredObject } from '@parley/plugin-sdk';
import { asProviderError, isFolder, isMissing } from './errors.js';
import { storageSettings } from './settings.js';
import { readType, typeFileOf, writeType } from './types-beside.js';

/** Where the file of a key lies. Keys are checked before they come here, and no part of one begins with a dot. */
interface Place { readonly folder: string; readonly file: string; readonly temporary: string }

/** Of a file that is open, so that size, time and bytes are those of one and the same. */
async function objectIn(handle: FileHandle, key: string, file: string): Promise<StoredObject | undefined> {
  const facts = await handle.stat({ bigint: true });
  if (!facts.isFile()) return undefined;
  const etag = [facts.ino, facts.size, facts.mtimeNs].map((part) => part.toString(36)).join('-');
  return { key, byteLength: Number(facts.size), contentType: await readType(file), etag, modifiedAt: facts.mtime };
}

/** Runs with the file open; undefined where there is none. Closes it, unless it is taken along. */
async function withFile<Result>(file: string, run: (handle: FileHandle, take: () => void) => Promise<Result>): Promise<Result | undefined> {
  let handle: FileHandle;
  try { handle = await open(file, 'r'); } catch (error) { if (isMissing(error)) return undefined; throw error; }
  let isTaken = false;
  try { return await run(handle, () => { isTaken = true; }); } finally { if (!isTaken) await handle.close(); }
}

/** On disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try { await handle.sync(); } finally { await handle.close(); }
}

/** One after another for each key, so that the bytes and the content type of one put stay together. */
class Turns {
  readonly #last = new Map<string, Promise<void>>();

  take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const result = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const turn = result.then(() => undefined, () => undefined);
    this.#last.set(key, turn);
    void turn.then(() => { if (this.#last.get(key) === turn) this.#last.delete(key); });
    return result;
  }
}

async function write({ folder, file, temporary }: Place, { key, contentType, pieces, signal }: StorageUpload, turns: Turns): Promise<{ etag: string }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await pipeline(pieces, createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }), { signal });
    return await turns.take(key, async () => {
      signal.throwIfAborted();
      await rename(temporary, file);
      await writeType(file, temporary, contentType);
      await syncFolder(folder);
      const object = await withFile(file, (handle) => objectIn(handle, key, file));
      return { etag: object!.etag };
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

async function read(key: string, file: string, range: ByteRange | undefined, signal: AbortSignal): Promise<StorageReading | undefined> {
  return withFile(file, async (handle, take) => {
    const object = await objectIn(handle, key, file);
    if (!object) return undefined;
    const { startByte, byteLength } = placeOf(range, object.byteLength);
    take();
    // An empty range would be read as one byte.
    const body = byteLength === 0 ? (await handle.close(), (async function* () { /* Nothing. */ })()) : createReadStream('', { fd: handle, start: startByte, end: startByte + byteLength - 1, signal }).on('error', () => undefined);
    return { object, startByte, byteLength, body };
  });
}

/** What is not there, or is a folder of other objects, is deleted too. */
async function remove(file: string): Promise<void> {
  try { await unlink(file); } catch (error) { if (!isMissing(error) && !isFolder(error)) throw error; }
  await rm(typeFileOf(file), { force: true });
}

/** Objects as files in a folder: written beside, then moved to their place in one step. */
export async function openStorage(context: PluginContext): Promise<StorageProvider> {
  const { folder: root, publicUrl, objectBytesMax, signedUrlMsMax, timeoutMs } = storageSettings.parse(context.settings);
  const secret = context.secrets['signingKey'] ?? '';
  const base = resolve(root);
  const turns = new Turns();
  const placeOfKey = (key: string): Place => {
    const parts = key.split('/');
    const folder = join(base, ...parts.slice(0, -1));
    const name = parts.at(-1)!;
    return { folder, file: join(folder, name), temporary: join(folder, `.${name}.${crypto.randomUUID()}`) };
  };
  return createStorageProvider({
    abilities: { objectBytesMax, signedUrlMsMax: secret === '' || publicUrl === '' ? 0 : signedUrlMsMax }, clock: context.clock, timeoutMs, asProviderError,
    put: (upload) => write(placeOfKey(upload.key), upload, turns),
    read: (key, range, signal) => read(key, placeOfKey(key).file, range, signal),
    head: (key) => { const { file } = placeOfKey(key); return withFile(file, (handle) => objectIn(handle, key, file)); },
    delete: (key) => turns.take(key, () => remove(placeOfKey(key).file)),
    sign: async (key, lifetimeMs) => signStorageLink({ baseUrl: publicUrl, key, expiresAtMs: Date.now() + Math.ceil(lifetimeMs / 1_000) * 1_000, secret }),
    close: async () => undefined,
  });
}
