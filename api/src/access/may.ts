import type { Permission } from '@parley/db';
import type { ApiContext } from '../context.js';
import { requestError } from '../errors.js';
import type { Actor } from './actor.js';

export { type Permission, PERMISSIONS } from '@parley/db';

/** The thing that something is done to, as far as it decides who may. */
export interface Resource { readonly organizationId: string }

const NONE: ReadonlySet<Permission> = new Set();

/** Everything that who asks may do where they work: what was worked out once, when the session or key was looked up. */
export const permissionsOf = (actor: Actor): ReadonlySet<Permission> => (actor.kind === 'user' || actor.kind === 'key' ? actor.permissions : NONE);

/**
 * Whether who asks may do this, to this thing or to anything of the organization they work in. The one place that
 * answers; ask again for each deed, since the actor may change within a request.
 */
export function may({ actor }: ApiContext, permission: Permission, resource?: Resource): boolean {
  if (actor.kind !== 'user' && actor.kind !== 'key') return false;
  if (resource && resource.organizationId !== actor.organizationId) return false;
  return permissionsOf(actor).has(permission);
}

/** Throws `UNAUTHENTICATED` or `FORBIDDEN` where {@link may} says no. */
export function demand(context: ApiContext, permission: Permission, resource?: Resource): void {
  if (may(context, permission, resource)) return;
  if (context.actor.kind === 'key') throw requestError('FORBIDDEN', `This key may not do this: it lacks \`${permission}\`.`, { permission });
  const { key, name } = context.user.role;
  throw requestError('FORBIDDEN', `As ${key === null ? `"${name}"` : name.toLowerCase()} of this organization you may not do this.`, { permission });
}
