import type { Turn } from '@parley/db';
import type { CallEventPayload, TurnLatency, UsageLine } from '@parley/media-contract';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import type { defineScalars } from '../../schema/scalars.js';
import type { CallEnums } from './enums.graphql.js';

type Providers = CallEventPayload<'agent-turn'>['providers'];

const LATENCY = {
  endpointWaitMs: 'Silence waited for on purpose, from the end of speech to the decision that the turn was over.',
  sttFinalMs: 'From that decision to the final transcript; 0 where it was there already.',
  llmFirstTokenMs: 'To the first word of the answer.',
  ttsFirstAudioMs: 'From the first clause to the first sound of the voice.',
  transportMs: 'From the first sound to the first sample on the socket.',
  responseMs: 'In all: from the caller\'s last speech to the agent\'s first sound.',
  ownShareMs: 'Parley\'s own part: all less the wait and the providers.',
} satisfies Record<keyof TurnLatency, string>;

const PROVIDERS = { stt: 'Wrote down what the caller said.', turn: 'Decided that the caller had finished.', llm: 'Worded the answer.', tts: 'Spoke it.' } satisfies Record<keyof Providers, string>;

const QUANTITIES = { inputTokens: 'Tokens read.', cachedInputTokens: 'Of them from the provider\'s cache.', outputTokens: 'Tokens written.', characters: 'Characters spoken.', requests: 'Requests made.' } as const;

const names = <Table extends object>(table: Table) => Object.keys(table) as (keyof Table)[];

/** Parts of turns that events carry too. */
export function defineTurnParts(builder: Builder, { money }: ReturnType<typeof defineScalars>, enums: CallEnums) {
  const latency = builder.objectRef<TurnLatency>('TurnLatency').implement({
    description: 'Where the time of an agent turn went; null where a step did not run.',
    fields: (t) => Object.fromEntries(names(LATENCY).map((name) => [name, t.field({ type: 'Milliseconds', nullable: true, description: LATENCY[name], resolve: (value) => value[name] })])) as never,
  });
  const providers = builder.objectRef<Providers>('TurnProviders').implement({
    description: 'What served a turn, by connection id; null where a step did not run.',
    fields: (t) => Object.fromEntries(names(PROVIDERS).map((name) => [name, t.string({ nullable: true, description: PROVIDERS[name], resolve: (value) => value[name] })])) as never,
  });
  const usage = builder.objectRef<UsageLine>('UsageLine').implement({
    description: 'One request to a provider, and what it used.',
    fields: (t) => ({
      kind: t.field({ type: enums.providerKind, description: 'What the provider does.', resolve: (line) => line.kind.toUpperCase() as never }),
      connectionId: t.exposeString('connectionId', { description: 'Which connection.' }),
      requestId: t.exposeString('requestId', { description: 'Unique for each request.' }),
      outcome: t.field({ type: enums.outcome, description: 'How it ended.', resolve: (line) => line.outcome.toUpperCase().replace('-', '_') as never }),
      audioMs: t.field({ type: 'Milliseconds', nullable: true, description: 'Sound processed or made.', resolve: (line) => line.audioMs }),
      cost: t.field({ type: money, nullable: true, description: 'By list price; null where none is known.', resolve: (line) => (line.costMicroUsd === undefined ? null : BigInt(line.costMicroUsd)) }),
      ...Object.fromEntries(names(QUANTITIES).map((name) => [name, t.int({ nullable: true, description: QUANTITIES[name], resolve: (line) => line[name] })])),
    }),
  });
  return { latency, providers, usage };
}

export type TurnParts = ReturnType<typeof defineTurnParts>;

/** `Turn`. */
export function defineTurns(builder: Builder, parts: TurnParts, enums: CallEnums) {
  const turn = builder.prismaObject('Turn', { select: { id: true }, description: 'What one side said until the other had its turn.' });
  columnFields<Turn>(builder, turn, (t, of) => ({
    index: t.int({ ...of('turnIndex'), description: 'Number of the turn in its call, from 0 in the order in which turns began; the turns of both sides count, so an answer has its own. Numbers may be missing: a sound that became no turn takes one.' }),
    seq: t.int({ ...of('seq'), description: 'Position of its event in the call.' }),
    speaker: t.field({ type: enums.speaker, ...of('speaker'), description: 'Who spoke.' }),
    text: t.string({ ...of('text'), description: 'Of the caller the transcript or what was written, of the agent what was heard.' }),
    isTyped: t.boolean({ ...of('isTyped'), description: 'Whether the caller wrote it instead of speaking; false for the agent.' }),
    purpose: t.field({ type: enums.purpose, nullable: true, ...of('purpose', (purpose) => purpose as never), description: 'Why the agent spoke; null for the caller.' }),
    generatedText: t.string({ nullable: true, ...of('generatedText'), description: 'What the language model wrote; null for the caller.' }),
    spokenText: t.string({ nullable: true, ...of('spokenText'), description: 'What was turned into speech; null for the caller.' }),
    heardText: t.string({ nullable: true, ...of('heardText'), description: 'What the caller heard of it; null for the caller.' }),
    heardEvidence: t.field({ type: enums.evidence, nullable: true, ...of('heardEvidence', (evidence) => evidence as never), description: 'How that is known; null for the caller.' }),
    isInterrupted: t.boolean({ ...of('isInterrupted'), description: 'Whether the caller cut the agent short.' }),
    startedAtMs: t.field({ type: 'Milliseconds', ...of('startedAtMs'), description: 'Start, on the call\'s clock.' }),
    endedAtMs: t.field({ type: 'Milliseconds', ...of('endedAtMs'), description: 'End, on the call\'s clock.' }),
    latency: t.field({ type: parts.latency, nullable: true, ...of('latency', (latency) => latency as TurnLatency | null), description: 'Where the time before it went; null for the caller.' }),
    providers: t.field({ type: parts.providers, nullable: true, ...of('providers', (providers) => providers as Providers | null), description: 'What served it.' }),
    usage: t.field({ type: [parts.usage], ...of('usage', (usage) => (usage ?? []) as unknown as UsageLine[]), description: 'Requests to providers for it.' }),
  }));
  return turn;
}
