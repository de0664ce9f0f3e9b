import { expect, test } from 'vitest';
import { documentsIn, faultsOf, readSchema } from '../scripts/check-documents.mjs';

test('a query that the schema does not know is refused, one that it knows is not', () => {
  const schema = readSchema();
  const source = 'const a = graphql(`query A { viewer { user { nme } } }`);\nconst b = graphql(`fragment F on User { name }`);\nconst c = graphql(`query B { viewer { user { ...F } } }`, [b]);';
  const [wrong, ...right] = documentsIn(source);
  expect(faultsOf(schema, right)).toEqual([]);
  expect(faultsOf(schema, [wrong, ...right]).join()).toContain('nme');
});
