import type { Client } from '@urql/core';
import { graphql, type ResultOf } from '../api/graphql.js';

const callEventsSubscription = graphql(`
  subscription CallEvents($callId: ID!, $after: Int) {
    callEvents(callId: $callId, after: $after) {
      __typename
      seq
      atMs
      ... on TranscriptPartialEvent { speaker turnIndex text }
      ... on CallerTurnEvent { turnIndex text }
      ... on AgentTurnEvent {
        turnIndex purpose generatedText heardText isInterrupted
        latency { endpointWaitMs sttFinalMs llmFirstTokenMs ttsFirstAudioMs transportMs ownShareMs responseMs }
      }
      ... on ToolCalledEvent { name durationMs error }
      ... on CallEndedEvent { reason { code text } }
    }
  }
`);

export type CallEventData = ResultOf<typeof callEventsSubscription>['callEvents'];

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 5_000;

/**
 * Follows a call: first what has happened, then what happens. A lost stream is taken up again behind the last event,
 * so that nothing is missing and nothing comes twice. Answers how to stop; it stops by itself when the call has ended.
 */
export function followCall(client: Client, callId: string, onEvent: (event: CallEventData) => void): () => void {
  let lastSeq = 0;
  let isOver = false;
  let retryMs = RETRY_MS_MIN;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let subscription: { unsubscribe: () => void } | undefined;
  const stop = () => { isOver = true; clearTimeout(timer); subscription?.unsubscribe(); };
  const open = () => {
    subscription = client.subscription(callEventsSubscription, { callId, after: lastSeq }).subscribe(({ data, error, hasNext }) => {
      if (isOver) return;
      const event = data?.callEvents;
      if (event && !error) {
        // Words of a running turn carry the number of the event before them.
        const isNew = event.seq > lastSeq || event.__typename === 'TranscriptPartialEvent';
        lastSeq = Math.max(lastSeq, event.seq);
        retryMs = RETRY_MS_MIN;
        if (isNew) onEvent(event);
        if (event.__typename === 'CallEndedEvent') { isOver = true; queueMicrotask(stop); return; }
      }
      if (!error && hasNext) return;
      subscription?.unsubscribe();
      clearTimeout(timer);
      timer = setTimeout(open, retryMs);
      retryMs = Math.min(RETRY_MS_MAX, retryMs * 2);
    });
  };
  open();
  return stop;
}
