import type { Redis } from 'ioredis';

/** How a bucket stands. Points come back by themselves, `restorePerSecond` a second, up to `pointsMax`. */
export interface BucketState { readonly isGranted: boolean; readonly available: number; readonly retryAfterMs: number }

export interface BucketLimits { readonly pointsMax: number; readonly restorePerSecond: number }

export interface BucketStore {
  /** Takes points where there are enough; otherwise takes none and tells when there will be. */
  take(key: string, points: number): Promise<BucketState>;
  /** Gives points back that were taken and not used. */
  giveBack(key: string, points: number): void;
}

/** Buckets that are kept; the ones used longest ago go first, and are full again by then in all likelihood. */
const BUCKETS_MAX = 100_000;

/** Buckets of this process. */
export class MemoryBuckets implements BucketStore {
  readonly #limits: BucketLimits;
  readonly #nowMs: () => number;
  /** What is used up, and when that was so; in the order of use, oldest first. */
  readonly #buckets = new Map<string, { used: number; atMs: number }>();

  constructor(limits: BucketLimits, nowMs: () => number = Date.now) {
    this.#limits = limits;
    this.#nowMs = nowMs;
  }

  take(key: string, points: number): Promise<BucketState> {
    const { pointsMax, restorePerSecond } = this.#limits;
    const nowMs = this.#nowMs();
    const before = this.#buckets.get(key);
    const used = before ? Math.max(0, before.used - ((nowMs - before.atMs) / 1_000) * restorePerSecond) : 0;
    const isGranted = used + points <= pointsMax;
    this.#buckets.delete(key);
    this.#buckets.set(key, { used: isGranted ? used + points : used, atMs: nowMs });
    if (this.#buckets.size > BUCKETS_MAX) this.#buckets.delete(this.#buckets.keys().next().value!);
    return Promise.resolve(stateOf(this.#limits, used, points, isGranted));
  }

  giveBack(key: string, points: number): void {
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.used = Math.max(0, bucket.used - points);
  }
}

function stateOf({ pointsMax, restorePerSecond }: BucketLimits, used: number, points: number, isGranted: boolean): BucketState {
  return {
    isGranted, available: Math.floor(pointsMax - used - (isGranted ? points : 0)),
    retryAfterMs: isGranted ? 0 : Math.ceil(((used + points - pointsMax) / restorePerSecond) * 1_000),
  };
}

/** One round trip, whole on the server: no two processes take the same points. Answers `[granted, used before]`; the clock is Redis' own. */
const TAKE = `
local now = redis.call('TIME')
local seconds = tonumber(now[1]) + tonumber(now[2]) / 1000000
local before = redis.call('HMGET', KEYS[1], 'used', 'at')
local used = 0
if before[1] then used = math.max(0, tonumber(before[1]) - (seconds - tonumber(before[2])) * tonumber(ARGV[2])) end
local points = tonumber(ARGV[3])
local granted = 0
local after = used
if used + points <= tonumber(ARGV[1]) then granted = 1; after = used + points end
redis.call('HSET', KEYS[1], 'used', tostring(after), 'at', tostring(seconds))
redis.call('PEXPIRE', KEYS[1], math.ceil(tonumber(ARGV[1]) / tonumber(ARGV[2]) * 1000))
return {granted, tostring(used)}`;
const GIVE_BACK = `
local used = redis.call('HGET', KEYS[1], 'used')
if used then redis.call('HSET', KEYS[1], 'used', tostring(math.max(0, tonumber(used) - tonumber(ARGV[1])))) end
return 1`;

/** How long a Redis that did not answer is left alone; buckets of this process serve meanwhile. */
const REDIS_PAUSE_MS = 5_000;

/** Buckets that all processes share. */
export class RedisBuckets implements BucketStore {
  readonly #redis: Redis;
  readonly #limits: BucketLimits;
  readonly #memory: MemoryBuckets;
  #pausedUntilMs = 0;

  constructor(redis: Redis, limits: BucketLimits) {
    this.#redis = redis;
    this.#limits = limits;
    this.#memory = new MemoryBuckets(limits);
  }

  async take(key: string, points: number): Promise<BucketState> {
    if (Date.now() < this.#pausedUntilMs) return this.#memory.take(key, points);
    try {
      const [granted, used] = await this.#redis.eval(TAKE, 1, `parley:points:${key}`, this.#limits.pointsMax, this.#limits.restorePerSecond, points) as [number, string];
      return stateOf(this.#limits, Number(used), points, granted === 1);
    } catch {
      // The client logs its own errors; whoever asks shall not wait for a store of counts.
      this.#pausedUntilMs = Date.now() + REDIS_PAUSE_MS;
      return this.#memory.take(key, points);
    }
  }

  giveBack(key: string, points: number): void {
    this.#memory.giveBack(key, points);
    if (Date.now() < this.#pausedUntilMs) return;
    this.#redis.eval(GIVE_BACK, 1, `parley:points:${key}`, points).catch(() => { this.#pausedUntilMs = Date.now() + REDIS_PAUSE_MS; });
  }
}
