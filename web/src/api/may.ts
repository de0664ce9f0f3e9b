import { viewer } from './session.js';

/** What the people who run an organization may beyond its members. */
const RUNNING: ReadonlySet<string> = new Set(['organization:update', 'audit:read', 'api-keys:read', 'api-keys:create', 'api-keys:revoke']);

/**
 * Whether who is signed in may do this in the organization they work in, e.g. `agents:update`: what they may not is not
 * offered. The server has the last word.
 */
export function may(permission: string): boolean {
  const role = viewer()?.role;
  if (!role) return false;
  if (role === 'OWNER' || role === 'ADMIN') return true;
  return !RUNNING.has(permission) && (role === 'MEMBER' || permission.endsWith(':read'));
}
