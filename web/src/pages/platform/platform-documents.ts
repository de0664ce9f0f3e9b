import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql.js';

const limitsFragment = graphql(`
  fragment PlatformLimits on OrganizationLimits {
    plan
    seats { max used isOverridden } concurrentCalls { max used isOverridden } minutesPerMonth { max used isOverridden } tokensPerMonth { max used isOverridden } storageBytes { max used isOverridden }
  }
`);

export type PlatformLimits = ResultOf<typeof limitsFragment>;

const rowFragment = graphql(`fragment PlatformRow on PlatformOrganization { id name slug kind parent { id name } createdAt memberCount callsThisMonth suspendedAt suspendedReason deletionAt }`);

export const platformOrganizationsQuery = graphql(`
  query PlatformOrganizations($first: Int, $after: String, $last: Int, $before: String, $search: String, $where: PlatformOrganizationWhere, $orderBy: PlatformOrganizationOrder!) {
    platformOrganizations(first: $first, after: $after, last: $last, before: $before, search: $search, where: $where, orderBy: $orderBy) {
      nodes { ...PlatformRow limits { plan } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`, [rowFragment]);

export type PlatformRow = ResultOf<typeof platformOrganizationsQuery>['platformOrganizations']['nodes'][number];
export type PlatformOrder = VariablesOf<typeof platformOrganizationsQuery>['orderBy'];

export const platformOrganizationQuery = graphql(`
  query PlatformOrganization($id: ID!) { platformOrganization(id: $id) { ...PlatformRow limits { ...PlatformLimits } } }
`, [rowFragment, limitsFragment]);

export type PlatformOrganizationFields = NonNullable<ResultOf<typeof platformOrganizationQuery>['platformOrganization']>;

export const platformMembersQuery = graphql(`
  query PlatformMembers($organizationId: ID!, $first: Int!) {
    platformMembers(organizationId: $organizationId, first: $first) { nodes { role { id key name } joinedAt user { id name email } } pageInfo { hasNextPage } }
  }
`);

export type PlatformMember = ResultOf<typeof platformMembersQuery>['platformMembers']['nodes'][number];

export const limitsSetMutation = graphql(`mutation OrganizationLimitsSet($input: OrganizationLimitsSetInput!) { organizationLimitsSet(input: $input) { limits { plan } errors { code message path } } }`);

export const suspendMutation = graphql(`mutation OrganizationSuspend($input: OrganizationSuspendInput!) { organizationSuspend(input: $input) { organization { id suspendedAt suspendedReason } errors { code message path } } }`);

export const resumeMutation = graphql(`mutation OrganizationResume($input: OrganizationResumeInput!) { organizationResume(input: $input) { organization { id suspendedAt suspendedReason } errors { code message path } } }`);

export const impersonationStartMutation = graphql(`mutation ImpersonationStart($input: ImpersonationStartInput!) { impersonationStart(input: $input) { viewer { organization { id } } errors { code message path } } }`);
