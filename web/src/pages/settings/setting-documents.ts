import { graphql, type ResultOf } from '../../api/graphql.js';
import { viewerFragment } from '../../api/session.js';

export const profileUpdateMutation = graphql(`
  mutation ProfileUpdate($input: ProfileUpdateInput!) {
    profileUpdate(input: $input) { viewer { ...Viewer } errors { code message path } }
  }
`, [viewerFragment]);

export const organizationUpdateMutation = graphql(`
  mutation OrganizationUpdate($input: OrganizationUpdateInput!) {
    organizationUpdate(input: $input) { organization { id name slug } errors { code message path } }
  }
`);

export const membersQuery = graphql(`
  query Members($first: Int, $after: String, $last: Int, $before: String) {
    viewer {
      organization {
        id
        members(first: $first, after: $after, last: $last, before: $before) {
          nodes { role { id key name } joinedAt user { id name email } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }
    }
  }
`);

export type MemberFields = NonNullable<ResultOf<typeof membersQuery>['viewer']>['organization']['members']['nodes'][number];

export const memberRoleSetMutation = graphql(`
  mutation MemberRoleSet($input: MemberRoleSetInput!) {
    memberRoleSet(input: $input) { member { role { id key name } user { id } } errors { code message path } }
  }
`);

export const roleNamesQuery = graphql(`query RoleNames { roles { id key name permissions isTemplate memberCount description } }`);

export const memberRemoveMutation = graphql(`
  mutation MemberRemove($input: MemberRemoveInput!) {
    memberRemove(input: $input) { removedUserId errors { code message path } }
  }
`);

export const pluginsQuery = graphql(`query Plugins { plugins { id packageName title version kinds state error } }`);

export type PluginFields = ResultOf<typeof pluginsQuery>['plugins'][number];

export const healthQuery = graphql(`
  query SystemHealth {
    systemHealth {
      status version startedAt
      checks { name status message latencyMs }
      mediaServers { id activeCalls callsMax connectedAt isDraining }
    }
  }
`);

export type HealthFields = ResultOf<typeof healthQuery>['systemHealth'];
