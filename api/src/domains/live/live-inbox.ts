import type { BusMessage } from '../../events/bus.js';
import { LIMITS } from '../../limits.js';
import type { LiveNews } from './live-news.js';

export type LiveDue = readonly LiveNews[]
  /** News may be missing: read everything again. */
  | 'resync'
  /** The subscriber has gone. */
  | 'closed';

/**
 * News that wait for one subscriber, one entry for each call: what comes while a call waits is added to its entry, so
 * that a slow subscriber holds no more than a fast one. A call leaves at most four times a second; its beginning and
 * end leave at once.
 */
export class LiveInbox {
  readonly #waiting = new Map<string, LiveNews>();
  readonly #leftAt = new Map<string, number>();
  #isLagging = false;
  #resyncedAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;

  receive(message: BusMessage): void {
    if (message['kind'] === 'live') this.add(message['news'] as LiveNews); else this.resync();
  }

  add(news: LiveNews): void {
    if (this.#isClosed) return;
    const earlier = this.#waiting.get(news.callId);
    this.#waiting.set(news.callId, earlier ? joined(earlier, news) : news);
    if (this.#waiting.size > LIMITS.liveInboxCallsMax) this.resync(); else this.#ring();
  }

  /** Everything is to be read again. What comes from now on may be newer than what will be read, and is kept. */
  resync(): void {
    this.#isLagging = true;
    this.#waiting.clear();
    this.#ring();
  }

  /** What is due, oldest first; waits until something is. */
  async next(): Promise<LiveDue> {
    for (;;) {
      if (this.#isClosed) return 'closed';
      const now = performance.now();
      const waits = this.#isLagging ? [this.#resyncedAt + LIMITS.liveSnapshotGapMs - now] : Array.from(this.#waiting.values(), (news) => this.#dueInMs(news, now));
      if (this.#isLagging && waits[0]! <= 0) {
        this.#isLagging = false;
        this.#resyncedAt = now;
        this.#leftAt.clear();
        return 'resync';
      }
      const due = this.#isLagging ? [] : this.#take(now);
      if (due.length > 0) return due;
      clearTimeout(this.#timer);
      const waitMs = Math.min(...waits);
      if (Number.isFinite(waitMs)) this.#timer = setTimeout(() => { this.#ring(); }, waitMs);
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
    clearTimeout(this.#timer);
    this.#ring();
  }

  #dueInMs({ callId, isUrgent }: LiveNews, now: number): number {
    return isUrgent ? 0 : (this.#leftAt.get(callId) ?? Number.NEGATIVE_INFINITY) + LIMITS.liveCallGapMs - now;
  }

  #take(now: number): LiveNews[] {
    const due = Array.from(this.#waiting.values()).filter((news) => this.#dueInMs(news, now) <= 0);
    for (const { callId, ended } of due) {
      this.#waiting.delete(callId);
      if (ended) this.#leftAt.delete(callId); else this.#leftAt.set(callId, now);
    }
    return due;
  }

  #ring(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}

/** Two news of one call as one. Where one does not follow on the other, the call is to be read. */
function joined(earlier: LiveNews, later: LiveNews): LiveNews {
  const [one, two] = [earlier.seqs, later.seqs];
  const isBroken = one !== undefined && two !== undefined && two.from !== one.to + 1;
  return {
    callId: later.callId, seqs: one && two ? { from: one.from, to: two.to } : two ?? one, changes: earlier.changes || later.changes ? { ...earlier.changes, ...later.changes } : undefined,
    lines: [...earlier.lines ?? [], ...later.lines ?? []].slice(-LIMITS.liveLinesMax), ended: earlier.ended ?? later.ended,
    isNew: earlier.isNew === true || later.isNew === true, isPartial: earlier.isPartial === true || later.isPartial === true || isBroken, isUrgent: earlier.isUrgent === true || later.isUrgent === true,
  };
}
