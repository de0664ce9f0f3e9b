import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seedTenant, type Tenant } from '../testing/tenant-fixture.js';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { knownPermissions, PERMISSION_FACTS, PERMISSIONS } from './permissions.js';
import { OWNER_ROLE_IDS, ROLE_TEMPLATES, roleTemplateId } from './role-templates.js';
import { ROLES_SCRIPT } from './roles-script.js';

let opened: TestDatabase;
let mine: Tenant;
beforeAll(async () => { opened = await openTestDatabase(); });
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.reset();
  mine = await seedTenant(opened.database.system, 'mine');
});

const system = () => opened.database.system;
const owner = async () => (await system().role.findUniqueOrThrow({ where: { key: 'owner' } })).permissions;
/** What happens to the templates when the database is opened. */
const open = () => system().$executeRawUnsafe(ROLES_SCRIPT);

test('there are ten templates, in the order of their ids, with what they allow', async () => {
  const rows = await system().role.findMany({ where: { organizationId: null }, orderBy: { id: 'asc' } });
  expect(rows.map(({ key, permissions }) => [key, permissions])).toEqual(Object.entries(ROLE_TEMPLATES).map(([key, { permissions }]) => [key, permissions]));
  expect(rows).toHaveLength(10);
  for (const { permissions } of Object.values(ROLE_TEMPLATES)) expect(permissions).toEqual(knownPermissions(permissions));
  expect(OWNER_ROLE_IDS).toContain(roleTemplateId('owner'));
});

test('a permission is `things:deed`, has a sentence and a group', () => {
  expect(PERMISSIONS.filter((permission) => !/^[a-z]+(-[a-z]+)*:[a-z]+$/.test(permission))).toEqual([]);
  for (const { description, group } of Object.values(PERMISSION_FACTS)) expect([description, group]).toEqual([expect.stringMatching(/^[A-Z].*\.$/), expect.stringMatching(/^[a-z]+$/)]);
});

test('templates get what came with this release and lose what it took from them; what a newer one gave them, and own roles, stay', async () => {
  const all = await owner();
  await system().role.update({ where: { key: 'owner' }, data: { permissions: [...all.filter((permission) => permission !== 'calls:start'), 'rooms:heat'] } });
  await system().role.update({ where: { key: 'viewer' }, data: { permissions: [...ROLE_TEMPLATES.viewer.permissions, 'agents:publish'] } });
  await system().role.delete({ where: { key: 'billing' } });
  await system().role.update({ where: { id: mine.roleId }, data: { permissions: ['agents:read', 'rooms:heat'] } });
  await open();
  expect((await owner()).toSorted()).toEqual([...all, 'rooms:heat'].toSorted());
  expect((await system().role.findUniqueOrThrow({ where: { key: 'viewer' } })).permissions).toEqual(ROLE_TEMPLATES.viewer.permissions);
  expect((await system().role.findUniqueOrThrow({ where: { key: 'billing' } })).id).toBe(roleTemplateId('billing'));
  expect(await system().role.findUniqueOrThrow({ where: { id: mine.roleId } })).toMatchObject({ name: 'mine', permissions: ['agents:read', 'rooms:heat'] });
  expect(await open()).toBe(0);
});

test('a role that a member has is not deleted, and goes with its organization', async () => {
  const { organizationId, userId, roleId } = mine;
  await system().membership.update({ where: { organizationId_userId: { organizationId, userId } }, data: { roleId } });
  await expect(system().role.delete({ where: { id: roleId } })).rejects.toMatchObject({ code: 'P2003' });
  await system().call.deleteMany();
  await system().organization.delete({ where: { id: organizationId } });
  expect(await system().role.count({ where: { organizationId } })).toBe(0);
});
