import type { MemberRole } from '@parley/db';
import type { ApiContext } from '../context.js';
import { requestError } from '../errors.js';

/** What somebody may do, as `<things>:<deed>`. */
export const PERMISSIONS = [
  'agents:read', 'agents:create', 'agents:update', 'agents:publish', 'agents:archive', 'calls:read', 'calls:start', 'calls:end', 'plugins:read', 'health:read', 'members:read', 'members:remove', 'organization:read',
  'organization:update', 'audit:read', 'api-keys:read', 'api-keys:create', 'api-keys:revoke',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const READING: readonly Permission[] = ['agents:read', 'calls:read', 'plugins:read', 'health:read', 'members:read', 'organization:read'];
const WORKING: readonly Permission[] = [...READING, 'agents:create', 'agents:update', 'agents:publish', 'agents:archive', 'calls:start', 'calls:end'];
const RUNNING: readonly Permission[] = [...WORKING, 'members:remove', 'organization:update', 'audit:read', 'api-keys:read', 'api-keys:create', 'api-keys:revoke'];

/** What each role brings with it. */
const TEMPLATES: Record<MemberRole, ReadonlySet<Permission>> = { VIEWER: new Set(READING), MEMBER: new Set(WORKING), ADMIN: new Set(RUNNING), OWNER: new Set(PERMISSIONS) };

/** The thing that something is done to, as far as it decides who may. */
export interface Resource { readonly organizationId: string }

/**
 * Whether who asks may do this, to this thing or to anything of the organization they work in. The one place that
 * answers; ask again for each deed, since the actor may change within a request.
 */
export function may({ actor }: ApiContext, permission: Permission, resource?: Resource): boolean {
  if (actor.kind !== 'user' && actor.kind !== 'key') return false;
  if (resource && resource.organizationId !== actor.organizationId) return false;
  return (actor.kind === 'key' ? actor.permissions : TEMPLATES[actor.role]).has(permission);
}

/** Throws `UNAUTHENTICATED` or `FORBIDDEN` where {@link may} says no. */
export function demand(context: ApiContext, permission: Permission, resource?: Resource): void {
  if (may(context, permission, resource)) return;
  if (context.actor.kind === 'key') throw requestError('FORBIDDEN', `This key may not do this: it lacks \`${permission}\`.`, { permission });
  const { role } = context.user;
  throw requestError('FORBIDDEN', `As ${role.toLowerCase()} of this organization you may not do this.`, { permission });
}
