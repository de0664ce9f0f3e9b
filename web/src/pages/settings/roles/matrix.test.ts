import { expect, test } from 'vitest';
import { matrixGroups, shownRoles } from './matrix.js';

const role = (key: string | null, permissions: string[], memberCount = 0) => ({ id: key ?? 'own', key, name: key ?? 'Own', description: '', permissions, isTemplate: key !== null, memberCount });
const permission = (name: string, group: string) => ({ name, group, description: '' });

test('roles of agencies and of the platform are shown where they mean something, or where somebody has them', () => {
  const roles = [role('platform-admin', []), role('agency-owner', []), role('agency-member', [], 1), role('owner', []), role(null, [])];
  const keys = (may: string[]) => shownRoles(roles, (name) => may.includes(name)).map(({ key }) => key);
  expect(keys([])).toEqual(['agency-member', 'owner', null]);
  expect(keys(['clients:create'])).toEqual(['agency-owner', 'agency-member', 'owner', null]);
  expect(keys(['platform:read'])).toEqual(['platform-admin', 'agency-member', 'owner', null]);
});

test('permissions stand in their groups and in their order; those that no role has are left out', () => {
  const permissions = [permission('agents:read', 'agents'), permission('calls:read', 'calls'), permission('agents:update', 'agents'), permission('platform:read', 'platform')];
  expect(matrixGroups(permissions, [role('viewer', ['calls:read', 'agents:read']), role(null, ['agents:update'])]).map(({ group, permissions: all }) => [group, all.map(({ name }) => name)]))
    .toEqual([['agents', ['agents:read', 'agents:update']], ['calls', ['calls:read']]]);
});
