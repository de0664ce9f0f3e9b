import { graphql, type ResultOf } from '../../../api/graphql.js';

const delegationFragment = graphql(`fragment Delegated on Organization { id delegation { permissions updatedAt } }`);

export const clientsQuery = graphql(`
  query Clients($first: Int, $after: String, $last: Int, $before: String) {
    viewer {
      organization {
        id
        children(first: $first, after: $after, last: $last, before: $before) {
          nodes { ...Delegated name slug deletionAt suspendedAt }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }
    }
  }
`, [delegationFragment]);

export type ClientFields = NonNullable<NonNullable<NonNullable<ResultOf<typeof clientsQuery>['viewer']>['organization']['children']>['nodes'][number]>;

export const agencyQuery = graphql(`query Agency { viewer { organization { ...Delegated } } }`, [delegationFragment]);

/** Where somebody could put a client: what they may do in each of their organizations. */
export const goalsQuery = graphql(`query ClientGoals { viewer { organizations { via role { id permissions } organization { id name kind } } } }`);

export const clientCreateMutation = graphql(`
  mutation ClientCreate($input: ClientCreateInput!) { clientCreate(input: $input) { organization { id name } errors { code message path } } }
`);

export const becomeAgencyMutation = graphql(`
  mutation OrganizationBecomeAgency($input: OrganizationBecomeAgencyInput!) { organizationBecomeAgency(input: $input) { organization { id kind } errors { code message path } } }
`);

export const organizationMoveMutation = graphql(`
  mutation OrganizationMove($input: OrganizationMoveInput!) { organizationMove(input: $input) { organization { id } errors { code message path } } }
`);

export const delegationSetMutation = graphql(`
  mutation DelegationSet($input: DelegationSetInput!) { delegationSet(input: $input) { organization { ...Delegated } errors { code message path } } }
`, [delegationFragment]);
