import type { PermissionFields, RoleFields } from './role-documents.js';

/** Permissions that are about one kind of thing, in their order. */
export interface MatrixGroup { readonly group: string; readonly permissions: readonly PermissionFields[] }

const AGENCY_KEYS: ReadonlySet<string | null> = new Set(['agency-owner', 'agency-member']);

/** The roles that mean something here: those of agencies in agencies, that of the platform where the platform is, and whatever somebody has. */
export function shownRoles(roles: readonly RoleFields[], may: (permission: string) => boolean): RoleFields[] {
  return roles.filter(({ key, memberCount, isTemplate }) => !isTemplate || memberCount > 0
    || (key === 'platform-admin' ? may('platform:read') : AGENCY_KEYS.has(key) ? may('clients:create') : true));
}

/** What the roles are told apart by: permissions that one of them has, by what they are about. */
export function matrixGroups(permissions: readonly PermissionFields[], roles: readonly RoleFields[]): MatrixGroup[] {
  const known = new Set(roles.flatMap((role) => role.permissions));
  const shown = permissions.filter(({ name }) => known.has(name));
  return [...new Set(shown.map(({ group }) => group))].map((group) => ({ group, permissions: shown.filter((permission) => permission.group === group) }));
}
