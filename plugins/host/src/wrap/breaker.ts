import type { Clock, ProviderError } from '@parley/plugin-sdk';
import type { HostLimits } from '../ports.js';
import type { HealthBoard, HealthNews } from './health-board.js';

/** Connections remembered at once; the one that was used longest ago is forgotten first. */
const CONNECTIONS_MAX = 10_000;
/** A rate limit is believed up to this long. */
const RATE_LIMIT_MS_MAX = 60_000;
/** Each failed trial doubles the time out, up to this many times the first. */
const OPEN_FACTOR_MAX = 8;
/** A connection that needs a person is asked again only where nothing else is left, and no oftener than this. */
const LAST_RESORT_MS_MIN = 60_000;
/** What needs a person is told to the other processes for so long; by then each has asked for itself, or nobody has. */
const PERMANENT_TOLD_MS = 3_600_000;
/** A time out that grows by less is not told anew: many requests may fail at once. */
const TOLD_STEP_MS = 1_000;

interface Health {
  failures: number;
  /** Undefined while closed; requests pass. */
  openUntilMs: number | undefined;
  openFactor: number;
  /** Credentials or credit: waiting does not help, only other settings do, and they come under another key. */
  isPermanent: boolean;
  failedAtMs: number;
  isTrying: boolean;
  /** Requests of this process have failed; otherwise it is known from others alone. */
  isOwn: boolean;
  /** Until when the other processes know it to be out; undefined where they do not. */
  toldUntilMs: number | undefined;
}

/** Told of a connection that was taken out and may come back by itself, and when a request may try it. */
export type OutListener = (key: string, untilMs: number) => void;

/**
 * The health of each connection, over all calls of the process and, by a board, over all processes: what one call has
 * learnt spares the next its timeout. When the time out is over, one request tries, and its result decides. Every
 * attempt calls `begin`, and then exactly one of `succeed`, `fail`, `slow` and `release`.
 */
export class Breakers {
  readonly #clock: Clock;
  readonly #failuresMax: number;
  readonly #openMs: number;
  readonly #health = new Map<string, Health>();
  readonly #board: HealthBoard | undefined;
  readonly #stopListening: (() => void) | undefined;
  #onOut: OutListener | undefined;

  constructor(clock: Clock, limits: Pick<HostLimits, 'breakerFailuresMax' | 'breakerOpenMs'>, board?: HealthBoard) {
    this.#clock = clock;
    this.#failuresMax = limits.breakerFailuresMax;
    this.#openMs = limits.breakerOpenMs;
    this.#board = board;
    this.#stopListening = board?.listen((news) => { this.#hear(news); });
  }

  /** One listener; told of faults alone, since a rate limit is over when the vendor says so. */
  onOut(listener: OutListener): void {
    this.#onOut = listener;
  }

  /** Hears nothing more of others. */
  close(): void {
    this.#stopListening?.();
    this.#onOut = undefined;
  }

  /** Whether a request may go there in the normal order of the route. */
  admits(key: string): boolean {
    const health = this.#health.get(key);
    if (health?.openUntilMs === undefined) return true;
    return !health.isPermanent && !health.isTrying && this.#clock.nowMs() >= health.openUntilMs;
  }

  /** Whether it may go there after all that are admitted have failed. */
  admitsAsReserve(key: string): boolean {
    return this.#health.get(key)?.isPermanent !== true;
  }

  /** Whether it may go there because nothing else is left at all. */
  admitsAsLastResort(key: string): boolean {
    const health = this.#health.get(key);
    return !health?.isPermanent || this.#clock.nowMs() - health.failedAtMs >= LAST_RESORT_MS_MIN;
  }

  begin(key: string): void {
    const health = this.#health.get(key);
    if (health?.openUntilMs !== undefined) health.isTrying = true;
  }

  succeed(key: string): void {
    const health = this.#health.get(key);
    if (!health) return;
    this.#health.delete(key);
    if (health.toldUntilMs !== undefined) this.#board?.tell({ name: key, outMs: 0, isPermanent: false, factor: 1 });
  }

  /** Causes that are the request's or the caller's own fault say nothing about the connection. */
  fail(key: string, error: ProviderError): void {
    switch (error.causeCode) {
      case 'aborted': case 'bad-request': this.release(key); return;
      case 'auth': case 'quota': this.#open(key, Infinity, true); return;
      case 'rate-limit': this.#open(key, Math.min(error.retryAfterMs ?? 1_000, RATE_LIMIT_MS_MAX), false); return;
      default: this.slow(key);
    }
  }

  /** A failure that counts, also a request that lost to a hedge without having answered at all. */
  slow(key: string): void {
    const health = this.#touch(key);
    health.failures += 1;
    health.isTrying = false;
    health.isOwn = true;
    health.failedAtMs = this.#clock.nowMs();
    if (health.openUntilMs === undefined && health.failures < this.#failuresMax) return;
    if (health.openUntilMs !== undefined) health.openFactor = Math.min(health.openFactor * 2, OPEN_FACTOR_MAX);
    health.openUntilMs = this.#clock.nowMs() + this.#openMs * health.openFactor;
    this.#tell(key, health);
    this.#onOut?.(key, health.openUntilMs);
  }

  /** An attempt that ended without telling anything. */
  release(key: string): void {
    const health = this.#health.get(key);
    if (health) health.isTrying = false;
  }

  #open(key: string, durationMs: number, isPermanent: boolean): void {
    const health = this.#touch(key);
    health.isTrying = false;
    health.isOwn = true;
    health.isPermanent = isPermanent;
    health.failedAtMs = this.#clock.nowMs();
    health.openUntilMs = this.#clock.nowMs() + durationMs;
    this.#tell(key, health);
  }

  #tell(name: string, health: Health): void {
    if (!this.#board || health.openUntilMs === undefined) return;
    const { isPermanent, openFactor: factor } = health;
    const nowMs = this.#clock.nowMs();
    const outMs = isPermanent ? PERMANENT_TOLD_MS : health.openUntilMs - nowMs;
    if (outMs <= 0 || (health.toldUntilMs !== undefined && nowMs + outMs - health.toldUntilMs < TOLD_STEP_MS)) return;
    health.toldUntilMs = nowMs + outMs;
    this.#board.tell({ name, outMs, isPermanent, factor });
  }

  /** What others found takes a connection out here as well; that it serves others ends what is known from them, and lets one request try what failed here. */
  #hear({ name, outMs, isPermanent, factor }: HealthNews): void {
    const nowMs = this.#clock.nowMs();
    if (outMs === 0) {
      const known = this.#health.get(name);
      if (!known?.isOwn) this.#health.delete(name);
      else if (known.openUntilMs !== undefined) [known.openUntilMs, known.isPermanent] = [nowMs, false];
      return;
    }
    const health = this.#touch(name);
    health.isPermanent ||= isPermanent;
    health.openFactor = Math.max(health.openFactor, factor);
    health.openUntilMs = health.isPermanent ? Infinity : Math.max(health.openUntilMs ?? 0, nowMs + outMs);
    health.failedAtMs = nowMs;
    health.toldUntilMs = Math.max(health.toldUntilMs ?? 0, nowMs + outMs);
  }

  #touch(key: string): Health {
    const health = this.#health.get(key) ?? { failures: 0, openUntilMs: undefined, openFactor: 1, isPermanent: false, failedAtMs: 0, isTrying: false, isOwn: false, toldUntilMs: undefined };
    this.#health.delete(key);
    this.#health.set(key, health);
    if (this.#health.size > CONNECTIONS_MAX) {
      const oldest = this.#health.keys().next();
      if (!oldest.done) this.#health.delete(oldest.value);
    }
    return health;
  }
}
