import { startApi } from '@parley/api';
import { openDatabase, type Statement } from '@parley/db';
import { ask, apiEnvironment } from './requests.js';
import type { BenchData } from './data.js';
import { FIRST_PAGE, operations, type OperationName } from './operations.js';
import type { Place } from './place.js';

export const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface Counted { readonly statements: Readonly<Record<OperationName, number>>; readonly after: string }

/** Statements of each operation once the session is known, counted in an API in this process; and the end of the first page. */
export async function countStatements(place: Place, data: BenchData): Promise<Counted> {
  let seen: Statement[] = [];
  const database = await openDatabase({ dataDir: place.dataDir, databaseUrl: place.databaseUrl, logger: quiet, onStatement: (statement) => { seen.push(statement); } });
  const api = await startApi({ env: apiEnvironment(place), database, isSeeded: false });
  try {
    const target = { port: api.port, path: '/graphql', sessionToken: data.sessionToken };
    const first = await ask<{ calls: { pageInfo: { endCursor: string } } }>({ ...target, body: JSON.stringify(FIRST_PAGE) });
    const after = first.calls.pageInfo.endCursor;
    const statements = {} as Record<OperationName, number>;
    for (const { name, query, variables } of operations(data, after)) {
      seen = [];
      await ask({ ...target, body: JSON.stringify({ query, variables }) });
      statements[name] = seen.filter(({ kind }) => kind === 'data').length;
    }
    return { statements, after };
  } finally {
    await api.close();
    await database.close();
  }
}
