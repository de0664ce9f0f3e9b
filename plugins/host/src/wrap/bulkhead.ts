import { ProviderError } from '@parley/plugin-sdk';
import type { HostLimits } from '../ports.js';

/** Where only one step is left, it is asked again after this. */
const FULL_RETRY_MS = 100;

/** A connection carries as much as it may: no fault of its own, and no request was made. */
export class ConnectionFull extends ProviderError {
  constructor() {
    super('rate-limit', 'As many requests as allowed are under way at this connection.', { retryAfterMs: FULL_RETRY_MS });
  }
}

/**
 * What is under way at each connection, over all calls of the process: one that answers slowly, or never, takes no more
 * than its share of memory and sockets from the others.
 */
export class Bulkheads {
  readonly #max: number;
  readonly #counts = new Map<string, number>();

  constructor({ connectionRequestsMax }: Pick<HostLimits, 'connectionRequestsMax'>) {
    this.#max = connectionRequestsMax;
  }

  hasRoom(key: string): boolean {
    return (this.#counts.get(key) ?? 0) < this.#max;
  }

  /** Takes a place and answers how to give it back, once; undefined where there is none. */
  enter(key: string): (() => void) | undefined {
    if (!this.hasRoom(key)) return undefined;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      const left = (this.#counts.get(key) ?? 1) - 1;
      if (left === 0) this.#counts.delete(key);
      else this.#counts.set(key, left);
    };
  }
}
