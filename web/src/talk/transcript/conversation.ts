import type { Latency } from '../../turns/latency.js';
import type { CallEventData } from '../talk-documents.js';

type EventOf<Name extends CallEventData['__typename']> = Extract<CallEventData, { __typename: Name }>;

/** What one side said, or is saying. */
export interface Line {
  readonly kind: 'line';
  readonly speaker: 'CALLER' | 'AGENT';
  /** Null for a written line that the server has not confirmed yet. */
  turnIndex: number | null;
  /** On the call's clock; null until it is known. */
  atMs: number | null;
  /** Of the agent, what was heard. */
  text: string;
  isFinal: boolean;
  isTyped: boolean;
  /** Heard from the media server alone, while the log of the call could not be read. */
  isProvisional: boolean;
  isInterrupted: boolean;
  /** What the agent had written; null while it speaks, and for the caller. */
  generatedText: string | null;
  purpose: EventOf<'AgentTurnEvent'>['purpose'] | null;
  latency: Latency | null;
}

/** What the agent asked of a tool, and what came of it. */
export interface ToolCard extends Omit<EventOf<'ToolCalledEvent'>, '__typename' | 'seq'> { readonly kind: 'tool' }

/** Something that happened beside the words. */
export type Note =
  | { readonly type: 'false-alarm' } | { readonly type: 'backchannel'; readonly text: string }
  | Omit<EventOf<'ProviderFailedEvent'>, '__typename' | 'seq' | 'atMs' | 'kind'> & { readonly type: 'provider-failed'; readonly providerKind: EventOf<'ProviderFailedEvent'>['kind'] }
  | { readonly type: 'provider-hedged'; readonly providerKind: EventOf<'ProviderHedgedEvent'>['kind']; readonly isSecondUsed: boolean }
  | { readonly type: 'dead-air'; readonly action: EventOf<'DeadAirEvent'>['action']; readonly silenceMs: number }
  | { readonly type: 'audio-problem'; readonly problem: EventOf<'AudioProblemEvent'>['problem']; readonly count: number }
  | { readonly type: 'dtmf'; readonly digits: string }
  | { readonly type: 'hold'; readonly isHeld: boolean }
  /** Told by this browser: the agent's voice broke off, or was lost. */
  | { readonly type: 'voice-gap' | 'voice-lost'; readonly durationMs: number; readonly count: number }
  | { readonly type: 'microphone'; readonly label: string };

export interface Marker { readonly kind: 'marker'; readonly atMs: number | null; note: Note }

export type Entry = Line | ToolCard | Marker;

/** What has happened so far in a call that runs. */
export interface Conversation {
  entries: Entry[];
  /** Older entries that were let go. */
  droppedEntries: number;
  /** How long each answer took, oldest first. */
  responsesMs: number[];
  /** Where the time of the newest answer went. */
  newestLatency: Latency | null;
  /** Why the call is over; undefined while it runs. */
  ended: { readonly code: string; readonly text: string } | undefined;
}

export const emptyConversation = (): Conversation => ({ entries: [], droppedEntries: 0, responsesMs: [], newestLatency: null, ended: undefined });

/** A call can last for hours; more than this is read on the page of the call. */
export const ENTRIES_MAX = 5_000;
const ENTRIES_DROPPED = 500;
/** Lines that still grow are near the end. */
const LOOK_BACK = 40;

function add<Kind extends Entry>(conversation: Conversation, entry: Kind): Kind {
  const { entries } = conversation;
  if (entries.length >= ENTRIES_MAX) { entries.splice(0, ENTRIES_DROPPED); conversation.droppedEntries += ENTRIES_DROPPED; }
  entries.push(entry);
  // Not the given one: inside a store this is the entry that can be watched.
  return entries.at(-1) as Kind;
}

const newLine = (speaker: Line['speaker'], turnIndex: number | null): Line => ({
  kind: 'line', speaker, turnIndex, atMs: null, text: '', isFinal: false, isTyped: false, isProvisional: false, isInterrupted: false, generatedText: null, purpose: null, latency: null,
});

/** The newest line that still grows and fits; undefined where there is none. */
function findOpen(entries: readonly Entry[], fits: (line: Line) => boolean): Line | undefined {
  for (let index = entries.length - 1; index >= Math.max(0, entries.length - LOOK_BACK); index--) {
    const entry = entries[index]!;
    if (entry.kind === 'line' && !entry.isFinal && fits(entry)) return entry;
  }
  return undefined;
}

/** The line that grows under this speaker and turn, or a new one at the end. */
function openLine(conversation: Conversation, speaker: Line['speaker'], turnIndex: number): Line {
  return findOpen(conversation.entries, (line) => line.speaker === speaker && line.turnIndex === turnIndex) ?? add(conversation, newLine(speaker, turnIndex));
}

/** Adds a note; repeated ones of the same kind become one. */
export function addNote(conversation: Conversation, note: Note, atMs: number | null = null): void {
  const last = conversation.entries.at(-1);
  const before = last?.kind === 'marker' ? last : undefined;
  if (before?.note.type === 'dtmf' && note.type === 'dtmf') before.note = { ...note, digits: before.note.digits + note.digits };
  else if (before?.note.type === 'audio-problem' && note.type === 'audio-problem' && before.note.problem === note.problem) before.note = { ...note, count: before.note.count + note.count };
  else if (before && isVoice(before.note) && isVoice(note) && before.note.type === note.type) before.note = { ...note, count: before.note.count + note.count, durationMs: before.note.durationMs + note.durationMs };
  else add(conversation, { kind: 'marker', atMs, note });
}

const isVoice = (note: Note): note is Extract<Note, { type: 'voice-gap' | 'voice-lost' }> => note.type === 'voice-gap' || note.type === 'voice-lost';

/** A line as it was written, until the server says that it has it. */
export function addTyped(conversation: Conversation, text: string): void {
  add(conversation, { ...newLine('CALLER', null), text, isTyped: true });
}

/** The server did not take the newest line that waits; answers its text. */
export function dropTyped(conversation: Conversation): string | undefined {
  const index = conversation.entries.findLastIndex((entry) => entry.kind === 'line' && entry.turnIndex === null);
  const [entry] = index < 0 ? [] : conversation.entries.splice(index, 1);
  return entry?.kind === 'line' ? entry.text : undefined;
}

/** Words straight from the media server, while the log of the call cannot be read. */
export function applyWords(conversation: Conversation, words: { readonly speaker: Line['speaker']; readonly turnIndex: number; readonly text: string }): void {
  const open = findOpen(conversation.entries, (line) => line.speaker === words.speaker && line.turnIndex === words.turnIndex);
  if (open) open.text = words.text;
  // A line that the log has begun is finished by it; one that it has not is only for now.
  else add(conversation, { ...newLine(words.speaker, words.turnIndex), text: words.text, isProvisional: true });
}

/** The log is read again and tells everything itself. */
export function dropProvisional(conversation: Conversation): void {
  if (conversation.entries.some((entry) => entry.kind === 'line' && entry.isProvisional)) conversation.entries = conversation.entries.filter((entry) => !(entry.kind === 'line' && entry.isProvisional));
}

/** The written line that this turn confirms, where the log has it: behind all that the log told before. */
function confirmTyped(conversation: Conversation): Line | undefined {
  const { entries } = conversation;
  const index = entries.findIndex((entry) => entry.kind === 'line' && entry.turnIndex === null);
  const line = entries[index];
  if (line?.kind !== 'line') return undefined;
  if (entries.slice(index + 1).every((entry) => entry.kind === 'line' && !entry.isFinal)) return line;
  entries.splice(index, 1);
  return add(conversation, line);
}

function finishCaller(conversation: Conversation, { turnIndex, text, isTyped, atMs }: EventOf<'CallerTurnEvent'>): void {
  const line = (isTyped ? confirmTyped(conversation) : undefined) ?? openLine(conversation, 'CALLER', turnIndex);
  Object.assign(line, { turnIndex, text, isTyped, atMs, isFinal: true });
}

function finishAgent(conversation: Conversation, { turnIndex, heardText, generatedText, isInterrupted, purpose, latency, atMs }: EventOf<'AgentTurnEvent'>): void {
  Object.assign(openLine(conversation, 'AGENT', turnIndex), { text: heardText, generatedText, isInterrupted, purpose, latency, atMs, isFinal: true });
  if (latency.responseMs === null) return;
  conversation.responsesMs.push(latency.responseMs);
  conversation.newestLatency = latency;
}

/** Takes an event into the conversation, in place. */
export function applyEvent(conversation: Conversation, event: CallEventData): void {
  const note = (value: Note) => { addNote(conversation, value, event.atMs); };
  switch (event.__typename) {
    case 'TranscriptPartialEvent': openLine(conversation, event.speaker, event.turnIndex).text = event.text; break;
    case 'CallerTurnEvent': finishCaller(conversation, event); break;
    case 'AgentTurnEvent': finishAgent(conversation, event); break;
    case 'ToolCalledEvent': {
      const { __typename: _type, seq: _seq, ...card } = event;
      add(conversation, { kind: 'tool', ...card });
      break;
    }
    case 'InterruptionResolvedEvent':
      if (event.outcome === 'FALSE_ALARM') note({ type: 'false-alarm' });
      else if (event.outcome === 'BACKCHANNEL') note({ type: 'backchannel', text: event.text });
      break;
    case 'ProviderFailedEvent': note({ type: 'provider-failed', providerKind: event.kind, connectionId: event.connectionId, cause: event.cause, message: event.message, next: event.next }); break;
    case 'ProviderHedgedEvent': note({ type: 'provider-hedged', providerKind: event.kind, isSecondUsed: event.winnerConnectionId !== null && event.winnerConnectionId !== event.slowConnectionId }); break;
    case 'DeadAirEvent': note({ type: 'dead-air', action: event.action, silenceMs: event.silenceMs }); break;
    case 'AudioProblemEvent': note({ type: 'audio-problem', problem: event.problem, count: event.count }); break;
    case 'DtmfReceivedEvent': note({ type: 'dtmf', digits: event.digit }); break;
    case 'CallHeldEvent': note({ type: 'hold', isHeld: event.isHeld }); break;
    case 'CallEndedEvent': conversation.ended = event.reason; break;
    default: break;
  }
}
