import { createRequest, type CombinedError } from '@urql/core';
import { useClient } from '@urql/solid';
import { batch, createEffect, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import type { LiveFeed } from '../../live/live-feed.js';
import { FAIR_RESPONSE_MS_MAX } from '../../turns/latency.js';
import { FAILED_CODES } from './comparison.js';
import { homeQuery, type HomeFields } from './home-documents.js';
import { boundsOf, type Range } from './range.js';

/** What a call adds when it ends is stored within moments; and however many end, figures are asked for no more often than this. */
const REFRESH_MS_MIN = 3_000;
/** Calls fall out of the range while nothing happens, too. */
const REFRESH_MS_MAX = 60_000;

/** From here on callers wonder whether anybody is there. */
export const SLOW_RESPONSE_MS_MIN = FAIR_RESPONSE_MS_MAX + 1;

export interface HomeData {
  /** The newest answer; it stays while the next is on its way. */
  readonly state: { readonly data: HomeFields | undefined; readonly range: Range };
  /** Why the newest answer did not come. */
  readonly error: Accessor<CombinedError | undefined>;
  readonly refresh: () => void;
}

function variablesOf(range: Range, nowMs: number) {
  const bounds = boundsOf(range, nowMs);
  return { ...bounds, failed: { startedFrom: bounds.from, endedCodes: [...FAILED_CODES] }, slow: { startedFrom: bounds.from, responseMinMs: SLOW_RESPONSE_MS_MIN } };
}

/** The figures of a range, asked for anew when a call has ended, when the page is looked at again, and every minute. */
export function createHomeData(range: Accessor<Range>, feed: LiveFeed): HomeData {
  const client = useClient();
  const [state, setState] = createStore<{ data: HomeFields | undefined; range: Range }>({ data: undefined, range: untrack(range) });
  const [error, setError] = createSignal<CombinedError>();
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const load = async () => {
    clearTimeout(timer);
    const asked = untrack(range);
    const number = ++newest;
    // One key for each range: moments differ from one asking to the next, and would fill the cache without end.
    const { key } = createRequest(homeQuery, variablesOf(asked, 0));
    const { data, error: failure } = await client.executeQuery({ ...createRequest(homeQuery, variablesOf(asked, Date.now())), key }, { requestPolicy: 'network-only' }).toPromise();
    if (number !== newest) return;
    batch(() => {
      setError(failure);
      if (!data) return;
      setState('data', reconcile(data));
      setState('range', asked);
    });
    refreshIn(REFRESH_MS_MAX);
  };
  let dueAtMs = Infinity;
  const refreshIn = (waitMs: number) => {
    clearTimeout(timer);
    dueAtMs = Date.now() + waitMs;
    timer = setTimeout(() => { if (document.visibilityState === 'visible') void load(); }, waitMs);
  };
  createEffect(() => { range(); void load(); });
  const onVisibility = () => { if (document.visibilityState === 'visible') void load(); };
  document.addEventListener('visibilitychange', onVisibility);
  onCleanup(feed.listen(({ ended }) => { if (ended.length > 0 && dueAtMs - Date.now() > REFRESH_MS_MIN) refreshIn(REFRESH_MS_MIN); }));
  onCleanup(() => { newest = -1; clearTimeout(timer); document.removeEventListener('visibilitychange', onVisibility); });
  return { state, error, refresh: () => { void load(); } };
}
