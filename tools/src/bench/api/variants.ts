import { isDeepStrictEqual } from 'node:util';
import type { BenchData } from './data.js';
import type { Target } from './load.js';
import { operations, type Operation, type OperationName } from './operations.js';
import type { PinnedServer } from './processes.js';
import { ask, canonical } from './requests.js';

export interface Variant {
  readonly name: string;
  readonly way: 'floor' | 'sql' | 'graphql';
  readonly operation: OperationName | undefined;
  readonly server: PinnedServer;
  readonly target: Target;
  readonly bodyBytes: number;
}

const bodyOf = ({ query, variables }: Operation) => JSON.stringify({ query, variables });

/** The floor, and each operation both ways; throws where the two answers do not hold the same data. */
export async function makeVariants(api: PinnedServer, handWritten: PinnedServer, data: BenchData, after: string): Promise<Variant[]> {
  const all = operations(data, after);
  const floorBody = bodyOf(all[0]!);
  const variants: Variant[] = [{
    name: 'floor', way: 'floor', operation: undefined, server: handWritten, bodyBytes: Buffer.byteLength(floorBody), target: { port: handWritten.port, path: '/floor', body: floorBody },
  }];
  for (const operation of all) {
    const { name } = operation;
    const sql: Target = { port: handWritten.port, path: `/${name}`, body: bodyOf(operation) };
    const graphql: Target = { port: api.port, path: '/graphql', body: bodyOf(operation), sessionToken: data.sessionToken };
    const [left, right] = await Promise.all([ask(sql), ask(graphql)]);
    if (!isDeepStrictEqual(canonical(left), canonical(right))) throw new Error(`${name}: the bodies differ\n${JSON.stringify(canonical(left)).slice(0, 1500)}\n${JSON.stringify(canonical(right)).slice(0, 1500)}`);
    const bytes = (body: unknown) => Buffer.byteLength(JSON.stringify({ data: body }));
    variants.push({ name: `sql ${name}`, way: 'sql', operation: name, server: handWritten, target: sql, bodyBytes: bytes(left) });
    variants.push({ name: `graphql ${name}`, way: 'graphql', operation: name, server: api, target: graphql, bodyBytes: bytes(right) });
  }
  return variants;
}
