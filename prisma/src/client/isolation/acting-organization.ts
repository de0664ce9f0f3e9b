import { AsyncLocalStorage } from 'node:async_hooks';

/** For whom the statement that is being sent is sent; undefined for the platform itself. */
const acting = new AsyncLocalStorage<string>();

/** The role that sees the rows of one organization only. It cannot log in, owns nothing and bypasses nothing. */
export const TENANT_ROLE = 'parley_tenant';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True for what may stand in SQL as it is: 36 characters of a UUID and no other. */
export const isOrganizationId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** Sends all that `run` sends as this organization. */
export function actAs<Result>(organizationId: string, run: () => Result): Result {
  return acting.run(organizationId, run);
}

/** The organization for which statements are being sent here; undefined for the platform. */
export function actingOrganization(): string | undefined {
  const organizationId = acting.getStore();
  if (organizationId !== undefined && !isOrganizationId(organizationId)) throw new Error('statements are sent for an organization whose id is no UUID');
  return organizationId;
}

/** SQL that hands a session, or with `LOCAL` a transaction, to an organization. Utility statements alone: an isolation level may still follow. */
export const handOver = (organizationId: string, scope: 'LOCAL' | 'SESSION'): string => `SET ${scope} ROLE ${TENANT_ROLE}; SET ${scope} parley.organization = '${organizationId}'`;
