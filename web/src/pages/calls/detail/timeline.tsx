import { useSearchParams } from '@solidjs/router';
import Braces from 'lucide-solid/icons/braces';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { sentenceOf } from '../../../api/faults.js';
import { t } from '../../../i18n/index.js';
import { formatClock, formatNumber } from '../../../i18n/format.js';
import { Button, IconButton } from '../../../ui/button.js';
import { copyText } from '../../../ui/copy.js';
import { Dialog } from '../../../ui/dialog.js';
import { createMediaQuery } from '../../../ui/media.js';
import { FailedState, SkeletonRows } from '../../../ui/parts.js';
import { createWindowRows } from '../../../ui/window-rows.js';
import type { TurnFields } from '../call-documents.js';
import type { CallEvents } from './call-events.js';
import type { StoredEvent } from './event-documents.js';
import { EVENT_GROUPS, kindOf, readGroups, writeGroups, type EventGroup, type Lane } from './event-kinds.js';
import { eventName, eventText } from './event-words.js';
import { Lanes } from './lanes.js';
import { markersOf } from './markers.js';
import type { Player } from './player.js';
import type { TimeView } from './time-view.js';

const ROW_PX = 36;
/** Where fingers press. */
const TOUCH_ROW_PX = 60;
const DOTS: Record<Lane, string> = { caller: 'bg-caller', agent: 'bg-agent', system: 'bg-edge' };
const TROUBLES = new Set<StoredEvent['__typename']>(['ProviderFailedEvent', 'DeadAirEvent', 'AudioProblemEvent', 'JournalDegradedEvent']);

const isTrouble = (event: StoredEvent): boolean => TROUBLES.has(event.__typename) || (event.__typename === 'ToolCalledEvent' && event.error !== null);

/** Milliseconds matter here: `1:02.340`. */
const exactClock = (atMs: number) => `${formatClock(atMs)}.${String(Math.floor(atMs % 1_000)).padStart(3, '0')}`;

const groupOf = (event: StoredEvent): EventGroup => kindOf(event.__typename)?.group ?? 'call';

function countsOf(events: readonly StoredEvent[]): Readonly<Record<EventGroup, number>> {
  const counts: Record<EventGroup, number> = { words: 0, turns: 0, tools: 0, providers: 0, sound: 0, call: 0 };
  for (const event of events) counts[groupOf(event)] += 1;
  return counts;
}

function Row(props: { event: StoredEvent; row: number; rowPx: number; player: Player | undefined; onDetails: () => void }) {
  const isNow = () => props.player !== undefined && Math.abs(props.player.positionMs() - props.event.atMs) < 150;
  return (
    <li class={`absolute inset-x-0 top-0 grid h-15 grid-cols-[4.6rem_minmax(0,1fr)_auto] items-center gap-x-2 border-b border-line px-2 text-sm contain-strict lg:h-9 lg:grid-cols-[5rem_12rem_minmax(0,1fr)_auto] ${isNow() ? 'bg-sunken' : ''}`} style={{ transform: `translateY(${props.row * props.rowPx}px)` }}>
      <Show when={props.player} fallback={<span class="text-right text-xs text-muted tabular-nums">{exactClock(props.event.atMs)}</span>}>
        {(player) => <button type="button" class="h-full rounded-md text-right text-xs text-accent tabular-nums hover:underline" aria-label={t().call.seekTo(exactClock(props.event.atMs))} onClick={() => { player().seek(props.event.atMs); }}>{exactClock(props.event.atMs)}</button>}
      </Show>
      <span class="flex min-w-0 items-center gap-2 max-lg:hidden"><span class={`size-2 shrink-0 rounded-full ${DOTS[kindOf(props.event.__typename)?.lane ?? 'system']}`} aria-hidden="true" /><span class="truncate text-muted">{eventName(props.event)}</span></span>
      <span class="min-w-0">
        <span class="flex items-center gap-2 truncate text-xs text-muted lg:hidden"><span class={`size-2 shrink-0 rounded-full ${DOTS[kindOf(props.event.__typename)?.lane ?? 'system']}`} aria-hidden="true" />{eventName(props.event)}</span>
        <span class={`block truncate ${isTrouble(props.event) ? 'text-danger' : ''}`}>{eventText(props.event)}</span>
      </span>
      <IconButton label={t().events.details(eventName(props.event))} class="lg:h-8 lg:min-h-0" onClick={() => props.onDetails()}><Braces size={14} aria-hidden="true" /></IconButton>
    </li>
  );
}

function Groups(props: { shown: readonly EventGroup[]; counts: Readonly<Record<EventGroup, number>> | undefined; onToggle: (group: EventGroup) => void }) {
  const isOn = (group: EventGroup) => props.shown.includes(group);
  return (
    <div role="group" aria-label={t().events.filter} class="flex flex-wrap gap-1.5">
      <For each={EVENT_GROUPS}>
        {(group) => (
          <button type="button" aria-pressed={isOn(group)} class={`control rounded-lg border px-2.5 text-sm ${isOn(group) ? 'border-transparent bg-accent-soft font-medium text-accent' : 'border-line text-muted hover:bg-sunken'}`} onClick={() => props.onToggle(group)}>
            {t().events.groups[group]} {/* Their place is kept free, so that nothing moves when they are known. */}<span class="inline-block min-w-[2.5ch] text-left font-normal tabular-nums">{props.counts ? formatNumber(props.counts[group]) : ''}</span>
          </button>
        )}
      </For>
    </div>
  );
}

/** All that happened in a call: in lanes over time, and as a list. A press on a time goes there in the recording. */
export function Timeline(props: { turns: readonly TurnFields[]; log: CallEvents; view: TimeView; player: Player | undefined }) {
  const [search, setSearch] = useSearchParams<{ show?: string }>();
  const [details, setDetails] = createSignal<StoredEvent>();
  const shown = createMemo(() => readGroups(search.show));
  const events = createMemo(() => (shown().length === EVENT_GROUPS.length ? props.log.events() : props.log.events().filter((event) => shown().includes(groupOf(event)))));
  const counts = createMemo(() => (props.log.isComplete() ? countsOf(props.log.events()) : undefined));
  const markers = createMemo(() => markersOf(props.log.events()));
  const isWide = createMediaQuery('(min-width: 64rem)');
  const rowPx = () => (isWide() ? ROW_PX : TOUCH_ROW_PX);
  const windowed = createWindowRows({ count: () => events().length, rowPx });
  const json = () => JSON.stringify(details(), (key, value: unknown) => (key === '__typename' ? undefined : value), 2);
  return (
    <div class="flex flex-col gap-3">
      <Lanes turns={props.turns} events={props.log.events()} markers={markers()} view={props.view} player={props.player} />
      <Groups shown={shown()} counts={counts()} onToggle={(group) => { setSearch({ show: writeGroups(shown(), group) }, { replace: true, scroll: false }); }} />
      <Show when={props.log.error()}>{(error) => <FailedState sentence={sentenceOf(error())} onRetry={props.log.retry} />}</Show>
      <Show when={props.log.events().length > 0 || props.log.isComplete()} fallback={<Show when={!props.log.error()}><SkeletonRows class="h-9" rows={8} /></Show>}>
        <section class="card overflow-clip" aria-label={t().call.tabs.timeline}>
          <Show when={events().length > 0} fallback={<p class="px-4 py-3 text-muted">{t().events.none}</p>}>
            <ol class="relative" ref={(element) => { windowed.track(element); }} style={{ height: `${windowed.totalPx()}px` }}>
              <For each={windowed.rows()}>{(row) => <Show when={events()[row]}>{(event) => <Row event={event()} row={row} rowPx={rowPx()} player={props.player} onDetails={() => setDetails(event())} />}</Show>}</For>
            </ol>
          </Show>
        </section>
      </Show>
      <Dialog isOpen={details() !== undefined} title={details() ? eventName(details()!) : ''} onClose={() => setDetails(undefined)} class="card w-[min(40rem,calc(100vw-2rem))] p-5 text-ink shadow-xl">
        <p class="mb-3 text-sm">{details() ? eventText(details()!) : ''}</p>
        <pre class="max-h-[50dvh] overflow-auto rounded-lg bg-sunken p-3 font-mono text-xs whitespace-pre-wrap" tabindex="0" role="region" aria-label="JSON">{details() ? json() : ''}</pre>
        <div class="mt-3 flex justify-end gap-2"><Button onClick={() => { void copyText(json()); }}>{t().call.copy}</Button><Button onClick={() => setDetails(undefined)}>{t().common.close}</Button></div>
      </Dialog>
    </div>
  );
}
