import type { CallEventPayload, CallEventType, CallInterim } from '@parley/media-contract';
import type { PluginLogger } from '@parley/plugin-host';
import type { CallBacklog } from './backlog.js';
import { eventItem, eventText } from './event-text.js';
import { RECORD_KIND } from './frames.js';
import type { Journal } from './journal.js';
import { journalItem } from './journal-item.js';
import type { Outbox } from './outbox.js';
import type { CallReport } from './reporter.js';

export interface CallReportParts {
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly logger: PluginLogger;
  /** Memory holds as many unwritten events as it may. */
  readonly isFull: () => boolean;
}

/** The two events that close a call's story: they are taken even where memory is full. */
const ALWAYS_TAKEN: ReadonlySet<CallEventType> = new Set(['call-ended', 'recording-ready']);

/** See {@link CallReport}. Each public method swallows and logs what goes wrong inside. */
export class BacklogReport implements CallReport {
  readonly #parts: CallReportParts;
  readonly #backlog: CallBacklog;

  constructor(parts: CallReportParts, backlog: CallBacklog) {
    this.#parts = parts;
    this.#backlog = backlog;
  }

  append<Type extends CallEventType>(type: Type, payload: CallEventPayload<Type>, atMs: number): void {
    const backlog = this.#backlog;
    if (backlog.isClosed) { this.#warn('an event came after the end of its call and is lost', { type }); return; }
    // The recorder's end may be told by the call and by `recording`; it is one event.
    if (type === 'recording-ready' && backlog.recordingSeq !== undefined) return;
    if (this.#parts.isFull() && !ALWAYS_TAKEN.has(type)) { this.#lose(type); return; }
    if (backlog.lostEvents > 0) {
      const message = `${backlog.lostEvents} events before this one were lost: disk and memory of the media server were full.`;
      backlog.lostEvents = 0;
      this.#put('journal-degraded', { message }, atMs);
    }
    this.#put(type, payload, atMs);
  }

  interim(interim: Omit<CallInterim, 'callId'>): void {
    if (this.#backlog.isClosed) return;
    this.#parts.outbox.interim(this.#backlog, { ...interim, callId: this.#backlog.callId });
  }

  recording(file: Parameters<CallReport['recording']>[0]): void {
    const { path, ...facts } = file;
    const payload = { byteLength: facts.byteLength, sha256: facts.sha256, sampleRateHz: facts.sampleRateHz, durationMs: Math.round(facts.durationMs) };
    if (!this.#backlog.isClosed) this.append('recording-ready', payload, this.#backlog.atMs);
    const upload = { callId: this.#backlog.callId, path, ...payload };
    this.#parts.journal.append(journalItem(RECORD_KIND.RECORDING, JSON.stringify(upload), true));
  }

  async close(): Promise<void> {
    const backlog = this.#backlog;
    if (!backlog.isClosed && backlog.endedSeq === undefined) {
      this.#warn('a call was closed without its end; the end is told for it', {});
      const reason = { party: 'PLATFORM', code: 'INTERNAL_ERROR', text: 'The call ended by a fault of the media server.' } as const;
      this.#put('call-ended', { reason, durationMs: backlog.atMs, usage: [], speculation: { hits: 0, misses: 0 } }, backlog.atMs);
    }
    backlog.isClosed = true;
    await this.#parts.journal.flush();
    this.#parts.outbox.check(backlog);
  }

  #put<Type extends CallEventType>(type: Type, payload: CallEventPayload<Type>, atMs: number): void {
    const backlog = this.#backlog;
    try {
      const seq = backlog.assignedSeq + 1;
      // Written out now: the call may go on changing what it handed over.
      const text = eventText(backlog.callId, seq, type, atMs, payload);
      backlog.assignedSeq = seq;
      backlog.atMs = Math.max(backlog.atMs, atMs);
      if (type === 'call-ended') backlog.endedSeq = seq;
      else if (type === 'recording-ready') backlog.recordingSeq = seq;
      else if (type === 'caller-turn') backlog.interims.delete('CALLER');
      else if (type === 'agent-turn') backlog.interims.delete('AGENT');
      this.#parts.journal.append(eventItem(backlog, seq, type, text));
    } catch (error) {
      this.#warn('an event could not be written down and is lost', { type, error: String(error) });
    }
  }

  #lose(type: CallEventType): void {
    this.#parts.outbox.dropInterims();
    this.#backlog.lostEvents += 1;
    if (this.#backlog.lostEvents === 1) this.#warn('disk and memory are full; events of this call are lost', { type });
  }

  #warn(message: string, fields: Readonly<Record<string, unknown>>): void {
    this.#parts.logger.warn(message, { callId: this.#backlog.callId, ...fields });
  }
}
