import type { Client } from '@urql/core';
import { liveCallsSubscription, type LiveItem } from './live-documents.js';

export interface StreamHandlers {
  readonly onItem: (item: LiveItem) => void;
  /** The stream has ended, whatever the reason; nothing comes after this. */
  readonly onLost: () => void;
}

/** Opens the stream once; answers how to close it. */
export type OpenStream = (handlers: StreamHandlers) => () => void;

/** The stream of running calls. Every opening begins with a snapshot, so that nothing needs to be asked for again. */
export function liveStreamOf(client: Client): OpenStream {
  return ({ onItem, onLost }) => {
    let isOver = false;
    const subscription = client.subscription(liveCallsSubscription, {}).subscribe(({ data, error, hasNext }) => {
      if (isOver) return;
      if (data && !error && hasNext) { onItem(data.liveCalls); return; }
      // A stream that ends well repeats its last item with `hasNext: false`.
      isOver = true;
      queueMicrotask(onLost);
    });
    return () => { isOver = true; subscription.unsubscribe(); };
  };
}
