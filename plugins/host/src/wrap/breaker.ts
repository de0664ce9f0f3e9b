import type { Clock, ProviderError } from '@parley/plugin-sdk';
import type { HostLimits } from '../ports.js';

/** Connections remembered at once; the one that was used longest ago is forgotten first. */
const CONNECTIONS_MAX = 10_000;
/** A rate limit is believed up to this long. */
const RATE_LIMIT_MS_MAX = 60_000;
/** Each failed trial doubles the time out, up to this many times the first. */
const OPEN_FACTOR_MAX = 8;
/** A connection that needs a person is asked again only where nothing else is left, and no oftener than this. */
const LAST_RESORT_MS_MIN = 60_000;

interface Health {
  failures: number;
  /** Undefined while closed; requests pass. */
  openUntilMs: number | undefined;
  openFactor: number;
  /** Credentials or credit: waiting does not help, only other settings do, and they come under another key. */
  isPermanent: boolean;
  failedAtMs: number;
  isTrying: boolean;
}

/**
 * The health of each connection, over all calls of the process: what one call has learnt spares the next its timeout.
 * There are no probes of its own: when the time out is over, one real request tries, and its result decides. Every
 * attempt calls `begin`, and then exactly one of `succeed`, `fail`, `slow` and `release`.
 */
export class Breakers {
  readonly #clock: Clock;
  readonly #failuresMax: number;
  readonly #openMs: number;
  readonly #health = new Map<string, Health>();

  constructor(clock: Clock, limits: Pick<HostLimits, 'breakerFailuresMax' | 'breakerOpenMs'>) {
    this.#clock = clock;
    this.#failuresMax = limits.breakerFailuresMax;
    this.#openMs = limits.breakerOpenMs;
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
    this.#health.delete(key);
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
    health.failedAtMs = this.#clock.nowMs();
    if (health.openUntilMs === undefined && health.failures < this.#failuresMax) return;
    if (health.openUntilMs !== undefined) health.openFactor = Math.min(health.openFactor * 2, OPEN_FACTOR_MAX);
    health.openUntilMs = this.#clock.nowMs() + this.#openMs * health.openFactor;
  }

  /** An attempt that ended without telling anything. */
  release(key: string): void {
    const health = this.#health.get(key);
    if (health) health.isTrying = false;
  }

  #open(key: string, durationMs: number, isPermanent: boolean): void {
    const health = this.#touch(key);
    health.isTrying = false;
    health.isPermanent = isPermanent;
    health.failedAtMs = this.#clock.nowMs();
    health.openUntilMs = this.#clock.nowMs() + durationMs;
  }

  #touch(key: string): Health {
    const health = this.#health.get(key) ?? { failures: 0, openUntilMs: undefined, openFactor: 1, isPermanent: false, failedAtMs: 0, isTrying: false };
    this.#health.delete(key);
    this.#health.set(key, health);
    if (this.#health.size > CONNECTIONS_MAX) {
      const oldest = this.#health.keys().next();
      if (!oldest.done) this.#health.delete(oldest.value);
    }
    return health;
  }
}
