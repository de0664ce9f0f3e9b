import { turnTaking as turnTakingSettings } from '@parley/media-contract';
import type { Builder } from '../../schema/builder.js';
import { keysetPage, pageArguments, pageCost } from '../../schema/connection.js';
import { containing } from '../../schema/containing.js';
import { internalId } from '../../schema/ids.js';
import { ROUTES_COST, type RouteRefs } from '../routes/routes.graphql.js';
import { agentRoutes } from '../routes/routes.service.js';
import { defineTurnTaking } from './turn-taking.graphql.js';
import { LIMITS } from '../../limits.js';

interface KnowledgeEntry { readonly title: string; readonly text: string }

export type AgentRefs = ReturnType<typeof defineAgentTypes>;

function defineKnowledge(builder: Builder) {
  return builder.objectRef<KnowledgeEntry>('KnowledgeEntry').implement({
    description: 'Something the agent knows and answers from.',
    fields: (t) => ({
      title: t.exposeString('title', { description: 'What it is about.' }),
      text: t.exposeString('text', { description: 'The knowledge itself, as plain text.' }),
    }),
  });
}

/** Agents and their published versions. */
export function defineAgentTypes(builder: Builder, { route, inputs }: RouteRefs) {
  const turnTaking = defineTurnTaking(builder);
  const knowledge = defineKnowledge(builder);
  const version = builder.prismaNode('AgentVersion', {
    id: { field: 'id', description: 'Global id, `agv_…`.' }, select: { id: true }, nullable: true,
    description: 'An agent as it was when it was published. It never changes; calls name the version they met.',
    fields: (t) => ({
      number: t.exposeInt('number', { description: '1, 2, 3, … within the agent.' }),
      name: t.exposeString('name', { description: 'The name it had.' }),
      instructions: t.exposeString('instructions', { description: 'How it was told to behave.' }),
      greeting: t.exposeString('greeting', { description: 'What it says first; empty where it waits for the caller.' }),
      language: t.exposeString('language', { description: 'BCP 47 language tag, e.g. `en`.' }),
      voice: t.exposeString('voice', { nullable: true, description: 'Voice of the speech provider; null is the default one.' }),
      knowledge: t.field({ type: [knowledge], description: 'What it knew.', select: { knowledge: true }, resolve: (row) => row.knowledge as unknown as KnowledgeEntry[] }),
      turnTaking: t.field({ type: turnTaking.object, description: 'Its turn-taking numbers.', select: { turnTaking: true }, resolve: (row) => turnTakingSettings.parse(row.turnTaking) }),
      routes: t.field({
        type: [route], nullable: true, complexity: ROUTES_COST, select: { routes: true }, resolve: async (row, _args, context) => { const routes = await agentRoutes(context, row.routes); return routes && [...routes]; },
        description: 'The providers that its calls would be given now, by kind, had they this version; null for whoever lacks `connections:read`.',
      }),
      publishedAt: t.expose('publishedAt', { type: 'DateTime', description: 'When it was published.' }),
    }),
  });
  const agent = builder.prismaNode('Agent', {
    id: { field: 'id', description: 'Global id, `agt_…`.' }, select: { id: true }, nullable: true,
    description: 'A voice agent: the draft that people edit. Callers meet its published version.',
    fields: (t) => ({
      slug: t.exposeString('slug', { description: 'Short name for addresses and command lines, unique in the organization.' }),
      name: t.exposeString('name', { description: 'What people call it.' }),
      instructions: t.exposeString('instructions', { description: 'How it is told to behave.' }),
      greeting: t.exposeString('greeting', { description: 'What it says first; empty where it waits for the caller.' }),
      language: t.exposeString('language', { description: 'BCP 47 language tag, e.g. `en`.' }),
      voice: t.exposeString('voice', { nullable: true, description: 'Voice of the speech provider; null is the default one.' }),
      knowledge: t.field({ type: [knowledge], description: 'What it knows.', select: { knowledge: true }, resolve: (row) => row.knowledge as unknown as KnowledgeEntry[] }),
      turnTaking: t.field({ type: turnTaking.object, description: 'Its turn-taking numbers.', select: { turnTaking: true }, resolve: (row) => turnTakingSettings.parse(row.turnTaking) }),
      routes: t.field({
        type: [route], nullable: true, complexity: ROUTES_COST, select: { routes: true }, resolve: async (row, _args, context) => { const routes = await agentRoutes(context, row.routes); return routes && [...routes]; },
        description: 'The providers that its calls are given by kind once it is published, and whose choice that is; null for whoever lacks `connections:read`.',
      }),
      version: t.exposeInt('version', { description: 'Grows by one with every change; pass it as `expectedVersion` to change what you have seen.' }),
      hasUnpublishedChanges: t.exposeBoolean('hasUnpublishedChanges', { description: 'Whether callers meet something else than this draft: it differs from the published version, or nothing is published.' }),
      publishedVersion: t.relation('publishedVersion', { nullable: true, description: 'What callers meet; null until it is first published.' }),
      archivedAt: t.expose('archivedAt', { type: 'DateTime', nullable: true, description: 'Since when it is archived: out of the lists, and not to be called; null while it is in use.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
      updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last changed or published.' }),
      versions: t.relation('versions', {
        description: `Its published versions, newest first; at most ${LIMITS.pageSizeMax}.`,
        args: { first: t.arg.int({ defaultValue: LIMITS.pageSizeDefault, required: true, description: `How many, 1 to ${LIMITS.pageSizeMax}.` }) },
        complexity: ({ first }) => ({ field: 1, multiplier: first }),
        query: ({ first }) => ({ orderBy: { number: 'desc' }, take: Math.max(1, Math.min(first, LIMITS.pageSizeMax)) }),
      }),
    }),
  });
  return { agent, version, turnTakingInput: turnTaking.input, routeInput: inputs.route };
}

/** `agents` and `agent`. */
export function defineAgentQueries(builder: Builder, { agent }: AgentRefs): void {
  const connection = builder.connectionObject({ type: agent, name: 'AgentConnection', description: 'A page of agents.' }, { name: 'AgentEdge', description: 'An agent and its place in the list.' });
  const where = builder.inputType('AgentWhere', {
    description: 'Which agents; all that is given must hold.',
    fields: (t) => ({
      isArchived: t.boolean({ required: true, defaultValue: false, description: 'Those that are archived, or (the default) those in use.' }),
      text: t.string({ description: `With this in the name or the slug, in capitals or not; at most ${LIMITS.searchTextCharactersMax} characters. Blank finds all.` }),
    }),
  });
  builder.queryField('agents', (t) => t.field({
    type: connection, description: 'Agents of the organization, newest first.', authScopes: { signedIn: true }, complexity: pageCost,
    args: { ...pageArguments(t.arg), where: t.arg({ type: where, description: 'Which agents; default those in use.' }) },
    resolve: (_root, args, context, info) => keysetPage(context, info, args, agentFilter(args.where ?? {}), (query) => context.db.agent.findMany(query as object)) as never,
  }));
  builder.queryField('agent', (t) => t.prismaField({
    type: agent, nullable: true, authScopes: { signedIn: true }, description: 'The agent with this id; null when there is none.',
    args: { id: t.arg.id({ required: true, description: 'Global id, `agt_…`.' }) },
    resolve: (query, _root, { id }, context) => context.db.agent.findFirst({ ...query, where: { id: internalId('Agent', String(id)) } }),
  }));
}

function agentFilter({ isArchived = false, text }: { readonly isArchived?: boolean; readonly text?: string | null | undefined }): object {
  const found = containing(text);
  return { archivedAt: isArchived ? { not: null } : null, ...(found ? { OR: [{ name: found }, { slug: found }] } : {}) };
}
