import { may } from '../../access/may.js';
import type { Builder } from '../../schema/builder.js';
import type { FaultRegistry } from '../../schema/faults.js';
import { defineMutation } from '../../schema/mutation.js';
import { organizationLimitsSet } from './limits-set.service.js';
import { organizationLimits } from './limits.service.js';
import type { OrganizationRefs } from './organization-types.graphql.js';
import { PLAN_NAMES, PLANS, type LimitKind, type Plan } from './plans.js';

type LimitRefs = ReturnType<typeof defineTypes>;
export type LimitTypes = ReturnType<typeof defineLimits>;
type Standing = Awaited<ReturnType<typeof organizationLimits>>;
interface Limit { readonly max: number | null; readonly used: number; readonly isOverridden: boolean }

const numberOf = (value: number | null, one: string) => (value === null ? `any number of ${one}` : `${value} ${one}`);
const planDescription = (plan: Plan) => {
  const { SEATS, CONCURRENT_CALLS, MINUTES_PER_MONTH, TOKENS_PER_MONTH, STORAGE_BYTES } = PLANS[plan];
  return `Allows ${[numberOf(SEATS, 'members'), numberOf(CONCURRENT_CALLS, 'calls at the same time'), numberOf(MINUTES_PER_MONTH, 'minutes of calls a month'), numberOf(TOKENS_PER_MONTH, 'tokens a month'), numberOf(STORAGE_BYTES, 'bytes of recordings')].join(', ')}.`;
};

function defineTypes(builder: Builder) {
  const kind = builder.enumType('LimitKind', {
    description: 'What the use of an organization can be limited in.',
    values: {
      SEATS: { description: 'Members.' }, CONCURRENT_CALLS: { description: 'Calls at the same time, opened ones that nobody has answered yet among them.' },
      MINUTES_PER_MONTH: { description: 'Minutes of calls that began in a month (UTC). Test calls do not count.' }, TOKENS_PER_MONTH: { description: 'Tokens that language models read and wrote in calls that began in a month (UTC). Test calls do not count.' },
      STORAGE_BYTES: { description: 'Bytes of recordings that are kept.' },
    } satisfies Record<LimitKind, object>,
  });
  const plan = builder.enumType('OrganizationPlan', { description: 'A set of limits.', values: Object.fromEntries(PLAN_NAMES.map((name) => [name, { description: planDescription(name) }])) as Record<Plan, object> });
  const limit = builder.objectRef<Limit>('Limit').implement({
    description: 'How much of something there may be, and how much there is. Whole numbers, but for minutes; `Float` because bytes outgrow `Int`.',
    fields: (t) => ({
      max: t.exposeFloat('max', { nullable: true, description: 'So much at most; null for no limit.' }),
      used: t.exposeFloat('used', { description: 'So much is used.' }),
      isOverridden: t.exposeBoolean('isOverridden', { description: 'The limit was agreed on for this organization, and is not that of its plan.' }),
    }),
  });
  return { kind, plan, limit };
}

function defineStanding(builder: Builder, { plan, limit }: LimitRefs) {
  const read = (kind: LimitKind) => ({ maxima, usage, overridden }: Standing): Limit => ({ max: maxima[kind], used: usage[kind], isOverridden: overridden.has(kind) });
  return builder.objectRef<Standing>('OrganizationLimits').implement({
    description: 'What the platform lets an organization use, and what it has used.',
    fields: (t) => ({
      plan: t.expose('plan', { type: plan, description: 'Its plan.' }),
      seats: t.field({ type: limit, description: 'Members.', resolve: read('SEATS') }),
      concurrentCalls: t.field({ type: limit, description: 'Calls at the same time, opened ones that nobody has answered yet among them. Beyond it no call is opened.', resolve: read('CONCURRENT_CALLS') }),
      minutesPerMonth: t.field({ type: limit, description: 'Minutes of calls that began this month (UTC), counted when a call ends. Once they are used up, calls that run go on and no new one is opened.', resolve: read('MINUTES_PER_MONTH') }),
      tokensPerMonth: t.field({ type: limit, description: 'Tokens of language models in calls that began this month (UTC), counted when a call ends. Once they are used up, no new call is opened.', resolve: read('TOKENS_PER_MONTH') }),
      storageBytes: t.field({ type: limit, description: 'Bytes of recordings. Once they are used up, calls are no longer recorded.', resolve: read('STORAGE_BYTES') }),
    }),
  });
}

/** `Organization.limits`, `organizationLimitsSet`, and what is told where a limit is reached. */
export function defineLimits(builder: Builder, faults: FaultRegistry, { organization }: OrganizationRefs) {
  const refs = defineTypes(builder);
  const standing = defineStanding(builder, refs);
  faults.detail('LimitReachedError', (t) => ({
    limit: t.field({ type: refs.kind, description: 'What is used up.', resolve: ({ details }) => details.limit }),
    max: t.float({ description: 'So much there may be.', resolve: ({ details }) => details.max }),
    used: t.float({ description: 'So much there is.', resolve: ({ details }) => details.used }),
  }));
  faults.detail('OrganizationClosingError', (t) => ({ deletionAt: t.field({ type: 'DateTime', description: 'When everything of the organization is deleted.', resolve: ({ details }) => details.deletionAt }) }));
  builder.prismaObjectField(organization, 'limits', (t) => t.field({
    type: standing, nullable: true, description: 'What it may use, and what it has used; only of the organization that the session works in, and null for whoever lacks `limits:read`.', select: { id: true },
    resolve: ({ id }, _args, context) => (may(context, 'limits:read', { organizationId: id }) ? organizationLimits(context.app, id) : null),
  }));
  defineLimitsSet(builder, faults, refs, standing);
  return { standing };
}

function defineLimitsSet(builder: Builder, faults: FaultRegistry, { kind, plan }: LimitRefs, standing: ReturnType<typeof defineStanding>): void {
  const override = builder.inputType('LimitOverrideInput', {
    description: 'What is agreed otherwise than in the plan.',
    fields: (t) => ({
      limit: t.field({ type: kind, required: true, description: 'Of what.' }),
      max: t.float({ description: 'So much at most, a whole number; absent or null for no limit.' }),
    }),
  });
  const input = builder.inputType('OrganizationLimitsSetInput', {
    description: 'The limits of an organization, all of them.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Which organization.' }),
      plan: t.field({ type: plan, required: true, description: 'Its plan.' }),
      overrides: t.field({ type: [override], description: 'What is agreed otherwise; default nothing. What was agreed before is over.' }),
    }),
  });
  defineMutation(builder, faults, {
    name: 'organizationLimitsSet', description: 'Gives an organization a plan, and what is agreed otherwise. It holds for what is spent from now on; nothing that runs is stopped.',
    payloadDescription: 'The limits, or why they were not set.', auth: 'signedIn', permission: 'platform:limits', input, faults: ['InvalidInputError', 'InvalidIdError', 'OrganizationNotFoundError'],
    resolve: async (given, context) => ({ organizationId: await organizationLimitsSet(context, { ...given, id: String(given.id) }) }),
    payload: (t) => ({ limits: t.field({ type: standing, nullable: true, description: 'The limits as they are now, and what is used.', resolve: ({ organizationId }, _args, context) => (organizationId === undefined ? null : organizationLimits(context.app, organizationId)) }) }),
  });
}
