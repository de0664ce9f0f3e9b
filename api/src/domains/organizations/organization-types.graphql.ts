import { permissionsOf } from '../../access/may.js';
import { requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import type { Builder } from '../../schema/builder.js';
import { encodeId } from '../../schema/ids.js';
import type { Via } from '../../access/actor.js';
import { reachableOrganizations } from './reachable.js';
import type { RoleRef } from '../roles/roles.graphql.js';
import { onboardingOf, type OnboardingFacts } from './onboarding.service.js';

export type OrganizationRefs = ReturnType<typeof defineOrganizationTypes>;

function defineOnboarding(builder: Builder) {
  return builder.objectRef<OnboardingFacts>('Onboarding').implement({
    description: 'How far an organization has come on its way to the first call. Archived agents do not count.',
    fields: (t) => ({
      hasAgent: t.exposeBoolean('hasAgent', { description: 'There is an agent.' }),
      hasPublishedAgent: t.exposeBoolean('hasPublishedAgent', { description: 'An agent is published, so that it can be called.' }),
      hasKnowledge: t.exposeBoolean('hasKnowledge', { description: 'An agent knows something of the business.' }),
      hasSpokenCall: t.exposeBoolean('hasSpokenCall', { description: 'A caller has said something to an agent.' }),
      firstAgentId: t.id({ nullable: true, description: 'The agent that was made first, `agt_…`; null while there is none.', resolve: ({ firstAgentId }) => firstAgentId && encodeId('Agent', firstAgentId) }),
    }),
  });
}

/** `Organization`, and how a person belongs to it. */
export function defineOrganizationTypes(builder: Builder, role: RoleRef) {
  const onboarding = defineOnboarding(builder);
  const via = builder.enumType('ViewerVia', {
    description: 'How somebody comes to work in an organization.',
    values: { MEMBERSHIP: { description: 'As a member of it.' }, DELEGATION: { description: 'For the agency of the organization, as far as the organization lets it.' }, PLATFORM: { description: 'As an administrator of the platform, in its own organization.' }, IMPERSONATION: { description: 'As somebody else: an administrator of the platform, for a while.' } } as const,
  });
  const organization = builder.prismaNode('Organization', {
    // An organization sees itself alone; the id that is asked for is one more condition.
    id: { field: 'id', description: 'Global id, `org_…`.' }, findUnique: (id, { user }) => ({ id: user.organizationId, AND: [{ id }] }), select: { id: true }, nullable: true,
    description: 'A business that runs agents; everything belongs to one.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name.' }),
      slug: t.exposeString('slug', { description: 'Short name for addresses.' }),
      isConnectionApprovalNeeded: t.exposeBoolean('needsConnectionApproval', { description: 'Whether providers that somebody connects wait until they are approved by somebody with `connections:approve`.' }),
      onboarding: t.field({
        type: onboarding, description: 'How far it has come; only of the organization that the session works in.', select: { id: true },
        resolve: ({ id }, _args, context) => {
          if (id !== context.organizationId) throw requestError('FORBIDDEN', 'This session works in another organization. Switch to this one first.');
          return onboardingOf(context, id);
        },
      }),
    }),
  });
  const membership = builder.prismaObject('Membership', {
    variant: 'OrganizationMembership', select: {}, description: 'An organization that a person belongs to, and what they are there.',
    fields: (t) => ({
      organization: t.relation('organization', { description: 'The organization.' }),
      role: t.relation('role', { type: role, description: 'What the person is there; in a client, what they are in its agency.' }),
      via: t.field({ type: via, description: 'How the person comes to work there.', resolve: (row) => (row as unknown as { readonly via?: Via }).via ?? 'MEMBERSHIP' }),
    }),
  });
  const viewer = builder.prismaObject('Membership', {
    variant: 'Viewer', select: {}, description: 'Who is signed in, and where.',
    fields: (t) => ({
      user: t.relation('user', { description: 'The person.' }),
      organization: t.relation('organization', { description: 'The organization that this session works in.' }),
      role: t.relation('role', { type: role, description: 'What the person is in this organization.' }),
      via: t.field({ type: via, description: 'How the person comes to work here.', resolve: (_viewer, _args, { user }) => user.via }),
      permissions: t.stringList({ description: 'What the person may do here, as `things:deed`; `permissions` explains them.', resolve: (_viewer, _args, { actor }) => [...permissionsOf(actor)] }),
      organizations: t.prismaField({
        type: [membership], description: 'All organizations that the person can work in: those they are a member of, the oldest membership first, each agency with the clients that let its people in.', complexity: { field: 1, multiplier: LIMITS.organizationsMax },
        // Across organizations, and therefore bound to the person instead.
        resolve: (query, _viewer, _args, context) => reachableOrganizations(context, query as never),
      }),
    }),
  });
  return { organization, membership, viewer, role };
}
