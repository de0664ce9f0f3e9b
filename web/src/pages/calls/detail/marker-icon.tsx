import Hash from 'lucide-solid/icons/hash';
import Pause from 'lucide-solid/icons/pause';
import Scissors from 'lucide-solid/icons/scissors';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import VolumeX from 'lucide-solid/icons/volume-x';
import Wrench from 'lucide-solid/icons/wrench';
import { Dynamic } from 'solid-js/web';
import type { MarkerKind } from './markers.js';

const ICONS = { interruption: Scissors, tool: Wrench, failure: TriangleAlert, silence: VolumeX, hold: Pause, key: Hash } satisfies Record<MarkerKind, unknown>;
const COLORS: Record<MarkerKind, string> = { interruption: 'text-warning', tool: 'text-accent', failure: 'text-danger', silence: 'text-warning', hold: 'text-muted', key: 'text-muted' };

/** The sign of a kind of moment; its words stand beside it or in a list. */
export function MarkerIcon(props: { kind: MarkerKind; size: number }) {
  return <Dynamic component={ICONS[props.kind]} size={props.size} class={COLORS[props.kind]} aria-hidden="true" />;
}
