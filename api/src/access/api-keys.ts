import { BlockList, isIP } from 'node:net';
import { knownPermissions, type Database } from '@parley/db';
import type { Logger } from 'pino';
import type { EventBus } from '../events/bus.js';
import { LIMITS } from '../limits.js';
import type { KeyActor } from './actor.js';
import { isApiKey } from './api-key-text.js';
import { sha256 } from './sessions.js';

const CHANNEL = 'api-keys';

interface Known { readonly actor: KeyActor; readonly networks: BlockList | undefined; readonly expiresAtMs: number; readonly untilMs: number; usedAtMs: number }

/** Networks as a list that addresses are checked against; undefined for "everywhere". Throws for what is none. */
export function networkList(networks: readonly string[]): BlockList | undefined {
  if (networks.length === 0) return undefined;
  const list = new BlockList();
  for (const network of networks) {
    const [address, bits] = network.split('/') as [string, string | undefined];
    const family = isIP(address);
    const bitsMax = family === 6 ? 128 : 32;
    const prefix = bits === undefined ? bitsMax : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (family === 0 || prefix < 0 || prefix > bitsMax) throw new Error(`"${network}" is no network; write it like 203.0.113.0/24`);
    list.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Whether something that ends then ends soon, so that whoever uses it should be told. */
export function isExpiring(expiresAt: Date | null | undefined, nowMs = Date.now()): boolean {
  return expiresAt !== null && expiresAt !== undefined && expiresAt.getTime() > nowMs && expiresAt.getTime() - nowMs <= LIMITS.keyExpiryNoticeMs;
}

const isWithin = (list: BlockList, address: string): boolean => {
  // A socket that speaks both tells IPv4 addresses as mapped ones.
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
};

/**
 * Keys of programs. What is known of a key is believed for some seconds without asking again; a revocation is heard at
 * once by every process that shares the bus. When a key was last used is written at most once a minute.
 */
export class ApiKeys {
  readonly #database: Database;
  readonly #bus: EventBus;
  readonly #logger: Logger;
  readonly #known = new Map<string, Known>();
  readonly #watchers = new Map<string, Set<() => void>>();
  #changes = 0;

  private constructor(database: Database, bus: EventBus, logger: Logger) {
    this.#database = database;
    this.#bus = bus;
    this.#logger = logger;
  }

  static async start(database: Database, bus: EventBus, logger: Logger): Promise<ApiKeys> {
    const keys = new ApiKeys(database, bus, logger);
    await bus.subscribe(CHANNEL, ({ keyId }) => { keys.#heard(keyId); });
    return keys;
  }

  /** Whose key this is, used from this address; undefined where it is unknown, revoked, over, or not for this address. */
  async find(text: string, address: string): Promise<KeyActor | undefined> {
    if (!isApiKey(text)) return undefined;
    const hash = sha256(text);
    const name = hash.toString('base64');
    const known = this.#fresh(name) ?? await this.#read(name, hash);
    if (!known || known.expiresAtMs <= Date.now() || (known.networks && !isWithin(known.networks, address))) return undefined;
    this.#touch(known);
    return known.actor;
  }

  #fresh(name: string): Known | undefined {
    const known = this.#known.get(name);
    return known && known.untilMs > Date.now() ? known : undefined;
  }

  async #read(name: string, hash: Buffer): Promise<Known | undefined> {
    const changes = this.#changes;
    const row = await this.#database.system.apiKey.findUnique({ where: { keyHash: new Uint8Array(hash) }, include: { serviceAccount: { select: { organization: { select: { suspendedAt: true } } } } }, relationLoadStrategy: 'join' });
    if (!row || row.revokedAt) { this.#known.delete(name); return undefined; }
    // The platform is looked after by people.
    const permissions = new Set(knownPermissions(row.permissions).filter((permission) => !permission.startsWith('platform:')));
    const actor: KeyActor = { kind: 'key', keyId: row.id, organizationId: row.organizationId, permissions, agentIds: row.agentIds.length === 0 ? undefined : row.agentIds, isTest: row.isTest, suspendedAt: row.serviceAccount.organization.suspendedAt ?? undefined, expiresAt: row.expiresAt ?? undefined };
    const known: Known = { actor, networks: networkList(row.networks), expiresAtMs: row.expiresAt?.getTime() ?? Infinity, untilMs: Date.now() + LIMITS.sessionCacheMs, usedAtMs: row.lastUsedAt?.getTime() ?? 0 };
    if (changes === this.#changes) {
      if (this.#known.size >= LIMITS.sessionCacheEntriesMax) this.#known.delete(this.#known.keys().next().value!);
      this.#known.set(name, known);
    }
    return known;
  }

  #touch(known: Known): void {
    const now = Date.now();
    if (now - known.usedAtMs < LIMITS.keyTouchMs) return;
    known.usedAtMs = now;
    this.#database.system.apiKey.updateMany({ where: { id: known.actor.keyId }, data: { lastUsedAt: new Date(now) } })
      .catch((error: unknown) => { this.#logger.warn({ err: error }, 'when a key was last used could not be written'); });
  }

  /** Tells every process that this key is no more, or may do other things; what it has open ends. */
  changed(keyId: string): void {
    this.#heard(keyId);
    this.#bus.publish(CHANNEL, { keyId });
  }

  /** Calls `onEnd` when that is told anywhere; answers how to stop watching. */
  watch(keyId: string, onEnd: () => void): () => void {
    const watchers = this.#watchers.get(keyId) ?? new Set();
    this.#watchers.set(keyId, watchers.add(onEnd));
    return () => {
      watchers.delete(onEnd);
      if (watchers.size === 0 && this.#watchers.get(keyId) === watchers) this.#watchers.delete(keyId);
    };
  }

  /** Without an id something may have been missed: everything is looked up anew. */
  #heard(keyId: unknown): void {
    this.#changes += 1;
    if (typeof keyId !== 'string') { this.#known.clear(); return; }
    for (const [name, { actor }] of this.#known) if (actor.keyId === keyId) this.#known.delete(name);
    for (const onEnd of Array.from(this.#watchers.get(keyId) ?? [])) onEnd();
  }
}
