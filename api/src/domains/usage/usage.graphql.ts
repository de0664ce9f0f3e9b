import { usageExportUrl } from '../../exports/links.js';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import { encodeId } from '../../schema/ids.js';
import { nothing } from '../../schema/mutation.js';
import type { defineScalars } from '../../schema/scalars.js';
import type { defineAgentTypes } from '../agents/agents.graphql.js';
import type { CallEnums } from '../calls/enums.graphql.js';
import { usageConditions, usageRange, usageReport, type UsageGroup, type UsagePoint, type UsageReport, type UsageTotals, type UsageWhere } from './usage.service.js';

/** Points: it reads the sums of every hour of the range. */
const USAGE_COST = 20;
const EXPORT_COST = 10;

type AgentRef = ReturnType<typeof defineAgentTypes>['agent'];

const QUANTITIES = {
  requests: 'Requests made, whatever became of them.', failedRequests: 'Of them those that failed.', unpricedRequests: 'Of them those whose price is not known: `cost` is without them.',
  inputTokens: 'Tokens read, cached ones too.', cachedInputTokens: 'Of them from the provider\'s cache.', outputTokens: 'Tokens written.', characters: 'Characters spoken.',
} as const;

function defineTotals(builder: Builder, { money }: ReturnType<typeof defineScalars>) {
  return builder.objectRef<UsageTotals>('UsageTotals').implement({
    description: 'What was used of providers, each in the units that it counts in, and what that cost. Counts are whole numbers.',
    fields: (t) => ({
      ...Object.fromEntries((Object.keys(QUANTITIES) as (keyof typeof QUANTITIES)[]).map((name) => [name, t.float({ description: QUANTITIES[name], resolve: (totals) => Number(totals[name]) })])),
      audioMs: t.field({ type: 'Milliseconds', description: 'Sound heard or made.', resolve: ({ audioMs }) => Number(audioMs) }),
      cost: t.field({ type: money, description: 'By list price.', resolve: ({ costMicroUsd }) => costMicroUsd }),
    }),
  });
}

function defineReport(builder: Builder, shared: ReturnType<typeof defineScalars>, enums: CallEnums, agent: AgentRef) {
  const totals = defineTotals(builder, shared);
  const point = builder.objectRef<UsagePoint>('UsagePoint').implement({
    description: 'What was used in one hour or day.',
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime', description: 'Its beginning.' }),
      totals: t.field({ type: totals, description: 'What was used in it.', resolve: (row) => row }),
    }),
  });
  const group = builder.objectRef<UsageGroup>('UsageGroup').implement({
    description: 'What was used by one kind of provider, connection or agent. Where all three are null it is the rest together: there are more than are told one by one.',
    fields: (t) => ({
      kind: t.field({ type: enums.providerKind, nullable: true, description: 'The kind, where it is grouped by kinds.', resolve: ({ groupBy, key }) => (groupBy === 'KIND' ? key?.toUpperCase() : null) as never }),
      connectionId: t.string({ nullable: true, description: 'The connection, where it is grouped by connections.', resolve: ({ groupBy, key }) => (groupBy === 'CONNECTION' ? key : null) }),
      agentId: t.id({ nullable: true, description: 'The agent, where it is grouped by agents; also one that is not there any more.', resolve: ({ groupBy, key }) => (groupBy === 'AGENT' && key !== null ? encodeId('Agent', key) : null) }),
      agent: t.prismaField({
        type: agent, nullable: true, description: 'The same as it is now; null where it is not there any more.',
        resolve: (query, { groupBy, key }, _args, context) => (groupBy === 'AGENT' && key !== null ? context.db.agent.findUnique({ ...query, where: { id: key } }) : nothing(query)) as never,
      }),
      totals: t.field({ type: totals, description: 'In the whole range.', resolve: (row) => row.totals }),
      points: t.field({ type: [point], description: 'In its hours or days, in order; those in which nothing was used are left out.', resolve: ({ points }) => [...points] }),
    }),
  });
  return builder.objectRef<UsageReport>('UsageReport').implement({
    description: 'What an organization used of its providers in a range. Calls on simulated providers do not count.',
    fields: (t) => ({
      totals: t.field({ type: totals, description: 'Together; the sum of all groups.', resolve: (row) => row.totals }),
      groups: t.field({ type: [group], description: `Dearest first, at most ${LIMITS.usageGroupsMax} and the rest together.`, resolve: ({ groups }) => [...groups] }),
    }),
  });
}

/** `usage` and `usageExportUrl`. */
export function defineUsage(builder: Builder, shared: ReturnType<typeof defineScalars>, enums: CallEnums, agent: AgentRef): void {
  const report = defineReport(builder, shared, enums, agent);
  const interval = builder.enumType('UsageInterval', { description: 'How long each point of a series is.', values: { HOUR: { description: `An hour; for ranges of up to ${LIMITS.usageHoursDaysMax} days.` }, DAY: { description: `A day; for ranges of up to ${LIMITS.statisticsDaysMax} days.` } } as const });
  const grouping = builder.enumType('UsageGrouping', { description: 'What usage is grouped by.', values: { KIND: { description: 'What providers do.' }, CONNECTION: { description: 'Connections to providers.' }, AGENT: { description: 'Agents whose calls used them.' } } as const });
  const where = builder.inputType('UsageWhere', {
    description: `Which usage; all that is given must hold. A list has at most ${LIMITS.usageFilterMax} entries.`,
    fields: (t) => ({
      kinds: t.field({ type: [enums.providerKind], description: 'Of these kinds of providers.' }), connectionIds: t.stringList({ description: 'Over these connections.' }), agentIds: t.idList({ description: 'By calls to these agents.' }),
    }),
  });
  builder.queryField('usage', (t) => t.field({
    type: report, authScopes: { signedIn: true }, complexity: USAGE_COST,
    description: 'What was used of providers, request by request, added up by the hour in which it was told. A range that is too long, or ends before it begins, is refused with `INVALID_INPUT`. Needs `usage:read`.',
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'From the hour on in which this lies.' }),
      before: t.arg({ type: 'DateTime', description: 'Before this; default now.' }),
      interval: t.arg({ type: interval, required: true, defaultValue: 'DAY', description: 'How long each point of the series is.' }),
      timeZone: t.arg.string({ required: true, defaultValue: 'UTC', description: 'Where days begin, as the IANA names it, e.g. `Europe/Berlin`. Hours are those of UTC: where a zone differs by a part of an hour, so does the beginning of its days.' }),
      groupBy: t.arg({ type: grouping, required: true, defaultValue: 'KIND', description: 'What it is grouped by.' }),
      where: t.arg({ type: where, description: 'Which usage; default all.' }),
    },
    resolve: (_root, { where: wanted, ...question }, context) => usageReport(context, { ...question, where: (wanted ?? {}) as UsageWhere }),
  }));
  builder.queryField('usageExportUrl', (t) => t.string({
    authScopes: { signedIn: true }, complexity: EXPORT_COST,
    description: `Where it is a file: an address that works for ${LIMITS.exportLinkMs / 60_000} minutes, for whoever holds it. GET streams CSV (RFC 4180, UTF-8 with a byte order mark, a header row), a row for each hour, kind, connection and agent, at most ${LIMITS.exportRowsMax}; where there are more, the header \`x-parley-truncated\` says \`true\`. Needs \`usage:read\`.`,
    args: {
      from: t.arg({ type: 'DateTime', required: true, description: 'From the hour on in which this lies.' }),
      before: t.arg({ type: 'DateTime', description: 'Before this; default now.' }),
      where: t.arg({ type: where, description: 'Which usage; default all.' }),
    },
    resolve: (_root, { where: wanted, ...asked }, context) => {
      const range = usageRange(asked, LIMITS.statisticsDaysMax);
      // What cannot be read is refused here and not at the address.
      usageConditions(context.organizationId, range, (wanted ?? {}) as UsageWhere);
      return usageExportUrl(context.app, { organizationId: context.organizationId, agentIds: context.agentIds, range, where: (wanted ?? {}) as UsageWhere });
    },
  }));
}
