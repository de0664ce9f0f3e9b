import { createMemo, For, Show } from 'solid-js';
import { t } from '../../../i18n/index.js';
import type { TurnFields } from '../call-documents.js';
import { MarkerIcon } from './marker-icon.js';
import { heldSpans, type Marker } from './markers.js';
import type { StoredEvent } from './event-documents.js';
import type { Span } from './peaks.js';
import type { Player } from './player.js';
import type { TimeView } from './time-view.js';

interface LanesProps {
  turns: readonly TurnFields[];
  events: readonly StoredEvent[];
  markers: readonly Marker[];
  view: TimeView;
  player: Player | undefined;
}

/** While the agent prepared its answers. */
function thinkingSpans(events: readonly StoredEvent[]): Span[] {
  const spans: Span[] = [];
  let fromMs: number | undefined;
  for (const event of events) {
    if (event.__typename !== 'AgentStateEvent') continue;
    if (fromMs !== undefined) spans.push({ fromMs, toMs: event.atMs });
    fromMs = event.state === 'THINKING' ? event.atMs : undefined;
  }
  return spans;
}

/** All bars of a kind as one shape: a long call has thousands. */
function Bars(props: { spans: readonly Span[]; view: TimeView; top: number; height: number; class: string }) {
  const path = createMemo(() => props.spans.filter(({ fromMs, toMs }) => toMs >= props.view.fromMs() && fromMs <= props.view.toMs()).map(({ fromMs, toMs }) => {
    const x = props.view.x(fromMs);
    return `M${x.toFixed(1)} ${props.top}h${Math.max(1.5, props.view.x(toMs) - x).toFixed(1)}v${props.height}H${x.toFixed(1)}z`;
  }).join(''));
  return <path class={props.class} d={path()} />;
}

const LANE_PX = 24;

/** Caller, agent and all else, one above the other and in line with the waveform. The list below says the same in words. */
export function Lanes(props: LanesProps) {
  const spansOf = (speaker: TurnFields['speaker']) => props.turns.filter((turn) => turn.speaker === speaker).map(({ startedAtMs, endedAtMs }) => ({ fromMs: startedAtMs, toMs: endedAtMs }));
  const thinking = createMemo(() => thinkingSpans(props.events));
  const held = createMemo(() => heldSpans(props.events, props.view.durationMs));
  const seek = (event: MouseEvent & { currentTarget: HTMLElement }) => { props.player?.seek(props.view.timeAt(event.clientX - event.currentTarget.getBoundingClientRect().left)); };
  return (
    <div class="card overflow-hidden px-3 py-2 sm:px-4" aria-hidden="true">
      <div class={`relative ${props.player ? 'cursor-pointer' : ''}`} ref={(element) => { props.view.measure(element); }} onClick={seek}>
        <svg class="block h-12 w-full">
          <Bars spans={held()} view={props.view} top={0} height={2 * LANE_PX} class="fill-sunken" />
          <line class="stroke-line" x1="0" x2="100%" y1={LANE_PX} y2={LANE_PX} />
          <Bars spans={spansOf('CALLER')} view={props.view} top={6} height={12} class="fill-caller" />
          <Bars spans={thinking()} view={props.view} top={LANE_PX + 10} height={4} class="fill-think" />
          <Bars spans={spansOf('AGENT')} view={props.view} top={LANE_PX + 6} height={12} class="fill-agent" />
        </svg>
        <div class="relative h-6 overflow-hidden border-t border-line">
          <For each={props.markers.filter(({ atMs }) => atMs >= props.view.fromMs() && atMs <= props.view.toMs())}>
            {(marker) => <span class="absolute top-1 left-0 -ml-2" title={marker.text} style={{ transform: `translateX(${props.view.x(marker.atMs)}px)` }}><MarkerIcon kind={marker.kind} size={15} /></span>}
          </For>
        </div>
        <Show when={props.player && props.player.positionMs() >= props.view.fromMs() && props.player.positionMs() <= props.view.toMs()}>
          <div class="pointer-events-none absolute inset-y-0 left-0 -ml-px w-0.5 bg-ink" style={{ transform: `translateX(${props.view.x(props.player!.positionMs())}px)` }} />
        </Show>
      </div>
      <p class="mt-1.5 flex flex-wrap gap-x-4 text-xs text-muted">
        <For each={[['bg-caller', t().call.callerSide], ['bg-agent', t().call.agentSide], ['bg-think', t().talk.states.THINKING], ...(held().length > 0 ? [['bg-sunken border border-line', t().notes.held]] : [])]}>
          {([color, name]) => <span class="flex items-center gap-1.5"><span class={`size-2 rounded-full ${color}`} />{name}</span>}
        </For>
      </p>
    </div>
  );
}
