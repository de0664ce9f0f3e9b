import type { PGlite } from '@electric-sql/pglite';
import { actingOrganization, handOver } from './acting-organization.js';

/**
 * The embedded database has one connection, and so one role at a time. Statements take turns; the connection is handed
 * over only where the next one is sent for somebody else than the last, so that a run of reads for one organization
 * costs no statement more.
 */
export class EmbeddedTurns {
  readonly #database: PGlite;
  #last: Promise<unknown> = Promise.resolve();
  /** Whose the connection is: an organization by its id, `platform`, or `unknown` after a failure. */
  #owner = 'platform';

  constructor(database: PGlite) { this.#database = database; }

  /** Runs `task` when it is its turn, as whoever acted when this was called. */
  take<Result>(task: (database: PGlite) => Promise<Result>): Promise<Result> {
    const owner = actingOrganization() ?? 'platform';
    const result = this.#last.then(async () => {
      if (owner !== this.#owner) {
        this.#owner = 'unknown';
        await this.#database.exec(owner === 'platform' ? 'RESET ROLE; RESET parley.organization' : handOver(owner, 'SESSION'));
        this.#owner = owner;
      }
      return task(this.#database);
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}
