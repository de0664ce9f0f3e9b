import type { Client, CombinedError } from '@urql/core';
import { batch, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { codeOf } from '../../../api/faults.js';
import { whereOf, writeListQuery, type CallWhere, type ListQuery } from './filters.js';
import { callsNewsQuery, callsQuery, type CallRow } from './list-documents.js';
import { keepList, keptList } from './list-memory.js';

const PAGE_ROWS = 100;
/** The next page is asked for when so few loaded rows are left below what is drawn. */
const AHEAD_ROWS = 150;
/** Somebody who waits at the end sees new rows come by so many a frame: a whole page of them at once is a long frame. */
const FRAME_ROWS = 4;
const NEWS_MS = 5_000;
/** So many new calls are counted; beyond that there are "more than". */
export const NEWS_MAX = 20;
/** Rows that are not finished are asked for again, at most so many of the topmost. */
const UNFINISHED_MAX = 50;

interface Loaded {
  readonly rows: readonly CallRow[];
  readonly total: number;
  readonly endCursor: string | null;
  readonly hasMore: boolean;
  /** The conditions with their moments fixed: a cursor is good for these alone. */
  readonly where: CallWhere | null;
  /** The newest calls when it was loaded; those before them are news. Undefined until it is known. */
  readonly newestIds: ReadonlySet<string> | undefined;
}

/** How long the server asks to wait before the next page; undefined where something else is wrong. */
function waitMsOf(error: CombinedError | undefined): number | undefined {
  const waitMs = error && codeOf(error) === 'RATE_LIMITED' ? error.graphQLErrors[0]?.extensions['retryAfterMs'] : undefined;
  return typeof waitMs === 'number' ? waitMs : undefined;
}

/** Until the next frame; at once where none will come. */
const nextFrame = () => new Promise<void>((resolve) => { if (document.hidden) resolve(); else requestAnimationFrame(() => { resolve(); }); });

const withoutNulls = <Item>(items: readonly (Item | null)[]): Item[] => items.filter((item) => item !== null);

/** The rows that are shown of those that have come: all of them, or some more with every frame. */
function createShown(all: () => readonly CallRow[]) {
  const [limit, setLimit] = createSignal(Infinity);
  const rows = createMemo(() => (limit() < all().length ? all().slice(0, limit()) : all()));
  const grow = async () => {
    while (limit() < all().length) {
      await nextFrame();
      setLimit((before) => before + FRAME_ROWS);
    }
    setLimit(Infinity);
  };
  return {
    rows,
    all: () => { setLimit(Infinity); },
    growFrom(count: number): void {
      if (limit() !== Infinity || document.hidden) return;
      // The frame in which a page of the list is read has enough to do.
      setLimit(count);
      void grow();
    },
  };
}

/** Loads the list page after page. What comes back for one that is not shown any more is dropped. */
function createPages(client: Client, query: () => ListQuery, before: Loaded | undefined) {
  const [loaded, setLoaded] = createSignal(before);
  const [isRenewing, setRenewing] = createSignal(false);
  const [error, setError] = createSignal<CombinedError>();
  let generation = 0;
  const shown = createShown(() => loaded()?.rows ?? []);
  let isLoading = false;
  let wantedRows = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => { clearTimeout(waiting); generation += 1; });

  const load = (where: CallWhere | null, after: string | null) => {
    isLoading = true;
    const { orderBy } = query();
    return client.query(callsQuery, { first: PAGE_ROWS, after, where, orderBy, isCounted: after === null }, { requestPolicy: 'network-only' }).toPromise();
  };

  const loadFirst = async () => {
    const mine = ++generation;
    clearTimeout(waiting);
    const { filters, orderBy } = query();
    const where = whereOf(filters, Date.now());
    setRenewing(true);
    setError(undefined);
    const { data, error: fault } = await load(where, null);
    if (mine !== generation) return;
    isLoading = false;
    setRenewing(false);
    if (!data) { setError(fault); return; }
    const { nodes, pageInfo } = data.calls;
    const rows = withoutNulls(nodes);
    const newestIds = orderBy === 'STARTED_DESC' ? new Set(rows.slice(0, NEWS_MAX).map(({ id }) => id)) : undefined;
    shown.all();
    setLoaded({ rows, total: data.count?.totalCount ?? rows.length, endCursor: pageInfo.endCursor, hasMore: pageInfo.hasNextPage, where, newestIds });
  };

  const loadMore = async () => {
    const last = loaded();
    if (!last?.hasMore || isLoading) return;
    const mine = generation;
    const { data, error: fault } = await load(last.where, last.endCursor);
    if (mine !== generation) return;
    const waitMs = waitMsOf(fault);
    if (waitMs !== undefined) {
      // Whoever scrolls faster than the server gives out waits for the next page, and nothing is wrong.
      waiting = setTimeout(() => { isLoading = false; void loadAhead(); }, waitMs);
      return;
    }
    isLoading = false;
    setError(data ? undefined : fault);
    if (!data) return;
    const { nodes, pageInfo } = data.calls;
    const before = last.rows.length;
    batch(() => {
      setLoaded((now) => now && { ...now, rows: [...now.rows, ...withoutNulls(nodes)], endCursor: pageInfo.endCursor, hasMore: pageInfo.hasNextPage });
      if (wantedRows >= before) shown.growFrom(before);
    });
    void loadAhead();
  };
  const loadAhead = async () => { if ((loaded()?.rows.length ?? 0) < wantedRows + AHEAD_ROWS && !error()) await loadMore(); };

  return {
    rows: shown.rows, loaded, setLoaded, isRenewing, error, loadFirst,
    want: (rows: number) => { wantedRows = rows; void loadAhead(); },
    retry: () => { setError(undefined); void (loaded() ? loadMore() : loadFirst()); },
  };
}

type Pages = ReturnType<typeof createPages>;

/** Asks every few seconds what is new, and how the rows went on that were not finished. */
function createNews(client: Client, { loaded, setLoaded, isRenewing }: Pages) {
  const [newCount, setNewCount] = createSignal(0);
  let isOver = false;
  const look = async () => {
    const list = loaded();
    if (!list || isRenewing()) return;
    const ids = list.rows.filter(({ status }) => status !== 'ENDED').slice(0, UNFINISHED_MAX).map(({ id }) => id);
    const { data } = await client.query(callsNewsQuery, { first: NEWS_MAX, where: list.where, ids }, { requestPolicy: 'network-only' });
    if (!data || isOver || loaded()?.where !== list.where) return;
    const newest = withoutNulls(data.calls.nodes).map(({ id }) => id);
    const { newestIds } = list;
    if (newestIds) {
      const firstKnown = newest.findIndex((id) => newestIds.has(id));
      setNewCount(firstKnown < 0 ? newest.length : firstKnown);
    }
    const changed = new Map(data.nodes.flatMap((node) => (node?.__typename === 'Call' ? [[node.id, node] as const] : [])));
    setLoaded((now) => now && { ...now, newestIds: now.newestIds ?? new Set(newest), rows: changed.size === 0 ? now.rows : now.rows.map((row) => changed.get(row.id) ?? row) });
  };
  const timer = setInterval(() => { if (document.visibilityState === 'visible') void look(); }, NEWS_MS);
  onCleanup(() => { isOver = true; clearInterval(timer); });
  return { newCount, setNewCount, look };
}

/**
 * The calls that an address asks for. Rows stay where they are: new calls are counted and wait until they are wanted;
 * rows that change change in place.
 */
export function createCallList(client: Client, query: () => ListQuery) {
  const key = createMemo(() => writeListQuery(query()));
  const kept = keptList<Loaded>(key());
  const pages = createPages(client, query, kept?.loaded);
  const news = createNews(client, pages);
  const reload = () => { news.setNewCount(0); void pages.loadFirst(); };
  // A list that somebody comes back to is shown as it was left, and brought up to date in its place.
  createEffect(on(key, (_key, before) => { if (before === undefined && kept) void news.look(); else reload(); }));
  return {
    key, reload, isRenewing: pages.isRenewing, error: pages.error, newCount: news.newCount,
    rows: pages.rows,
    total: () => pages.loaded()?.total,
    hasMore: () => pages.loaded()?.hasMore ?? false,
    /** The conditions as they were asked with. */
    where: () => pages.loaded()?.where ?? null,
    /** Where the list was left, for whoever comes back to it. */
    kept: kept && { scrollPx: kept.scrollPx, row: kept.row },
    /** Rows up to here are drawn: what follows is loaded ahead of them. */
    want: pages.want,
    /** Tries once more what failed. */
    retry: pages.retry,
    /** Remembers the list for the way back. */
    keep(scrollPx: number, row: number): void { const list = pages.loaded(); if (list) keepList(key(), list, scrollPx, row); },
  };
}

export type CallList = ReturnType<typeof createCallList>;
