import type { CallEvent, CallInterim } from '@parley/media-contract';
import { LIMITS } from '../limits.js';

export type LiveEvent = CallEvent;
export type LiveInterim = CallInterim;

export type LiveItem =
  | { readonly kind: 'event'; readonly event: LiveEvent }
  | { readonly kind: 'interim'; readonly interim: LiveInterim }
  /** Something may be missing: read the log. */
  | { readonly kind: 'resync' }
  /** The subscriber has gone. */
  | { readonly kind: 'closed' };

/**
 * What waits for one slow or fast subscriber. Events are never dropped silently: when more wait than the limit, all
 * are let go and the subscriber is told to read the log. Of the words of a running turn only the newest wait, and they
 * leave at most ten times a second for each speaker.
 */
export class LiveQueue {
  #events: LiveEvent[] = [];
  #isLagging = false;
  #isClosed = false;
  readonly #interims = new Map<string, LiveInterim>();
  readonly #interimLeftAt = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;

  events(events: readonly LiveEvent[]): void {
    if (this.#isLagging) return;
    this.#events.push(...events);
    // A finished turn says all that its words said.
    for (const { type } of events) if (type === 'caller-turn') this.#interims.delete('CALLER'); else if (type === 'agent-turn') this.#interims.delete('AGENT');
    if (this.#events.length > LIMITS.subscriberQueueItemsMax) this.resync(); else this.#ring();
  }

  interims(interims: readonly LiveInterim[]): void {
    for (const interim of interims) this.#interims.set(interim.speaker, interim);
    this.#ring();
  }

  resync(): void {
    this.#isLagging = true;
    this.#events = [];
    this.#ring();
  }

  /** The next item; waits for one. */
  async next(): Promise<LiveItem> {
    for (;;) {
      if (this.#isClosed) return { kind: 'closed' };
      if (this.#isLagging) { this.#isLagging = false; return { kind: 'resync' }; }
      const event = this.#events.shift();
      if (event) return { kind: 'event', event };
      const interim = this.#dueInterim();
      if (interim) return { kind: 'interim', interim };
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#ring();
  }

  #dueInterim(): LiveInterim | undefined {
    const now = performance.now();
    let waitMs = Number.POSITIVE_INFINITY;
    for (const [speaker, interim] of this.#interims) {
      const dueInMs = (this.#interimLeftAt.get(speaker) ?? Number.NEGATIVE_INFINITY) + LIMITS.interimGapMs - now;
      if (dueInMs <= 0) {
        this.#interims.delete(speaker);
        this.#interimLeftAt.set(speaker, now);
        return interim;
      }
      waitMs = Math.min(waitMs, dueInMs);
    }
    clearTimeout(this.#timer);
    if (Number.isFinite(waitMs)) this.#timer = setTimeout(() => this.#ring(), waitMs);
    return undefined;
  }

  #ring(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
