import { expect, test } from 'vitest';
import { organizationTree } from './organization-tree.js';

const role = { id: 'rol_1', key: 'owner', name: 'Owner' };
const of = (name: string, parent: string | null = null, via: 'MEMBERSHIP' | 'DELEGATION' = 'MEMBERSHIP') => ({ role, via, organization: { id: name, name, parent: parent === null ? null : { id: parent } } });

test('organizations stand by their names, and clients below the agency that is one\'s own', () => {
  const tree = organizationTree([of('Zoo'), of('Bright'), of('Émile', 'Bright', 'DELEGATION'), of('Dental', 'Bright'), of('Fern', 'Bright', 'DELEGATION'), of('Ash', 'an agency of others')], 'en');
  expect(tree.map(({ membership, agency }) => [membership.organization.name, agency?.name])).toEqual([['Ash', undefined], ['Bright', undefined], ['Dental', 'Bright'], ['Émile', 'Bright'], ['Fern', 'Bright'], ['Zoo', undefined]]);
});
