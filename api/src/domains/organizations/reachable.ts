import { PLATFORM_ORGANIZATION } from '@parley/db';
import type { Via } from '../../access/actor.js';
import { joinedReads } from '../../access/joined-reads.js';
import type { ApiContext } from '../../context.js';
import { LIMITS } from '../../limits.js';

interface MembershipQuery { readonly select?: Readonly<Record<string, unknown>> }
interface OrganizationRow { readonly id: string; readonly suspendedAt: Date | null; readonly children: readonly OrganizationRow[] }
interface Reached { readonly via: Via; readonly organization: OrganizationRow; readonly role: { readonly permissions: readonly string[] } }

const selectionOf = (value: unknown): Readonly<Record<string, unknown>> => ((value as { select?: Record<string, unknown> } | undefined)?.select ?? {});

/** Why a member of it works there. */
function viaOf({ organization, role }: Reached, isImpersonated: boolean): Via {
  if (isImpersonated) return 'IMPERSONATION';
  return organization.id === PLATFORM_ORGANIZATION.id && role.permissions.includes('platform:read') ? 'PLATFORM' : 'MEMBERSHIP';
}

/** The organizations of the person who is signed in, the oldest membership first, each agency with the clients that let its people in; in one statement. A session that an identity provider has opened reaches those of its organization alone, and who works as somebody else is told of the one they are in. */
export async function reachableOrganizations({ app, user: { userId, organizationId, signedInThroughId, impersonation } }: ApiContext, { select = {} }: MembershipQuery): Promise<never[]> {
  const organization = { ...selectionOf(select['organization']), id: true, suspendedAt: true };
  const children = { where: { delegatedPermissions: { isEmpty: false } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: LIMITS.pageSizeMax, select: organization };
  const onlyId = impersonation ? organizationId : signedInThroughId;
  const rows = await joinedReads(app.database.system).membership.findMany({
    where: { userId, ...(onlyId === undefined ? {} : { organizationId: onlyId }) }, orderBy: [{ createdAt: 'asc' }, { organizationId: 'asc' }], take: LIMITS.pageSizeMax,
    select: { ...select, organization: { select: { ...organization, children } }, role: { select: { ...selectionOf(select['role']), permissions: true } } },
  } as never) as unknown as Reached[];
  const own = new Set(rows.map((row) => row.organization.id));
  return rows.flatMap((row) => {
    const isOpen = !impersonation && row.organization.suspendedAt === null && row.role.permissions.includes('clients:enter');
    const clients = isOpen ? row.organization.children.filter(({ id }) => !own.has(id)) : [];
    return [{ ...row, via: viaOf(row, impersonation !== undefined) }, ...clients.map((client) => ({ ...row, organization: client, via: 'DELEGATION' }))];
  }) as never[];
}

/** The viewer in a client of their agency: what they are in the agency, with the client as the organization. */
export async function delegatedViewer({ app }: ApiContext, { select = {} }: MembershipQuery, { userId, organizationId, agencyId }: { readonly userId: string; readonly organizationId: string; readonly agencyId: string }): Promise<never> {
  const system = joinedReads(app.database.system);
  const { organization, ...rest } = select;
  const [membership, client] = await Promise.all([
    system.membership.findFirst({ where: { organizationId: agencyId, userId }, select: { ...rest, userId: true } as never }),
    organization === undefined ? undefined : system.organization.findFirst({ where: { id: organizationId, parentId: agencyId }, select: { ...selectionOf(organization), id: true } as never }),
  ]);
  return (membership && { ...membership as object, organization: client }) as never;
}

interface Batch { readonly ids: Set<string>; readonly rows: Promise<readonly { readonly id: string }[]> }
const batches = new WeakMap<ApiContext, Map<string, Batch>>();

/** The organization above, for all of a list in one statement. */
export async function parentOf(context: ApiContext, query: MembershipQuery, id: string): Promise<never> {
  const open = batches.get(context) ?? new Map<string, Batch>();
  batches.set(context, open);
  const key = JSON.stringify(query);
  let batch = open.get(key);
  if (!batch) {
    const ids = new Set<string>();
    const rows = new Promise((resolve) => { setImmediate(resolve); }).then(async () => {
      open.delete(key);
      return joinedReads(context.app.database.system).organization.findMany({ where: { id: { in: Array.from(ids) } }, select: { ...query.select, id: true } as never }) as Promise<unknown> as Promise<{ id: string }[]>;
    });
    batch = { ids, rows };
    open.set(key, batch);
  }
  batch.ids.add(id);
  return ((await batch.rows).find((row) => row.id === id) ?? null) as never;
}
