import { createHash, randomBytes } from 'node:crypto';
import { Prisma, uuidv7, type Database, type SignInMethod, type SystemTransaction } from '@parley/db';
import type { EventBus } from '../events/bus.js';
import { LIMITS } from '../limits.js';
import { actingAs, mayEnter, readActing, type ActingRow } from './acting.js';
import type { Impersonation, SignedIn } from './actor.js';

export const sha256 = (text: string) => createHash('sha256').update(text).digest();
const CHANNEL = 'sessions';

/** What the client calls itself, as far as it is kept. */
const agentText = ({ userAgent }: Pick<SessionOrigin, 'userAgent'>) => userAgent?.slice(0, LIMITS.userAgentCharactersMax) ?? '';

interface CacheEntry { readonly actor: SignedIn; readonly untilMs: number }

/** Where a session was started, and how. */
export interface SessionOrigin {
  readonly address: string;
  readonly userAgent?: string | undefined;
  readonly signedInWith: SignInMethod;
  /** The organization whose identity provider vouched; the session works there and in its clients alone. */
  readonly signedInThroughId?: string | undefined;
}

/** Why what was known of a session is over: it has ended, or works in another organization now, or may do other things there. */
export type SessionChange = 'ended' | 'moved';
export type SessionWatcher = (change: SessionChange) => void;

/**
 * Sessions: an opaque random token at the client, its SHA-256 in the database. They slide: use moves the end, at most
 * once an hour. What is known of a session is believed for some seconds without asking again; signing out and going to
 * another organization are heard at once by every process that shares the bus. A session ends with the membership that it
 * works under.
 */
export class Sessions {
  readonly #database: Database;
  readonly #bus: EventBus;
  readonly #cache = new Map<string, CacheEntry>();
  readonly #watchers = new Map<string, Set<SessionWatcher>>();
  /** Grows with each change that is heard: what was read before it is not kept. */
  #changes = 0;

  private constructor(database: Database, bus: EventBus) {
    this.#database = database;
    this.#bus = bus;
  }

  static async start(database: Database, bus: EventBus): Promise<Sessions> {
    const sessions = new Sessions(database, bus);
    await bus.subscribe(CHANNEL, ({ sessionId, change }) => { sessions.#heard(sessionId, change === 'moved' ? 'moved' : 'ended'); });
    return sessions;
  }

  /** Starts a session; the token is told here and never again. */
  async create({ userId, organizationId }: Pick<SignedIn, 'userId' | 'organizationId'>, origin: SessionOrigin = { address: '', signedInWith: 'PASSWORD' }): Promise<{ token: string; actor: SignedIn }> {
    const { address, signedInWith, signedInThroughId = null } = origin;
    // In one statement with what is read of it: many people sign in at the beginning of a day.
    return this.#begin((id, tokenHash) => Prisma.sql`WITH s AS (
      INSERT INTO sessions (id, "tokenHash", "userId", "organizationId", "expiresAt", address, "userAgent", "signedInWith", "signedInThroughId")
      VALUES (${id}::uuid, ${tokenHash}, ${userId}::uuid, ${organizationId}::uuid, ${new Date(Date.now() + LIMITS.sessionMs)}, ${address}, ${agentText(origin)}, ${signedInWith}::"SignInMethod", ${signedInThroughId}::uuid) RETURNING *)`);
  }

  /** Starts a session in which an administrator works as somebody else. It ends when its time is over, used or not, and with the administrator's own. */
  async impersonate({ userId, organizationId }: Pick<SignedIn, 'userId' | 'organizationId'>, { lifeMs, ...by }: Omit<Impersonation, 'endsAt'> & { readonly lifeMs: number }, origin: Pick<SessionOrigin, 'address' | 'userAgent'>): Promise<{ token: string; actor: SignedIn }> {
    const session = { userId, organizationId, address: origin.address, userAgent: agentText(origin), signedInWith: 'IMPERSONATION', expiresAt: new Date(Date.now() + lifeMs) } as const;
    return this.#begin(async (id, tokenHash) => {
      await this.#database.system.session.create({ data: { ...session, id, tokenHash: new Uint8Array(tokenHash), impersonation: { create: by } }, select: { id: true } });
      return Prisma.sql`WITH s AS (SELECT * FROM sessions WHERE id = ${id}::uuid)`;
    });
  }

  async #begin(source: (id: string, tokenHash: Buffer) => Prisma.Sql | Promise<Prisma.Sql>): Promise<{ token: string; actor: SignedIn }> {
    const token = randomBytes(32).toString('base64url');
    const [row] = await readActing(this.#database, await source(uuidv7(), sha256(token)));
    if (!row) throw new Error('a session is started where its person is no member');
    return { token, actor: actingAs(row) };
  }

  /** Who holds this token; undefined where it is unknown or has ended. */
  async find(token: string): Promise<SignedIn | undefined> {
    if (token.length > 128) return undefined;
    const hash = sha256(token);
    const key = hash.toString('base64');
    const cached = this.#cache.get(key);
    if (cached && cached.untilMs > Date.now()) return cached.actor;
    const changes = this.#changes;
    const [session] = await readActing(this.#database, Prisma.sql`WITH s AS (SELECT * FROM sessions WHERE "tokenHash" = ${hash})`);
    if (!session || session.expiresAt.getTime() <= Date.now()) { this.#cache.delete(key); return undefined; }
    const expiresAt = await this.#slide(session);
    const actor = actingAs({ ...session, expiresAt });
    if (changes !== this.#changes) return actor;
    if (this.#cache.size >= LIMITS.sessionCacheEntriesMax) this.#cache.delete(this.#cache.keys().next().value!);
    this.#cache.set(key, { actor, untilMs: Math.min(Date.now() + LIMITS.sessionCacheMs, expiresAt.getTime()) });
    return actor;
  }

  async #slide(session: Pick<ActingRow, 'id' | 'lastUsedAt' | 'expiresAt' | 'impersonatorId'>): Promise<Date> {
    const now = Date.now();
    if (session.impersonatorId !== null || now - session.lastUsedAt.getTime() < LIMITS.sessionTouchMs) return session.expiresAt;
    const expiresAt = new Date(now + LIMITS.sessionMs);
    await this.#database.system.session.updateMany({ where: { id: session.id }, data: { lastUsedAt: new Date(now), expiresAt } });
    return expiresAt;
  }

  /** Signs out; sockets of the session close. */
  async end(actor: SignedIn): Promise<void> {
    await this.#database.system.session.deleteMany({ where: { id: actor.sessionId } });
    this.tell(actor.sessionId, 'ended');
  }

  /** Ends one session of a person, wherever it is; false where there is no such session of theirs. */
  async revoke(userId: string, sessionId: string): Promise<boolean> {
    const { count } = await this.#database.system.session.deleteMany({ where: { id: sessionId, userId } });
    if (count > 0) this.tell(sessionId, 'ended');
    return count > 0;
  }

  /** Ends all sessions of a person but one. */
  async revokeOthers(userId: string, sessionId: string): Promise<void> {
    for (const id of await endedSessions(this.#database.system, userId, sessionId)) this.tell(id, 'ended');
  }

  /**
   * Lets the session work in another organization of its person from now on; what it has open for the old one ends.
   * Undefined where the person is no member there, and it does not let their agency in; and where it was opened by the
   * identity provider of another organization, which speaks for them at home alone.
   */
  async move(actor: SignedIn, organizationId: string): Promise<SignedIn | undefined> {
    const [row] = await readActing(this.#database, Prisma.sql`WITH s AS (
      UPDATE sessions SET "organizationId" = o.id FROM organizations o
      WHERE sessions.id = ${actor.sessionId}::uuid AND o.id = ${organizationId}::uuid AND ${mayEnter(Prisma.sql`sessions."userId"`)}
        AND (sessions."signedInThroughId" IS NULL OR sessions."signedInThroughId" IN (o.id, o."parentId")) RETURNING sessions.*)`);
    if (!row) return undefined;
    if (organizationId !== actor.organizationId) this.tell(actor.sessionId, 'moved');
    return actingAs({ ...row, expiresAt: actor.expiresAt });
  }

  /** Says in every process what has become of a session whose row was changed. */
  tell(sessionId: string, change: SessionChange): void {
    this.#heard(sessionId, change);
    this.#bus.publish(CHANNEL, { sessionId, change });
  }

  /** Calls `onChange` when the session is signed out, or goes to another organization, anywhere; answers how to stop watching. */
  watch(sessionId: string, onChange: SessionWatcher): () => void {
    const watchers = this.#watchers.get(sessionId) ?? new Set();
    this.#watchers.set(sessionId, watchers.add(onChange));
    return () => {
      watchers.delete(onChange);
      if (watchers.size === 0 && this.#watchers.get(sessionId) === watchers) this.#watchers.delete(sessionId);
    };
  }

  /** Sessions with open sockets here. */
  get watching(): number { return this.#watchers.size; }

  /** Without an id something may have been missed: everything is looked up anew. */
  #heard(sessionId: unknown, change: SessionChange): void {
    this.#changes += 1;
    if (typeof sessionId !== 'string') { this.#cache.clear(); return; }
    // With a session ends what its person does as somebody else.
    for (const [key, { actor }] of this.#cache) if (actor.sessionId === sessionId || actor.impersonation?.ownSessionId === sessionId) this.#cache.delete(key);
    for (const onChange of Array.from(this.#watchers.get(sessionId) ?? [])) onChange(change);
  }
}

/** Deletes the sessions of a person but one, or all, in the transaction of a change that ends them; answers which, to be told after it. */
export async function endedSessions(client: Pick<SystemTransaction, '$queryRaw'>, userId: string, exceptId?: string): Promise<string[]> {
  const ended = await client.$queryRaw<{ id: string }[]>`DELETE FROM sessions WHERE "userId" = ${userId}::uuid AND id IS DISTINCT FROM ${exceptId ?? null}::uuid RETURNING id`;
  return ended.map(({ id }) => id);
}
