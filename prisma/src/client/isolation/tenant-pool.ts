import { Pool, type PoolClient, type PoolConfig, type QueryConfig, type QueryResult } from 'pg';
import { actingOrganization, handOver } from './acting-organization.js';

/**
 * A pool whose statements run as the organization that acts (see `actAs`), in one round trip: BEGIN with the hand-over,
 * the statement and COMMIT leave together. All is local to the transaction, so that nothing stays on the connection for
 * whoever gets it next, a pooler between included. Where nobody acts it is an ordinary pool.
 */
export function tenantPool(config: PoolConfig): Pool {
  const pool = new Pool({ ...config, pipeline: true });
  const query = pool.query.bind(pool) as (...given: unknown[]) => unknown;
  const connect = pool.connect.bind(pool) as (...given: unknown[]) => unknown;
  const checkOut = () => connect() as Promise<PoolClient>;
  pool.query = ((...given: unknown[]) => {
    const organizationId = actingOrganization();
    return organizationId === undefined ? query(...given) : checkOut().then((client) => queryAs(client, organizationId, given[0] as QueryConfig));
  }) as Pool['query'];
  // The pool itself connects with a callback; a transaction of Prisma's adapter without.
  pool.connect = ((...given: unknown[]) => {
    const organizationId = given.length > 0 ? undefined : actingOrganization();
    return organizationId === undefined ? connect(...given) : checkOut().then((client) => handedOver(client, organizationId));
  }) as Pool['connect'];
  return pool;
}

/** Plans depend on the role: what is prepared for the platform under a name is another statement. */
const ownName = (config: QueryConfig): QueryConfig => (config.name === undefined ? config : { ...config, name: `${config.name}_t` });

async function queryAs(client: PoolClient, organizationId: string, config: QueryConfig): Promise<QueryResult> {
  const [opened, answered, closed] = await Promise.allSettled([client.query(`BEGIN; ${handOver(organizationId, 'LOCAL')}`), client.query(ownName(config)), client.query('COMMIT')]);
  // A connection on which the frame itself failed is not handed on.
  client.release(opened.status === 'rejected' || closed.status === 'rejected');
  for (const part of [opened, answered, closed]) if (part.status === 'rejected') throw part.reason;
  return (answered as PromiseFulfilledResult<QueryResult>).value;
}

/** What a transaction of Prisma's adapter uses of a connection. */
type TransactionConnection = Pick<PoolClient, 'query' | 'release' | 'on' | 'removeListener'>;

/** A connection for a transaction; its BEGIN takes the hand-over with it. */
function handedOver(client: PoolClient, organizationId: string): TransactionConnection {
  const query = async (config: QueryConfig): Promise<QueryResult> => {
    if (config.text !== 'BEGIN') return client.query(ownName(config));
    await client.query(`BEGIN; ${handOver(organizationId, 'LOCAL')}`);
    return { command: 'BEGIN', rowCount: 0, oid: 0, fields: [], rows: [] };
  };
  return { query: query as PoolClient['query'], release: (error) => { client.release(error); }, on: client.on.bind(client), removeListener: client.removeListener.bind(client) };
}
