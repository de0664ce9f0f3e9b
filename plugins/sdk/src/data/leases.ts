import { ProviderError } from '../errors.js';

export interface LeaseOptions<Connection> {
  /** Takes a connection out of the pool. */
  readonly connect: () => Promise<Connection>;
  /** Puts it back; where it is lost, nobody may have it again. */
  readonly release: (connection: Connection, isLost: boolean) => void;
  /** Undoes what the work may have left behind. Called after the work, also where it failed. */
  readonly tidy: (connection: Connection) => Promise<unknown>;
}

const gone = () => new ProviderError('aborted', 'The request was given up.');

/** Connections of a pool, each lent to one request. One that is given up is ended, and the source is not waited for. */
export class Leases<Connection> {
  readonly #options: LeaseOptions<Connection>;
  readonly #running = new Set<() => void>();
  #isClosed = false;

  constructor(options: LeaseOptions<Connection>) {
    this.#options = options;
  }

  /** `isSpent`: the connection still has something to say that nobody wants to hear. */
  async lend<Result>(signal: AbortSignal, work: (connection: Connection) => Promise<{ readonly result: Result; readonly isSpent: boolean }>): Promise<Result> {
    if (this.#isClosed) throw gone();
    const connection = await this.#options.connect();
    let isReleased = false;
    const release = (isLost: boolean) => { if (!isReleased) { isReleased = true; this.#options.release(connection, isLost); } };
    const giveUp = () => { release(true); };
    if (signal.aborted) { release(false); throw gone(); }
    signal.addEventListener('abort', giveUp, { once: true });
    this.#running.add(giveUp);
    try {
      const { result, isSpent } = await work(connection);
      if (!isSpent) await this.#options.tidy(connection);
      release(isSpent);
      return result;
    } catch (error) {
      if (!isReleased) await this.#options.tidy(connection).then(() => { release(false); }, () => { release(true); });
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
      this.#running.delete(giveUp);
    }
  }

  /** Gives up what is running; false where that was done before. */
  close(): boolean {
    if (this.#isClosed) return false;
    this.#isClosed = true;
    for (const giveUp of this.#running) giveUp();
    return true;
  }
}
