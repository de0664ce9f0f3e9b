import type { VariablesOf } from '../../../api/graphql.js';
import { t } from '../../../i18n/index.js';
import type { callEventsPageQuery, StoredEvent } from './event-documents.js';
import { eventText } from './event-words.js';
import type { Span } from './peaks.js';

export type MarkerKind = 'interruption' | 'tool' | 'failure' | 'silence' | 'hold' | 'key';

/** A moment of a call that is worth jumping to. */
export interface Marker {
  readonly atMs: number;
  readonly kind: MarkerKind;
  /** What happened, in a few words. */
  readonly text: string;
}

/** Events that become marks; the others are many, and in the timeline. */
export const MARKED_TYPES = [
  'INTERRUPTION_STARTED', 'INTERRUPTION_RESOLVED', 'TOOL_CALLED', 'PROVIDER_FAILED', 'DEAD_AIR', 'AUDIO_PROBLEM', 'CALL_HELD', 'DTMF_RECEIVED', 'CALL_ENDED',
] as const satisfies VariablesOf<typeof callEventsPageQuery>['types'];

/** The marks of a call in the order of time. A tool is marked where it was asked, an interruption where the caller began. */
export function markersOf(events: readonly StoredEvent[]): Marker[] {
  const markers: Marker[] = [];
  const begun = new Map<number, number>();
  for (const event of events) {
    const mark = (kind: MarkerKind, atMs = event.atMs, text = eventText(event)) => { markers.push({ atMs: Math.max(0, atMs), kind, text }); };
    switch (event.__typename) {
      case 'InterruptionStartedEvent': begun.set(event.epoch, event.atMs); break;
      case 'InterruptionResolvedEvent': {
        // What only sounded like one is no mark: the agent went on, and the caller hardly noticed.
        if (event.outcome === 'CONFIRMED') mark('interruption', begun.get(event.epoch) ?? event.atMs, event.text ? `${t().call.interrupted}: ${event.text}` : t().call.interrupted);
        begun.delete(event.epoch);
        break;
      }
      case 'ToolCalledEvent': mark(event.error === null ? 'tool' : 'failure', event.atMs - event.durationMs); break;
      case 'ProviderFailedEvent': case 'AudioProblemEvent': mark('failure'); break;
      case 'DeadAirEvent': mark('silence', event.atMs - event.silenceMs); break;
      case 'DtmfReceivedEvent': mark('key'); break;
      case 'CallHeldEvent': if (event.isHeld) mark('hold'); break;
      default: break;
    }
  }
  return markers.toSorted((one, other) => one.atMs - other.atMs);
}

/** While the call was on hold; a hold that was never taken off lasts until the call ended. */
export function heldSpans(events: readonly StoredEvent[], durationMs: number): Span[] {
  const spans: Span[] = [];
  let fromMs: number | undefined;
  for (const event of events) {
    if (event.__typename !== 'CallHeldEvent' && event.__typename !== 'CallEndedEvent') continue;
    if (event.__typename === 'CallHeldEvent' && event.isHeld) { fromMs ??= event.atMs; continue; }
    if (fromMs !== undefined) spans.push({ fromMs, toMs: event.atMs });
    fromMs = undefined;
  }
  return fromMs === undefined ? spans : [...spans, { fromMs, toMs: Math.max(fromMs, durationMs) }];
}

/** The marker nearest to a moment, not further away than `reachMs`. */
export function nearestMarker(markers: readonly Marker[], atMs: number, reachMs: number): Marker | undefined {
  let nearest: Marker | undefined;
  for (const marker of markers) {
    const distanceMs = Math.abs(marker.atMs - atMs);
    if (distanceMs <= reachMs && (!nearest || distanceMs < Math.abs(nearest.atMs - atMs))) nearest = marker;
  }
  return nearest;
}
