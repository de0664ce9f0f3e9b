import { formatClock, formatPercent, formatShort } from '../../../i18n/format.js';
import { endedSentence } from '../../../i18n/ended-reason.js';
import { t } from '../../../i18n/index.js';
import { noteSentence } from '../../../talk/transcript/note-words.js';
import type { StoredEvent } from './event-documents.js';

type EventOf<Name extends StoredEvent['__typename']> = Extract<StoredEvent, { __typename: Name }>;

function decisionText({ waitMs, completeProbability, isSpeculationHit, isFallback }: EventOf<'TurnDecidedEvent'>): string {
  const words = t().events;
  return [
    words.decided(formatShort(waitMs)), completeProbability === null ? '' : words.complete(formatPercent(completeProbability)), isSpeculationHit ? words.preparedUsed : '', isFallback ? words.byDelayAlone : '',
  ].filter(Boolean).join(' ');
}

/** What happened, in a sentence. */
export function eventText(event: StoredEvent): string {
  const words = t().events;
  switch (event.__typename) {
    case 'CallStartedEvent': return words.started(t().calls.transport[event.transport], event.codec);
    case 'AgentStateEvent': return t().talk.states[event.state];
    case 'SpeechStartedEvent': return words.speechStarted;
    case 'SpeechEndedEvent': return words.speechEnded(formatShort(event.speechMs));
    case 'TurnDecidedEvent': return decisionText(event);
    case 'CallerTurnEvent': return event.isTyped ? words.typed(event.text) : event.text;
    case 'AgentTurnStartedEvent': return words.agentBegins(t().call.purposes[event.purpose]);
    case 'AgentTurnEvent': return event.heardText || t().call.heardNothing;
    case 'InterruptionStartedEvent': return words.interruptionStarted(formatShort(event.stopMs));
    case 'InterruptionResolvedEvent': return event.outcome === 'CONFIRMED' ? words.gaveWay : noteSentence(event.outcome === 'FALSE_ALARM' ? { type: 'false-alarm' } : { type: 'backchannel', text: event.text });
    case 'ToolCalledEvent': return event.error === null ? words.tool(event.name, formatShort(event.durationMs)) : words.toolFailed(event.name, event.error);
    case 'DtmfReceivedEvent': return noteSentence({ type: 'dtmf', digits: event.digit });
    case 'CallHeldEvent': return noteSentence({ type: 'hold', isHeld: event.isHeld });
    case 'ProviderFailedEvent': return noteSentence({ type: 'provider-failed', providerKind: event.kind, connectionId: event.connectionId, cause: event.cause, message: event.message, next: event.next });
    case 'ProviderHedgedEvent': return noteSentence({ type: 'provider-hedged', providerKind: event.kind, isSecondUsed: event.winnerConnectionId === event.hedgeConnectionId });
    case 'DeadAirEvent': return noteSentence({ type: 'dead-air', action: event.action, silenceMs: event.silenceMs });
    case 'AudioProblemEvent': return noteSentence({ type: 'audio-problem', problem: event.problem, count: event.count });
    case 'JournalDegradedEvent': return event.message;
    case 'RecordingReadyEvent': return formatClock(event.durationMs);
    case 'CallEndedEvent': return endedSentence(event.ended);
    default: return '';
  }
}

/** What kind of thing happened. */
export function eventName(event: StoredEvent): string {
  const names: Readonly<Record<string, string>> = t().events.names;
  return names[event.__typename] ?? event.__typename;
}
