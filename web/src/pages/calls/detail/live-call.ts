import { useClient } from '@urql/solid';
import { createSignal, onCleanup } from 'solid-js';
import { followCall } from '../../../talk/follow-call.js';
import type { TurnFields } from '../call-documents.js';

/** Several things that happen together are asked for once. */
const GATHER_MS = 250;

/** Words that somebody is saying just now. */
export interface RunningWords { readonly speaker: TurnFields['speaker']; readonly turnIndex: number; readonly text: string }

/** Follows a running call: words as they are said, and word when there is more to be read. */
export function followRunning(callId: string, onNews: () => void) {
  const [words, setWords] = createSignal<RunningWords>();
  const [isHeld, setHeld] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => { timer ??= setTimeout(() => { timer = undefined; onNews(); }, GATHER_MS); };
  const following = followCall({
    client: useClient(), callId,
    onEvent: (event) => {
      switch (event.__typename) {
        case 'TranscriptPartialEvent': setWords({ speaker: event.speaker, turnIndex: event.turnIndex, text: event.text }); break;
        case 'CallHeldEvent': setHeld(event.isHeld); tell(); break;
        case 'CallEndedEvent': setWords(undefined); setHeld(false); tell(); break;
        default: tell();
      }
    },
  });
  onCleanup(() => { clearTimeout(timer); following.stop(); });
  return { words, isHeld };
}

export type RunningCall = ReturnType<typeof followRunning>;
