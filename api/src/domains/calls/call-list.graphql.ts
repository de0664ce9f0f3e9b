import { demand } from '../../access/may.js';
import type { Builder } from '../../schema/builder.js';
import { keysetPage, pageArguments, pageCost, type PageArguments } from '../../schema/connection.js';
import { internalId } from '../../schema/ids.js';
import { LIMITS } from '../../limits.js';
import { CALL_ORDERS, callFilter, type CallWhere } from './call-filter.js';
import { callsExportUrl } from '../../exports/links.js';
import type { CallRefs } from './calls.graphql.js';
import type { CallEnums } from './enums.graphql.js';

/** Points for reading what calls said: it looks at the words of every call that the other conditions leave. */
const TEXT_SEARCH_COST = 50;
const COUNT_COST = 10;

function defineWhere(builder: Builder, enums: CallEnums) {
  return builder.inputType('CallWhere', {
    description: 'Which calls; all that is given must hold.',
    fields: (t) => ({
      status: t.field({ type: enums.status, description: 'How far they are.' }),
      transport: t.field({ type: enums.transport, description: 'The way the caller came in.' }),
      agentId: t.id({ description: 'To this agent.' }),
      startedFrom: t.field({ type: 'DateTime', description: 'Started at or after this.' }),
      startedBefore: t.field({ type: 'DateTime', description: 'Started before this.' }),
      endedCodes: t.field({ type: [enums.endedCode], description: 'Ended in one of these ways.' }),
      isAnswered: t.boolean({ description: 'Whether the caller was connected.' }),
      isInterrupted: t.boolean({ description: 'Whether the agent was interrupted at least once.' }),
      durationMinMs: t.int({ description: 'Lasted at least so many milliseconds; calls that run have no duration yet.' }),
      durationMaxMs: t.int({ description: 'Lasted at most so many milliseconds.' }),
      responseMinMs: t.int({ description: 'With slow answers: `responseP95Ms` is at least so many milliseconds.' }),
      hasRecording: t.boolean({ description: 'Whether their sound is there.' }),
      text: t.string({ description: `Needs \`transcripts:read\`. Either side said these words, in capitals or not; ${LIMITS.searchTextCharactersMin} to ${LIMITS.searchTextCharactersMax} characters. It reads what was said in every call that the other conditions leave: give a time as well where there are many calls. Costs ${TEXT_SEARCH_COST} points.` }),
    }),
  });
}

function defineOrder(builder: Builder) {
  return builder.enumType('CallOrder', {
    description: 'What calls are sorted by; those that are equal in it follow in the order of their ids.',
    values: {
      STARTED_DESC: { description: 'Newest first.' }, STARTED_ASC: { description: 'Oldest first.' },
      DURATION_DESC: { description: 'Longest first; those that run, last.' }, COST_DESC: { description: 'Dearest first.' },
      RESPONSE_DESC: { description: 'Slowest answers (`responseP95Ms`) first; those that answered nothing, or still run, last.' },
    } satisfies Record<keyof typeof CALL_ORDERS, object>,
  });
}

/** Arguments of everything that is about a list of calls. */
export function defineCallListParts(builder: Builder, enums: CallEnums) {
  return { where: defineWhere(builder, enums), order: defineOrder(builder) };
}

export type CallListParts = ReturnType<typeof defineCallListParts>;

const listCost = (args: PageArguments & { readonly where?: CallWhere | null | undefined }) => ({ ...pageCost(args), field: args.where?.text ? TEXT_SEARCH_COST : 1 });

/** `calls`, `callsExportUrl` and `call`. */
export function defineCallQueries(builder: Builder, { call }: CallRefs, { where, order }: CallListParts): void {
  const connection = builder.connectionObject({
    type: call, name: 'CallConnection', description: 'A page of calls.',
    fields: (t) => ({
      totalCount: t.int({
        complexity: COUNT_COST, description: `How many calls the whole list has, counted when it is asked for. Costs ${COUNT_COST} points.`,
        resolve: (page) => (page as unknown as { readonly count: () => Promise<number> }).count(),
      }),
    }),
  }, { name: 'CallEdge', description: 'A call and its place in the list.' });
  builder.queryField('calls', (t) => t.field({
    type: connection, description: 'Calls of the organization.', authScopes: { signedIn: true }, complexity: listCost,
    args: {
      ...pageArguments(t.arg), where: t.arg({ type: where, description: 'Which calls; default all.' }),
      orderBy: t.arg({ type: order, required: true, defaultValue: 'STARTED_DESC', description: 'In which order. A cursor is good for the order that it came from.' }),
    },
    resolve: async (_root, args, context, info) => {
      if (args.where?.text) demand(context, 'transcripts:read');
      const filter = callFilter(args.where ?? {});
      const page = await keysetPage(context, info, args, filter, (query) => context.db.call.findMany(query as object), CALL_ORDERS[args.orderBy]);
      return { ...page, count: () => context.db.call.count({ where: filter }) } as never;
    },
  }));
  builder.queryField('callsExportUrl', (t) => t.string({
    authScopes: { signedIn: true }, complexity: COUNT_COST,
    description: `Where the list is a file: an address that works for 10 minutes, for whoever holds it. GET streams CSV (RFC 4180, UTF-8 with a byte order mark, a header row), at most ${LIMITS.exportRowsMax} calls; where there are more, the header \`x-parley-truncated\` says \`true\`. Text that a spreadsheet would take for a formula begins with an apostrophe.`,
    args: {
      where: t.arg({ type: where, description: 'Which calls; default all.' }),
      orderBy: t.arg({ type: order, required: true, defaultValue: 'STARTED_DESC', description: 'In which order.' }),
    },
    resolve: (_root, args, context) => {
      if (args.where?.text) demand(context, 'transcripts:read');
      // What cannot be read is refused here and not at the address.
      const wanted = { ...args.where, ...(args.where?.endedCodes ? { endedCodes: Array.from(new Set(args.where.endedCodes)) } : {}) };
      callFilter(wanted);
      return callsExportUrl(context.app, { organizationId: context.organizationId, agentIds: context.agentIds, where: wanted, orderBy: args.orderBy });
    },
  }));
  builder.queryField('call', (t) => t.prismaField({
    type: call, nullable: true, authScopes: { signedIn: true }, description: 'The call with this id; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'Global id, `call_…`.' }) },
    resolve: (query, _root, { id }, context) => context.db.call.findFirst({ ...query, where: { id: internalId('Call', String(id)) } }),
  }));
}
