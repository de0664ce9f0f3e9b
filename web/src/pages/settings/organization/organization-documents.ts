import { graphql, type ResultOf } from '../../../api/graphql.js';

export const limitsQuery = graphql(`
  query OrganizationLimits {
    viewer {
      organization {
        id
        limits {
          plan
          seats { max used } concurrentCalls { max used } minutesPerMonth { max used } tokensPerMonth { max used } storageBytes { max used }
        }
      }
    }
  }
`);

export type LimitsFields = NonNullable<NonNullable<ResultOf<typeof limitsQuery>['viewer']>['organization']['limits']>;

export const organizationLeaveMutation = graphql(`
  mutation OrganizationLeave($input: OrganizationLeaveInput!) {
    organizationLeave(input: $input) { viewer { organization { id } } errors { code message path } }
  }
`);

export const organizationExportQuery = graphql(`query OrganizationExport { organizationExportUrl }`);

export const ownershipTransferMutation = graphql(`mutation OwnershipTransfer($input: OwnershipTransferInput!) { ownershipTransfer(input: $input) { viewer { organization { id } } errors { code message path } } }`);

export const deletionQuery = graphql(`query OrganizationDeletion { viewer { organization { id deletionAt } } }`);

export const organizationDeleteMutation = graphql(`mutation OrganizationDelete($input: OrganizationDeleteInput!) { organizationDelete(input: $input) { organization { id deletionAt } errors { code message path } } }`);

export const organizationDeletionCancelMutation = graphql(`mutation OrganizationDeletionCancel { organizationDeletionCancel { organization { id deletionAt } errors { code message path } } }`);
