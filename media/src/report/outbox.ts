import type { CallInterim } from '@parley/media-contract';
import type { Clock, PluginLogger, Timer } from '@parley/plugin-host';
import type { ApiLink } from './api-link.js';
import { backOffMs } from './back-off.js';
import { dueAtMs, isDone, takeBatch, type CallBacklog, type EventItem } from './backlog.js';
import type { DeadLetters } from './dead-letters.js';
import { eventItem, gapItems, substituteText } from './event-text.js';
import { journalItem } from './journal-item.js';
import { RECORD_KIND } from './frames.js';
import type { Journal } from './journal.js';
import { REPORT_LIMITS } from './limits.js';
import { toApiLinkError, type ApiLinkError } from './link-error.js';
import { LinkHealth } from './link-health.js';
import type { OutboxStats } from './outbox-stats.js';

export interface OutboxOptions {
  readonly link: Pick<ApiLink, 'appendEvents'>;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly logger: PluginLogger;
  readonly deadLetters: DeadLetters;
  /** Calls that are alive: the more there are, the more of a call's events go into one request. */
  readonly callCount: () => number;
  readonly onDone: (backlog: CallBacklog) => void;
}

/** api does not know the call: none of its events will ever be taken. */
const CALL_NOT_FOUND = 'CALL_NOT_FOUND';

/** Delivers what the journal holds: in order within a call, several calls at a time, as often as it takes. */
export class Outbox {
  readonly #options: OutboxOptions;
  /** Calls with something to send, least recently served first. */
  readonly #waiting = new Set<CallBacklog>();
  readonly #faultBaseline = new WeakMap<EventItem, number>();
  #inFlight = 0;
  readonly #health: LinkHealth;
  #timer: Timer | undefined;
  #timerAtMs = 0;
  /** The earliest time at which a waiting call may be due. */
  #nextDueMs = Infinity;
  #sweptAtMs = -Infinity;
  #isClosed = false;
  #heldSize = 0;
  #eventsPending = 0;
  #eventsDelivered = 0;
  #requests = 0;
  #requestsFailed = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#health = new LinkHealth(options.clock, options.logger);
  }

  get isLinkUp(): boolean {
    return this.#health.isUp;
  }

  get stats(): OutboxStats {
    return {
      isLinkUp: this.isLinkUp, eventsPending: this.#eventsPending, eventsDelivered: this.#eventsDelivered, requests: this.#requests,
      requestsFailed: this.#requestsFailed, heldSize: this.#heldSize,
    };
  }

  /** The event is settled in the journal and may go. */
  add(item: EventItem): void {
    this.#eventsPending += 1;
    if (this.#heldSize + item.size > REPORT_LIMITS.heldBytesMax && item.place) item.text = undefined;
    if (item.text !== undefined) this.#heldSize += item.size;
    item.backlog.pending.push(item);
    this.check(item.backlog);
  }

  /** Newest words of a turn; thrown away where the link is down. */
  interim(backlog: CallBacklog, interim: CallInterim): void {
    if (!this.isLinkUp || this.#isClosed) return;
    backlog.interims.set(interim.speaker, interim);
    this.check(backlog);
  }

  /** Looks whether the call has something to send, or is done. */
  check(backlog: CallBacklog): void {
    if (this.#isClosed || backlog.isSending) return;
    if (backlog.pending.length > 0 || backlog.interims.size > 0) {
      this.#waiting.add(backlog);
      this.#nextDueMs = Math.min(this.#nextDueMs, dueAtMs(backlog));
      this.#pump();
    } else if (isDone(backlog)) {
      this.#options.onDone(backlog);
    }
  }

  /** Frees what is not needed to survive. */
  dropInterims(): void {
    for (const backlog of this.#waiting) backlog.interims.clear();
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
  }

  /** Sends what is due, as far as there are slots, and sets the timer for what is due next. */
  #pump(): void {
    let slots = (this.isLinkUp ? REPORT_LIMITS.callsInFlightMax : 1) - this.#inFlight;
    if (this.#isClosed || slots <= 0) return;
    const nowMs = this.#options.clock.nowMs();
    if (this.#health.retryAtMs > nowMs) return this.#wakeAt(this.#health.retryAtMs, nowMs);
    const sweepAtMs = this.#sweptAtMs + Math.min(REPORT_LIMITS.gatherMsMax, this.#options.callCount() * REPORT_LIMITS.gatherPerCallMs);
    if (this.#nextDueMs <= nowMs && sweepAtMs > nowMs) return this.#wakeAt(sweepAtMs, nowMs);
    if (this.#nextDueMs <= nowMs) {
      this.#nextDueMs = Infinity;
      this.#sweptAtMs = nowMs;
      for (const backlog of this.#waiting) {
        const dueMs = dueAtMs(backlog);
        if (dueMs > nowMs) { this.#nextDueMs = Math.min(this.#nextDueMs, dueMs); continue; }
        // Others may be due: the next free slot looks again.
        if (slots === 0) { this.#nextDueMs = nowMs; return; }
        this.#waiting.delete(backlog);
        slots -= 1;
        void this.#deliver(backlog);
      }
    }
    if (this.#nextDueMs < Infinity) this.#wakeAt(this.#nextDueMs, nowMs);
  }

  #wakeAt(atMs: number, nowMs: number): void {
    if (this.#timer && this.#timerAtMs <= atMs) return;
    this.#timer?.cancel();
    this.#timerAtMs = atMs;
    this.#timer = this.#options.clock.setTimer(Math.max(REPORT_LIMITS.wakeMsMin, atMs - nowMs), () => {
      this.#timer = undefined;
      this.#pump();
    });
  }

  /** Never rejects. */
  async #deliver(backlog: CallBacklog): Promise<void> {
    const batch = takeBatch(backlog);
    const interims = this.isLinkUp ? [...backlog.interims.values()] : [];
    const nowMs = this.#options.clock.nowMs();
    backlog.interims.clear();
    if (interims.length > 0) backlog.interimAtMs = nowMs;
    if (batch.length === 0 && interims.length === 0) return;
    backlog.readyAtMs = nowMs + REPORT_LIMITS.paceMsMin + this.#options.callCount() * REPORT_LIMITS.pacePerCallMs;
    backlog.isSending = true;
    this.#inFlight += 1;
    try {
      await this.#attempt(backlog, batch, interims);
    } catch (error) {
      this.#requestsFailed += 1;
      await this.#failed(backlog, batch, toApiLinkError(error));
    } finally {
      this.#inFlight -= 1;
      backlog.isSending = false;
      this.check(backlog);
      this.#pump();
    }
  }

  async #attempt(backlog: CallBacklog, batch: readonly EventItem[], interims: readonly CallInterim[]): Promise<void> {
    if (backlog.lostEndSeq !== undefined && batch[0]?.seq === backlog.lostEndSeq) return this.#numberLostEnd(backlog, batch[0]);
    const texts: string[] = [];
    for (const item of batch) {
      const text = await this.#readText(item);
      if (text === undefined) return this.#setAside(item, 'UNREADABLE', 'the journal could not be read back');
      texts.push(text);
    }
    this.#requests += 1;
    const answer = await this.#options.link.appendEvents(backlog.callId, texts, interims);
    this.#health.answered();
    this.#accept(backlog, answer.acceptedSeq);
    if (answer.refusal) await this.#refused(backlog, batch, answer.refusal.code, answer.refusal.message);
    else this.#delivered(backlog, batch, answer.acceptedSeq);
  }

  /**
   * A process that died while its disk refused may have sent events that its journal never held. Before the end of such
   * a call is told, api says how far it got, and the end comes after that.
   */
  async #numberLostEnd(backlog: CallBacklog, item: EventItem): Promise<void> {
    this.#requests += 1;
    const { acceptedSeq } = await this.#options.link.appendEvents(backlog.callId, [], []);
    this.#health.answered();
    backlog.lostEndSeq = undefined;
    backlog.readyAtMs = 0;
    if (acceptedSeq < item.seq) return;
    const text = await this.#readText(item);
    if (text === undefined) return;
    const seq = acceptedSeq + 1;
    backlog.assignedSeq = seq;
    backlog.endedSeq = seq;
    this.#replace(item, eventItem(backlog, seq, item.type, JSON.stringify({ ...(JSON.parse(text) as object), seq }), true));
  }

  async #readText(item: EventItem): Promise<string | undefined> {
    try {
      return await this.#options.journal.read(item);
    } catch (error) {
      this.#options.logger.warn('an event cannot be read back from the journal', { callId: item.backlog.callId, seq: item.seq, error: String(error) });
      return undefined;
    }
  }

  /** Drops what api holds. */
  #accept(backlog: CallBacklog, seq: number): void {
    let count = 0;
    while (count < backlog.pending.length && backlog.pending[count]!.seq <= seq) this.#forget(backlog.pending[count++]!);
    if (count > 0) backlog.pending.splice(0, count);
    this.#eventsDelivered += count;
    if (seq <= backlog.acceptedSeq) return;
    backlog.acceptedSeq = seq;
    this.#options.journal.append(journalItem(RECORD_KIND.ACCEPTED, JSON.stringify({ callId: backlog.callId, seq }), false));
  }

  #forget(item: EventItem): void {
    this.#eventsPending -= 1;
    if (item.text !== undefined) this.#heldSize -= item.size;
    this.#options.journal.release(item);
  }

  #replace(item: EventItem, other: EventItem): void {
    const at = item.backlog.pending.indexOf(item);
    if (at < 0) return;
    this.#forget(item);
    item.backlog.pending[at] = other;
    this.#take(other);
  }

  #take(item: EventItem): void {
    this.#eventsPending += 1;
    this.#heldSize += item.size;
    this.#options.journal.append(item);
  }

  #delivered(backlog: CallBacklog, batch: readonly EventItem[], acceptedSeq: number): void {
    backlog.failures = 0;
    backlog.batchEventsMax = Math.min(REPORT_LIMITS.batchEventsMax, backlog.batchEventsMax * 2);
    const last = batch.at(-1);
    if (!last || batch[0]!.seq <= acceptedSeq) { backlog.standstills = 0; return; }
    // api stores nothing behind a gap, and what it misses is long gone from here: it was set back.
    backlog.standstills += 1;
    backlog.readyAtMs = this.#options.clock.nowMs() + backOffMs(backlog.standstills);
    if (backlog.standstills < REPORT_LIMITS.standstillsMax) return;
    this.#options.logger.warn('api misses events of a call that it had accepted; a word about each takes its place', { callId: backlog.callId, acceptedSeq, sentSeq: last.seq });
    backlog.standstills = 0;
    const substitutes = gapItems(backlog, acceptedSeq, batch[0]!.seq);
    for (const substitute of substitutes) this.#take(substitute);
    backlog.pending.unshift(...substitutes);
  }

  async #refused(backlog: CallBacklog, batch: readonly EventItem[], code: string, message: string): Promise<void> {
    const left = batch.find((item) => !item.isReleased);
    backlog.readyAtMs = 0;
    if (!left) return;
    if (code === CALL_NOT_FOUND) {
      backlog.isUnwanted = true;
      for (const item of backlog.pending.slice()) await this.#setAside(item, code, message);
      return;
    }
    if (batch.length > 1) backlog.batchEventsMax = Math.max(1, Math.floor(batch.length / 2));
    else await this.#setAside(left, code, message);
  }

  async #failed(backlog: CallBacklog, batch: readonly EventItem[], error: ApiLinkError): Promise<void> {
    if (error.causeCode === 'closed') return this.close();
    if (error.isLinkDown) return this.#health.failed(error);
    this.#health.answered();
    if (error.causeCode !== 'api-fault') return this.#refused(backlog, batch, error.causeCode.toUpperCase(), error.message);
    backlog.failures += 1;
    backlog.readyAtMs = this.#options.clock.nowMs() + backOffMs(backlog.failures);
    if (batch.length > 1) backlog.batchEventsMax = Math.max(1, Math.floor(batch.length / 2));
    const item = batch[0];
    if (!item || batch.length > 1) return;
    // A sick api fails on everything; only one that takes the events of others condemns this one.
    item.faults += 1;
    if (item.faults === 1) this.#faultBaseline.set(item, this.#eventsDelivered);
    const isCondemned = item.faults >= REPORT_LIMITS.eventFaultsMax && this.#eventsDelivered > (this.#faultBaseline.get(item) ?? 0);
    if (isCondemned) await this.#setAside(item, 'API_FAULT', error.message);
  }

  /** Puts the event into the dead-letter file, and in its place a word about it, so that the numbers stay without a gap. */
  async #setAside(item: EventItem, code: string, message: string): Promise<void> {
    const { backlog, seq } = item;
    const text = await this.#readText(item);
    if (item.isSubstitute) backlog.isUnwanted = true;
    await this.#options.deadLetters.put({ callId: backlog.callId, seq, code, message, event: text === undefined ? undefined : JSON.parse(text) as unknown });
    if (!backlog.isUnwanted) {
      this.#replace(item, eventItem(backlog, seq, 'journal-degraded', substituteText(backlog.callId, seq, item.type, code, text), true));
      return;
    }
    backlog.pending.splice(backlog.pending.indexOf(item), 1);
    this.#forget(item);
  }
}
