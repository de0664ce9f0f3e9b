import Maximize from 'lucide-solid/icons/maximize';
import Minimize from 'lucide-solid/icons/minimize';
import { createMemo, For, Show } from 'solid-js';
import { t } from '../../i18n/index.js';
import { formatTime } from '../../i18n/format.js';
import type { LiveFeed } from '../../live/live-feed.js';
import { WALL_STATES, type WallState } from '../../live/live-words.js';
import type { WallStore } from '../../live/wall-store.js';
import { Button } from '../../ui/button.js';

export interface WallFilter { readonly agentId: string | undefined; readonly state: WallState | undefined }

/** Whether the stream runs; where it does not, since when. */
export function ConnectionLight(props: { feed: LiveFeed }) {
  const connection = () => props.feed.connection();
  const isLive = () => connection().state === 'live';
  const words = () => { const { state, sinceMs } = connection(); return state === 'reconnecting' ? t().live.reconnecting(formatTime(sinceMs)) : t().live.connection[state]; };
  return (
    <p role="status" class={`flex items-center gap-2 text-sm font-medium ${isLive() ? 'text-accent' : 'text-warning'}`} data-connection={connection().state}>
      <span class={`size-2.5 shrink-0 rounded-full ${isLive() ? 'bg-current' : 'border-2 border-current'}`} aria-hidden="true" />{words()}
    </p>
  );
}

/** What is shown of the wall, and how. */
export function WallBar(props: { wall: WallStore; filter: WallFilter; isKiosk: boolean; onFilter: (filter: Partial<Record<'agentId' | 'state', string | undefined>>) => void; onKiosk: () => void }) {
  /** The agents that talk now, by name; the chosen one stays to be seen. */
  const agents = createMemo(() => {
    const names = new Map<string, string>();
    for (const id of props.wall.order()) { const tile = props.wall.tiles[id]; if (tile) names.set(tile.call.agentId, tile.call.agentName); }
    const { agentId } = props.filter;
    if (agentId !== undefined && !names.has(agentId)) names.set(agentId, '–');
    return [...names].toSorted(([, a], [, b]) => a.localeCompare(b));
  });
  return (
    <div class="flex min-w-0 flex-1 items-center justify-end gap-2 max-sm:basis-full">
      <Show when={!props.isKiosk}>
        <select class="field-box control w-auto! max-w-44 min-w-0 max-sm:flex-1" aria-label={t().live.agent} onChange={(event) => props.onFilter({ agentId: event.currentTarget.value || undefined })}>
          <option value="" selected={props.filter.agentId === undefined}>{t().live.allAgents}</option>
          <For each={agents()}>{([id, name]) => <option value={id} selected={id === props.filter.agentId}>{name}</option>}</For>
        </select>
        <select class="field-box control w-auto! max-w-44 min-w-0 max-sm:flex-1" aria-label={t().live.state} onChange={(event) => props.onFilter({ state: event.currentTarget.value || undefined })}>
          <option value="" selected={props.filter.state === undefined}>{t().live.allStates}</option>
          <For each={WALL_STATES}>{(state) => <option value={state} selected={state === props.filter.state}>{t().live.states[state]}</option>}</For>
        </select>
      </Show>
      <Button onClick={() => props.onKiosk()}>
        <Show when={props.isKiosk} fallback={<><Maximize size={16} aria-hidden="true" /><span class="max-sm:sr-only">{t().live.kiosk}</span></>}><Minimize size={16} aria-hidden="true" />{t().live.leaveKiosk}</Show>
      </Button>
    </div>
  );
}
