import { graphql, type ResultOf } from '../../../api/graphql.js';

const roleFragment = graphql(`fragment RoleColumn on Role { id key name description permissions isTemplate memberCount }`);

export const rolesQuery = graphql(`query Roles { roles { ...RoleColumn } permissions { name group description } }`, [roleFragment]);

export type RoleFields = ResultOf<typeof roleFragment>;
export type PermissionFields = ResultOf<typeof rolesQuery>['permissions'][number];

export const roleCreateMutation = graphql(`
  mutation RoleCreate($input: RoleCreateInput!) { roleCreate(input: $input) { role { ...RoleColumn } errors { code message path } } }
`, [roleFragment]);

export const roleUpdateMutation = graphql(`
  mutation RoleUpdate($input: RoleUpdateInput!) { roleUpdate(input: $input) { role { ...RoleColumn } errors { code message path } } }
`, [roleFragment]);

export const roleDeleteMutation = graphql(`
  mutation RoleDelete($input: RoleDeleteInput!) { roleDelete(input: $input) { deletedRoleId errors { code message path } } }
`);
