import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { faultsOf, readSchema } from '../scripts/check-documents.mjs';
import { documentsIn, manifestOf } from '../scripts/documents.mjs';

test('a query that the schema does not know is refused, one that it knows is not', () => {
  const schema = readSchema();
  const source = 'const a = graphql(`query A { viewer { user { nme } } }`);\nconst b = graphql(`fragment F on User { name }`);\nconst c = graphql(`query B { viewer { user { ...F } } }`, [b]);';
  const [wrong, ...right] = documentsIn(source);
  expect(faultsOf(schema, right)).toEqual([]);
  expect(faultsOf(schema, [wrong, ...right]).join()).toContain('nme');
});

test('the manifest has each operation with the fragments it needs, and names only once', () => {
  const documents = ['fragment F on User { name ...G }', 'fragment G on User { id }', 'fragment H on User { email }', 'query A { viewer { user { ...F } } }', 'mutation B { signOut { errors { code } } }'];
  const { ids, texts } = manifestOf(documents);
  expect(Object.keys(ids)).toEqual(['A', 'B']);
  expect(texts[ids.A]).toMatch(/query A[^]*fragment F[^]*fragment G/);
  expect(texts[ids.A]).toContain('__typename');
  expect(texts[ids.A]).not.toContain('fragment H');
  expect(ids.A).toBe(createHash('sha256').update(texts[ids.A]).digest('hex'));
  expect(() => manifestOf([...documents, 'query A { viewer { role } }'])).toThrow('two operations of the console are called A');
  expect(() => manifestOf(['{ viewer { role } }'])).toThrow('no name');
});
