import type { Database } from '@parley/db';
import { openBytes, sealBytes, type SealContext } from './cipher.js';
import { DataKeys, type StoredDataKey } from './data-keys.js';
import type { KeyProvider } from './key-provider.js';
import { Secret } from './secret.js';

/** Whose secret it is: under any other name it does not open. */
export interface SecretOwner {
  readonly organizationId: string;
  readonly connectionId: string;
  /** Name of the secret, as the manifest has it. */
  readonly name: string;
  /** Grows each time the secret is set: an earlier one that is put back does not open. */
  readonly version: number;
}

/** A secret as it is stored. */
export interface StoredSecret extends SecretOwner { readonly ciphertext: Uint8Array; readonly dataKey: StoredDataKey }

export interface SealedSecret { readonly dataKeyId: string; readonly ciphertext: Uint8Array<ArrayBuffer> }

const contextOf = ({ organizationId, connectionId, name, version }: SecretOwner): SealContext => ['secret', organizationId, connectionId, name, version];

/**
 * Keeps secrets of organizations: each sealed with its organization's data key, and that wrapped by a key-encryption key
 * which lies elsewhere (envelope encryption). Whoever has the database alone has nothing.
 */
export class Vault {
  readonly provider: KeyProvider;
  readonly keys: DataKeys;

  constructor(database: Database, provider: KeyProvider) {
    this.provider = provider;
    this.keys = new DataKeys(database, provider);
  }

  /** Seals secrets of one organization with its newest data key. */
  async seal<Owner extends SecretOwner>(organizationId: string, secrets: readonly { readonly owner: Owner; readonly secret: Secret }[]): Promise<(SealedSecret & { readonly owner: Owner })[]> {
    if (secrets.length === 0) return [];
    const { id: dataKeyId, bytes } = await this.keys.newest(organizationId);
    return secrets.map(({ owner, secret }) => ({ owner, dataKeyId, ciphertext: sealBytes(bytes, Buffer.from(secret.reveal()), contextOf(owner)) }));
  }

  /** Rejects with `KeyUnavailableError` or `SealBrokenError`. */
  async open(stored: StoredSecret): Promise<Secret> {
    // A row that names another organization's data key opens nothing, whoever wrote it.
    const { bytes } = await this.keys.open({ ...stored.dataKey, organizationId: stored.organizationId });
    return new Secret(openBytes(bytes, stored.ciphertext, contextOf(stored)).toString('utf8'));
  }
}
