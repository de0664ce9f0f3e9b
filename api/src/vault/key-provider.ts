import { createHash } from 'node:crypto';
import { KEY_BYTES, openBytes, sealBytes, type SealContext } from './cipher.js';

/**
 * Who wraps data keys: keys in the environment here, a key management service elsewhere. What it wraps is 32 bytes long,
 * and a context names what for.
 */
export interface KeyProvider {
  /** Names the key that wraps from now on. */
  readonly id: string;
  wrap(plain: Uint8Array, context: SealContext): Promise<Uint8Array<ArrayBuffer>>;
  /** Opens what the named key wrapped, which may be an earlier one. Rejects with {@link KeyUnavailableError} or `SealBrokenError`. */
  unwrap(id: string, wrapped: Uint8Array, context: SealContext): Promise<Uint8Array>;
}

/** The key that something was wrapped with is not among those of this server. */
export class KeyUnavailableError extends Error {
  override readonly name = 'KeyUnavailableError';
  constructor(readonly keyId: string) { super(`The key ${keyId} is not among the key-encryption keys of this server.`); }
}

/** Names a key without telling anything of it. */
const idOf = (key: Uint8Array) => `local:${createHash('sha256').update('parley key-encryption key\0').update(key).digest('hex').slice(0, 16)}`;

/** The keys in a text, one a line or separated by commas, each 32 bytes as base64 or base64url; undefined where one is none. */
export function parseKeys(text: string): Buffer[] | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const keys = words.map((word) => (/^[\w+/-]{43}=?$/.test(word) ? Buffer.from(word, 'base64url') : undefined));
  return keys.length > 0 && keys.every((key) => key?.length === KEY_BYTES) ? keys as Buffer[] : undefined;
}

/** Keys of this machine: the first wraps, the others open what they wrapped before it came. */
export class LocalKeys implements KeyProvider {
  readonly id: string;
  readonly #keys: ReadonlyMap<string, Uint8Array>;

  constructor(keys: readonly Uint8Array[]) {
    this.#keys = new Map(keys.map((key) => [idOf(key), key]));
    const [first] = this.#keys.keys();
    if (first === undefined) throw new Error('There is no key-encryption key.');
    this.id = first;
  }

  async wrap(plain: Uint8Array, context: SealContext): Promise<Uint8Array<ArrayBuffer>> {
    return sealBytes(this.#keys.get(this.id)!, plain, context);
  }

  async unwrap(id: string, wrapped: Uint8Array, context: SealContext): Promise<Uint8Array> {
    const key = this.#keys.get(id);
    if (!key) throw new KeyUnavailableError(id);
    return openBytes(key, wrapped, context);
  }
}
