import { batch, createSignal, type Accessor } from 'solid-js';
import type { LiveCall, LiveEnd, LiveItem } from './live-documents.js';
import type { OpenStream } from './live-stream.js';

/** As many calls as a snapshot holds. Beyond it the oldest leave, and the feed says that it is not complete. */
export const LIVE_CALLS_MAX = 200;
const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 10_000;

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'paused';
export interface Connection { readonly state: ConnectionState; readonly sinceMs: number }

/** What has happened since the last frame. Of a call that changed several times only its newest state is told. */
export interface LiveChanges {
  /** `changed` is all there is; whatever else was known is over. */
  readonly isSnapshot: boolean;
  readonly changed: readonly LiveCall[];
  readonly ended: readonly LiveEnd[];
}

export interface LiveFeed {
  readonly connection: Accessor<Connection>;
  /** Running calls, as far as they are known; undefined until the first snapshot. */
  readonly count: Accessor<number | undefined>;
  /** Whether there are no more calls than those that are known. */
  readonly isComplete: Accessor<boolean>;
  /** The running calls by id, as of the last frame. */
  readonly calls: ReadonlyMap<string, LiveCall>;
  /** Tells what happens from now on; answers how to stop. */
  listen(listener: (changes: LiveChanges) => void): () => void;
  start(): void;
  pause(): void;
  /** Tries at once where it waits to try again. */
  retry(): void;
}

/** Keeps the newest `LIVE_CALLS_MAX` calls; answers whether some had to go. */
function dropOldest(calls: Map<string, LiveCall>): boolean {
  if (calls.size <= LIVE_CALLS_MAX) return false;
  const oldestFirst = [...calls.values()].toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  for (const { id } of oldestFirst.slice(0, calls.size - LIVE_CALLS_MAX)) calls.delete(id);
  return true;
}

/** What has arrived and was not told yet: bounded, since it holds one entry for each call at most. */
function createPending() {
  let snapshot: Extract<LiveItem, { __typename: 'LiveCallsSnapshot' }> | undefined;
  const changed = new Map<string, LiveCall>();
  const ended = new Map<string, LiveEnd>();
  return {
    add(item: LiveItem) {
      if (item.__typename === 'LiveCallsSnapshot') { snapshot = item; changed.clear(); ended.clear(); }
      else if (item.__typename === 'LiveCallChanged') { if (!ended.has(item.call.id)) changed.set(item.call.id, item.call); }
      else { changed.delete(item.id); ended.set(item.id, item); }
    },
    take() {
      const taken = { snapshot, changed: [...changed.values()], ended: [...ended.values()] };
      snapshot = undefined;
      changed.clear();
      ended.clear();
      return taken;
    },
  };
}

/** The connection with its second tries: each opening waits longer than the last, until an item arrives. */
function createLine(open: OpenStream, onItem: (item: LiveItem) => void) {
  const [connection, setConnection] = createSignal<Connection>({ state: 'paused', sinceMs: Date.now() });
  let retryMs = RETRY_MS_MIN;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let close: (() => void) | undefined;
  const become = (state: ConnectionState) => { if (connection().state !== state) setConnection({ state, sinceMs: Date.now() }); };
  const connect = () => {
    clearTimeout(timer);
    timer = undefined;
    close?.();
    close = open({
      onItem: (item) => { retryMs = RETRY_MS_MIN; become('live'); onItem(item); },
      onLost: () => {
        close?.();
        close = undefined;
        become('reconnecting');
        timer = setTimeout(connect, retryMs);
        retryMs = Math.min(RETRY_MS_MAX, retryMs * 2);
      },
    });
  };
  let hasRun = false;
  return {
    connection,
    start: () => { if (connection().state !== 'paused') return; become(hasRun ? 'reconnecting' : 'connecting'); hasRun = true; connect(); },
    pause: () => { clearTimeout(timer); timer = undefined; close?.(); close = undefined; retryMs = RETRY_MS_MIN; become('paused'); },
    retry: () => { if (connection().state === 'reconnecting') { retryMs = RETRY_MS_MIN; connect(); } },
  };
}

/** The running calls of the organization: one stream, whose items are told once a frame, however many there were. */
export function createLiveFeed(open: OpenStream, nextFrame: (run: () => void) => void): LiveFeed {
  const calls = new Map<string, LiveCall>();
  const listeners = new Set<(changes: LiveChanges) => void>();
  const pending = createPending();
  const [count, setCount] = createSignal<number>();
  const [isComplete, setComplete] = createSignal(true);
  let isScheduled = false;

  const flush = () => {
    isScheduled = false;
    const { snapshot, changed, ended } = pending.take();
    if (snapshot) calls.clear();
    for (const call of [...snapshot?.calls ?? [], ...changed]) calls.set(call.id, call);
    for (const { id } of ended) calls.delete(id);
    const hasDropped = dropOldest(calls);
    const kept = [...snapshot?.calls ?? [], ...changed].filter(({ id }) => calls.has(id));
    batch(() => {
      if (snapshot) setComplete(snapshot.isComplete);
      if (hasDropped) setComplete(false);
      if (snapshot || count() !== undefined) setCount(calls.size);
      for (const listener of listeners) listener({ isSnapshot: snapshot !== undefined, changed: snapshot ? [...calls.values()] : kept, ended });
    });
  };
  const line = createLine(open, (item) => {
    pending.add(item);
    if (!isScheduled) { isScheduled = true; nextFrame(flush); }
  });
  return {
    ...line, count, isComplete, calls,
    listen: (listener) => { listeners.add(listener); return () => { listeners.delete(listener); }; },
  };
}
