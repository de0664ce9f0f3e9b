import { CALL_EVENT_TYPES, type CallEventType } from '@parley/media-contract';
import type { Builder } from '../../schema/builder.js';
import type { CallRefs } from './calls.graphql.js';
import type { CallEnums } from './enums.graphql.js';
import type { TurnParts } from './turns.graphql.js';

/** A stored event, or words of a running turn, on its way to a subscriber. */
export interface StreamedEvent {
  readonly callId: string;
  readonly seq: number;
  readonly type: CallEventType | 'transcript-partial';
  readonly atMs: number;
  readonly occurredAt: Date;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface FieldSpec { readonly type: unknown; readonly description: string; readonly isNullable?: boolean; readonly read?: (payload: Readonly<Record<string, unknown>>) => unknown }
type EventSpec = readonly [description: string, fields: Record<string, FieldSpec>];

/** `call-started` -> `CallStartedEvent`. */
export const eventTypeName = (type: string) => `${type.split('-').map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')}Event`;

/** `call-started` -> `CALL_STARTED`. */
const eventTypeValue = (type: CallEventType) => type.toUpperCase().replaceAll('-', '_');

const milliseconds = (description: string): FieldSpec => ({ type: 'Milliseconds', description });
const int = (description: string): FieldSpec => ({ type: 'Int', description });
const text = (description: string): FieldSpec => ({ type: 'String', description });
const bool = (description: string): FieldSpec => ({ type: 'Boolean', description });
const optional = (field: FieldSpec): FieldSpec => ({ ...field, isNullable: true });
const of = (type: unknown, description: string): FieldSpec => ({ type, description });

const turnIndex = int('Number of the turn, as in `Turn.index`.');
const connectionId = text('Which connection.');

/** What every event type says besides its place in the call. */
function specs(enums: CallEnums, parts: TurnParts, refs: CallRefs): Record<CallEventType | 'transcript-partial', EventSpec> {
  const usage: FieldSpec = { type: [parts.usage], description: 'Requests to providers.' };
  const providers = of(parts.providers, 'What served it.');
  const kind: FieldSpec = { type: enums.providerKind, description: 'What the provider does.', read: (payload) => String(payload['kind']).toUpperCase().replaceAll('-', '_') };
  const epoch = int('Number of the agent\'s response; an interruption begins a new one.');
  const span = { startedAtMs: milliseconds('Start, on the call\'s clock.'), endedAtMs: milliseconds('End, on the call\'s clock.') };
  return {
    'call-started': ['The caller is connected.', { transport: of(enums.transport, 'The way in.'), mediaId: text('The media server.'), codec: text('How the sound is coded.'), carrierCallId: optional(text('The carrier\'s own id of the call.')) }],
    'agent-state': ['The agent does something else now.', { state: of(enums.agentState, 'What it does.') }],
    'speech-started': ['The caller began to speak.', { turnIndex }],
    'speech-ended': ['The caller fell silent.', { turnIndex, speechMs: milliseconds('How long the caller spoke.') }],
    'turn-decided': ['The caller\'s turn was taken to be over.', {
      turnIndex, waitMs: milliseconds('Silence that was waited for.'), completeProbability: optional({ type: 'Float', description: 'How complete the sentence seemed, 0 to 1.' }), threshold: optional({ type: 'Float', description: 'From which it counted as complete.' }),
      expectation: optional(text('What the agent had asked for, e.g. digits.')), reason: text('Why, in words.'),
      isSpeculationHit: optional(bool('Whether an answer prepared before the decision was used.')), isFallback: optional(bool('Whether the plain delay decided, because the detector was slow or failed.')),
    }],
    'caller-turn': ['The caller said something, or wrote it.', {
      turnIndex, text: text('The transcript, or what was written.'), ...span, confidence: optional({ type: 'Float', description: 'How sure the provider is, 0 to 1; null where it does not say, and for what was written.' }),
      isTyped: { type: 'Boolean', description: 'Whether the caller wrote it instead of speaking.', read: ({ isTyped }) => isTyped === true }, usage, providers,
    }],
    'agent-turn-started': ['The agent begins to speak.', { turnIndex, epoch, purpose: of(enums.purpose, 'Why.') }],
    'agent-turn': ['The agent has said something.', {
      turnIndex, epoch, purpose: of(enums.purpose, 'Why.'), generatedText: text('What the language model wrote.'), spokenText: text('What was turned into speech.'), heardText: text('What the caller heard of it.'),
      heardEvidence: of(enums.evidence, 'How that is known.'), isInterrupted: bool('Whether the caller cut it short.'), ...span, latency: of(parts.latency, 'Where the time before it went.'), providers, usage,
      sendLatenessP99Ms: optional(milliseconds('How late its sound left at worst (99th percentile).')),
    }],
    'interruption-started': ['The agent paused, because the caller spoke.', { turnIndex, epoch, speechMs: milliseconds('Speech that triggered it.'), stopMs: milliseconds('From the trigger to the last sample sent.') }],
    'interruption-resolved': ['What became of an interruption.', { turnIndex, epoch, outcome: of(enums.interruption, 'What became of it.'), text: text('The words, where there were any.') }],
    'tool-called': ['The agent called a tool.', { toolCallId: text('Unique for each call of a tool.'), name: text('Which tool.'), argumentsJson: text('Its arguments, as JSON.'), resultJson: optional(text('Its result, as JSON; null when it failed.')), error: optional(text('Why it failed.')), durationMs: milliseconds('How long it took.') }],
    'dtmf-received': ['The caller pressed a key.', { digit: text('0-9, *, # or A-D.') }],
    'provider-failed': ['A provider failed.', { kind, connectionId, cause: text('Cause that is the same for every vendor, e.g. `rate-limit`.'), message: text('What happened, in words.'), next: of(enums.afterFailure, 'What followed.') }],
    'provider-hedged': ['A provider was late, and the next was asked beside it.', { kind, slowConnectionId: text('The late one.'), hedgeConnectionId: text('The one beside it.'), winnerConnectionId: optional(text('The one that was used.')) }],
    'dead-air': ['It was silent for too long.', { turnIndex, silenceMs: milliseconds('How long.'), action: of(enums.deadAirAction, 'What was done.') }],
    'audio-problem': ['Something was wrong with the sound on the wire.', { problem: of(enums.audioProblem, 'What.'), count: int('How often since it was last told.') }],
    'call-held': ['The caller put the call on hold, or took it off: in between neither side hears the other.', { isHeld: bool('Whether it is on hold from now on.') }],
    'journal-degraded': ['The media server cannot write to its disk; events are kept in memory.', { message: text('Why, in words.') }],
    'recording-ready': ['The recording is complete on the media server. Its file is fetched from there after the call: `Call.recording` may be null for some seconds after `CallEndedEvent`.', { durationMs: milliseconds('Its length.'), byteLength: int('Size in bytes.'), sha256: text('SHA-256 of the file, hexadecimal.'), sampleRateHz: int('Samples a second on each side.') }],
    'call-ended': ['The call is over; the subscription completes after it.', {
      reason: of(refs.endedReason, 'Who ended it, and how.'), durationMs: milliseconds('From answer to end.'), usage,
      speculationHits: { type: 'Int', description: 'Answers prepared in time and used.', read: (payload) => (payload['speculation'] as { hits: number }).hits },
      speculationMisses: { type: 'Int', description: 'Answers prepared and thrown away.', read: (payload) => (payload['speculation'] as { misses: number }).misses },
    }],
    'transcript-partial': ['Words of a running turn: live only, never stored, at most ten a second. Later ones replace earlier ones of the same turn and speaker.', { turnIndex, speaker: of(enums.speaker, 'Who speaks.'), text: text('The words so far.') }],
  };
}

/** `CallEvent`, one type for each kind of event, and the enum of those that are stored. */
export function defineCallEventTypes(builder: Builder, enums: CallEnums, parts: TurnParts, refs: CallRefs) {
  const event = builder.interfaceRef<StreamedEvent>('CallEvent');
  event.implement({
    description: 'Something that happened in a call. Events count from 1 without gaps.',
    resolveType: ({ type }) => eventTypeName(type),
    fields: (t) => ({
      seq: t.exposeInt('seq', { description: 'Position in the call. Words of a running turn carry that of the event before them: it is always a good `after`.' }),
      atMs: t.expose('atMs', { type: 'Milliseconds', description: 'When, on the call\'s own clock.' }),
      occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When, on the wall clock.' }),
    }),
  });
  const all = specs(enums, parts, refs);
  for (const [type, [description, fields]] of Object.entries(all)) {
    builder.objectRef<StreamedEvent>(eventTypeName(type)).implement({
      description, interfaces: [event],
      fields: (t) => Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, t.field({
        type: field.type as 'String', nullable: field.isNullable === true, description: field.description,
        resolve: ({ payload }) => (field.read ? field.read(payload) : payload[name]) as string,
      })])) as never,
    });
  }
  const types = builder.enumType('CallEventType', {
    description: 'Kinds of events that are stored.', values: Object.fromEntries(CALL_EVENT_TYPES.map((type) => [eventTypeValue(type), { value: type, description: all[type][0] }])) as Record<string, { value: CallEventType; description: string }>,
  });
  return { event, types };
}

export type CallEventParts = ReturnType<typeof defineCallEventTypes>;
