import type { CallEventType, CallInterim } from '@parley/media-contract';
import type { JournalItem } from './journal-item.js';
import { REPORT_LIMITS } from './limits.js';

/** One event on its way to api. */
export interface EventItem extends JournalItem {
  readonly backlog: CallBacklog;
  readonly seq: number;
  readonly type: CallEventType;
  /** Sent in the place of an event that api refused. */
  readonly isSubstitute: boolean;
  /** Times that api failed on this event alone. */
  faults: number;
}

/** What a call still has to tell api. */
export interface CallBacklog {
  readonly callId: string;
  /** Last number given to an event. */
  assignedSeq: number;
  /** Last number that the journal has settled. */
  settledSeq: number;
  /** Last number that the disk holds. */
  storedSeq: number;
  /** api holds every event up to here. */
  acceptedSeq: number;
  /** Settled and not yet accepted, in order. */
  pending: EventItem[];
  /** Number of `call-ended`, once appended. */
  endedSeq: number | undefined;
  /** Number of `recording-ready`, once appended. */
  recordingSeq: number | undefined;
  /** Call time of the last event. */
  atMs: number;
  /** Events that found disk and memory full, and were lost. */
  lostEvents: number;
  /** Nothing more will be appended. */
  isClosed: boolean;
  /** The call was alive in another process, and its end was told here: api may know events that the journal does not. */
  lostEndSeq: number | undefined;
  /** api refused even a substitute: it does not want this call. */
  isUnwanted: boolean;
  interims: Map<CallInterim['speaker'], CallInterim>;
  interimAtMs: number;
  isSending: boolean;
  readyAtMs: number;
  failures: number;
  standstills: number;
  batchEventsMax: number;
}

export function createBacklog(callId: string, batchEventsMax: number): CallBacklog {
  return {
    callId, assignedSeq: 0, settledSeq: 0, storedSeq: 0, acceptedSeq: 0, pending: [], endedSeq: undefined, recordingSeq: undefined, atMs: 0, lostEvents: 0, isClosed: false, lostEndSeq: undefined,
    isUnwanted: false, interims: new Map(), interimAtMs: -Infinity, isSending: false, readyAtMs: 0, failures: 0, standstills: 0, batchEventsMax,
  };
}

/** Nothing is left to tell and nothing will follow. */
export function isDone(backlog: CallBacklog): boolean {
  return backlog.isClosed && backlog.endedSeq !== undefined && backlog.pending.length === 0 && backlog.settledSeq === backlog.assignedSeq && !backlog.isSending;
}

/** The earliest time for the call's next request. */
export function dueAtMs(backlog: CallBacklog): number {
  if (backlog.pending.length > 0) return backlog.readyAtMs;
  return Math.max(backlog.readyAtMs, backlog.interimAtMs + REPORT_LIMITS.interimMs);
}

/** The next events to send, oldest first; they stay pending. */
export function takeBatch(backlog: CallBacklog): EventItem[] {
  const batch: EventItem[] = [];
  let size = 0;
  for (const item of backlog.pending) {
    // The end of a lost call is sent alone, once api has said how far it got.
    if (batch.length > 0 && (item.seq === backlog.lostEndSeq || size + item.size > REPORT_LIMITS.batchBytesMax)) break;
    if (batch.length >= backlog.batchEventsMax) break;
    batch.push(item);
    size += item.size;
  }
  return batch;
}
