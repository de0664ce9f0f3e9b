import { expect, test } from 'vitest';
import type { ProviderError } from '../errors.js';
import { checkReading, dataFailure } from './data-failure.js';
import { DataRows, dataValueOf } from './data-rows.js';
import { readOperation } from './json-operation.js';
import { readSql, type SqlDialectName } from './sql-text.js';

/** The statement with its parameters marked, or why it is refused. */
function marked(dialect: SqlDialectName, text: string): string {
  try {
    const { names, pieces } = readSql(text, dialect);
    return pieces.map((piece, index) => piece + (index < names.length ? `<${names[index]}>` : '')).join('');
  } catch (error) {
    return (error as ProviderError).message;
  }
}

const [MANY, OPEN, OWN] = ['A query is one statement.', 'A quotation of the query does not end.', 'A parameter is written as `:name`.'];

test.each<[SqlDialectName, string, string]>([
  ['postgres', 'SELECT :a, :b_2 ,:a', 'SELECT <a>, <b_2> ,<a>'],
  ['postgres', 'SELECT \':a\', ":b", \'it\'\'s :c\', E\'\\\':d\', :e', 'SELECT \':a\', ":b", \'it\'\'s :c\', E\'\\\':d\', <e>'],
  ['postgres', 'SELECT $$ :a ; $$, $q$ :b $$ ; $q$, :c', 'SELECT $$ :a ; $$, $q$ :b $$ ; $q$, <c>'],
  ['postgres', 'SELECT :a::text, x::int, list[1:2], list[:from]', 'SELECT <a>::text, x::int, list[1:2], list[<from>]'],
  ['postgres', 'SELECT 1 /* :a /* ; */ :b */ + :c -- :d ;\n', 'SELECT 1 /* :a /* ; */ :b */ + <c> -- :d ;\n'],
  ['postgres', 'SELECT \'\\\' || :a', 'SELECT \'\\\' || <a>'],
  ['postgres', 'SELECT a$b, document ? :key', 'SELECT a$b, document ? <key>'],
  ['postgres', 'SELECT 1;  -- done\n /* ; */ ', 'SELECT 1'],
  ['postgres', 'SELECT 1; SELECT 2', MANY], ['postgres', 'SELECT 1;;', MANY], ['postgres', 'SELECT 1; \'x\'', MANY], ['postgres', 'SELECT 1; :a', MANY],
  ['postgres', 'SELECT \'open', OPEN], ['postgres', 'SELECT "open', OPEN], ['postgres', 'SELECT /* open', 'A comment of the query does not end.'], ['postgres', 'SELECT $1', OWN],
  ['postgres', ' -- nothing', 'The query is empty.'],
  ['mysql', 'SELECT \'\\\':a\', "\\":b", `:c`, :d # :e ;', 'SELECT \'\\\':a\', "\\":b", `:c`, <d> # :e ;'],
  ['mysql', 'SELECT 5--:a, @x := :b -- :c', 'SELECT 5--<a>, @x := <b> -- :c'],
  ['mysql', 'SELECT /* /* */ :a', 'SELECT /* /* */ <a>'], ['mysql', 'SELECT ?', OWN], ['mysql', 'SELECT \'\\\'; DELETE FROM t', OPEN],
  ['sqlite', 'SELECT [:a], :b', 'SELECT [:a], <b>'], ['sqlite', 'SELECT @a', OWN], ['sqlite', 'SELECT $a', OWN], ['sqlite', 'SELECT ?1', OWN],
])('%s: %s', (dialect, text, expected) => { expect(marked(dialect, text)).toBe(expected); });

test('what a statement does is read from its code alone', () => {
  const { code } = readSql('/* DELETE */ WITH x AS (SELECT \'DROP\') SELECT "UPDATE" FROM x -- INSERT', 'postgres');
  expect(code).not.toMatch(/delete|drop|update|insert/i);
  expect(() => { checkReading(code); }).not.toThrow();
  for (const text of ['DELETE FROM t', ' set x = 1', 'selected', '/* SELECT */ DROP TABLE t']) expect(() => { checkReading(readSql(text, 'postgres').code); }).toThrow('data sources are read');
});

test('an operation is read before its parameters are put in: a value stays one value', () => {
  const text = '{"from":"t","where":{"name":{"$parameter":"name"},"in":[{"$parameter":"n"},2]}}';
  expect(readOperation(text, { name: '{"$ne":null}', n: 1 })).toEqual({ from: 't', where: { name: '{"$ne":null}', in: [1, 2] } });
  expect(readOperation(text, { name: 'x', n: null }, (value, path) => [path.join('.'), value])).toEqual({ from: 't', where: { name: ['where.name', 'x'], in: [['where.in', null], 2] } });
  for (const [wrong, parameters, words] of [
    [text, { name: 'x' }, 'The parameter "n" has no value.'], [text, { name: 'x', n: 1, more: 1 }, 'The query has no parameter "more".'], ['[]', {}, 'one operation'], ['{} {}', {}, 'one operation'], ['SELECT 1', {}, 'one operation'],
    ['{"a":{"$parameter":1}}', {}, 'A parameter is written as'], ['{"a":{"$parameter":"b","c":1}}', { b: 1 }, 'A parameter is written as'], [`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, {}, 'levels deep'],
    ['{"from":"t"}', { more: 1 }, 'The query has no parameter "more".'], ['{"a":{"$parameter":"toString"}}', {}, 'The parameter "toString" has no value.'],
  ] as const) expect(() => readOperation(wrong, parameters), wrong).toThrow(words);
});

test('values are told so that JSON has them and nothing is lost', () => {
  expect([12n, 9_007_199_254_740_993n, Number.NaN, new Date(0), new Date(Number.NaN), Buffer.from('dead', 'hex'), undefined, { a: [1n, { b: null }] }].map((value) => dataValueOf(value)))
    .toEqual([12, '9007199254740993', 'NaN', '1970-01-01T00:00:00.000Z', null, '3q0=', null, { a: [1, { b: null }] }]);
  let deep: unknown = 1;
  for (let depth = 0; depth < 100; depth += 1) deep = [deep];
  expect(JSON.stringify(dataValueOf(deep)).length).toBeLessThan(100);
});

test('rows are taken until a limit is reached, whole rows only', () => {
  const rows = new DataRows({ rowsMax: 10, bytesMax: 20 });
  expect([rows.add(['1234']), rows.add(['ü']), rows.add(['x']), rows.add([1])]).toEqual([true, true, false, false]);
  expect(rows.result([])).toMatchObject({ rows: [['1234'], ['ü']], isTruncated: true });
  expect(Buffer.byteLength(JSON.stringify(rows.result([]).rows))).toBeLessThanOrEqual(20);
});

test('what was given in confidence is not in the words of a refusal', () => {
  const { vendorMessage } = dataFailure({ cause: 'bad-request', words: 'near "4711-private" and "4711" for root', hidden: ['4711', '4711-private', 'or', 7] });
  expect(vendorMessage).toBe('near "…" and "…" for root');
});
