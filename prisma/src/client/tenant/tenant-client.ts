import type { Prisma, PrismaClient } from '../../generated/client.js';
import type { Reach } from '../isolation/acting-organization.js';
import { isolateClient } from '../isolation/isolate-client.js';
import { bindQuery } from './bind-query.js';

/** SQL put together as text, and what would act on the connection that all share. */
type Withheld = '$queryRawUnsafe' | '$executeRawUnsafe' | '$extends' | '$on' | '$disconnect' | '$transaction';

/** A client bound to one organization: it sees and writes no other's rows, and refuses what it cannot bind. */
export type OrganizationClient = Omit<PrismaClient, Withheld>;

/** As `OrganizationClient`, within a transaction. */
export type OrganizationTransaction = Omit<Prisma.TransactionClient, Withheld>;

/** The bound client with its transactions; for this package alone. */
export type BoundClient = OrganizationClient & Pick<PrismaClient, '$transaction'>;

/**
 * Binds `client` to an organization, twice over: every query names the organization, and the database itself shows no
 * other rows to the role that sends it; where only some agents are reached, the database alone sees to that. Same connections, reads of a tick still one statement, no statement more.
 */
export function bindClient(client: PrismaClient, reach: Reach): BoundClient {
  return isolateClient(client.$extends({
    name: 'organization',
    query: {
      $allOperations: ({ model, operation, args, query }) => query(bindQuery(reach.organizationId, model, operation, args)),
    },
  }), reach) as unknown as BoundClient;
}
