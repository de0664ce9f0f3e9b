import { createHmac, randomUUID } from 'node:crypto';
import type { PluginLogger } from '@parley/plugin-sdk';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { HealthBoard, HealthNews } from '../wrap/health-board.js';

const INDEX = 'parley:health';
const CHANNEL = 'parley:health:news';
const keyOf = (name: string): string => `${INDEX}:${name}`;
const claimOf = (name: string): string => `${INDEX}:claim:${name}`;
const COMMAND_TIMEOUT_MS = 2_000;
/** No news is believed for longer, whoever wrote it. */
const OUT_MS_MAX = 3_600_000;
/** Names read when a process joins; as many as a process remembers. */
const NAMES_MAX = 10_000;

const newsText = z.object({ from: z.string(), name: z.string().max(64), outMs: z.number().min(0).max(OUT_MS_MAX), isPermanent: z.boolean(), factor: z.number().min(1).max(64) });

/** Others may write to the same Redis: what is no news of ours is passed over. */
function read(text: string): z.infer<typeof newsText> | undefined {
  try {
    return newsText.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export interface RedisHealthOptions {
  readonly url: string;
  /** What all processes of the cluster know and Redis does not: names are made with it. */
  readonly secret: string;
  readonly logger: PluginLogger;
}

/**
 * The board in Redis: news goes out on a channel, and stays under a key that runs out by itself for those who join later.
 * While Redis is away nothing is told and nothing heard; what is out in Redis is read again when it is back.
 */
export class RedisHealthBoard implements HealthBoard {
  readonly #from = randomUUID();
  readonly #secret: string;
  readonly #logger: PluginLogger;
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #listeners = new Set<(news: HealthNews) => void>();

  constructor({ url, secret, logger }: RedisHealthOptions) {
    this.#secret = secret;
    this.#logger = logger;
    this.#publisher = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: COMMAND_TIMEOUT_MS });
    this.#subscriber = new Redis(url, { maxRetriesPerRequest: null, autoResubscribe: false });
    this.#publisher.on('error', (error: Error) => { logger.debug('Redis does not answer.', { error: String(error) }); });
    this.#subscriber.on('error', (error: Error) => { logger.warn('Redis does not answer; this process knows the health of connections from its own calls alone.', { error: String(error) }); });
    this.#subscriber.on('message', (_channel: string, text: string) => { this.#hear(text); });
    this.#subscriber.on('ready', () => { this.#subscriber.subscribe(CHANNEL).then(() => this.#catchUp()).catch((error: unknown) => { this.#note(error); }); });
  }

  nameOf(key: string): string {
    return createHmac('sha256', this.#secret).update(key).digest('base64url');
  }

  tell(news: HealthNews): void {
    const { name, outMs } = news;
    const text = JSON.stringify({ from: this.#from, ...news });
    const told = this.#publisher.multi();
    if (outMs === 0) told.del(keyOf(name)).srem(INDEX, name);
    else told.set(keyOf(name), text, 'PX', Math.ceil(outMs)).sadd(INDEX, name);
    told.publish(CHANNEL, text).exec().catch((error: unknown) => { this.#note(error); });
  }

  listen(listener: (news: HealthNews) => void): () => void {
    this.#listeners.add(listener);
    if (this.#subscriber.status === 'ready') this.#catchUp().catch((error: unknown) => { this.#note(error); });
    return () => { this.#listeners.delete(listener); };
  }

  async claim(name: string, durationMs: number): Promise<boolean> {
    try {
      return await this.#publisher.set(claimOf(name), this.#from, 'PX', Math.ceil(durationMs), 'NX') === 'OK';
    } catch (error) {
      this.#note(error);
      return true;
    }
  }

  /** Cuts both connections as a network does; they come back by themselves. For tests. */
  breakConnections(): void {
    for (const client of [this.#subscriber, this.#publisher]) client.stream.destroy();
  }

  close(): Promise<void> {
    this.#listeners.clear();
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
    return Promise.resolve();
  }

  #hear(text: string): void {
    const news = read(text);
    if (!news || news.from === this.#from) return;
    const { from: _from, ...rest } = news;
    for (const listener of this.#listeners) listener(rest);
  }

  /** What the others had found before this process listened. The other connection may be later than this one. */
  async #catchUp(): Promise<void> {
    if (this.#publisher.status !== 'ready') await new Promise<void>((resolve) => { this.#publisher.once('ready', () => { resolve(); }); });
    const names = (await this.#publisher.smembers(INDEX)).slice(0, NAMES_MAX);
    if (names.length === 0) return;
    const asked = this.#publisher.pipeline();
    for (const name of names) asked.get(keyOf(name)).pttl(keyOf(name));
    const answers = (await asked.exec() ?? []).map(([, value]) => value);
    const gone: string[] = [];
    for (const [index, name] of names.entries()) {
      const [text, leftMs] = [answers[index * 2], answers[index * 2 + 1]];
      const news = typeof text === 'string' ? read(text) : undefined;
      if (typeof text !== 'string') gone.push(name);
      if (news?.name === name && typeof leftMs === 'number' && leftMs > 0) this.#hear(JSON.stringify({ ...news, outMs: Math.min(leftMs, OUT_MS_MAX) }));
    }
    if (gone.length > 0) await this.#publisher.srem(INDEX, gone);
  }

  #note(error: unknown): void {
    this.#logger.debug('The health of a connection was not told.', { error: String(error) });
  }
}
