import { endedSentence } from '../i18n/ended-reason.js';
import type { CallEventData } from './call-events.js';

type Latency = Extract<CallEventData, { __typename: 'AgentTurnEvent' }>['latency'];

/** One line of the live transcript. */
export interface Line {
  readonly speaker: 'CALLER' | 'AGENT' | 'TOOL';
  readonly turnIndex: number;
  /** What is shown: of the agent what was heard. */
  text: string;
  isFinal: boolean;
  isInterrupted: boolean;
  latency: Latency | null;
}

/** What has been said so far in a call that runs. */
export interface Conversation {
  lines: Line[];
  /** Why the call is over, in words; undefined while it runs. */
  endedText: string | undefined;
}

export const emptyConversation = (): Conversation => ({ lines: [], endedText: undefined });

/** The line that grows under this speaker and turn, or a new one at the end. */
function openLine(lines: Line[], speaker: Line['speaker'], turnIndex: number): Line {
  const running = lines.findLast((line) => line.speaker === speaker && line.turnIndex === turnIndex && !line.isFinal);
  if (running) return running;
  lines.push({ speaker, turnIndex, text: '', isFinal: false, isInterrupted: false, latency: null });
  return lines.at(-1)!;
}

/** Takes an event into the conversation, in place. */
export function applyEvent(conversation: Conversation, event: CallEventData): void {
  const { lines } = conversation;
  switch (event.__typename) {
    case 'TranscriptPartialEvent': openLine(lines, event.speaker, event.turnIndex).text = event.text; break;
    case 'CallerTurnEvent': Object.assign(openLine(lines, 'CALLER', event.turnIndex), { text: event.text, isFinal: true }); break;
    case 'AgentTurnEvent': {
      const { heardText, isInterrupted, latency } = event;
      Object.assign(openLine(lines, 'AGENT', event.turnIndex), { text: heardText, isFinal: true, isInterrupted, latency });
      break;
    }
    case 'ToolCalledEvent': lines.push({ speaker: 'TOOL', turnIndex: -1, text: event.name, isFinal: true, isInterrupted: false, latency: null }); break;
    case 'CallEndedEvent': conversation.endedText = endedSentence(event.reason); break;
    default: break;
  }
}
