import { expect, test } from 'vitest';
import { readFilters, whereOf } from './platform-filters.js';

test('the address narrows the list; what makes no sense in it does not', () => {
  expect(readFilters({ q: ' bakery ', kind: 'AGENCY', state: 'suspended', order: 'NAME_ASC' })).toEqual({ search: 'bakery', kind: 'AGENCY', state: 'suspended', orderBy: 'NAME_ASC' });
  expect(readFilters({ q: ' ', kind: ['AGENCY'], state: 'asleep', order: 'SIZE' })).toEqual({ search: null, kind: null, state: null, orderBy: 'CREATED_DESC' });
  expect([whereOf(readFilters({ state: 'active' })), whereOf(readFilters({ state: 'suspended', kind: 'CLIENT' })), whereOf(readFilters({}))]).toEqual([{ isSuspended: false }, { isSuspended: true, kind: 'CLIENT' }, {}]);
});
