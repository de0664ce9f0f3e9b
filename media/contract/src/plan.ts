import { z } from 'zod';

/** One provider of a route: which plugin, set how. `secrets` are opened, and live in memory only. */
export const routeStep = z.object({
  /** Names the step in events and usage; unique within the plan. */
  connectionId: z.string(),
  pluginId: z.string(),
  model: z.string().optional(),
  voice: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).default({}),
  secrets: z.record(z.string(), z.string()).default({}),
  /** Changes when the connection was tried anew: an account that was topped up is asked again. */
  revision: z.string().optional(),
});

/** The providers of one kind in the order they are tried. */
export const route = z.object({ steps: z.array(routeStep).min(1) });

/** Turn-taking numbers of an agent; the defaults are those of the published behaviour, and times are milliseconds. */
export const turnTaking = z.object({
  /** Total silence after a sentence that reads as complete. */
  completeWaitMs: z.number().int().min(200).max(5_000).default(400),
  /** Total silence after one that does not. */
  incompleteWaitMs: z.number().int().min(300).max(10_000).default(2_500),
  /** Caller speech needed to interrupt the agent. */
  interruptionSpeechMs: z.number().int().min(100).max(3_000).default(500),
  /** Words needed to interrupt, where partial transcripts exist; 0 turns the rule off. */
  interruptionWordsMin: z.number().int().min(0).max(10).default(0),
  isInterruptible: z.boolean().default(true),
  /** An interruption without transcript is a false alarm after this long. */
  falseAlarmMs: z.number().int().min(500).max(10_000).default(2_000),
  /** Caller silence before the agent asks whether anyone is there. */
  idlePromptMs: z.number().int().min(3_000).max(120_000).default(10_000),
  /** Prompts before the polite goodbye. */
  idlePromptsMax: z.number().int().min(0).max(5).default(2),
  callDurationMaxMs: z.number().int().min(30_000).max(14_400_000).default(1_800_000),
});

export const planAgent = z.object({
  id: z.string(),
  versionId: z.string(),
  version: z.number().int(),
  name: z.string(),
  instructions: z.string(),
  greeting: z.string(),
  language: z.string(),
  voice: z.string().optional(),
  knowledge: z.array(z.object({ title: z.string(), text: z.string() })),
  tools: z.array(z.object({ name: z.string(), description: z.string(), parameters: z.unknown() })).default([]),
  turnTaking,
});

/** Everything a call needs to run to its end without asking again: frozen when the call starts. */
export const callPlan = z.object({
  callId: z.string(),
  /** The id of the call as the public contract writes it, `call_…`; what a client is told. */
  publicCallId: z.string().optional(),
  organizationId: z.string(),
  transport: z.enum(['BROWSER', 'TWILIO']),
  agent: planAgent,
  routes: z.object({
    vad: route, stt: route, turn: route, llm: route, tts: route, embedding: route.optional(),
  }),
  recording: z.object({ isEnabled: z.boolean() }),
});

export type CallPlan = z.infer<typeof callPlan>;
export type PlanAgent = z.infer<typeof planAgent>;
export type Route = z.infer<typeof route>;
export type RouteStep = z.infer<typeof routeStep>;
export type TurnTaking = z.infer<typeof turnTaking>;

/** Why a call token was not exchanged for a plan. The last three are about the organization that is called: its lines are busy, its plan is used up, or it is going to be deleted. */
export type PlanRefusal = 'TOKEN_UNKNOWN' | 'TOKEN_USED' | 'TOKEN_EXPIRED' | 'CALL_ENDED' | 'TRANSPORT_MISMATCH' | 'CONCURRENT_CALLS_LIMIT' | 'USAGE_LIMIT' | 'ORGANIZATION_CLOSING' | 'ORGANIZATION_SUSPENDED';
