import { Pool, type PoolClient, type PoolConfig, type QueryConfig, type QueryResult } from 'pg';
import { handOver, sender, type Sender } from './acting-organization.js';

/**
 * A pool whose statements run as the organization and in the name of the person that send them (see `actAs`,
 * `auditAs`), in one round trip: BEGIN with the hand-over, the statement and COMMIT leave together. All is local to the
 * transaction, so that nothing stays on the connection for whoever gets it next, a pooler between included. For
 * everything else it is an ordinary pool.
 */
export function tenantPool(config: PoolConfig): Pool {
  const pool = new Pool({ ...config, pipeline: true });
  const query = pool.query.bind(pool) as (...given: unknown[]) => unknown;
  const connect = pool.connect.bind(pool) as (...given: unknown[]) => unknown;
  const checkOut = () => connect() as Promise<PoolClient>;
  pool.query = ((...given: unknown[]) => {
    const from = sender();
    return isNobody(from) ? query(...given) : checkOut().then((client) => queryAs(client, from, given[0] as QueryConfig));
  }) as Pool['query'];
  // The pool itself connects with a callback; a transaction of Prisma's adapter without.
  pool.connect = ((...given: unknown[]) => {
    const from = sender();
    return given.length > 0 || isNobody(from) ? connect(...given) : checkOut().then((client) => handedOver(client, from));
  }) as Pool['connect'];
  return pool;
}

/** Plans depend on the role: what is prepared for the platform under a name is another statement. */
const ownName = (config: QueryConfig, { organizationId }: Sender): QueryConfig => (config.name === undefined || organizationId === undefined ? config : { ...config, name: `${config.name}_t` });
const isNobody = ({ organizationId, actor }: Sender) => organizationId === undefined && actor === undefined;

async function queryAs(client: PoolClient, from: Sender, config: QueryConfig): Promise<QueryResult> {
  const [opened, answered, closed] = await Promise.allSettled([client.query(`BEGIN; ${handOver(from, 'LOCAL')}`), client.query(ownName(config, from)), client.query('COMMIT')]);
  // A connection on which the frame itself failed is not handed on.
  client.release(opened.status === 'rejected' || closed.status === 'rejected');
  for (const part of [opened, answered, closed]) if (part.status === 'rejected') throw part.reason;
  return (answered as PromiseFulfilledResult<QueryResult>).value;
}

/** What a transaction of Prisma's adapter uses of a connection. */
type TransactionConnection = Pick<PoolClient, 'query' | 'release' | 'on' | 'removeListener'>;

/** A connection for a transaction; its BEGIN takes the hand-over with it. */
function handedOver(client: PoolClient, from: Sender): TransactionConnection {
  const query = async (config: QueryConfig): Promise<QueryResult> => {
    if (config.text !== 'BEGIN') return client.query(ownName(config, from));
    await client.query(`BEGIN; ${handOver(from, 'LOCAL')}`);
    return { command: 'BEGIN', rowCount: 0, oid: 0, fields: [], rows: [] };
  };
  return { query: query as PoolClient['query'], release: (error) => { client.release(error); }, on: client.on.bind(client), removeListener: client.removeListener.bind(client) };
}
