import { A } from '@solidjs/router';
import Ear from 'lucide-solid/icons/ear';
import Brain from 'lucide-solid/icons/brain';
import Pause from 'lucide-solid/icons/pause';
import PhoneOff from 'lucide-solid/icons/phone-off';
import PhoneIncoming from 'lucide-solid/icons/phone-incoming';
import Volume from 'lucide-solid/icons/volume-2';
import { Show, type Accessor } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { endedSentence } from '../../i18n/ended-reason.js';
import { t } from '../../i18n/index.js';
import { formatClock, formatMoney, formatShort } from '../../i18n/format.js';
import { callerOf, newestWords, wallStateOf } from '../../live/live-words.js';
import type { Tile } from '../../live/wall-store.js';
import { RATING_TEXTS } from '../../turns/latency-parts.js';
import { ratingOf } from '../../turns/latency.js';
import type { TilePlace } from './tile-grid.js';

const STATES = {
  LISTENING: { icon: Ear, look: 'text-caller', edge: 'bg-hear' },
  THINKING: { icon: Brain, look: 'text-warning', edge: 'bg-think' },
  SPEAKING: { icon: Volume, look: 'text-agent', edge: 'bg-speak' },
  HELD: { icon: Pause, look: 'text-muted', edge: 'bg-wait' },
  WAITING: { icon: PhoneIncoming, look: 'text-muted', edge: 'bg-line' },
} as const;

/** What the agent does now, or how the call has ended. */
function State(props: { tile: Tile }) {
  const state = () => wallStateOf(props.tile.call);
  return (
    <Show when={!props.tile.end} fallback={<div class="flex min-w-0 items-center gap-1.5 font-medium"><PhoneOff size={15} class="shrink-0" aria-hidden="true" /><span class="truncate">{props.tile.end && endedSentence(props.tile.end.reason)}</span></div>}>
      <div class={`flex items-center gap-1.5 font-medium ${STATES[state()].look}`}>
        <Dynamic component={STATES[state()].icon} size={15} class="shrink-0" aria-hidden="true" />{t().live.states[state()]}
      </div>
    </Show>
  );
}

/** How quick the newest answer was: a word beside the color. */
function Light(props: { responseMs: number | null }) {
  return (
    <Show when={props.responseMs !== null} fallback={<span class="text-muted">{t().live.noAnswer}</span>}>
      <span class={`flex items-center gap-1.5 whitespace-nowrap tabular-nums ${RATING_TEXTS[ratingOf(props.responseMs!)]}`}>
        <span class="size-2 rounded-full bg-current" aria-hidden="true" />{t().latency.ratings[ratingOf(props.responseMs!)]} {formatShort(props.responseMs!)}
      </span>
    </Show>
  );
}

/** The newest words, two lines of them; grey while they may still change. */
function LastLine(props: { tile: Tile }) {
  const line = () => props.tile.call.lastLine;
  return (
    <div class="line-clamp-2 h-[3em] text-sm leading-normal">
      <Show when={line()} fallback={<span class="text-muted">{t().live.nothingSaid}</span>}>
        <span class={`font-medium ${line()!.speaker === 'AGENT' ? 'text-agent' : 'text-caller'}`}>{t().live.speakers[line()!.speaker]}: </span>
        <span class={line()!.isFinal ? '' : 'text-muted'}>{line()!.isFinal ? line()!.text : newestWords(line()!.text)}</span>
      </Show>
    </div>
  );
}

interface TileProps {
  tile: Tile;
  /** Where it stands. */
  place: TilePlace;
  nowMs: Accessor<number>;
  /** Whether there is something to press; a screen on a wall has nothing. */
  hasActions: boolean;
  isEnding: boolean;
  onEnd: () => void;
}

/** One running call. What changes inside it is laid out inside it alone. */
export function CallTile(props: TileProps) {
  const call = () => props.tile.call;
  const length = () => formatClock((props.tile.endedAtMs ?? props.nowMs()) - Date.parse(call().answeredAt ?? call().startedAt));
  return (
    <li class={`${props.place.class} card flex flex-col overflow-hidden px-3.5 pt-3 pb-1.5 [contain:strict] ${props.tile.end ? 'bg-sunken text-muted' : ''}`} style={props.place.style} aria-posinset={props.place.position} aria-setsize={props.place.count} data-call={props.tile.id} data-state={wallStateOf(call())}>
      <span class={`absolute inset-x-0 top-0 h-[3px] ${props.tile.end ? 'bg-line' : STATES[wallStateOf(call())].edge}`} aria-hidden="true" />
      <div class="flex items-baseline justify-between gap-3">
        <A href={`/calls/${props.tile.id}`} class="truncate font-semibold after:absolute after:inset-0" aria-label={t().live.openCall(callerOf(call()), call().agentName)}>{callerOf(call())}</A>
        <span class="font-medium tabular-nums"><span class="sr-only">{t().live.duration} </span>{length()}</span>
      </div>
      <div class="shrink-0 truncate text-sm text-muted">{call().agentName}</div>
      <div class="mt-1.5 flex items-center justify-between gap-3 text-sm"><State tile={props.tile} /><Show when={!props.tile.end}><Light responseMs={call().responseMs} /></Show></div>
      <div class="mt-1.5"><LastLine tile={props.tile} /></div>
      <div class="mt-auto flex items-center justify-between gap-3 text-xs text-muted">
        <div class="truncate tabular-nums">{t().live.turns(call().turnCount)} · {formatMoney(call().cost.amount, call().cost.currency)}</div>
        <Show when={props.hasActions && !props.tile.end}>
          <button type="button" class="control relative z-10 -mr-2 inline-flex items-center gap-1.5 rounded-lg px-2.5 text-sm font-medium text-danger hover:bg-danger-soft disabled:opacity-60" disabled={props.isEnding} aria-label={t().live.endCall(callerOf(call()))} onClick={() => props.onEnd()}>
            <PhoneOff size={15} aria-hidden="true" />{props.isEnding ? t().live.ending : t().live.end}
          </button>
        </Show>
      </div>
    </li>
  );
}
