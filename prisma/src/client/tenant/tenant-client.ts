import type { Prisma, PrismaClient } from '../../generated/client.js';
import { bindQuery } from './bind-query.js';

/** Raw SQL, and what would act on the connection that all share. */
type Withheld = '$queryRaw' | '$queryRawUnsafe' | '$executeRaw' | '$executeRawUnsafe' | '$extends' | '$on' | '$disconnect' | '$transaction';

/** A client bound to one organization: it sees and writes no other's rows, and refuses what it cannot bind. */
export type OrganizationClient = Omit<PrismaClient, Withheld>;

/** As `OrganizationClient`, within a transaction. */
export type OrganizationTransaction = Omit<Prisma.TransactionClient, Withheld>;

/** The bound client with its transactions; for this package alone. */
export type BoundClient = OrganizationClient & Pick<PrismaClient, '$transaction'>;

/** Binds `client` to an organization: same connections, same batching of reads, no statement more. */
export function bindClient(client: PrismaClient, organizationId: string): BoundClient {
  return client.$extends({
    name: 'organization',
    query: {
      $allOperations: ({ model, operation, args, query }) => query(bindQuery(organizationId, model, operation, args)),
    },
  }) as unknown as BoundClient;
}
