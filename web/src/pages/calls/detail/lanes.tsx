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

function Bars(props: { spans: readonly Span[]; view: TimeView; class: string }) {
  const inView = () => props.spans.filter(({ fromMs, toMs }) => toMs >= props.view.fromMs() && fromMs <= props.view.toMs());
  return (
    <For each={inView()}>
      {({ fromMs, toMs }) => <span class={`absolute left-0 rounded-xs ${props.class}`} style={{ transform: `translateX(${props.view.x(fromMs)}px)`, width: `${Math.max(2, props.view.x(toMs) - props.view.x(fromMs))}px` }} />}
    </For>
  );
}

/** Caller, agent and all else, one above the other and in line with the waveform. The list below says the same in words. */
export function Lanes(props: LanesProps) {
  const spansOf = (speaker: TurnFields['speaker']) => props.turns.filter((turn) => turn.speaker === speaker).map(({ startedAtMs, endedAtMs }) => ({ fromMs: startedAtMs, toMs: endedAtMs }));
  const thinking = createMemo(() => thinkingSpans(props.events));
  const held = createMemo(() => heldSpans(props.events, props.view.durationMs));
  const seek = (event: MouseEvent & { currentTarget: HTMLElement }) => { props.player?.seek(props.view.timeAt(event.clientX - event.currentTarget.getBoundingClientRect().left)); };
  const lane = 'relative h-6 overflow-hidden border-t border-line first:border-t-0';
  return (
    <div class="card overflow-hidden px-3 py-2 sm:px-4" aria-hidden="true">
      <div class={`relative ${props.player ? 'cursor-pointer' : ''}`} ref={(element) => { props.view.measure(element); }} onClick={seek}>
        <div class={lane}><Bars spans={held()} view={props.view} class="inset-y-0 bg-sunken" /><Bars spans={spansOf('CALLER')} view={props.view} class="inset-y-1.5 bg-caller" /></div>
        <div class={lane}><Bars spans={thinking()} view={props.view} class="inset-y-2.5 bg-think" /><Bars spans={spansOf('AGENT')} view={props.view} class="inset-y-1.5 bg-agent" /></div>
        <div class={lane}>
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
