import { A, useSearchParams } from '@solidjs/router';
import { createQuery } from '@urql/solid';
import AudioLines from 'lucide-solid/icons/audio-lines';
import { createMemo, For, Match, Show, Switch } from 'solid-js';
import { t } from '../../i18n/index.js';
import { createClock } from '../../live/clock.js';
import { firstAgentQuery } from '../../live/live-documents.js';
import { LIVE_CALLS_MAX } from '../../live/live-feed.js';
import { WALL_STATES, wallStateOf } from '../../live/live-words.js';
import { useLiveFeed } from '../../live/use-live-feed.js';
import { createWallStore } from '../../live/wall-store.js';
import { Button, buttonClass } from '../../ui/button.js';
import { EmptyState } from '../../ui/parts.js';
import { usePageTitle } from '../../ui/title.js';
import { createEnding, EndDialog } from './end-call.js';
import { createKiosk } from './kiosk.js';
import { CallTile } from './tile.js';
import { TileGrid } from './tile-grid.js';
import { ConnectionLight, WallBar, type WallFilter } from './wall-bar.js';

/** Where the tiles will stand. */
const SKELETON = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,17.5rem),1fr))] gap-3';

/** Nobody calls: the way to a call of one's own. */
function EmptyWall() {
  const [first] = createQuery({ query: firstAgentQuery, requestPolicy: 'cache-and-network' });
  const talkHref = () => { const id = first.data?.viewer?.organization.onboarding.firstAgentId; return id ? `/agents/${id}/talk` : '/'; };
  return <EmptyState icon={<AudioLines size={36} />} title={t().live.emptyTitle} text={t().live.emptyText}><A class={buttonClass('primary')} href={talkHref()}>{t().live.talk}</A></EmptyState>;
}

/** Every running call at a glance. `?agentId=` and `?state=` choose some of them, `?kiosk=1` is for screens on a wall. */
export function LivePage() {
  const [search, setSearch] = useSearchParams<{ agentId?: string; state?: string; kiosk?: string }>();
  let heading: HTMLHeadingElement | undefined;
  const feed = useLiveFeed();
  const wall = createWallStore(feed);
  const nowMs = createClock();
  const ending = createEnding(wall);
  const isKiosk = () => search.kiosk === '1';
  const kiosk = createKiosk(isKiosk, () => { setSearch({ kiosk: undefined }); });
  const filter = createMemo<WallFilter>(() => ({ agentId: search.agentId || undefined, state: WALL_STATES.find((state) => state === search.state) }));
  const shown = createMemo(() => {
    const { agentId, state } = filter();
    if (agentId === undefined && state === undefined) return wall.order();
    return wall.order().filter((id) => {
      const call = wall.tiles[id]!.call;
      return (agentId === undefined || call.agentId === agentId) && (state === undefined || wallStateOf(call) === state);
    });
  });
  usePageTitle(() => (feed.count() ? `${feed.count()} · ${t().live.title}` : t().live.title));
  const toggleKiosk = () => { kiosk.toggle(); setSearch({ kiosk: isKiosk() ? undefined : '1' }); };
  return (
    <div class={isKiosk() ? 'fixed inset-0 z-40 overflow-auto bg-canvas p-4' : ''}>
      <header class="mb-4 flex flex-wrap items-center gap-x-5 gap-y-2">
        <h1 ref={heading} tabindex="-1" class="outline-none text-2xl font-semibold tracking-tight tabular-nums">{feed.count() ? t().live.now(feed.count()!) : t().live.title}</h1>
        <ConnectionLight feed={feed} />
        <WallBar wall={wall} filter={filter()} isKiosk={isKiosk()} onFilter={setSearch} onKiosk={toggleKiosk} />
      </header>
      <Switch>
        <Match when={feed.count() === undefined}><div class={SKELETON} role="status" aria-label={t().common.loading}><For each={[1, 2, 3, 4]}>{() => <div class="skeleton h-45" />}</For></div></Match>
        <Match when={wall.order().length === 0}><EmptyWall /></Match>
        <Match when={shown().length === 0}><EmptyState icon={<AudioLines size={36} />} title={t().live.emptyFilteredTitle} text={t().live.emptyFilteredText}><Button onClick={() => { setSearch({ agentId: undefined, state: undefined }); }}>{t().live.showAll}</Button></EmptyState></Match>
        <Match when={shown().length > 0}>
          <TileGrid ids={shown()}>
            {(id, place) => {
              // Read once: the tile outlives its place in the store by the moment in which the list notices.
              const tile = wall.tiles[id]!;
              return <CallTile tile={tile} place={place()} nowMs={nowMs} hasActions={!isKiosk()} isEnding={ending.isEnding(id)} onEnd={() => ending.ask(id)} />;
            }}
          </TileGrid>
          <Show when={!feed.isComplete()}><p class="mt-4 text-sm text-muted">{t().live.moreThanShown(LIVE_CALLS_MAX)}</p></Show>
        </Match>
      </Switch>
      <EndDialog tile={ending.asked} onEnd={(tile) => {
        void ending.end(tile);
        // The button that was pressed leaves with its tile; reading goes on from here.
        heading?.focus({ preventScroll: true });
      }} onClose={() => { ending.ask(undefined); }} />
    </div>
  );
}
