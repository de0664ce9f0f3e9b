import { t, type Messages } from '../../../i18n/index.js';

/** What keys can be given, by the things it is about; in the order in which it is read. */
export const KEY_PERMISSIONS = {
  calls: ['calls:read', 'transcripts:read', 'recordings:read', 'usage:read', 'calls:export', 'calls:start', 'calls:end'],
  organization: ['organization:read', 'members:read', 'roles:read', 'audit:read', 'api-keys:read', 'connections:read', 'connections:manage'],
  agents: ['agents:read', 'agents:create', 'agents:update', 'agents:publish', 'agents:archive'],
  installation: ['plugins:read', 'health:read'],
} as const;

export type PermissionGroup = keyof typeof KEY_PERMISSIONS;
export const PERMISSION_GROUPS = Object.keys(KEY_PERMISSIONS) as PermissionGroup[];

/** A permission in words; one that is newer than this page by its own name. */
export function permissionWords(permission: string): string {
  const known: Record<string, string> = t().permissions.words satisfies Messages['permissions']['words'];
  return known[permission] ?? permission;
}
