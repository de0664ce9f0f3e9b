import type { Builder } from '../../schema/builder.js';
import type { defineScalars } from '../../schema/scalars.js';
import { LIMITS } from '../../limits.js';
import type { CallEnums } from '../calls/enums.graphql.js';
import { callStatistics, type CallStatistics, type EndedReasonCount } from './statistics.service.js';

/** Points: it reads a row of every call of the range. */
const STATISTICS_COST = 20;

/** `callStatistics`. */
export function defineStatistics(builder: Builder, { money }: ReturnType<typeof defineScalars>, enums: CallEnums): void {
  const reason = builder.objectRef<EndedReasonCount>('EndedReasonCount').implement({
    description: 'One way in which calls ended.',
    fields: (t) => ({
      code: t.field({ type: enums.endedCode, description: 'How, for programs.', resolve: ({ code }) => code as never }),
      party: t.field({ type: enums.party, description: 'Who ended them.', resolve: ({ party }) => party as never }),
      calls: t.exposeInt('calls', { description: 'How many calls.' }),
    }),
  });
  const statistics = builder.objectRef<CallStatistics>('CallStatistics').implement({
    description: 'Figures of the calls that started in a range.',
    fields: (t) => ({
      calls: t.exposeInt('calls', { description: 'How many there were.' }),
      answeredCalls: t.exposeInt('answeredCalls', { description: 'In how many the caller was connected.' }),
      activeCalls: t.exposeInt('activeCalls', { description: 'How many run now, whenever they started.' }),
      durationMs: t.expose('durationMs', { type: 'Milliseconds', description: 'From answer to end, all together; calls that run do not count yet.' }),
      responseP50Ms: t.expose('responseP50Ms', { type: 'Milliseconds', nullable: true, description: 'Median of `TurnLatency.responseMs` over all turns that answered a caller, those of running calls too; null where there are none.' }),
      responseP95Ms: t.expose('responseP95Ms', { type: 'Milliseconds', nullable: true, description: 'The same at the 95th percentile.' }),
      interruptions: t.exposeInt('interruptions', { description: 'How many turns of agents their callers cut short.' }),
      cost: t.field({ type: money, description: 'What their providers cost, by their list prices.', resolve: ({ costMicroUsd }) => costMicroUsd }),
      endedReasons: t.field({ type: [reason], description: `How they ended, most frequent first; at most ${LIMITS.statisticsReasonsMax}.`, resolve: ({ endedReasons }) => [...endedReasons] }),
    }),
  });
  builder.queryField('callStatistics', (t) => t.field({
    type: statistics, authScopes: { signedIn: true }, complexity: STATISTICS_COST,
    description: `Figures of the calls that started in a range of at most ${LIMITS.statisticsDaysMax} days. A longer one, or one that ends before it begins, is refused with \`INVALID_INPUT\`.`,
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'Calls that started at or after this.' }),
      before: t.arg({ type: 'DateTime', description: 'Calls that started before this; default now.' }),
      agentId: t.arg.id({ description: 'Calls to this agent alone.' }),
    },
    resolve: (_root, { from, before, agentId }, context) => callStatistics(context, { from, before, agentId: agentId === null || agentId === undefined ? null : String(agentId) }),
  }));
}
