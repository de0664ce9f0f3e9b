import type { TurnFields } from '../call-documents.js';
import { t } from '../../../i18n/index.js';

export type MarkerKind = 'interruption' | 'tool' | 'failure' | 'silence' | 'hold' | 'key';

/** A moment of a call that is worth jumping to. */
export interface Marker {
  readonly atMs: number;
  readonly kind: MarkerKind;
  /** What happened, in a few words. */
  readonly text: string;
}

/** What the turns alone tell: where the caller cut the agent short. */
export function turnMarkers(turns: readonly Pick<TurnFields, 'speaker' | 'isInterrupted' | 'endedAtMs'>[]): Marker[] {
  return turns.filter(({ isInterrupted }) => isInterrupted).map(({ endedAtMs }) => ({ atMs: endedAtMs, kind: 'interruption', text: t().call.interrupted }));
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
