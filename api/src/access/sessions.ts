import { createHash, randomBytes } from 'node:crypto';
import { uuidv7, type Database } from '@parley/db';
import type { EventBus } from '../events/bus.js';
import { LIMITS } from '../limits.js';
import type { SignedIn } from './actor.js';

export const sha256 = (text: string) => createHash('sha256').update(text).digest();
const CHANNEL = 'sessions';

interface CacheEntry { readonly actor: SignedIn; readonly untilMs: number }

/**
 * Sessions: an opaque random token at the client, its SHA-256 in the database. They slide: use moves the end, at most
 * once an hour. What is known of a session is believed for some seconds without asking again; signing out is heard at
 * once by every process that shares the bus.
 */
export class Sessions {
  readonly #database: Database;
  readonly #bus: EventBus;
  readonly #cache = new Map<string, CacheEntry>();
  readonly #watchers = new Map<string, Set<() => void>>();

  private constructor(database: Database, bus: EventBus) {
    this.#database = database;
    this.#bus = bus;
  }

  static async start(database: Database, bus: EventBus): Promise<Sessions> {
    const sessions = new Sessions(database, bus);
    await bus.subscribe(CHANNEL, ({ sessionId }) => { sessions.#heard(sessionId); });
    return sessions;
  }

  /** Starts a session; the token is told here and never again. */
  async create(userId: string, organizationId: string): Promise<{ token: string; actor: SignedIn }> {
    const token = randomBytes(32).toString('base64url');
    const sessionId = uuidv7();
    const expiresAt = new Date(Date.now() + LIMITS.sessionMs);
    await this.#database.system.session.create({ data: { id: sessionId, tokenHash: sha256(token), userId, organizationId, expiresAt } });
    return { token, actor: { kind: 'user', sessionId, userId, organizationId, expiresAt } };
  }

  /** Who holds this token; undefined where it is unknown or has ended. */
  async find(token: string): Promise<SignedIn | undefined> {
    if (token.length > 128) return undefined;
    const hash = sha256(token);
    const key = hash.toString('base64');
    const cached = this.#cache.get(key);
    if (cached && cached.untilMs > Date.now()) return cached.actor;
    const session = await this.#database.system.session.findUnique({ where: { tokenHash: hash } });
    if (!session || session.expiresAt.getTime() <= Date.now()) { this.#cache.delete(key); return undefined; }
    const expiresAt = await this.#slide(session);
    const actor: SignedIn = { kind: 'user', sessionId: session.id, userId: session.userId, organizationId: session.organizationId, expiresAt };
    if (this.#cache.size >= LIMITS.sessionCacheEntriesMax) this.#cache.delete(this.#cache.keys().next().value!);
    this.#cache.set(key, { actor, untilMs: Math.min(Date.now() + LIMITS.sessionCacheMs, expiresAt.getTime()) });
    return actor;
  }

  async #slide(session: { id: string; lastUsedAt: Date; expiresAt: Date }): Promise<Date> {
    const now = Date.now();
    if (now - session.lastUsedAt.getTime() < LIMITS.sessionTouchMs) return session.expiresAt;
    const expiresAt = new Date(now + LIMITS.sessionMs);
    await this.#database.system.session.updateMany({ where: { id: session.id }, data: { lastUsedAt: new Date(now), expiresAt } });
    return expiresAt;
  }

  /** Signs out; sockets of the session close. */
  async end(actor: SignedIn): Promise<void> {
    await this.#database.system.session.deleteMany({ where: { id: actor.sessionId } });
    this.#heard(actor.sessionId);
    this.#bus.publish(CHANNEL, { sessionId: actor.sessionId });
  }

  /** Calls `onEnd` when the session is signed out anywhere; answers how to stop watching. */
  watch(sessionId: string, onEnd: () => void): () => void {
    const watchers = this.#watchers.get(sessionId) ?? new Set();
    this.#watchers.set(sessionId, watchers.add(onEnd));
    return () => {
      watchers.delete(onEnd);
      if (watchers.size === 0 && this.#watchers.get(sessionId) === watchers) this.#watchers.delete(sessionId);
    };
  }

  /** Sessions with open sockets here. */
  get watching(): number { return this.#watchers.size; }

  /** Without an id something may have been missed: everything is looked up anew. */
  #heard(sessionId: unknown): void {
    if (typeof sessionId !== 'string') { this.#cache.clear(); return; }
    for (const [key, { actor }] of this.#cache) if (actor.sessionId === sessionId) this.#cache.delete(key);
    for (const onEnd of Array.from(this.#watchers.get(sessionId) ?? [])) onEnd();
  }
}
