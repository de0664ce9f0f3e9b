import { join } from 'node:path';
import type { Clock, PluginLogger } from '@parley/plugin-host';
import type { ApiLink, RecordingUpload } from './api-link.js';
import { createBacklog, type CallBacklog, type EventItem } from './backlog.js';
import { BacklogReport } from './call-report.js';
import { createDeadLetters, type DeadLetters } from './dead-letters.js';
import { RECORD_KIND } from './frames.js';
import { Journal, type JournalStats } from './journal.js';
import { journalItem, type JournalItem } from './journal-item.js';
import { REPORT_LIMITS } from './limits.js';
import { Outbox } from './outbox.js';
import type { OutboxStats } from './outbox-stats.js';
import type { CallRecord } from './recovery-read.js';
import { endLostBacklog, recoverCalls, type RecoveryResult } from './recovery.js';
import type { CallReport, Reporter } from './reporter.js';
import { listSegments } from './segments.js';
import { Uploads } from './uploads.js';

export interface ReporterOptions {
  /** The journal, dead letters and recordings lie under `<dataDir>/media`. One process at a time may use it. */
  readonly dataDir: string;
  readonly link: Pick<ApiLink, 'appendEvents' | 'uploadRecording'>;
  readonly clock: Clock;
  readonly logger: PluginLogger;
  readonly mediaId: string;
  /** Default 8 MiB. */
  readonly segmentBytesMax?: number;
  /** Default 32 MiB of events that the disk refuses. */
  readonly memoryBytesMax?: number;
}

export interface ReporterStats {
  /** Calls that are alive or have something left to tell. */
  readonly calls: number;
  readonly journal: JournalStats;
  readonly outbox: OutboxStats;
  readonly uploadsPending: number;
  readonly deadLetters: number;
  readonly memorySize: number;
}

export interface MediaReporter extends Reporter {
  /** Takes up what an earlier process left: call once, before the first call. Calls that died with it are ended. Never rejects. */
  recover(): Promise<RecoveryResult>;
  /** Whether a call is alive here or has something left to tell. */
  isReporting(callId: string): boolean;
  /** Reports the end of a call that was lost with an earlier process, before that wrote anything of it down. */
  endLost(callId: string): void;
  /** Resolves once the journal holds all that was appended so far. */
  flush(): Promise<void>;
  /** Resolves with true once api has everything, with false after `msMax`. */
  delivered(msMax: number): Promise<boolean>;
  /** Writes what is left, gives delivery up to `deliverMsMax` (default 0), and stops. What api has not, the next process sends. */
  close(deliverMsMax?: number): Promise<void>;
  stats(): ReporterStats;
}

export function createReporter(options: ReporterOptions): MediaReporter {
  return new ReporterCore(options);
}

/** How often `delivered` looks. */
const DELIVERED_POLL_MS = 20;

class ReporterCore implements MediaReporter {
  readonly #options: ReporterOptions;
  readonly #journal: Journal;
  readonly #outbox: Outbox;
  readonly #uploads: Uploads;
  readonly #deadLetters: DeadLetters;
  readonly #calls = new Map<string, CallBacklog>();
  readonly #recordings = new Map<string, JournalItem>();
  readonly #found: readonly number[];
  readonly #folder: string;

  constructor(options: ReporterOptions) {
    this.#options = options;
    const { clock, logger, link } = options;
    this.#folder = join(options.dataDir, 'media', 'journal');
    this.#found = listSegments(this.#folder);
    const deadLettersFolder = join(options.dataDir, 'media', 'dead-letters');
    this.#deadLetters = createDeadLetters(deadLettersFolder, logger);
    this.#journal = new Journal({
      folder: this.#folder, found: this.#found, clock, logger, ...(options.segmentBytesMax === undefined ? {} : { segmentBytesMax: options.segmentBytesMax }),
      openCalls: () => this.#callRecords(), onSettled: (items) => this.#settled(items), onDegraded: (message) => this.#degraded(message),
    });
    this.#outbox = new Outbox({
      link, journal: this.#journal, clock, logger, deadLetters: this.#deadLetters, callCount: () => this.#calls.size,
      onDone: (backlog) => { if (this.#calls.get(backlog.callId) === backlog) this.#calls.delete(backlog.callId); },
    });
    this.#uploads = new Uploads({ link, clock, logger, deadLettersFolder, onDone: (upload) => this.#uploaded(upload) });
  }

  open(callId: string): CallReport {
    let backlog = this.#calls.get(callId);
    if (!backlog || backlog.isClosed) {
      backlog = createBacklog(callId, REPORT_LIMITS.batchEventsMax);
      this.#calls.set(callId, backlog);
    }
    return this.#report(backlog);
  }

  async recover(): Promise<RecoveryResult> {
    return recoverCalls({
      dataDir: this.#options.dataDir, folder: this.#folder, found: this.#found, logger: this.#options.logger, mediaId: this.#options.mediaId,
      journal: this.#journal, outbox: this.#outbox, calls: this.#calls,
      report: (backlog) => this.#report(backlog),
      adoptRecording: (item, upload) => { this.#recordings.set(upload.callId, item); this.#uploads.add(upload); },
    });
  }

  isReporting(callId: string): boolean {
    return this.#calls.has(callId);
  }

  endLost(callId: string): void {
    if (this.#calls.has(callId)) return;
    const backlog = createBacklog(callId, REPORT_LIMITS.batchEventsMax);
    this.#calls.set(callId, backlog);
    endLostBacklog(this.#report(backlog), backlog);
    backlog.isClosed = true;
    this.#outbox.check(backlog);
  }

  flush(): Promise<void> {
    return this.#journal.flush();
  }

  async delivered(msMax: number): Promise<boolean> {
    const { clock } = this.#options;
    const untilMs = clock.nowMs() + msMax;
    await this.#journal.flush();
    while (this.#outbox.stats.eventsPending > 0 || this.#uploads.count > 0) {
      if (clock.nowMs() >= untilMs) return false;
      await new Promise<void>((resolve) => { clock.setTimer(DELIVERED_POLL_MS, resolve); });
    }
    return true;
  }

  async close(deliverMsMax = 0): Promise<void> {
    await this.#journal.flush();
    if (deliverMsMax > 0) await this.delivered(deliverMsMax);
    this.#outbox.close();
    this.#uploads.close();
    await this.#journal.close();
  }

  stats(): ReporterStats {
    return {
      calls: this.#calls.size, journal: this.#journal.stats, outbox: this.#outbox.stats, uploadsPending: this.#uploads.count,
      deadLetters: this.#deadLetters.count, memorySize: this.#journal.memorySize,
    };
  }

  #report(backlog: CallBacklog): BacklogReport {
    const memoryBytesMax = this.#options.memoryBytesMax ?? REPORT_LIMITS.memoryBytesMax;
    const isFull = (): boolean => this.#journal.memorySize >= memoryBytesMax;
    return new BacklogReport({ journal: this.#journal, outbox: this.#outbox, logger: this.#options.logger, isFull }, backlog);
  }

  #settled(items: readonly JournalItem[]): void {
    for (const item of items) {
      if (item.kind === RECORD_KIND.EVENT) {
        const event = item as EventItem;
        event.backlog.settledSeq = Math.max(event.backlog.settledSeq, event.seq);
        if (event.place) event.backlog.storedSeq = Math.max(event.backlog.storedSeq, event.seq);
        if (!event.isSubstitute) this.#outbox.add(event);
      } else if (item.kind === RECORD_KIND.RECORDING && item.text !== undefined) {
        const upload = JSON.parse(item.text) as RecordingUpload;
        this.#recordings.set(upload.callId, item);
        this.#uploads.add(upload);
      }
    }
  }

  #degraded(message: string): void {
    for (const backlog of this.#calls.values()) {
      if (!backlog.isClosed && backlog.endedSeq === undefined) this.#report(backlog).append('journal-degraded', { message: `The media server cannot write its journal (${message}); events are kept in memory.` }, backlog.atMs);
    }
  }

  #uploaded(upload: RecordingUpload): Promise<void> {
    const item = this.#recordings.get(upload.callId);
    this.#recordings.delete(upload.callId);
    this.#journal.append(journalItem(RECORD_KIND.UPLOADED, JSON.stringify({ callId: upload.callId }), false));
    if (item) this.#journal.release(item);
    return this.#journal.flush();
  }

  /** Where each call that is not over stands on disk, or with api. */
  #callRecords(): string[] {
    return [...this.#calls.values()].map((backlog) => {
      const storedSeq = Math.max(backlog.storedSeq, backlog.acceptedSeq);
      const record: CallRecord = {
        callId: backlog.callId, storedSeq, acceptedSeq: backlog.acceptedSeq, atMs: backlog.atMs,
        isEnded: backlog.endedSeq !== undefined && backlog.endedSeq <= storedSeq,
        hasRecordingEvent: backlog.recordingSeq !== undefined && backlog.recordingSeq <= storedSeq,
      };
      return JSON.stringify(record);
    });
  }
}
