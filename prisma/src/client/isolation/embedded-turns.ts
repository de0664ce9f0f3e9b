import type { PGlite } from '@electric-sql/pglite';
import { handOver, sender } from './acting-organization.js';

/**
 * The embedded database has one connection, and so one role at a time. Statements take turns; the connection is handed
 * over only where the next one is sent for somebody else than the last, so that a run of reads for one organization
 * costs no statement more.
 */
export class EmbeddedTurns {
  readonly #database: PGlite;
  #last: Promise<unknown> = Promise.resolve();
  /** The hand-over that is in force; undefined after a failure. */
  #inForce: string | undefined = handOver({ organizationId: undefined, actor: undefined }, 'SESSION');

  constructor(database: PGlite) { this.#database = database; }

  /** Runs `task` when it is its turn, as whoever was sending when this was called. */
  take<Result>(task: (database: PGlite) => Promise<Result>): Promise<Result> {
    const wanted = handOver(sender(), 'SESSION');
    const result = this.#last.then(async () => {
      if (wanted !== this.#inForce) {
        this.#inForce = undefined;
        await this.#database.exec(`RESET ROLE; ${wanted}`);
        this.#inForce = wanted;
      }
      return task(this.#database);
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}
