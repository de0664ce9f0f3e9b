import type { CallInterim } from '@parley/media-contract';
import type { Clock } from '@parley/plugin-host';
import type { AppendAnswer } from './api-link.js';
import { REPORT_LIMITS } from './limits.js';
import { toApiLinkError, type ApiLinkError } from './link-error.js';

/** What one call has to tell, ready to be sent. */
export interface AppendEntry {
  readonly callId: string;
  /** Events as JSON text. */
  readonly events: readonly string[];
  readonly interims: readonly CallInterim[];
}

/** Sends the entries as one request and answers for each, in order. Rejects with an `ApiLinkError` where the request as a whole failed. */
export type SendAppends = (entries: readonly AppendEntry[]) => Promise<readonly (AppendAnswer | ApiLinkError)[]>;

interface Waiting {
  readonly entry: AppendEntry;
  readonly size: number;
  readonly resolve: (answer: AppendAnswer) => void;
  readonly reject: (error: ApiLinkError) => void;
}

/**
 * Lets the events of several calls travel in one request: what is handed over within a moment goes together, up to
 * {@link REPORT_LIMITS.requestCallsMax} calls. Every call gets its own answer. A request that api refuses or fails on as
 * a whole is told again call by call, so that one call's events never hold up another's; sending twice does no harm,
 * since api takes each number once.
 */
export class AppendCombiner {
  readonly #clock: Clock;
  readonly #send: SendAppends;
  #waiting: Waiting[] = [];
  #isPlanned = false;

  constructor(clock: Clock, send: SendAppends) {
    this.#clock = clock;
    this.#send = send;
  }

  append(entry: AppendEntry): Promise<AppendAnswer> {
    return new Promise((resolve, reject) => {
      const size = entry.events.reduce((sum, text) => sum + text.length, 0);
      this.#waiting.push({ entry, size, resolve, reject });
      if (this.#isPlanned) return;
      this.#isPlanned = true;
      this.#clock.setTimer(0, () => { this.#flush(); });
    });
  }

  #flush(): void {
    this.#isPlanned = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    let group: Waiting[] = [];
    let size = 0;
    for (const item of waiting) {
      const isFull = group.length >= REPORT_LIMITS.requestCallsMax || size + item.size > REPORT_LIMITS.batchBytesMax;
      if (isFull && group.length > 0) {
        void this.#deliver(group);
        group = [];
        size = 0;
      }
      group.push(item);
      size += item.size;
    }
    if (group.length > 0) void this.#deliver(group);
  }

  /** Never rejects. */
  async #deliver(group: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#send(group.map(({ entry }) => entry));
      group.forEach(({ resolve, reject }, index) => {
        const answer = answers[index]!;
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
    } catch (reason) {
      const error = toApiLinkError(reason);
      const isAboutOne = group.length > 1 && !error.isLinkDown && error.causeCode !== 'closed';
      if (isAboutOne) for (const item of group) await this.#deliver([item]);
      else for (const { reject } of group) reject(error);
    }
  }
}
