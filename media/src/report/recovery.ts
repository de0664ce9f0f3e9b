import { unlink } from 'node:fs/promises';
import type { PluginLogger } from '@parley/plugin-host';
import { listRecordings, repairRecording } from '../observe/wav-files.js';
import type { RecordingUpload } from './api-link.js';
import { createBacklog, type CallBacklog } from './backlog.js';
import type { BacklogReport } from './call-report.js';
import { eventItem } from './event-text.js';
import { RECORD_KIND } from './frames.js';
import type { Journal } from './journal.js';
import { journalItem, type JournalItem } from './journal-item.js';
import { REPORT_LIMITS } from './limits.js';
import type { Outbox } from './outbox.js';
import { readJournals, type FoundCall } from './recovery-read.js';

export interface RecoveryParts {
  readonly dataDir: string;
  readonly folder: string;
  readonly found: readonly number[];
  readonly mediaId: string;
  readonly logger: PluginLogger;
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly calls: Map<string, CallBacklog>;
  readonly report: (backlog: CallBacklog) => BacklogReport;
  readonly adoptRecording: (item: JournalItem, upload: RecordingUpload) => void;
}

export interface RecoveryResult {
  /** Events that an earlier process had written and api has not confirmed. */
  readonly events: number;
  /** Calls that were alive when it died. */
  readonly callsLost: number;
  /** Recordings without an end, made whole. */
  readonly recordingsRepaired: number;
}

/** Takes up what an earlier process left. What cannot be read is logged; the rest is taken up all the same. */
export async function recoverCalls(parts: RecoveryParts): Promise<RecoveryResult> {
  const result = { events: 0, callsLost: 0, recordingsRepaired: 0 };
  try {
    const files = await listRecordings(parts.dataDir);
    for (const callId of parts.calls.keys()) files.delete(callId);
    const found = await readJournals(parts.folder, parts.found, parts.logger);
    for (const call of found.values()) if (!parts.calls.has(call.callId)) await adoptCall(parts, call, files, result);
    for (const [callId, path] of files) await adoptStrayFile(parts, callId, path, result);
    await parts.journal.flush();
    for (const segmentId of parts.found) parts.journal.releaseSegment(segmentId);
    if (found.size > 0 || files.size > 0) parts.logger.info('what an earlier process left was taken up', { mediaId: parts.mediaId, ...result });
  } catch (error) {
    parts.logger.warn('what an earlier process left cannot be taken up; it stays on disk', { folder: parts.folder, error: String(error) });
  }
  return result;
}

type Counts = { -readonly [Key in keyof RecoveryResult]: number };

async function adoptCall(parts: RecoveryParts, call: FoundCall, files: Map<string, string>, result: Counts): Promise<void> {
  const file = files.get(call.callId);
  files.delete(call.callId);
  if (file !== undefined && call.isUploaded) await unlink(file).catch(() => undefined);
  const hasLooseFile = file !== undefined && !call.isUploaded && call.recording === undefined;
  if (call.isEnded && call.events.size === 0 && call.recording === undefined && !hasLooseFile) return;
  const backlog = createBacklog(call.callId, REPORT_LIMITS.batchEventsMax);
  const lastSeq = Math.max(call.storedSeq, call.acceptedSeq);
  Object.assign(backlog, {
    assignedSeq: lastSeq, settledSeq: lastSeq, storedSeq: lastSeq, acceptedSeq: call.acceptedSeq, atMs: call.atMs,
    endedSeq: call.isEnded ? lastSeq : undefined, recordingSeq: call.hasRecordingEvent ? lastSeq : undefined,
  });
  parts.calls.set(call.callId, backlog);
  for (const event of [...call.events.values()].sort((left, right) => left.seq - right.seq)) {
    const item = eventItem(backlog, event.seq, event.type, event.text);
    item.place = event.place;
    parts.journal.adopt(item);
    parts.outbox.add(item);
    result.events += 1;
  }
  if (call.recording) adoptRecording(parts, call.recording);
  else if (hasLooseFile) await finishFile(parts, backlog, file, result);
  if (!call.isEnded) {
    endLostBacklog(parts.report(backlog), backlog);
    result.callsLost += 1;
  }
  backlog.isClosed = true;
  parts.outbox.check(backlog);
}

function adoptRecording(parts: RecoveryParts, recording: NonNullable<FoundCall['recording']>): void {
  const item = journalItem(RECORD_KIND.RECORDING, JSON.stringify(recording.upload), true);
  item.place = recording.place;
  parts.journal.adopt(item);
  parts.adoptRecording(item, recording.upload);
}

/** Tells the end of a call that was alive in another process. */
export function endLostBacklog(report: BacklogReport, backlog: CallBacklog): void {
  const reason = { party: 'PLATFORM', code: 'MEDIA_LOST', text: 'The media server stopped during the call.' } as const;
  report.append('call-ended', { reason, durationMs: backlog.atMs, usage: [], speculation: { hits: 0, misses: 0 } }, backlog.atMs);
  backlog.lostEndSeq = backlog.endedSeq;
}

/** A recording whose writer died, or ended just before it could say so. */
async function finishFile(parts: RecoveryParts, backlog: CallBacklog, path: string, result: Counts): Promise<void> {
  try {
    const recording = await repairRecording(path);
    if (!recording) { await unlink(path); return; }
    parts.report(backlog).recording(recording);
    result.recordingsRepaired += 1;
  } catch (error) {
    parts.logger.warn('a recording that an earlier process left cannot be finished', { callId: backlog.callId, path, error: String(error) });
  }
}

/** A recording whose call the journal no longer knows: its events are all with api. */
async function adoptStrayFile(parts: RecoveryParts, callId: string, path: string, result: Counts): Promise<void> {
  const backlog = createBacklog(callId, REPORT_LIMITS.batchEventsMax);
  backlog.isClosed = true;
  await finishFile(parts, backlog, path, result);
}
