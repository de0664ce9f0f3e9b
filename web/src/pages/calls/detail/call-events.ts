import type { Client, CombinedError } from '@urql/core';
import { createEffect, createSignal, onCleanup } from 'solid-js';
import { codeOf } from '../../../api/faults.js';
import type { VariablesOf } from '../../../api/graphql.js';
import { callEventsPageQuery, type StoredEvent } from './event-documents.js';

type Types = VariablesOf<typeof callEventsPageQuery>['types'];

const PAGE_EVENTS = 500;

/**
 * The stored events of a call, page after page; where the call goes on, what is new is added when `newestSeq` says that
 * there is more. `types` narrows them.
 */
export function createCallEvents(client: Client, callId: string, newestSeq: () => number, types?: Types) {
  const [events, setEvents] = createSignal<readonly StoredEvent[]>([]);
  const [isComplete, setComplete] = createSignal(false);
  const [error, setError] = createSignal<CombinedError>();
  let lastSeq = 0;
  let isLoading = false;
  let isOver = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => { isOver = true; clearTimeout(waiting); });

  const load = async () => {
    if (isLoading) return;
    isLoading = true;
    setError(undefined);
    for (;;) {
      const askedSeq = newestSeq();
      const result = await client.query(callEventsPageQuery, { id: callId, first: PAGE_EVENTS, after: lastSeq, types: types ?? null }, { requestPolicy: 'network-only' });
      if (isOver) return;
      const page = result.data?.call?.events;
      if (!page) { isLoading = false; fail(result.error); return; }
      if (page.length > 0) { setEvents((all) => [...all, ...page]); lastSeq = page.at(-1)!.seq; }
      if (page.length === PAGE_EVENTS) continue;
      // Nothing else up to here is of these types.
      lastSeq = Math.max(lastSeq, askedSeq);
      setComplete(true);
      break;
    }
    isLoading = false;
    if (newestSeq() > lastSeq) void load();
  };
  const fail = (fault: CombinedError | undefined) => {
    const waitMs = fault && codeOf(fault) === 'RATE_LIMITED' ? fault.graphQLErrors[0]?.extensions['retryAfterMs'] : undefined;
    if (typeof waitMs === 'number') waiting = setTimeout(() => { void load(); }, waitMs);
    else setError(fault);
  };
  createEffect(() => { if (newestSeq() > lastSeq) void load(); });
  return { events, isComplete, error, retry: () => { void load(); } };
}

export type CallEvents = ReturnType<typeof createCallEvents>;
