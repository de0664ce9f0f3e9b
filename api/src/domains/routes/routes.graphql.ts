import type { ApiContext } from '../../context.js';
import { LIMITS } from '../../limits.js';
import { CONNECTED_KINDS } from '../../connections/requests.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation } from '../../schema/mutation.js';
import type { CallEnums } from '../calls/enums.graphql.js';
import { kindName, type ConnectionRefs } from '../connections/connections.graphql.js';
import type { RouteSource } from './resolve.js';
import { organizationRoutes, routeSet, type ShownRoute, type ShownStep } from './routes.service.js';

export type RouteRefs = ReturnType<typeof defineRouteTypes>;

const SOURCES = {
  AGENT: 'The agent.', ORGANIZATION: 'The organization itself.', AGENCY: 'The agency above it.', PLATFORM: 'The platform.', INSTALLATION: 'Whoever runs the server: `PARLEY_DEFAULT_ROUTES`, and where it names nothing the local plugin.',
} satisfies Record<RouteSource, string>;

const KINDS = CONNECTED_KINDS.map((kind) => `\`${kind.toUpperCase()}\``).join(', ');
/** Cost of all kinds. */
export const ROUTES_COST = { field: 1, multiplier: CONNECTED_KINDS.length } as const;

function defineInputs(builder: Builder, { providerKind }: CallEnums) {
  const step = builder.inputType('RouteStepInput', {
    description: 'A provider of a route.',
    fields: (t) => ({
      connectionId: t.id({ required: true, description: 'A connection of the organization, or one that is lent to it; each once in a route.' }),
      model: t.string({ description: 'Model to ask instead of the one in the settings of the connection.' }),
      voice: t.string({ description: 'In a route of `TTS`: its voice where the connection does not have that of the agent.' }),
      weight: t.int({ description: `0 to ${LIMITS.routeWeightMax}: how often it is tried first, beside the weights of the others; 0 stands by after all others. Either each step has a weight, or none, and then they are tried in their order.` }),
    }),
  });
  const fields = { kind: `What it provides: one of ${KINDS}.`, steps: `Providers in the order in which they are tried, at most ${LIMITS.routeStepsMax}; none takes the route out, and what is above holds again.` };
  const route = builder.inputType('RouteInput', {
    description: 'Providers of a kind.', fields: (t) => ({ kind: t.field({ type: providerKind, required: true, description: fields.kind }), steps: t.field({ type: [step], required: true, description: fields.steps }) }),
  });
  const set = builder.inputType('RouteSetInput', {
    description: 'The organization\'s own route of a kind.', fields: (t) => ({ kind: t.field({ type: providerKind, required: true, description: fields.kind }), steps: t.field({ type: [step], required: true, description: fields.steps }) }),
  });
  return { route, set };
}

/** `Route`, and how it is given. */
export function defineRouteTypes(builder: Builder, enums: CallEnums, { status }: ConnectionRefs) {
  const source = builder.enumType('RouteSource', { description: 'Whose something is.', values: Object.fromEntries(Object.entries(SOURCES).map(([name, description]) => [name, { description }])) as Record<RouteSource, { description: string }> });
  const step = builder.objectRef<ShownStep>('RouteStep').implement({
    description: 'A provider of a route.',
    fields: (t) => ({
      connectionId: t.exposeID('connectionId', { description: 'The connection, `con_…`; what the installation calls it where it is none of an organization.' }),
      name: t.exposeString('name', { nullable: true, description: 'What people call it; null where it was disconnected, or is no longer lent.' }),
      pluginId: t.exposeString('pluginId', { nullable: true, description: 'The plugin that speaks to the vendor; null where it was disconnected, or is no longer lent.' }),
      source: t.field({ type: source, nullable: true, description: 'Whose connection it is; null where it was disconnected, or is no longer lent.', resolve: (row) => row.source }),
      status: t.field({ type: status, nullable: true, description: 'Whether calls may use it; null for those of the installation, and where it was disconnected.', resolve: (row) => row.status }),
      model: t.exposeString('model', { nullable: true, description: 'Model that the route asks for; null for the one of the connection.' }),
      voice: t.exposeString('voice', { nullable: true, description: 'Voice where the connection does not have that of the agent; null for the one of the connection.' }),
      weight: t.exposeInt('weight', { nullable: true, description: 'How often it is tried first, beside the others; null in a route with a fixed order.' }),
    }),
  });
  const passed = { field: 1, multiplier: 1 } as const;
  const route = builder.objectRef<ShownRoute>('Route').implement({
    description: 'The providers that calls are given of one kind, and whose choice that is.',
    fields: (t) => ({
      kind: t.field({ type: enums.providerKind, description: 'What they provide.', resolve: ({ kind }) => kindName(kind) }),
      source: t.field({ type: source, description: 'Whose route it is, or whose connections come first.', resolve: (row) => row.source }),
      isStored: t.exposeBoolean('isStored', { description: 'Whether somebody stored it so; otherwise it is the order of the connections.' }),
      isWeighted: t.exposeBoolean('isWeighted', { description: 'Whether chance decides anew for each call which is tried first; otherwise it is the order of `steps`.' }),
      steps: t.field({ type: [step], complexity: passed, description: 'What calls that start now try, in that order; only what can be used.', resolve: ({ steps }) => [...steps] }),
      ownSteps: t.field({ type: [step], nullable: true, complexity: passed, description: 'What is stored here itself, what cannot be used included; null where nothing is, and what is above holds.', resolve: ({ ownSteps }) => ownSteps && [...ownSteps] }),
    }),
  });
  return { route, inputs: defineInputs(builder, enums) };
}

const ofKind = async (context: ApiContext, kind: ShownRoute['kind']) => (await organizationRoutes(context)).find((route) => route.kind === kind)!;

/** `routes` and `routeSet`. */
export function defineRoutes(builder: Builder, faults: FaultRegistry, { route, inputs }: RouteRefs): void {
  builder.queryField('routes', (t) => t.field({
    type: [route], authScopes: { signedIn: true }, complexity: ROUTES_COST, description: 'The providers of the organization\'s calls by kind, where an agent has no routes of its own. Needs `connections:read`.',
    resolve: async (_root, _args, context) => [...await organizationRoutes(context)],
  }));
  defineMutation(builder, faults, {
    name: 'routeSet', auth: 'signedIn', permission: 'connections:manage', input: inputs.set, payloadDescription: 'The route, or why it was not stored.',
    description: 'Stores the organization\'s own route of a kind; calls that start from now on follow it where their agent has none. Who stores last is right.',
    faults: ['InvalidInputError', 'InvalidIdError', 'ConnectionNotFoundError'], resolve: async (input, context) => ({ kind: await routeSet(context, input) }),
    payload: (t) => ({ route: t.field({ type: route, nullable: true, description: 'The route as it is now.', resolve: ({ kind }, _args, context) => (kind === undefined ? null : ofKind(context, kind)) }) }),
  });
}
