import type { StoredEventName } from './event-documents.js';

/** What a timeline can be narrowed to; as `?show=` has them. */
export const EVENT_GROUPS = ['words', 'turns', 'tools', 'providers', 'sound', 'call'] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];
/** Whose doing it is. */
export type Lane = 'caller' | 'agent' | 'system';

/** Events of the api by their type, and where they belong. */
export const EVENT_KINDS = {
  CallStartedEvent: { type: 'CALL_STARTED', group: 'call', lane: 'system' },
  AgentStateEvent: { type: 'AGENT_STATE', group: 'turns', lane: 'agent' },
  SpeechStartedEvent: { type: 'SPEECH_STARTED', group: 'turns', lane: 'caller' },
  SpeechEndedEvent: { type: 'SPEECH_ENDED', group: 'turns', lane: 'caller' },
  TurnDecidedEvent: { type: 'TURN_DECIDED', group: 'turns', lane: 'caller' },
  CallerTurnEvent: { type: 'CALLER_TURN', group: 'words', lane: 'caller' },
  AgentTurnStartedEvent: { type: 'AGENT_TURN_STARTED', group: 'turns', lane: 'agent' },
  AgentTurnEvent: { type: 'AGENT_TURN', group: 'words', lane: 'agent' },
  InterruptionStartedEvent: { type: 'INTERRUPTION_STARTED', group: 'turns', lane: 'caller' },
  InterruptionResolvedEvent: { type: 'INTERRUPTION_RESOLVED', group: 'turns', lane: 'agent' },
  ToolCalledEvent: { type: 'TOOL_CALLED', group: 'tools', lane: 'agent' },
  DtmfReceivedEvent: { type: 'DTMF_RECEIVED', group: 'tools', lane: 'caller' },
  CallHeldEvent: { type: 'CALL_HELD', group: 'call', lane: 'caller' },
  ProviderFailedEvent: { type: 'PROVIDER_FAILED', group: 'providers', lane: 'system' },
  ProviderHedgedEvent: { type: 'PROVIDER_HEDGED', group: 'providers', lane: 'system' },
  DeadAirEvent: { type: 'DEAD_AIR', group: 'providers', lane: 'system' },
  AudioProblemEvent: { type: 'AUDIO_PROBLEM', group: 'sound', lane: 'system' },
  JournalDegradedEvent: { type: 'JOURNAL_DEGRADED', group: 'sound', lane: 'system' },
  RecordingReadyEvent: { type: 'RECORDING_READY', group: 'sound', lane: 'system' },
  CallEndedEvent: { type: 'CALL_ENDED', group: 'call', lane: 'system' },
} as const satisfies Partial<Record<StoredEventName, { type: string; group: EventGroup; lane: Lane }>>;

export type KnownEventName = keyof typeof EVENT_KINDS;

/** An event that this page knows; undefined for types that are newer than it. */
export const kindOf = (name: StoredEventName): (typeof EVENT_KINDS)[KnownEventName] | undefined => (name in EVENT_KINDS ? EVENT_KINDS[name as KnownEventName] : undefined);

/** The groups that `?show=` names; all where it names none. */
export function readGroups(text: string | undefined): readonly EventGroup[] {
  const named = EVENT_GROUPS.filter((group) => text?.split(',').includes(group));
  return named.length > 0 ? named : EVENT_GROUPS;
}

/** One group more or less; undefined for all of them, which need no words. */
export function writeGroups(shown: readonly EventGroup[], group: EventGroup): string | undefined {
  // From "all", a press means this one alone.
  if (shown.length === EVENT_GROUPS.length) return group;
  const next = EVENT_GROUPS.filter((candidate) => (candidate === group ? !shown.includes(group) : shown.includes(candidate)));
  return next.length === 0 || next.length === EVENT_GROUPS.length ? undefined : next.join(',');
}
