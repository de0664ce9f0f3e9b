import { expect, test } from 'vitest';
import { statementNames } from './statement-names.js';

test('a statement has a name from its second time on, always the same', () => {
  const nameOf = statementNames();
  expect(['a', 'b', 'a', 'a', 'b'].map((sql) => nameOf({ sql }))).toEqual([undefined, undefined, 'parley_0', 'parley_0', 'parley_1']);
});

test('there are only so many names, and none for what is very long or comes once', () => {
  const nameOf = statementNames(2);
  for (let number = 0; number < 5_000; number++) expect(nameOf({ sql: `once ${number}` })).toBeUndefined();
  const long = 'x'.repeat(10_000);
  for (let time = 0; time < 3; time++) expect(nameOf({ sql: long })).toBeUndefined();
  for (const sql of ['a', 'b', 'c']) nameOf({ sql });
  expect(['a', 'b', 'c', 'c'].map((sql) => nameOf({ sql }))).toEqual(['parley_0', 'parley_1', undefined, undefined]);
});
