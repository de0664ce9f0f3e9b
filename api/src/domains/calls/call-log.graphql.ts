import type { CallEventType, UsageLine } from '@parley/media-contract';
import { demand } from '../../access/may.js';
import { requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import type { defineScalars } from '../../schema/scalars.js';
import { costLines, type CostLine } from './call-costs.js';
import type { CallRefs } from './calls.graphql.js';
import type { CallEnums } from './enums.graphql.js';
import type { CallEventParts, StreamedEvent } from './event-types.graphql.js';

const EVENTS_FOR_A_POINT = 10;
const QUANTITIES = { inputTokens: 'Tokens read.', cachedInputTokens: 'Of them from the provider\'s cache.', outputTokens: 'Tokens written.', characters: 'Characters spoken.' } as const;

function defineCostLine(builder: Builder, { money }: ReturnType<typeof defineScalars>, enums: CallEnums) {
  return builder.objectRef<CostLine>('CostLine').implement({
    description: 'What one connection to a provider did in a call, and what that cost; null where the provider does not count in that unit.',
    fields: (t) => ({
      kind: t.field({ type: enums.providerKind, description: 'What the provider does.', resolve: ({ kind }) => kind.toUpperCase() as never }),
      connectionId: t.exposeString('connectionId', { description: 'Which connection.' }),
      requests: t.exposeInt('requests', { description: 'Requests made, whatever became of them.' }),
      ...Object.fromEntries((Object.keys(QUANTITIES) as (keyof typeof QUANTITIES)[]).map((name) => [name, t.int({ nullable: true, description: QUANTITIES[name], resolve: (line) => line[name] })])),
      audioMs: t.field({ type: 'Milliseconds', nullable: true, description: 'Sound processed or made.', resolve: ({ audioMs }) => audioMs }),
      cost: t.field({ type: money, nullable: true, description: 'By list price; null where none is known.', resolve: ({ costMicroUsd }) => costMicroUsd }),
      failedRequests: t.exposeInt('failedRequests', { description: 'Of the requests those that failed.' }),
    }),
  });
}

interface EventRow { readonly seq: number; readonly type: string; readonly atMs: number; readonly occurredAt: Date; readonly payload: unknown }
const streamed = (callId: string, { type, payload, ...row }: EventRow): StreamedEvent => ({ ...row, callId, type: type as CallEventType, payload: payload as StreamedEvent['payload'] });

interface EventArguments { readonly first: number; readonly after?: number | null | undefined; readonly types?: readonly CallEventType[] | null | undefined }

/** The same page of the log whatever nonsense is asked for; the field refuses it when it is resolved, where it has a place. */
const logPage = ({ first, after, types }: EventArguments) => ({
  where: { seq: { gt: after ?? 0 }, ...(types ? { type: { in: [...types] } } : {}) }, orderBy: { seq: 'asc' as const }, take: Math.max(1, Math.min(first, LIMITS.callEventsMax)),
});

/** `Call.events` and `Call.costs`. */
export function defineCallLog(builder: Builder, shared: ReturnType<typeof defineScalars>, enums: CallEnums, { event, types }: CallEventParts, { call }: CallRefs): void {
  const costLine = defineCostLine(builder, shared, enums);
  builder.prismaObjectFields(call, (t) => ({
    events: t.field({
      type: [event], description: `The stored log, in order of \`seq\`: at most ${LIMITS.callEventsMax} events at once. The next page begins after the \`seq\` of the last event of this one. In the cost of an operation ten events count as one object. Needs \`transcripts:read\`.`,
      args: {
        first: t.arg.int({ required: true, defaultValue: LIMITS.callEventsDefault, description: `How many, 1 to ${LIMITS.callEventsMax}.` }),
        after: t.arg.int({ description: 'Only events after this position; default 0, from the beginning.' }),
        types: t.arg({ type: [types], description: 'Only events of these types; default all.' }),
      },
      // Fragments on every type of event are added up, though an event has but one type; and the log is read at once.
      complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, Math.ceil(first / EVENTS_FOR_A_POINT)) }),
      select: (args) => ({ id: true, events: logPage(args) }),
      resolve: (row, { first, after }, context) => {
        if (first < 1 || first > LIMITS.callEventsMax) throw requestError('INVALID_INPUT', `\`first\` is between 1 and ${LIMITS.callEventsMax}.`);
        if ((after ?? 0) < 0) throw requestError('INVALID_INPUT', '`after` is a position from 0 on.');
        demand(context, 'transcripts:read');
        context.readings.note('transcriptRead', row.id);
        return row.events.map((one) => streamed(row.id, one));
      },
    }),
    costs: t.field({
      type: [costLine], description: 'What it cost, by kind and connection, in the order in which a call uses them. Together it is `cost`.',
      select: { turns: { select: { usage: true }, orderBy: { seq: 'asc' } }, events: { where: { type: 'call-ended' }, select: { payload: true }, orderBy: { seq: 'desc' }, take: 1 } },
      resolve: ({ turns, events }) => costLines([...turns.map(({ usage }) => usage), ...events.map(({ payload }) => (payload as { usage?: unknown }).usage)].flatMap((usage) => (usage ?? []) as unknown as UsageLine[])),
    }),
  }));
}
