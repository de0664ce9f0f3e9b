import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DELEGABLE } from '../src/pages/settings/tree/delegation.ts';

test('what an agency can be let do is what the contract says', () => {
  const schema = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  const described = /input DelegationSetInput \{[\s\S]*?at most; empty lets none of them in\.([\s\S]*?)"""/.exec(schema)[1];
  expect(Object.values(DELEGABLE).flat().toSorted()).toEqual([...described.matchAll(/`([^`]+)`/g)].map(([, permission]) => permission).toSorted());
});
