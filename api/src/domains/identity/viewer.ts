import { joinedReads } from '../../access/joined-reads.js';
import type { ApiContext } from '../../context.js';

export interface ViewerKey { readonly userId: string; readonly organizationId: string }

/** Person and organization in one statement; null once the person has left the organization. */
export function findViewer({ app }: ApiContext, query: object, { userId, organizationId }: ViewerKey) {
  return joinedReads(app.database.forOrganization(organizationId)).membership.findFirst({ ...query, where: { userId } });
}
