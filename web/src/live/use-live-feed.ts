import type { Client } from '@urql/core';
import { useClient } from '@urql/solid';
import { createEffect, createRoot, on, onCleanup, untrack } from 'solid-js';
import { isSessionEnding } from '../api/session.js';
import { createLiveFeed, type LiveFeed } from './live-feed.js';
import { liveStreamOf } from './live-stream.js';

/** A tab that nobody has looked at for so long gives its stream back; it takes it up again when it is looked at. */
const HIDDEN_MS_MAX = 60_000;

/** Words that run are read at this pace; between two of these moments nothing is drawn. */
const DRAW_MS_MIN = 100;

/** Runs with the next frame of the browser that is far enough from the last. */
function createFrames(): (run: () => void) => void {
  let lastMs = 0;
  return (run) => {
    const draw = () => requestAnimationFrame((nowMs) => { lastMs = nowMs; run(); });
    const waitMs = lastMs + DRAW_MS_MIN - performance.now();
    if (waitMs <= 0) draw();
    else setTimeout(draw, waitMs);
  };
}

interface Shared { readonly feed: LiveFeed; users: number; stop: () => void }

const feeds = new WeakMap<Client, Shared>();

/** Runs the feed while the tab is looked at and the session lasts; answers how to stop for good. */
function runWhileWanted(feed: LiveFeed): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = () => {
    clearTimeout(timer);
    if (untrack(isSessionEnding)) feed.pause();
    else if (document.visibilityState === 'visible') feed.start();
    else timer = setTimeout(() => { feed.pause(); }, HIDDEN_MS_MAX);
  };
  const onOnline = () => { feed.retry(); };
  document.addEventListener('visibilitychange', follow);
  addEventListener('online', onOnline);
  const stop = createRoot((dispose) => { createEffect(on(isSessionEnding, follow)); return dispose; });
  return () => {
    stop();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', follow);
    removeEventListener('online', onOnline);
    feed.pause();
  };
}

/**
 * The running calls, for as long as the component lives. However many ask, the console holds one stream; with the last
 * of them it closes.
 */
export function useLiveFeed(): LiveFeed {
  const client = useClient();
  const shared = feeds.get(client) ?? { feed: createLiveFeed(liveStreamOf(client), createFrames()), users: 0, stop: () => {} };
  feeds.set(client, shared);
  shared.users += 1;
  if (shared.users === 1) shared.stop = runWhileWanted(shared.feed);
  onCleanup(() => {
    shared.users -= 1;
    if (shared.users === 0) shared.stop();
  });
  return shared.feed;
}
