import { ProviderError } from './errors.js';
import type { ByteRange } from './kinds/storage.js';

/** Longest key, and longest part of one between two slashes, in characters. */
const KEY_CHARACTERS_MAX = 512;
const PART_CHARACTERS_MAX = 200;
const CONTENT_TYPE_CHARACTERS_MAX = 200;
const LIFETIME_MS_MIN = 1_000;

const refused = (why: string): ProviderError => new ProviderError('bad-request', why);

/** Refuses a key that could lead elsewhere, or that one provider would take and another would not. */
export function checkStorageKey(key: string): void {
  const isSound = key.length <= KEY_CHARACTERS_MAX && key.split('/').every((part) => part.length <= PART_CHARACTERS_MAX && /^[A-Za-z0-9_-]([A-Za-z0-9._-]*[A-Za-z0-9_-])?$/.test(part));
  if (!isSound) throw refused(`A key has at most ${KEY_CHARACTERS_MAX} characters: parts of letters, digits, "-", "_" and ".", with "/" between them, none of which begins or ends with a dot.`);
}

export function checkContentType(contentType: string): void {
  if (contentType.length > CONTENT_TYPE_CHARACTERS_MAX || !/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(;[ -~]*)?$/.test(contentType)) throw refused('The content type is no media type.');
}

export function checkByteRange({ startByte, endByte = startByte }: ByteRange): void {
  if (!Number.isSafeInteger(startByte) || !Number.isSafeInteger(endByte) || startByte < 0 || endByte < startByte) throw refused('A range begins at 0 or later, and does not end before it begins.');
}

export function checkLifetime(lifetimeMs: number, signedUrlMsMax: number): void {
  if (signedUrlMsMax === 0) throw refused('This storage has no signed addresses.');
  if (!(lifetimeMs >= LIFETIME_MS_MIN && lifetimeMs <= signedUrlMsMax)) throw refused(`A signed address lives from ${LIFETIME_MS_MIN} to ${signedUrlMsMax} ms.`);
}

/** Where a range lies in an object of so many bytes; refuses one that begins behind the last. */
export function placeOf(range: ByteRange | undefined, byteLength: number): { readonly startByte: number; readonly byteLength: number } {
  if (!range) return { startByte: 0, byteLength };
  if (range.startByte >= byteLength) throw refused(`The range begins at byte ${range.startByte}, and the object has ${byteLength}.`);
  const endByte = Math.min(range.endByte ?? byteLength - 1, byteLength - 1);
  return { startByte: range.startByte, byteLength: endByte - range.startByte + 1 };
}
