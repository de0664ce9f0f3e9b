import type { Client, CombinedError } from '@urql/core';
import { codeOf } from '../api/faults.js';
import { callEventsSubscription, type CallEventData } from './talk-documents.js';

/**
 * How well a call is followed. `waiting`: the stream is lost and will be taken up again; `signed-out`: it needs somebody
 * signed in; `gone`: there is no such call for whoever is signed in now.
 */
export type FollowState = 'live' | 'waiting' | 'signed-out' | 'gone';

interface FollowOptions {
  readonly client: Pick<Client, 'subscription'>;
  readonly callId: string;
  readonly onEvent: (event: CallEventData) => void;
  readonly onState?: (state: FollowState) => void;
}

export interface Following {
  /** Another try at once: the network is back, or somebody has signed in. */
  readonly retry: () => void;
  readonly stop: () => void;
}

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 5_000;
/** A new call may not have reached every server yet; after so many refusals in a row it is not there. */
const MISSING_MAX = 5;

/** Where the server says that this position has not been reached: its newest one. */
function lastSeqOf(error: CombinedError): number | undefined {
  const lastSeq = error.graphQLErrors[0]?.extensions['lastSeq'];
  return typeof lastSeq === 'number' ? lastSeq : undefined;
}

/**
 * Follows a call: first what has happened, then what happens. A lost stream is taken up again behind the last event, and
 * so is one that leaves an event out: nothing is missing and nothing comes twice. It stops by itself when the call has ended.
 */
export function followCall({ client, callId, onEvent, onState }: FollowOptions): Following {
  let lastSeq = 0;
  /** Before this event one was missing when it came; where the log says the same again, there is none. */
  let gapSeq = 0;
  let isOver = false;
  let missing = 0;
  let retryMs = RETRY_MS_MIN;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: (() => void) | undefined;
  /** Grows with each stream; what an earlier one still has to say is not heard. */
  let streams = 0;
  let state: FollowState = 'live';

  const tell = (next: FollowState) => { if (next !== state) { state = next; onState?.(next); } };
  const leave = () => { streams += 1; clearTimeout(timer); unsubscribe?.(); unsubscribe = undefined; };
  const stop = () => { isOver = true; leave(); };
  const again = (afterMs: number) => { leave(); timer = setTimeout(open, afterMs); };
  const backOff = () => { again(retryMs); retryMs = Math.min(RETRY_MS_MAX, retryMs * 2); };

  const take = (event: CallEventData) => {
    // Words of a running turn carry the number of the event before them.
    const isWords = event.__typename === 'TranscriptPartialEvent';
    if (!isWords && event.seq <= lastSeq) return;
    if (!isWords && event.seq > lastSeq + 1 && gapSeq !== event.seq) { gapSeq = event.seq; again(0); return; }
    if (!isWords) lastSeq = event.seq;
    retryMs = RETRY_MS_MIN;
    missing = 0;
    tell('live');
    onEvent(event);
    // Not from within the stream's own call: it may not have answered how to stop it yet.
    if (event.__typename === 'CallEndedEvent') { isOver = true; queueMicrotask(stop); }
  };

  const fail = (error: CombinedError) => {
    const code = codeOf(error);
    const newest = lastSeqOf(error);
    if (newest !== undefined) lastSeq = Math.min(lastSeq, newest);
    if (code === 'NOT_FOUND' && ++missing >= MISSING_MAX) { tell('gone'); stop(); return; }
    tell(code === 'UNAUTHENTICATED' ? 'signed-out' : 'waiting');
    backOff();
  };

  function open(): void {
    const own = ++streams;
    const opened = client.subscription(callEventsSubscription, { callId, after: lastSeq }).subscribe(({ data, error, hasNext }) => {
      if (isOver || own !== streams) return;
      if (error) fail(error);
      else if (data) take(data.callEvents);
      // A stream that is complete although the call goes on was cut off politely.
      if (!error && !hasNext && !isOver && own === streams) { tell('waiting'); backOff(); }
    });
    if (own === streams) unsubscribe = () => { opened.unsubscribe(); }; else opened.unsubscribe();
  }

  open();
  return { retry: () => { if (!isOver && state !== 'live') { retryMs = RETRY_MS_MIN; again(0); } }, stop };
}
