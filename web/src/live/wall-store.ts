import { batch, createSignal, onCleanup, type Accessor } from 'solid-js';
import { createStore, reconcile, type SetStoreFunction } from 'solid-js/store';
import type { LiveCall, LiveEnd } from './live-documents.js';
import type { LiveChanges, LiveFeed } from './live-feed.js';

/** How long a call that has ended stays in sight, with the reason. */
export const ENDED_SHOWN_MS = 4_000;

export interface Tile {
  readonly id: string;
  call: LiveCall;
  /** How it ended, while that is still shown. */
  end: LiveEnd | null;
  endedAtMs: number | null;
}

type Tiles = Record<string, Tile>;

export interface WallStore {
  readonly tiles: Readonly<Tiles>;
  /** Ids in the order of the wall: newest first. A call keeps its place as long as it is there. */
  readonly order: Accessor<readonly string[]>;
}

/** Newest first; what began in the same moment stays in one order. */
const isBefore = (a: LiveCall, b: LiveCall) => (a.startedAt === b.startedAt ? a.id > b.id : a.startedAt > b.startedAt);

/** Puts new calls where they belong without moving the others among themselves. */
export function insertNewestFirst(order: readonly string[], added: readonly LiveCall[], callOf: (id: string) => LiveCall): string[] {
  const waiting = added.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  const result: string[] = [];
  let next = 0;
  for (const id of order) {
    const call = callOf(id);
    while (next < waiting.length && isBefore(waiting[next]!, call)) result.push(waiting[next++]!.id);
    result.push(id);
  }
  return [...result, ...waiting.slice(next).map(({ id }) => id)];
}

function applyChanges({ changed, ended }: LiveChanges, tiles: Tiles, setTiles: SetStoreFunction<Tiles>): LiveCall[] {
  const added: LiveCall[] = [];
  for (const call of changed) {
    const tile = tiles[call.id];
    if (!tile) {
      added.push(call);
      setTiles(call.id, { id: call.id, call, end: null, endedAtMs: null });
    } else if (!tile.end) {
      // Field by field: what stays the same tells nobody.
      setTiles(call.id, 'call', reconcile(call));
    }
  }
  for (const end of ended) if (tiles[end.id]) setTiles(end.id, { end, endedAtMs: Date.now() });
  return added;
}

/** The tiles of the wall, kept from the feed for as long as the component lives. */
export function createWallStore(feed: LiveFeed): WallStore {
  const [tiles, setTiles] = createStore<Tiles>({});
  const [order, setOrder] = createSignal<readonly string[]>([]);
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const remove = (ids: readonly string[]) => {
    const gone = new Set(ids);
    batch(() => {
      setOrder((all) => all.filter((id) => !gone.has(id)));
      for (const id of ids) setTiles(id, undefined!);
    });
  };
  const removeLater = (ids: readonly string[]) => {
    const timer = setTimeout(() => { timers.delete(timer); remove(ids); }, ENDED_SHOWN_MS);
    timers.add(timer);
  };
  const apply = (changes: LiveChanges) => {
    batch(() => {
      const added = applyChanges(changes, tiles, setTiles);
      if (added.length > 0) setOrder((all) => insertNewestFirst(all, added, (id) => tiles[id]!.call));
      // Over without an end that was told, while nobody listened, or too old for the wall.
      const lost = order().filter((id) => !feed.calls.has(id) && tiles[id]?.end === null);
      if (lost.length > 0) remove(lost);
    });
    const ended = changes.ended.map(({ id }) => id).filter((id) => tiles[id]);
    if (ended.length > 0) removeLater(ended);
  };
  apply({ isSnapshot: true, changed: [...feed.calls.values()], ended: [] });
  onCleanup(feed.listen(apply));
  onCleanup(() => { for (const timer of timers) clearTimeout(timer); });
  return { tiles, order };
}
