import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, SqlQuery, SqlQueryable, Transaction } from '@prisma/driver-adapter-utils';

/** One statement as it goes to the database. */
export interface Statement {
  readonly sql: string;
  /** `transaction` for BEGIN, COMMIT, ROLLBACK and their kind; `data` for everything else. */
  readonly kind: 'data' | 'transaction';
}

export type StatementListener = (statement: Statement) => void;

const TRANSACTION_STATEMENT = /^\s*(?:begin|commit|rollback|savepoint|release|set\s+transaction|start\s+transaction)\b/i;

export const statementKind = (sql: string): Statement['kind'] => (TRANSACTION_STATEMENT.test(sql) ? 'transaction' : 'data');

function listenToQueries<Target extends SqlQueryable>(target: Target, onStatement: StatementListener): Target {
  const queryRaw = target.queryRaw.bind(target);
  const executeRaw = target.executeRaw.bind(target);
  const tell = (query: SqlQuery) => { onStatement({ sql: query.sql, kind: statementKind(query.sql) }); };
  target.queryRaw = (query) => { tell(query); return queryRaw(query); };
  target.executeRaw = (query) => { tell(query); return executeRaw(query); };
  return target;
}

/**
 * Tells `onStatement` of every statement before it is sent, on either engine. Transactions of both engines count alike:
 * one BEGIN and one COMMIT or ROLLBACK.
 */
export function listenToStatements(factory: SqlMigrationAwareDriverAdapterFactory, onStatement: StatementListener): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => listenToAdapter(await factory.connect(), onStatement),
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
}

function listenToAdapter(adapter: SqlDriverAdapter, onStatement: StatementListener): SqlDriverAdapter {
  const startTransaction = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (isolationLevel) => {
    onStatement({ sql: 'BEGIN', kind: 'transaction' });
    return listenToTransaction(await startTransaction(isolationLevel), onStatement);
  };
  return listenToQueries(adapter, onStatement);
}

function listenToTransaction(transaction: Transaction, onStatement: StatementListener): Transaction {
  listenToQueries(transaction, onStatement);
  // Where the engine ends transactions by a call and not by a statement, the call stands for the statement.
  if (transaction.options.usePhantomQuery) {
    const commit = transaction.commit.bind(transaction);
    const rollback = transaction.rollback.bind(transaction);
    transaction.commit = () => { onStatement({ sql: 'COMMIT', kind: 'transaction' }); return commit(); };
    transaction.rollback = () => { onStatement({ sql: 'ROLLBACK', kind: 'transaction' }); return rollback(); };
  }
  return transaction;
}
