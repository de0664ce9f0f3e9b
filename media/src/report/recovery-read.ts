import type { CallEventType } from '@parley/media-contract';
import type { PluginLogger } from '@parley/plugin-host';
import type { RecordingUpload } from './api-link.js';
import { RECORD_KIND, type Frame } from './frames.js';
import type { Place } from './journal-item.js';
import { readSegment } from './segments.js';

/** Where a call stands when a segment is begun, or as a list of records adds up. */
export interface CallRecord {
  readonly callId: string;
  readonly storedSeq: number;
  readonly acceptedSeq: number;
  readonly isEnded: boolean;
  readonly atMs: number;
  readonly hasRecordingEvent: boolean;
}

export interface FoundEvent { readonly seq: number; readonly type: CallEventType; readonly text: string; readonly place: Place }

/** What a process that is gone had said about a call. */
export interface FoundCall {
  readonly callId: string;
  /** Where it stood, or an event, is on record; otherwise its events were accepted and deleted, and the call was over. */
  isKnown: boolean;
  storedSeq: number;
  acceptedSeq: number;
  isEnded: boolean;
  /** Call time of the last event. */
  atMs: number;
  hasRecordingEvent: boolean;
  isUploaded: boolean;
  /** A finished file that api has not yet taken. */
  recording: { readonly upload: RecordingUpload; readonly place: Place } | undefined;
  /** By sequence number; the last record of a number counts. */
  readonly events: Map<number, FoundEvent>;
}

/** Adds up the journals of earlier processes. A record that cannot be read is logged and passed over. */
export async function readJournals(folder: string, segmentIds: readonly number[], logger: PluginLogger): Promise<Map<string, FoundCall>> {
  const calls = new Map<string, FoundCall>();
  for (const segmentId of segmentIds) {
    const { frames } = await readSegment(folder, segmentId, logger);
    for (const frame of frames) {
      try {
        applyFrame(calls, frame, segmentId);
      } catch (error) {
        logger.warn('a journal record cannot be read', { segmentId, kind: frame.kind, error: String(error) });
      }
    }
  }
  for (const call of calls.values()) {
    if (!call.isKnown && !call.recording) calls.delete(call.callId);
    call.isEnded ||= !call.isKnown;
    for (const seq of call.events.keys()) if (seq <= call.acceptedSeq) call.events.delete(seq);
  }
  return calls;
}

function applyFrame(calls: Map<string, FoundCall>, frame: Frame, segmentId: number): void {
  if (frame.kind === RECORD_KIND.NOTHING) return;
  const value = JSON.parse(frame.text) as { readonly callId: string; readonly seq: number; readonly type: CallEventType; readonly atMs: number };
  const place: Place = { segmentId, textAt: frame.textAt, textBytes: frame.textBytes };
  const call = foundCall(calls, value.callId);
  if (frame.kind === RECORD_KIND.EVENT || frame.kind === RECORD_KIND.CALL) call.isKnown = true;
  if (frame.kind === RECORD_KIND.EVENT) {
    call.events.set(value.seq, { seq: value.seq, type: value.type, text: frame.text, place });
    call.storedSeq = Math.max(call.storedSeq, value.seq);
    call.atMs = Math.max(call.atMs, value.atMs);
    if (value.type === 'call-ended') call.isEnded = true;
    if (value.type === 'recording-ready') call.hasRecordingEvent = true;
  } else if (frame.kind === RECORD_KIND.ACCEPTED) {
    call.acceptedSeq = Math.max(call.acceptedSeq, value.seq);
  } else if (frame.kind === RECORD_KIND.RECORDING) {
    // Told of again after it was uploaded, by a process that found only the file: api has it, and the file may be gone.
    if (!call.isUploaded) call.recording = { upload: JSON.parse(frame.text) as RecordingUpload, place };
  } else if (frame.kind === RECORD_KIND.UPLOADED) {
    call.isUploaded = true;
    call.recording = undefined;
  } else if (frame.kind === RECORD_KIND.CALL) {
    const record = JSON.parse(frame.text) as CallRecord;
    call.storedSeq = Math.max(call.storedSeq, record.storedSeq);
    call.acceptedSeq = Math.max(call.acceptedSeq, record.acceptedSeq);
    call.atMs = Math.max(call.atMs, record.atMs);
    call.isEnded ||= record.isEnded;
    call.hasRecordingEvent ||= record.hasRecordingEvent;
  }
}

function foundCall(calls: Map<string, FoundCall>, callId: string): FoundCall {
  let call = calls.get(callId);
  if (!call) {
    call = { callId, isKnown: false, storedSeq: 0, acceptedSeq: 0, isEnded: false, atMs: 0, hasRecordingEvent: false, isUploaded: false, recording: undefined, events: new Map() };
    calls.set(callId, call);
  }
  return call;
}
