import { z } from 'zod';

const providers = z.object({
  /** Connection ids of what served the turn; absent where the step did not run. */
  stt: z.string().optional(), turn: z.string().optional(), llm: z.string().optional(), tts: z.string().optional(),
});

/**
 * Where the time of an agent turn went, in milliseconds. Absent where the step did not run: what answers nobody (a
 * greeting, a filler, a prompt) has neither `endpointWaitMs` nor `responseMs`.
 */
export const turnLatency = z.object({
  /** Silence waited for on purpose: from the end of speech to the decision that the turn is over. */
  endpointWaitMs: z.number().optional(),
  /** From the decision (or the end of speech, if later) to the final transcript; 0 where it was already there. */
  sttFinalMs: z.number().optional(),
  llmFirstTokenMs: z.number().optional(),
  /** From the first speakable clause to the first audio of the voice. */
  ttsFirstAudioMs: z.number().optional(),
  /** From first audio to the first sample handed to the socket. */
  transportMs: z.number().optional(),
  /** From the caller's last speech to the agent's first audible sample. */
  responseMs: z.number().optional(),
  /** `responseMs` less the endpoint wait and all provider time. */
  ownShareMs: z.number().optional(),
});

const usageLine = z.object({
  kind: z.enum(['stt', 'tts', 'llm', 'embedding', 'vad', 'turn']),
  connectionId: z.string(),
  /** Unique per request, so that a line can never be counted twice. */
  requestId: z.string(),
  inputTokens: z.number().optional(), cachedInputTokens: z.number().optional(), outputTokens: z.number().optional(),
  characters: z.number().optional(), audioMs: z.number().optional(), requests: z.number().optional(),
  /** How the request ended, e.g. a hedge that lost was still paid for. */
  outcome: z.enum(['served', 'lost-hedge', 'failed', 'aborted']),
  /** Integer micro-dollars by the price in the plugin's manifest; absent where no price is known. */
  costMicroUsd: z.number().int().optional(),
});

export const heardEvidence = z.enum(['MARK', 'SAMPLES', 'TIMESTAMPS', 'ESTIMATE', 'NONE']);

/**
 * What ended a call. `party` says who, `reason` what:
 * caller: hung up, said goodbye, stayed silent; agent: closed the conversation; operator: `callEnd`; platform: limits and faults.
 */
export const endedReason = z.object({
  party: z.enum(['CALLER', 'AGENT', 'OPERATOR', 'PLATFORM', 'CARRIER']),
  code: z.enum([
    'HUNG_UP', 'GOODBYE', 'CALLER_SILENT', 'ENDED_BY_OPERATOR', 'DURATION_LIMIT', 'CONNECTION_LOST', 'PROVIDERS_DOWN',
    'NEVER_CONNECTED', 'PROTOCOL_ERROR', 'INTERNAL_ERROR', 'SHUTDOWN', 'MEDIA_LOST', 'HOLD_LIMIT',
  ]),
  /** In plain words: "The caller hung up." */
  text: z.string(),
});

/**
 * `turnIndex` numbers what either side says, from 0, in the order in which it began: a caller's turn takes its number when
 * the speech starts, an agent's when it is begun. So a number names one turn of one side, an answer has a higher number
 * than the turn it answers, and a number whose turn came to nothing (a cough, a listening sound) stays unused. In
 * `speech-started`, `speech-ended` and `turn-decided` it is the caller's turn; in the events of the agent and of
 * interruptions the agent's; in `dead-air` the answer that is awaited, or the caller's turn while there is none yet.
 */
const events = {
  'call-started': z.object({ transport: z.enum(['BROWSER', 'TWILIO']), mediaId: z.string(), codec: z.string(), carrierCallId: z.string().optional() }),
  'agent-state': z.object({ state: z.enum(['LISTENING', 'THINKING', 'SPEAKING']) }),
  'speech-started': z.object({ turnIndex: z.number().int() }),
  'speech-ended': z.object({ turnIndex: z.number().int(), speechMs: z.number() }),
  /** Why and when the caller's turn was taken to be over. */
  'turn-decided': z.object({
    turnIndex: z.number().int(), waitMs: z.number(), completeProbability: z.number().optional(), threshold: z.number().optional(),
    expectation: z.string().optional(), reason: z.string(), isSpeculationHit: z.boolean().optional(), isFallback: z.boolean().optional(),
  }),
  'caller-turn': z.object({
    turnIndex: z.number().int(), text: z.string(), startedAtMs: z.number(), endedAtMs: z.number(), confidence: z.number().optional(),
    /** It was written, not spoken; absent where it was spoken, or keyed. */
    isTyped: z.boolean().optional(), usage: z.array(usageLine), providers,
  }),
  'agent-turn-started': z.object({ turnIndex: z.number().int(), epoch: z.number().int(), purpose: z.enum(['GREETING', 'ANSWER', 'FILLER', 'IDLE_PROMPT', 'APOLOGY', 'GOODBYE', 'WARNING']) }),
  'agent-turn': z.object({
    turnIndex: z.number().int(), epoch: z.number().int(),
    purpose: z.enum(['GREETING', 'ANSWER', 'FILLER', 'IDLE_PROMPT', 'APOLOGY', 'GOODBYE', 'WARNING']),
    generatedText: z.string(), spokenText: z.string(), heardText: z.string(), heardEvidence, isInterrupted: z.boolean(),
    startedAtMs: z.number(), endedAtMs: z.number(), latency: turnLatency, providers, usage: z.array(usageLine),
    sendLatenessP99Ms: z.number().optional(),
  }),
  /** The agent paused because the caller spoke; what became of it follows as `interruption-resolved`. */
  'interruption-started': z.object({ turnIndex: z.number().int(), epoch: z.number().int(), speechMs: z.number(), stopMs: z.number() }),
  'interruption-resolved': z.object({ turnIndex: z.number().int(), epoch: z.number().int(), outcome: z.enum(['CONFIRMED', 'FALSE_ALARM', 'BACKCHANNEL']), text: z.string() }),
  'tool-called': z.object({ toolCallId: z.string(), name: z.string(), argumentsJson: z.string(), resultJson: z.string().optional(), error: z.string().optional(), durationMs: z.number() }),
  'dtmf-received': z.object({ digit: z.string() }),
  'provider-failed': z.object({ kind: z.string(), connectionId: z.string(), cause: z.string(), message: z.string(), /** The vendor's own words, where it had some. */ vendorMessage: z.string().optional(), next: z.enum(['RETRY', 'FALLBACK', 'GIVE_UP']) }),
  'provider-hedged': z.object({ kind: z.string(), slowConnectionId: z.string(), hedgeConnectionId: z.string(), winnerConnectionId: z.string().optional() }),
  'dead-air': z.object({ turnIndex: z.number().int(), silenceMs: z.number(), action: z.enum(['FILLER', 'FAIL_OVER', 'APOLOGY']) }),
  'audio-problem': z.object({ problem: z.enum(['LOST_FRAMES', 'FLOOD', 'SEND_BACKPRESSURE', 'ODD_FRAME', 'SEQUENCE_JUMP']), count: z.number().int() }),
  /** The caller put the call on hold, or took it off: in between neither side hears the other. */
  'call-held': z.object({ isHeld: z.boolean() }),
  'journal-degraded': z.object({ message: z.string() }),
  'recording-ready': z.object({ durationMs: z.number().int(), byteLength: z.number().int(), sha256: z.string(), sampleRateHz: z.number().int() }),
  'call-ended': z.object({ reason: endedReason, durationMs: z.number(), usage: z.array(usageLine), speculation: z.object({ hits: z.number().int(), misses: z.number().int() }) }),
} as const;

export const callEventPayloads = events;
export type CallEventType = keyof typeof events;
export const CALL_EVENT_TYPES = Object.keys(events) as CallEventType[];
export type CallEventPayload<Type extends CallEventType> = z.infer<(typeof events)[Type]>;

/**
 * One thing that happened in a call. `(callId, seq)` is unique and `seq` counts from 1 without gaps, so events may be
 * sent any number of times and arrive exactly once.
 */
export type CallEvent = {
  [Type in CallEventType]: {
    readonly callId: string; readonly seq: number; readonly type: Type;
    /** Milliseconds on the call's own clock, from its start. */
    readonly atMs: number;
    /** Wall time, RFC 3339. */
    readonly occurredAt: string;
    readonly payload: CallEventPayload<Type>;
  };
}[CallEventType];

const envelope = { callId: z.string(), seq: z.number().int().min(1), atMs: z.number(), occurredAt: z.iso.datetime() };
const variants = CALL_EVENT_TYPES.map((type) => z.object({ ...envelope, type: z.literal(type), payload: events[type] }));

/** Parses an event at the edge; its type is {@link CallEvent}. */
export const callEvent = z.discriminatedUnion('type', variants as unknown as [(typeof variants)[number], ...typeof variants]) as unknown as z.ZodType<CallEvent>;

/** Words of a running turn: shown live, at most 10 a second, never stored, no `seq` of their own. */
export const callInterim = z.object({
  callId: z.string(), turnIndex: z.number().int(), speaker: z.enum(['CALLER', 'AGENT']), text: z.string(), atMs: z.number(),
});
export type CallInterim = z.infer<typeof callInterim>;

export type EndedReason = z.infer<typeof endedReason>;
export type HeardEvidence = z.infer<typeof heardEvidence>;
export type TurnLatency = z.infer<typeof turnLatency>;
export type UsageLine = z.infer<typeof usageLine>;
