/** Keeping files, version 1. */
export const STORAGE_SPEC = 'storage/v1';

export interface StorageAbilities {
  /** Largest object, in bytes. */
  readonly objectBytesMax: number;
  /** Longest life of a signed address, in milliseconds; 0 where the provider makes none. */
  readonly signedUrlMsMax: number;
}

/** What is told of an object without its bytes. */
export interface StoredObject {
  readonly key: string;
  readonly byteLength: number;
  /** As it was put. */
  readonly contentType: string;
  /** Another one for other bytes; what it is made of is the provider's own affair. No quotes around it. */
  readonly etag: string;
  readonly modifiedAt: Date;
}

export interface StoragePut {
  /**
   * 1 to 512 characters: parts of letters, digits, `-`, `_` and `.`, at most 200 each, with `/` between them. No part begins
   * or ends with a dot, so that none leads elsewhere. A key below another key (`a/b` where there is `a`) may be refused.
   */
  readonly key: string;
  /** A media type, e.g. `audio/wav`. */
  readonly contentType: string;
  /** The bytes, in pieces that are not changed after they were given. Called once for each try. How many come need not be known. */
  readonly body: () => AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/** Bytes of an object, both ends included, counted from 0; without an end: to the last. An end behind the last is cut. */
export interface ByteRange {
  readonly startByte: number;
  readonly endByte?: number;
}

export interface StorageReading {
  readonly object: StoredObject;
  /** Place of the first byte that comes. */
  readonly startByte: number;
  /** So many come. Fewer are a failure, thrown where they should have come. */
  readonly byteLength: number;
  /** Read it to its end, leave its loop, or abort the signal: until then it holds a connection. It may be read as slowly as one likes. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Keys, ranges and lifetimes that cannot be are refused as `bad-request`. Aborting rejects within 100 ms with `aborted`; a
 * body that is being read throws it.
 */
export interface StorageProvider {
  readonly spec: typeof STORAGE_SPEC;
  readonly abilities: StorageAbilities;
  /**
   * Resolves when the object is kept as a whole. Until then, and where it fails, what was there under the key before is
   * there still, as it was. A body that throws rejects the request with `aborted`, and its error as the reason.
   */
  put(request: StoragePut): Promise<{ readonly byteLength: number; readonly etag: string }>;
  /** Resolves when the first byte may be read; with undefined where there is no such object. A range that begins behind the last byte is a `bad-request`. */
  read(request: { readonly key: string; readonly range?: ByteRange; readonly signal: AbortSignal }): Promise<StorageReading | undefined>;
  /** Undefined where there is no such object. */
  head(request: { readonly key: string; readonly signal: AbortSignal }): Promise<StoredObject | undefined>;
  /** What is not there is deleted too. */
  delete(request: { readonly key: string; readonly signal: AbortSignal }): Promise<void>;
  /**
   * An address under which whoever holds it may GET the object, by ranges too, for `lifetimeMs` milliseconds (at least
   * 1,000; rounded up to whole seconds). It is good for this key alone, and whether there is an object is not looked at.
   */
  signedUrl(request: { readonly key: string; readonly lifetimeMs: number }): Promise<string>;
  close(): Promise<void>;
}
