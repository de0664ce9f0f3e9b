import type { endedReason } from '@parley/media-contract';
import type { EnumRef } from '@pothos/core';
import type { Builder, Types } from '../../schema/builder.js';

/** An enum from its values and what each means. */
function described<Values extends Record<string, string>>(builder: Builder, name: string, description: string, values: Values) {
  const options = { description, values: Object.fromEntries(Object.entries(values).map(([value, text]) => [value, { description: text }])) };
  return builder.enumType(name, options as never) as unknown as EnumRef<Types, keyof Values & string>;
}

const PARTIES = {
  CALLER: 'The caller.', AGENT: 'The agent.', OPERATOR: 'A person of the organization.', PLATFORM: 'Parley: its limits and faults.', CARRIER: 'The phone carrier.',
} satisfies Record<(typeof endedReason.shape.party.options)[number], string>;

const ENDED_CODES = {
  HUNG_UP: 'Hung up.', GOODBYE: 'Said goodbye.', CALLER_SILENT: 'The caller stayed silent.', ENDED_BY_OPERATOR: 'Ended through `callEnd`.',
  DURATION_LIMIT: 'The longest duration was reached.', CONNECTION_LOST: 'The connection broke and did not come back.', PROVIDERS_DOWN: 'No provider of a needed kind answered.',
  NEVER_CONNECTED: 'Nobody connected before the token ran out.', PROTOCOL_ERROR: 'The other side broke the protocol.', INTERNAL_ERROR: 'A fault in Parley.',
  SHUTDOWN: 'The media server was shut down.', MEDIA_LOST: 'The media server was lost.', HOLD_LIMIT: 'It was on hold for longer than 15 minutes.',
} satisfies Record<(typeof endedReason.shape.code.options)[number], string>;

const PROVIDER_KINDS = {
  STT: 'Speech to text.', TTS: 'Text to speech.', LLM: 'Language model.', EMBEDDING: 'Text embedding.', VAD: 'Voice activity detection.', TURN: 'End-of-turn detection.',
  TELEPHONY: 'Phone carrier.', VOICE_PLATFORM: 'Voice platform.', DATA_SOURCE: 'Source of knowledge.', STORAGE: 'File storage.', PAYMENT: 'Payment.', MAIL: 'E-mail.', SMS: 'Text message.',
};

/** Enums of calls, their turns and events. */
export function defineCallEnums(builder: Builder) {
  const make = <Values extends Record<string, string>>(name: string, description: string, values: Values) => described(builder, name, description, values);
  return {
    status: make('CallStatus', 'How far a call is.', { CREATED: 'Asked for; nobody is connected.', ACTIVE: 'Caller and agent are connected.', ENDED: 'Over.' }),
    transport: make('CallTransport', 'The way a caller comes in.', { BROWSER: 'A browser socket, 16 kHz.', TWILIO: 'Twilio Media Streams, 8 kHz mu-law.' }),
    party: make('CallParty', 'Who ended a call.', PARTIES),
    endedCode: make('CallEndedCode', 'How a call ended.', ENDED_CODES),
    speaker: make('Speaker', 'Who speaks.', { CALLER: 'The caller.', AGENT: 'The agent.' }),
    evidence: make('HeardEvidence', 'How it is known what the caller heard, best first.', {
      MARK: 'The carrier acknowledged the playback.', SAMPLES: 'Counted in our own playback buffer.', TIMESTAMPS: 'From word times of the voice.', ESTIMATE: 'In proportion to the time played.', NONE: 'Nothing was heard.',
    }),
    purpose: make('TurnPurpose', 'Why the agent spoke.', {
      GREETING: 'To greet.', ANSWER: 'To answer.', FILLER: 'To bridge a wait.', IDLE_PROMPT: 'To ask whether anyone is there.', APOLOGY: 'To apologise for a fault.', GOODBYE: 'To say goodbye.', WARNING: 'To warn that the time is almost up.',
    }),
    agentState: make('AgentState', 'What the agent is doing.', { LISTENING: 'Listening.', THINKING: 'Preparing an answer.', SPEAKING: 'Speaking.' }),
    interruption: make('InterruptionOutcome', 'What became of an interruption.', { CONFIRMED: 'The caller spoke; the agent gave way.', FALSE_ALARM: 'No words came; the agent went on.', BACKCHANNEL: 'The caller only agreed; the agent went on.' }),
    afterFailure: make('AfterFailure', 'What followed a provider\'s failure.', { RETRY: 'Tried again.', FALLBACK: 'The next provider took over.', GIVE_UP: 'There was no other.' }),
    deadAirAction: make('DeadAirAction', 'What was done against silence.', { FILLER: 'A filler was spoken.', FAIL_OVER: 'The next provider took over.', APOLOGY: 'The agent apologised.' }),
    audioProblem: make('AudioProblem', 'What was wrong with the sound on the wire.', {
      LOST_FRAMES: 'Frames were lost.', FLOOD: 'More arrived than real time allows.', SEND_BACKPRESSURE: 'The other side took our sound too slowly.', ODD_FRAME: 'A frame of the wrong size.', SEQUENCE_JUMP: 'Sequence numbers jumped.',
    }),
    providerKind: make('ProviderKind', 'What a provider does.', PROVIDER_KINDS),
    outcome: make('UsageOutcome', 'How a paid request ended.', { SERVED: 'It was used.', LOST_HEDGE: 'Another provider was faster.', FAILED: 'It failed.', ABORTED: 'It was given up.' }),
  };
}

export type CallEnums = ReturnType<typeof defineCallEnums>;
