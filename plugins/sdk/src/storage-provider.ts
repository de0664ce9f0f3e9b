import type { Clock } from './clock.js';
import { startDeadline, type Deadline } from './deadline.js';
import { ProviderError, sentenceOf } from './errors.js';
import { STORAGE_SPEC, type ByteRange, type StorageAbilities, type StoragePut, type StorageProvider, type StorageReading, type StoredObject } from './kinds/storage.js';
import { checkByteRange, checkContentType, checkLifetime, checkStorageKey, placeOf } from './storage-rules.js';
import { readPromised, StorageFeed } from './storage-streams.js';

export interface StorageUpload {
  readonly key: string;
  readonly contentType: string;
  /** To be taken once, as fast as the vendor takes it. Where it throws, nothing may be kept. */
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/** The vendor's part of a storage provider; what it is asked has been checked, and what it throws is put into causes here. */
export interface StorageProviderParts {
  readonly abilities: StorageAbilities;
  readonly clock: Clock;
  /** Longest silence of the vendor, in milliseconds: until it answers, and until it takes or gives the next piece. */
  readonly timeoutMs: number;
  /** What the vendor's client threw, in causes that hold for every vendor. */
  readonly asProviderError: (error: unknown) => ProviderError;
  put(upload: StorageUpload): Promise<{ readonly etag: string }>;
  read(key: string, range: ByteRange | undefined, signal: AbortSignal): Promise<StorageReading | undefined>;
  head(key: string, signal: AbortSignal): Promise<StoredObject | undefined>;
  delete(key: string, signal: AbortSignal): Promise<void>;
  sign(key: string, lifetimeMs: number): Promise<string>;
  close(): Promise<void>;
}

/** Requests under way, each under a deadline of its own; closing ends them all, and waits for what they leave behind. */
class Requests {
  readonly #parts: StorageProviderParts;
  readonly #deadlines = new Set<Deadline>();
  readonly #works = new Set<Promise<unknown>>();

  constructor(parts: StorageProviderParts) {
    this.#parts = parts;
  }

  begin(signal: AbortSignal): Deadline {
    if (signal.aborted) throw new ProviderError('aborted', sentenceOf('aborted'));
    const { clock, timeoutMs, asProviderError } = this.#parts;
    const deadline = startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError });
    this.#deadlines.add(deadline);
    deadline.signal.addEventListener('abort', () => { this.#deadlines.delete(deadline); }, { once: true });
    return deadline;
  }

  async run<Result>(deadline: Deadline, work: Promise<Result>): Promise<Result> {
    this.#works.add(work);
    work.catch(() => undefined).finally(() => { this.#works.delete(work); });
    return deadline.race(work);
  }

  /** A request with a single answer. */
  async ask<Result>(signal: AbortSignal, start: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const deadline = this.begin(signal);
    try { return await this.run(deadline, start(deadline.signal)); } finally { deadline.end(); }
  }

  async close(): Promise<void> {
    for (const deadline of this.#deadlines) deadline.end();
    await Promise.allSettled(this.#works);
  }
}

async function put(requests: Requests, parts: StorageProviderParts, { key, contentType, body, signal }: StoragePut): Promise<{ readonly byteLength: number; readonly etag: string }> {
  checkStorageKey(key);
  checkContentType(contentType);
  const deadline = requests.begin(signal);
  const feed = new StorageFeed(body, deadline, parts.abilities.objectBytesMax);
  try {
    const { etag } = await requests.run(deadline, parts.put({ key, contentType, pieces: feed.pieces(), signal: deadline.signal }));
    return { byteLength: feed.byteLength, etag };
  } catch (error) {
    throw feed.failure ?? error;
  } finally {
    deadline.end();
  }
}

async function read(requests: Requests, parts: StorageProviderParts, { key, range, signal }: Parameters<StorageProvider['read']>[0]): Promise<StorageReading | undefined> {
  checkStorageKey(key);
  if (range) checkByteRange(range);
  const deadline = requests.begin(signal);
  try {
    const answer = await requests.run(deadline, parts.read(key, range, deadline.signal));
    if (!answer) { deadline.end(); return undefined; }
    deadline.rest();
    const due = placeOf(range, answer.object.byteLength);
    if (answer.startByte !== due.startByte || answer.byteLength !== due.byteLength) throw new ProviderError('vendor-fault', 'The vendor gave other bytes than it was asked for.');
    return { ...answer, body: readPromised(deadline, answer.body, answer.byteLength) };
  } catch (error) {
    deadline.end();
    throw error;
  }
}

/** A storage provider out of what its vendor's client does: with the rules of the kind, deadlines, and answers that are whole or fail. */
export function createStorageProvider(parts: StorageProviderParts): StorageProvider {
  const { abilities } = parts;
  const requests = new Requests(parts);
  let closing: Promise<void> | undefined;
  return {
    spec: STORAGE_SPEC,
    abilities,
    put: (request) => put(requests, parts, request),
    read: (request) => read(requests, parts, request),
    head: async ({ key, signal }) => { checkStorageKey(key); return requests.ask(signal, (ending) => parts.head(key, ending)); },
    delete: async ({ key, signal }) => { checkStorageKey(key); await requests.ask(signal, (ending) => parts.delete(key, ending)); },
    signedUrl: async ({ key, lifetimeMs }) => {
      checkStorageKey(key);
      checkLifetime(lifetimeMs, abilities.signedUrlMsMax);
      return requests.ask(new AbortController().signal, () => parts.sign(key, lifetimeMs));
    },
    close: () => { closing ??= requests.close().then(() => parts.close()); return closing; },
  };
}
