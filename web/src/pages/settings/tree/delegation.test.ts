import { expect, test } from 'vitest';
import { DELEGABLE, permissionsOf, reachOf, REACHES } from './delegation.js';

test('each step allows more than the one before, and is known again in whatever order its permissions come', () => {
  const sizes = REACHES.map((reach) => permissionsOf(reach).length);
  expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
  expect(new Set(sizes).size).toBe(REACHES.length);
  for (const reach of REACHES) expect(reachOf(permissionsOf(reach).toReversed())).toBe(reach);
});

test('looking changes nothing, working builds agents and takes part in calls, and neither touches people and keys', () => {
  expect(permissionsOf('look').filter((permission) => !permission.endsWith(':read'))).toEqual([]);
  expect(permissionsOf('work')).toEqual(expect.arrayContaining([...DELEGABLE.agents, ...DELEGABLE.calls]));
  expect(permissionsOf('work').filter((permission) => /^(members|roles|api-keys|organization|delegation):(?!read)/.test(permission))).toEqual([]);
});

test('what is chosen one by one, or newer than this page, is no step', () => {
  expect(reachOf(['agents:read'])).toBeUndefined();
  expect(reachOf([...permissionsOf('everything'), 'rockets:launch'])).toBeUndefined();
});
