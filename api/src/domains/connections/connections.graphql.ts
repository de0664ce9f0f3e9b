import type { ConnectionStatus, ProviderConnection } from '@parley/db';
import type { ProviderErrorCause } from '@parley/plugin-host';
import type { KnownVoice } from '../../connections/nearest-voice.js';
import type { ProviderProblem } from '../../connections/problem.js';
import { CONNECTABLE_KINDS } from '../../connections/requests.js';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import { columnFields } from '../../schema/columns.js';
import { encodeId } from '../../schema/ids.js';
import type { CallEnums } from '../calls/enums.graphql.js';
import { kindOf } from './connection-input.js';
import type { TrialResult } from './trial.service.js';

export type ConnectionRefs = ReturnType<typeof defineConnectionTypes>;

const STATUS = {
  ACTIVE: 'Calls may use it.', INACTIVE: 'Somebody has switched it off.', ERROR: 'It did not work when it was last tried, and waits for somebody to see to it; calls pass it over.',
  PENDING_APPROVAL: 'It waits for somebody who may approve it.',
} satisfies Record<ConnectionStatus, string>;

const CAUSES = {
  AUTH: 'The credentials were refused.', QUOTA: 'The account is out of credit, or over its plan.', RATE_LIMIT: 'Too many requests at once.', BAD_REQUEST: 'The vendor does not accept what the settings ask for.',
  UNREACHABLE: 'No connection could be made, or it broke.', VENDOR_FAULT: 'The vendor failed.', TIMEOUT: 'There was no answer in time.', ABORTED: 'It was given up.',
} as const;

const causeName = (cause: ProviderErrorCause) => cause.toUpperCase().replaceAll('-', '_') as keyof typeof CAUSES;
/** A kind as the contract writes it. */
export const kindName = (kind: string) => kind.toUpperCase().replaceAll('-', '_') as never;
const described = <Names extends string>(values: Readonly<Record<Names, string>>) => Object.fromEntries(Object.entries<string>(values).map(([name, description]) => [name, { description }])) as Record<Names, { description: string }>;

function defineProblem(builder: Builder) {
  const cause = builder.enumType('ProviderErrorCause', { description: 'Why a provider did not answer as it should, in words that hold for every vendor.', values: described(CAUSES) });
  return builder.objectRef<ProviderProblem>('ProviderProblem').implement({
    description: 'What went wrong at a provider, and what helps.',
    fields: (t) => ({
      cause: t.field({ type: cause, description: 'Why.', resolve: (problem) => causeName(problem.cause) }),
      message: t.exposeString('message', { description: 'What the vendor said, in its own words; where it said nothing, in ours.' }),
      remedy: t.exposeString('remedy', { description: 'What helps, in English; `cause` says the same to programs.' }),
      at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => new Date(at) }),
    }),
  });
}

/** `ProviderConnection` and what a trial of one answers. */
export function defineConnectionTypes(builder: Builder, enums: CallEnums) {
  const problem = defineProblem(builder);
  const status = builder.enumType('ConnectionStatus', { description: 'Whether calls may use a connection.', values: described(STATUS) });
  const secret = builder.prismaObject('ConnectionSecret', {
    select: {}, description: 'What is told of a credential: that it is there. The credential itself is never told.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'As the plugin calls it, e.g. `apiKey`.' }),
      isSet: t.boolean({ description: 'Whether one is stored.', resolve: () => true }),
      lastFour: t.exposeString('lastFour', { description: 'Its last four characters, to tell it from others; empty for short ones.' }),
      updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was stored, or sealed anew.' }),
    }),
  });
  const connection = builder.prismaNode('ProviderConnection', {
    id: { field: 'id', description: 'Global id, `con_…`. Costs and events of calls name it as their connection.' }, select: { id: true }, nullable: true,
    description: 'A provider that the organization has connected. Those of one kind are tried in their order.',
    fields: (t) => ({
      kind: t.field({ type: enums.providerKind, description: 'What it provides.', select: { kind: true }, resolve: ({ kind }) => kindName(kind) }),
      status: t.field({ type: status, description: 'Whether calls may use it.', select: { status: true }, resolve: (row) => row.status }),
      isPrimary: t.boolean({ description: 'Whether it is the first of its kind: calls try it before the others, as long as it is active.', select: { position: true }, resolve: ({ position }) => position === 0 }),
      lastError: t.field({ type: problem, nullable: true, description: 'What went wrong when it was last tried; null where it worked, or was never tried.', select: { lastError: true }, resolve: ({ lastError }) => lastError as unknown as ProviderProblem | null }),
      secrets: t.relation('secrets', { description: 'Which credentials are stored.', complexity: { field: 0, multiplier: 3 }, query: { orderBy: { name: 'asc' } } }),
    }),
  });
  columnFields<ProviderConnection>(builder, connection, (t, of) => ({
    pluginId: t.string({ ...of('pluginId'), description: 'The plugin that speaks to the vendor, e.g. `openai`.' }),
    name: t.string({ ...of('name'), description: 'What people call it; unique among the connections of its kind.' }),
    settings: t.field({ ...of('settings'), type: 'JSON', description: 'Its settings, in the shape of the plugin\'s schema; what is left out has the default of the plugin.' }),
    voice: t.string({ ...of('voice'), nullable: true, description: 'Voice of a connection that speaks, where the agent has none of its voices; null for the provider\'s first.' }),
    voiceIds: t.stringList({ ...of('voices', (voices) => (voices as unknown as KnownVoice[]).map(({ id }) => id)), description: 'Voices that it offered when it was last tried, by the names that `voice` takes; empty for one that does not speak, or does not say.' }),
    latencyMs: t.field({ ...of('latencyMs'), type: 'Milliseconds', nullable: true, description: 'From the request to the first result, when it was last tried with success.' }),
    testedAt: t.field({ ...of('testedAt'), type: 'DateTime', nullable: true, description: 'When it was last tried.' }),
    position: t.int({ ...of('position'), description: 'Its place in the order of its kind, from 0.' }),
    isLent: t.boolean({ ...of('isLent'), description: 'Whether others use it after their own: the clients of an agency, or everybody where it is the platform\'s.' }),
    version: t.int({ ...of('version'), description: 'Grows by one with every change; pass it as `expectedVersion` to change what you have seen.' }),
    createdAt: t.field({ ...of('createdAt'), type: 'DateTime', description: 'When it was connected.' }),
    updatedAt: t.field({ ...of('updatedAt'), type: 'DateTime', description: 'When it was last changed or tried.' }),
  }));
  return { connection, problem, status, secret, test: defineTest(builder, problem) };
}

function defineTest(builder: Builder, problem: ReturnType<typeof defineProblem>) {
  return builder.objectRef<TrialResult>('ProviderTest').implement({
    description: 'How a trial of a provider went: one real request, the smallest that its kind has.',
    fields: (t) => ({
      isOk: t.boolean({ description: 'Whether it answered as it should.', resolve: ({ trial }) => trial !== undefined }),
      latencyMs: t.field({ type: 'Milliseconds', nullable: true, description: 'From the request to the first result; null where there was none.', resolve: ({ trial }) => trial?.latencyMs ?? null }),
      problem: t.field({ type: problem, nullable: true, description: 'What went wrong, and what helps; null where all went well.', resolve: (result) => result.problem ?? null }),
    }),
  });
}

/** `providerConnections`. */
export function defineConnectionQueries(builder: Builder, enums: CallEnums, { connection }: ConnectionRefs): void {
  builder.queryField('providerConnections', (t) => t.prismaField({
    type: [connection], authScopes: { signedIn: true }, complexity: { field: 1, multiplier: LIMITS.connectionsMax },
    description: `Providers that the organization has connected, by kind, in the order in which they are tried; at most ${LIMITS.connectionsMax}. Needs \`connections:read\`.`,
    args: { kind: t.arg({ type: enums.providerKind, description: `Only those of this kind; one of ${CONNECTABLE_KINDS.map((kind) => `\`${String(kindName(kind))}\``).join(', ')}.` }) },
    resolve: (query, _root, { kind }, { db }) => db.providerConnection.findMany({ ...query, where: kind ? { kind: kindOf(kind) } : {}, orderBy: [{ kind: 'asc' }, { position: 'asc' }, { id: 'asc' }] }),
  }));
}

/** The id of a connection that somebody else was faster with. */
export const externalConnectionId = (id: string) => encodeId('ProviderConnection', id);
