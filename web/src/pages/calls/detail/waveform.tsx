import { createMemo, createSignal, For, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import { formatClock } from '../../../i18n/format.js';
import type { TurnFields } from '../call-documents.js';
import { turnAt } from '../call-words.js';
import { nearestMarker, type Marker } from './markers.js';
import { MarkerIcon } from './marker-icon.js';
import { coarsePeaks, type Peaks } from './peaks.js';
import { STEP_MS } from './player-keys.js';
import type { Player } from './player.js';
import { ticksOf, type TimeView } from './time-view.js';

const LANE_PX = 40;
const HEIGHT_PX = 2 * LANE_PX;
const BAR_PX = 3;
const PEAK_MAX = 255;
const TICK_HALF_PX = 18;
/** A pointer this near to a marker means it. */
const SNAP_PX = 6;

/** The bars of one side, around the middle of its lane. */
function barsPath(peaks: readonly number[], view: TimeView, middle: number): string {
  const columns = Math.max(1, Math.floor(view.widthPx() / BAR_PX));
  return coarsePeaks(peaks, columns, view.fromMs() / view.durationMs, view.toMs() / view.durationMs).map((peak, column) => {
    // Speech spans a wide range; the root keeps the quiet side visible.
    const height = Math.max(1, Math.sqrt(peak / PEAK_MAX) * (LANE_PX - 6));
    return `M${column * BAR_PX + 1} ${(middle - height / 2).toFixed(1)}v${height.toFixed(1)}`;
  }).join('');
}

/** Words that are named under the pointer. */
export type SaidWords = Pick<TurnFields, 'speaker' | 'text' | 'startedAtMs' | 'endedAtMs'>;

/** Under its moment, but never beyond the edges. */
function tickShift(view: TimeView, atMs: number): string {
  const x = view.x(atMs);
  if (x < TICK_HALF_PX) return '0';
  return x > view.widthPx() - TICK_HALF_PX ? '-100%' : '-50%';
}

interface WaveformProps {
  peaks: Peaks;
  turns: readonly SaidWords[];
  markers: readonly Marker[];
  player: Player;
  view: TimeView;
}

/** What lies under the pointer: the moment, and what is said or marked there. */
function Hint(props: WaveformProps & { atMs: number }) {
  const words = () => {
    const marker = nearestMarker(props.markers, props.atMs, (SNAP_PX / Math.max(1, props.view.widthPx())) * props.view.viewMs());
    if (marker) return marker.text;
    const turn = props.turns[turnAt(props.turns, props.atMs)];
    if (!turn || turn.endedAtMs < props.atMs) return undefined;
    return `${turn.speaker === 'CALLER' ? t().call.callerSide : t().call.agentSide}: ${turn.text}`;
  };
  const share = () => (props.atMs - props.view.fromMs()) / props.view.viewMs();
  return (
    <div class="pointer-events-none absolute inset-y-0 z-10 w-px bg-muted" style={{ transform: `translateX(${props.view.x(props.atMs)}px)` }} aria-hidden="true">
      <p class={`absolute top-full mt-1 w-max max-w-72 truncate rounded-md bg-ink px-2 py-1 text-xs text-canvas shadow-md ${share() > 0.6 ? 'right-0' : 'left-0'}`}>
        <span class="font-medium tabular-nums">{formatClock(props.atMs)}</span><Show when={words()}>{(text) => ` · ${text()}`}</Show>
      </p>
    </div>
  );
}

/** The recording at a glance, caller above and agent below; a slider for mouse, finger and keyboard. */
export function Waveform(props: WaveformProps) {
  const caller = createMemo(() => barsPath(props.peaks.left, props.view, LANE_PX / 2));
  const agent = createMemo(() => barsPath(props.peaks.right, props.view, LANE_PX * 1.5));
  const [hoverMs, setHoverMs] = createSignal<number>();
  const isInView = (atMs: number) => atMs >= props.view.fromMs() && atMs <= props.view.toMs();
  const timeOf = (event: PointerEvent & { currentTarget: HTMLElement }) => props.view.timeAt(event.clientX - event.currentTarget.getBoundingClientRect().left);
  const seekTo = (atMs: number) => {
    const marker = nearestMarker(props.markers, atMs, (SNAP_PX / Math.max(1, props.view.widthPx())) * props.view.viewMs());
    props.player.seek(marker?.atMs ?? atMs);
  };
  const onKey = (event: KeyboardEvent) => {
    const at = props.player.positionMs();
    const to: Record<string, number> = { ArrowLeft: at - STEP_MS, ArrowDown: at - STEP_MS, ArrowRight: at + STEP_MS, ArrowUp: at + STEP_MS, PageDown: at - 6 * STEP_MS, PageUp: at + 6 * STEP_MS, Home: 0, End: props.player.durationMs };
    const target = to[event.key];
    if (target === undefined) return;
    event.preventDefault();
    props.player.seek(target);
  };
  const heardPx = () => Math.max(0, Math.min(props.view.widthPx(), props.view.x(props.player.positionMs())));
  return (
    <div class="select-none">
      <div class="relative h-5" aria-hidden="true">
        <For each={props.markers.filter(({ atMs }) => isInView(atMs))}>
          {(marker) => <span class="absolute bottom-0.5 -ml-1.5" style={{ transform: `translateX(${props.view.x(marker.atMs)}px)` }}><MarkerIcon kind={marker.kind} size={12} /></span>}
        </For>
      </div>
      <div role="slider" tabindex="0" aria-label={t().call.position} aria-valuemin={0} aria-valuemax={Math.round(props.player.durationMs / 1_000)} aria-valuenow={Math.round(props.player.positionMs() / 1_000)}
        aria-valuetext={t().call.positionText(formatClock(props.player.positionMs()), formatClock(props.player.durationMs))}
        class="relative h-[80px] touch-pan-y rounded-sm" ref={(element) => { props.view.measure(element); }}
        onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); seekTo(timeOf(event)); }}
        onPointerMove={(event) => {
          const atMs = timeOf(event);
          setHoverMs(event.pointerType === 'mouse' && isInView(atMs) ? atMs : undefined);
          if (event.currentTarget.hasPointerCapture(event.pointerId)) props.player.seek(atMs);
        }}
        onPointerLeave={() => setHoverMs(undefined)} onKeyDown={onKey}>
        <svg class="absolute inset-0 size-full" aria-hidden="true" stroke-width="2" stroke-linecap="round">
          <Show when={props.player.isSkippingSilence()}>
            <For each={props.player.silences.filter(({ fromMs, toMs }) => toMs > props.view.fromMs() && fromMs < props.view.toMs())}>
              {({ fromMs, toMs }) => <rect class="fill-sunken" x={props.view.x(fromMs)} width={Math.max(1, props.view.x(toMs) - props.view.x(fromMs))} height={HEIGHT_PX} />}
            </For>
          </Show>
          <path d={caller()} class="stroke-caller opacity-35" /><path d={agent()} class="stroke-agent opacity-35" />
        </svg>
        <svg class="absolute inset-0 size-full" aria-hidden="true" stroke-width="2" stroke-linecap="round" style={{ 'clip-path': `inset(0 ${(props.view.widthPx() - heardPx()).toFixed(1)}px 0 0)` }}>
          <path d={caller()} class="stroke-caller" /><path d={agent()} class="stroke-agent" />
        </svg>
        <Show when={isInView(props.player.positionMs())}><div class="absolute inset-y-0 left-0 -ml-px w-0.5 bg-ink" style={{ transform: `translateX(${heardPx()}px)` }} /></Show>
        <Show when={hoverMs()}>{(atMs) => <Hint {...props} atMs={atMs()} />}</Show>
      </div>
      <div class="relative mt-1 h-4 overflow-hidden text-[0.7rem] text-muted tabular-nums" aria-hidden="true">
        <For each={ticksOf(props.view.fromMs(), props.view.toMs(), props.view.widthPx())}>
          {(atMs) => <span class="absolute left-0" style={{ transform: `translateX(${props.view.x(atMs)}px) translateX(${tickShift(props.view, atMs)})` }}>{formatClock(atMs)}</span>}
        </For>
      </div>
    </div>
  );
}
