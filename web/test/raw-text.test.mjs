import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlOf, rawJson, shownPart } from '../src/pages/calls/detail/raw-text.ts';

test('the command says to a shell what was asked, quotes and all', () => {
  const command = curlOf('https://parley.example/graphql', 'query Call($id: ID!) {\n  call(id: $id) { agent { name } }\n}', { id: 'call_1', words: `it's "five"` });
  const given = execFileSync('sh', ['-c', command.replace(/^curl/, 'printf "%s\\n"')]).toString().trimEnd().split('\n');
  expect(given.slice(0, 5)).toEqual(['https://parley.example/graphql', '-H', 'content-type: application/json', '-H', 'authorization: Bearer YOUR_API_KEY']);
  expect(JSON.parse(given.at(-1))).toEqual({ query: 'query Call($id: ID!) { call(id: $id) { agent { name } } }', variables: { id: 'call_1', words: `it's "five"` } });
});

test('what only the console asks for is left out', () => {
  expect(JSON.parse(rawJson({ __typename: 'Call', id: 'call_1', agent: { __typename: 'Agent', name: 'Mia' } }))).toEqual({ id: 'call_1', agent: { name: 'Mia' } });
});

test('a very long text is cut at a line', () => {
  expect(shownPart('short')).toEqual({ text: 'short', isCut: false });
  const { text, isCut } = shownPart('a line of text\n'.repeat(20_000));
  expect(isCut).toBe(true);
  expect(text.endsWith('a line of text')).toBe(true);
  expect(text.length).toBeLessThanOrEqual(200_000);
});
