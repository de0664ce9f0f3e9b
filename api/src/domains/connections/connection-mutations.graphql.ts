import type { ApiContext } from '../../context.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation, nothing, type PayloadFieldBuilder } from '../../schema/mutation.js';
import type { CallEnums } from '../calls/enums.graphql.js';
import { providerApprove, providerDisconnect, providerReorder, providerTest } from './connections.service.js';
import { externalConnectionId, type ConnectionRefs } from './connections.graphql.js';
import { providerConnect } from './connect.service.js';
import type { RouteUsersRef } from '../routes/route-users.graphql.js';
import type { RouteUsers } from '../routes/users-of-connection.js';
import type { TrialResult } from './trial.service.js';
import { providerUpdate } from './update.service.js';

interface Changed { readonly id: string }

function defineInputs(builder: Builder, { providerKind }: CallEnums) {
  const credential = builder.inputType('ProviderCredentialInput', {
    description: 'A credential to store.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'As the plugin calls it, e.g. `apiKey`; `pluginCatalog` lists them.' }),
      value: t.field({ type: 'Secret', required: true, description: 'The credential; empty text where a server of your own asks for none.' }),
    }),
  });
  const credentials = 'Credentials by their names; they are sealed, and never told again.';
  const connect = builder.inputType('ProviderConnectInput', {
    description: 'A provider to connect.',
    fields: (t) => ({
      id: t.id({ description: 'An id of your own making (`con_` and the base62 of a UUIDv7), so that a repeated request connects nothing twice.' }),
      kind: t.field({ type: providerKind, required: true, description: 'What it shall provide.' }),
      pluginId: t.string({ required: true, description: 'The plugin that speaks to the vendor.' }),
      name: t.string({ description: 'What people call it; default the name of the plugin.' }),
      settings: t.field({ type: 'JSON', description: 'Settings in the shape of the plugin\'s schema; what is left out has its default.' }),
      voice: t.string({ description: 'Voice of a connection that speaks; default the provider\'s first.' }),
      credentials: t.field({ type: [credential], description: credentials }),
      isKeptOnFailure: t.boolean({ description: 'Whether to store it, out of use, where it does not work; default false.' }),
    }),
  });
  const update = builder.inputType('ProviderUpdateInput', {
    description: 'A change of a connection; what is left out stays as it is.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The connection.' }),
      expectedVersion: t.int({ description: 'The version that you have seen: the update fails where somebody changed it since.' }),
      name: t.string({ description: 'What people call it.' }),
      settings: t.field({ type: 'JSON', description: 'All its settings anew.' }),
      voice: t.string({ description: 'Voice of a connection that speaks; null for the provider\'s first.' }),
      credentials: t.field({ type: [credential], description: `${credentials} Those that are not named stay.` }),
      isActive: t.boolean({ description: 'Whether calls may use it; it is tried before it is switched on.' }),
      isLent: t.boolean({ description: 'Whether others use it after their own: the clients of an agency, or everybody where it is the platform\'s.' }),
    }),
  });
  const one = (name: string, description: string) => builder.inputType(name, { description, fields: (t) => ({ id: t.id({ required: true, description: 'The connection.' }) }) });
  const reorder = builder.inputType('ProviderReorderInput', {
    description: 'An order of connections.', fields: (t) => ({ ids: t.idList({ required: true, description: 'Connections of one kind, the first to be tried first; those that are left out follow in the order they have.' }) }),
  });
  return {
    connect, update, reorder, test: one('ProviderTestInput', 'A connection to try.'), disconnect: one('ProviderDisconnectInput', 'A connection to take out.'),
    setPrimary: one('ProviderSetPrimaryInput', 'A connection to try before the others of its kind.'), approve: one('ProviderApproveInput', 'A connection to approve.'),
  };
}

const find = (context: ApiContext, query: object, id: string | undefined) => (id === undefined ? nothing(query) : context.db.providerConnection.findFirst({ ...query, where: { id } })) as never;
const ofKind = (context: ApiContext, query: object, kind: string) => context.db.providerConnection.findMany({ ...query, where: { kind }, orderBy: [{ position: 'asc' }, { id: 'asc' }] }) as never;

/** `providerConnect`, `providerUpdate`, `providerTest`, `providerDisconnect`, `providerSetPrimary`, `providerReorder`, `providerApprove`. */
export function defineConnectionMutations(builder: Builder, faults: FaultRegistry, enums: CallEnums, refs: ConnectionRefs, routeUsers: RouteUsersRef): void {
  const inputs = defineInputs(builder, enums);
  defineDetails(faults, refs, routeUsers);
  const connection = (t: PayloadFieldBuilder<Changed>) => ({ connection: t.prismaField({ type: refs.connection, nullable: true, description: 'The connection as it is now.', resolve: (query, { id }, _args, context) => find(context, query, id) }) });
  const whole = { auth: 'signedIn', permission: 'connections:manage' } as const;
  defineMutation(builder, faults, {
    ...whole, name: 'providerConnect', input: inputs.connect, payload: connection, payloadDescription: 'The connection, or why there is none.',
    description: 'Connects a provider. It is tried first, with one small real request: a key that is wrong is told at once, in the vendor\'s own words, and not stored. Where the organization wants it so, it waits for approval.',
    faults: ['InvalidInputError', 'InvalidIdError', 'IdTakenError', 'NameTakenError', 'PluginNotFoundError', 'ProviderTestFailedError', 'ConnectionLimitError', 'TooManyAttemptsError'],
    resolve: async (input, context) => ({ id: await providerConnect(context, input) }),
  });
  defineMutation<typeof inputs.update.$inferInput, Changed & { readonly usedBy?: RouteUsers }>(builder, faults, {
    ...whole, name: 'providerUpdate', input: inputs.update, payloadDescription: 'The connection, or why it was not changed.',
    payload: (t) => ({ ...connection(t as never), usedBy: t.field({ type: routeUsers, nullable: true, description: 'Where the change switched it off: whose routes name it. Their calls pass it over, until it is switched on again or taken out of them. Null where it was not switched off.', resolve: ({ usedBy }) => usedBy ?? null }) }),
    description: 'Changes a connection. Other settings and credentials are tried before anything is changed, so that calls always have what works; those that run keep what they have to their end.',
    faults: ['InvalidInputError', 'InvalidIdError', 'NameTakenError', 'PluginNotFoundError', 'ConnectionNotFoundError', 'ConnectionChangedError', 'ConnectionNeedsApprovalError', 'ProviderTestFailedError', 'TooManyAttemptsError'],
    resolve: (input, context) => providerUpdate(context, input),
  });
  defineMutation<{ id: string }, Changed & { readonly result: TrialResult }>(builder, faults, {
    ...whole, name: 'providerTest', input: inputs.test as never, payloadDescription: 'How it went, or why it was not tried.',
    description: 'Tries a connection with one small real request, and keeps what came of it: one that answers is active again, one whose credentials are refused is out of use.',
    faults: ['InvalidIdError', 'ConnectionNotFoundError', 'TooManyAttemptsError'], resolve: (input, context) => providerTest(context, { id: String(input.id) }),
    payload: (t) => ({ ...connection(t as never), test: t.field({ type: refs.test, nullable: true, description: 'How it went.', resolve: ({ result }) => result ?? null }) }),
  });
  defineMutation(builder, faults, {
    ...whole, name: 'providerDisconnect', input: inputs.disconnect, payloadDescription: 'What was taken out, or why it was not.', description: 'Takes a connection out, and deletes its credentials, unless a published agent or the organization has it in a route. Calls that run keep it to their end.',
    faults: ['InvalidIdError', 'ConnectionNotFoundError', 'ConnectionInUseError'], resolve: async (input, context) => ({ id: await providerDisconnect(context, { id: String(input.id) }) }),
    payload: (t) => ({ connectionId: t.id({ nullable: true, description: 'The connection that is gone.', resolve: ({ id }) => (id === undefined ? null : externalConnectionId(id)) }) }),
  });
  const inOrder = (t: PayloadFieldBuilder<{ readonly kind: string }>) => ({
    connections: t.prismaField({ type: [refs.connection], nullable: true, description: 'Connections of that kind in their order.', complexity: { field: 1, multiplier: 20 }, resolve: (query, { kind }, _args, context) => (kind === undefined ? nothing(query) as never : ofKind(context, query, kind)) }),
  });
  const reordering = { ...whole, payload: inOrder, payloadDescription: 'The order, or why it was not changed.', faults: ['InvalidIdError', 'InvalidInputError', 'ConnectionNotFoundError'] } as const;
  defineMutation(builder, faults, {
    ...reordering, name: 'providerSetPrimary', input: inputs.setPrimary, description: 'Lets calls try a connection before the others of its kind.',
    resolve: async (input, context) => ({ kind: await providerReorder(context, [String(input.id)], 'id') }),
  });
  defineMutation(builder, faults, {
    ...reordering, name: 'providerReorder', input: inputs.reorder, description: 'Sets the order in which calls try the connections of a kind.',
    resolve: async (input, context) => ({ kind: await providerReorder(context, input.ids.map(String), 'ids') }),
  });
  defineMutation(builder, faults, {
    auth: 'signedIn', permission: 'connections:approve', name: 'providerApprove', input: inputs.approve, payload: connection, payloadDescription: 'The connection, or why it was not approved.', description: 'Lets a connection be used that waits for approval.',
    faults: ['InvalidIdError', 'ConnectionNotFoundError', 'ConnectionNotPendingError'], resolve: async (input, context) => ({ id: await providerApprove(context, { id: String(input.id) }) }),
  });
}

function defineDetails(faults: FaultRegistry, { problem }: ConnectionRefs, routeUsers: RouteUsersRef): void {
  faults.detail('ConnectionInUseError', (t) => ({ usedBy: t.field({ type: routeUsers, description: 'Whose routes name it.', resolve: ({ details }) => details.usedBy }) }));
  faults.detail('ProviderTestFailedError', (t) => ({ problem: t.field({ type: problem, description: 'What went wrong, and what helps.', resolve: ({ details }) => details.problem }) }));
  faults.detail('ConnectionLimitError', (t) => ({ connectionsMax: t.int({ description: 'So many there may be.', resolve: ({ details }) => details.connectionsMax }) }));
  faults.detail('ConnectionChangedError', (t) => ({ connectionId: t.id({ description: 'The connection, to be read again.', resolve: ({ details }) => externalConnectionId(details.connectionId) }) }));
}
