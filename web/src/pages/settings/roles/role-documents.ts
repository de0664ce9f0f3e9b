import { graphql, type ResultOf } from '../../../api/graphql.js';

const roleFragment = graphql(`fragment RoleColumn on Role { id key name description permissions isTemplate memberCount }`);

export const rolesQuery = graphql(`query Roles { roles { ...RoleColumn } permissions { name group description } }`, [roleFragment]);

export type RoleFields = ResultOf<typeof roleFragment>;
export type PermissionFields = ResultOf<typeof rolesQuery>['permissions'][number];
