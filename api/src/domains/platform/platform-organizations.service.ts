import type { Prisma } from '@parley/db';
import { containing } from '../../schema/containing.js';
import type { ListSort } from '../../schema/connection.js';
import type { ApiContext } from '../../context.js';
import { limitsOf, type PlanLimits } from '../organizations/plans.js';
import { readUsageOf, type OrganizationUsage } from '../organizations/usage.js';

/** `PlatformOrganizationWhere` as clients give it. */
export interface PlatformOrganizationWhere { readonly kind?: 'PLATFORM' | 'AGENCY' | 'CLIENT' | null | undefined; readonly isSuspended?: boolean | null | undefined }

/** The same for the database, with the words that a name or slug shall hold. */
export function platformFilter({ kind, isSuspended }: PlatformOrganizationWhere, search: string | null | undefined): Prisma.OrganizationWhereInput {
  const words = containing(search);
  return {
    ...(kind ? { kind } : {}), ...(typeof isSuspended === 'boolean' ? { suspendedAt: isSuspended ? { not: null } : null } : {}),
    ...(words ? { OR: [{ name: words }, { slug: words }] } : {}),
  };
}

/** What the organizations of the platform can be sorted by. */
export const PLATFORM_ORDERS = {
  CREATED_DESC: { column: 'createdAt', kind: 'time', direction: 'desc' },
  CREATED_ASC: { column: 'createdAt', kind: 'time', direction: 'asc' },
  NAME_ASC: { column: 'name', kind: 'text', direction: 'asc' },
} as const satisfies Record<string, ListSort>;

export type PlatformOrder = keyof typeof PLATFORM_ORDERS;

/** What an organization has used, with its limits. */
export type Figures = OrganizationUsage & { readonly limits: PlanLimits & Pick<OrganizationUsage, 'usage'> };

interface Batch { readonly ids: Set<string>; readonly figures: Promise<ReadonlyMap<string, OrganizationUsage>> }
const batches = new WeakMap<ApiContext, Batch>();

/** The figures of an organization; those of a page are read in one statement. */
export async function figuresOf(context: ApiContext, organizationId: string): Promise<Figures> {
  const batch = batches.get(context) ?? open(context);
  batch.ids.add(organizationId);
  const found = (await batch.figures).get(organizationId)!;
  return { ...found, limits: { ...limitsOf(found.row, context.app.environment.defaultPlan), usage: found.usage } };
}

/** Reads once everything of this turn has been named. */
function open(context: ApiContext): Batch {
  const ids = new Set<string>();
  const read = async () => {
    await new Promise((resolve) => { setImmediate(resolve); });
    batches.delete(context);
    return readUsageOf(context.app.database.system, [...ids]);
  };
  const batch: Batch = { ids, figures: read() };
  batches.set(context, batch);
  return batch;
}
