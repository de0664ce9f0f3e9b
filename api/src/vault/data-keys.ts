import { randomBytes } from 'node:crypto';
import { uuidv7, type Database } from '@parley/db';
import { LIMITS } from '../limits.js';
import { KEY_BYTES, type SealContext } from './cipher.js';
import { KeyUnavailableError, type KeyProvider } from './key-provider.js';

/** A data key as it is stored: wrapped. */
export interface StoredDataKey { readonly id: string; readonly organizationId: string; readonly keyId: string; readonly ciphertext: Uint8Array }

export interface OpenDataKey { readonly id: string; readonly bytes: Uint8Array }

/** What a data key is wrapped for: another organization's row does not open as this one's. */
export const wrapContext = ({ id, organizationId }: Pick<StoredDataKey, 'id' | 'organizationId'>): SealContext => ['data-key', organizationId, id];

const SELECTED = { id: true, organizationId: true, keyId: true, ciphertext: true } as const;

/** The keys that secrets are sealed with, of each organization its own. Opened ones are remembered for a minute, in memory. */
export class DataKeys {
  readonly #database: Database;
  readonly #provider: KeyProvider;
  readonly #opened = new Map<string, { readonly bytes: Uint8Array; readonly untilMs: number }>();

  constructor(database: Database, provider: KeyProvider) {
    this.#database = database;
    this.#provider = provider;
  }

  /** The newest key of an organization; made where there is none. Of several that are made at once each is good, and the last the newest. */
  async newest(organizationId: string): Promise<OpenDataKey> {
    const stored = await this.#database.system.dataKey.findFirst({ where: { organizationId }, orderBy: { id: 'desc' }, select: SELECTED });
    try {
      return stored ? await this.open(stored) : await this.make(organizationId);
    } catch (error) {
      // Its key-encryption key is lost: what is sealed from now on has one that opens.
      if (error instanceof KeyUnavailableError) return this.make(organizationId);
      throw error;
    }
  }

  /** A new key, which secrets are sealed with from now on. */
  async make(organizationId: string): Promise<OpenDataKey> {
    const [id, bytes] = [uuidv7(), randomBytes(KEY_BYTES)];
    const ciphertext = await this.#provider.wrap(bytes, wrapContext({ id, organizationId }));
    await this.#database.system.dataKey.create({ data: { id, organizationId, keyId: this.#provider.id, ciphertext }, select: { id: true } });
    this.#remember(id, bytes);
    return { id, bytes };
  }

  /** Rejects with `KeyUnavailableError` or `SealBrokenError`. */
  async open(stored: StoredDataKey): Promise<OpenDataKey> {
    const known = this.#opened.get(stored.id);
    if (known && known.untilMs > Date.now()) return { id: stored.id, bytes: known.bytes };
    const bytes = await this.#provider.unwrap(stored.keyId, stored.ciphertext, wrapContext(stored));
    this.#remember(stored.id, bytes);
    return { id: stored.id, bytes };
  }

  #remember(id: string, bytes: Uint8Array): void {
    this.#opened.delete(id);
    this.#opened.set(id, { bytes, untilMs: Date.now() + LIMITS.dataKeyCacheMs });
    const oldest = this.#opened.keys().next();
    if (this.#opened.size > LIMITS.dataKeyCacheEntriesMax && !oldest.done) this.#opened.delete(oldest.value);
  }
}
