import { joinedReads } from '../../access/joined-reads.js';
import type { ApiContext } from '../../context.js';
import { delegatedViewer } from '../organizations/reachable.js';

export interface ViewerKey { readonly userId: string; readonly organizationId: string }

/** Person and organization in one statement; null once the person has left the organization. */
export async function findViewer(context: ApiContext, query: object, { userId, organizationId }: ViewerKey) {
  const { actor } = context;
  if (actor.kind === 'user' && actor.agencyId && actor.organizationId === organizationId) return delegatedViewer(context, query, { userId, organizationId, agencyId: actor.agencyId });
  return joinedReads(context.app.database.forOrganization(organizationId)).membership.findFirst({ ...query, where: { userId } });
}
