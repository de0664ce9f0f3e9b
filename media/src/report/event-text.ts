import type { CallEventPayload, CallEventType } from '@parley/media-contract';
import type { CallBacklog, EventItem } from './backlog.js';
import { RECORD_KIND } from './frames.js';

/** An event as JSON, by hand around the payload: the same text goes to disk and to api. */
export function eventText(callId: string, seq: number, type: CallEventType, atMs: number, payload: unknown): string {
  return `{"callId":${JSON.stringify(callId)},"seq":${seq},"type":"${type}","atMs":${Number.isFinite(atMs) ? atMs : 0},"occurredAt":"${new Date().toISOString()}","payload":${JSON.stringify(payload)}}`;
}

export function eventItem(backlog: CallBacklog, seq: number, type: CallEventType, text: string, isSubstitute = false): EventItem {
  return { kind: RECORD_KIND.EVENT, text, size: text.length, place: undefined, isReleased: false, isHolding: true, backlog, seq, type, isSubstitute, faults: 0 };
}

/** What stands for an event that was set aside: same number and time, and the reason in words. */
export function substituteText(callId: string, seq: number, type: CallEventType, code: string, original: string | undefined): string {
  const payload: CallEventPayload<'journal-degraded'> = { message: `Event ${seq} (${type}) was refused (${code}) and is kept on the media server.` };
  const atMs = original === undefined ? 0 : (JSON.parse(original) as { atMs: number }).atMs;
  return eventText(callId, seq, 'journal-degraded', atMs, payload);
}

/** Stand-ins for the events between two numbers, both excluded, which neither api nor this process has any more. */
export function gapItems(backlog: CallBacklog, afterSeq: number, beforeSeq: number): EventItem[] {
  return Array.from({ length: beforeSeq - afterSeq - 1 }, (_, index) => {
    const seq = afterSeq + 1 + index;
    return eventItem(backlog, seq, 'journal-degraded', eventText(backlog.callId, seq, 'journal-degraded', 0, { message: `Event ${seq} is lost: api had it, and has it no more.` }), true);
  });
}
