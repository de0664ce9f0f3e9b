import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { Fault } from '../errors.js';

/** Counts attempts, in memory or in Redis; while Redis is away, in memory. */
export class Throttle {
  readonly #limiter: RateLimiterAbstract;

  constructor(name: string, attemptsMax: number, windowMs: number, redis: Redis | undefined) {
    const options = { keyPrefix: `parley:${name}`, points: attemptsMax, duration: Math.ceil(windowMs / 1_000) };
    const memory = new RateLimiterMemory(options);
    this.#limiter = redis ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory }) : memory;
  }

  /** Counts one attempt; throws `TooManyAttemptsError` beyond the limit. */
  async attempt(...key: string[]): Promise<void> {
    try {
      await this.#limiter.consume(hashed(key));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.ceil(error.msBeforeNext / 1_000);
      throw new Fault('TooManyAttemptsError', `Too many attempts. Try again in ${seconds} seconds.`, undefined, { retryAfterMs: error.msBeforeNext });
    }
  }

  /** Forgets the attempts: a right password clears the wrong ones before it. */
  async forgive(...key: string[]): Promise<void> {
    await this.#limiter.delete(hashed(key));
  }
}

/** Addresses and e-mails stay out of the store. */
const hashed = (key: string[]) => createHash('sha256').update(key.join('\0')).digest('base64url');
