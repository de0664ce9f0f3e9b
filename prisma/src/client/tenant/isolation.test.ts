import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { uuidv7 } from '../../ids.js';
import { ROLE_TEMPLATES, roleTemplateId } from '../../roles/role-templates.js';
import { everything, seedTenant, type Tenant } from '../../testing/tenant-fixture.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { TenantScopeError } from '../errors.js';
import { modelRules } from './model-rules.js';
import type { OrganizationClient } from './tenant-client.js';

let opened: TestDatabase;
let mine: Tenant;
let other: Tenant;
let client: OrganizationClient;
let before: unknown;

beforeAll(async () => { opened = await openTestDatabase(); });
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.reset();
  mine = await seedTenant(opened.database.system, 'mine');
  other = await seedTenant(opened.database.system, 'other');
  client = opened.database.forOrganization(mine.organizationId);
  before = await everything(opened.database.system);
});

type Delegate = Record<string, (args?: unknown) => Promise<unknown>>;
const delegate = (model: string) => (client as unknown as Record<string, Delegate>)[model.replace(/^./, (letter) => letter.toLowerCase())]!;
/** Written by the database alone; see ../audit for who may do what to it. */
const LOG_MODELS = ['AuditEvent', 'AuditHead'];
const tenantModels = [...modelRules].filter(([name, { scope }]) => scope === 'tenant' && !LOG_MODELS.includes(name)).map(([name]) => name);

/** Ways to name the one row of the other organization. */
function keysOf(model: string, tenant: Tenant): Record<string, unknown>[] {
  const { organizationId, userId, callId, agentId } = tenant;
  switch (model) {
    case 'Membership': return [{ organizationId_userId: { organizationId, userId } }];
    case 'OrganizationLimits': case 'SingleSignOn': return [{ organizationId }];
    case 'UsageCounter': return [{ organizationId_meter_period: { organizationId, meter: 'storage-bytes', period: 'all' } }];
    case 'UsageLine': return [{ organizationId_requestId: { organizationId, requestId: organizationId } }];
    case 'UsageHour': return [{ organizationId_hour_kind_connectionId_agentId: { organizationId, hour: new Date(0), kind: 'llm', connectionId: 'simulated', agentId } }];
    case 'IdempotentRequest': return [{ organizationId_actorId_keyHash: { organizationId, actorId: userId, keyHash: Buffer.from(organizationId) } }];
    case 'CallEvent': return [{ callId_seq: { callId, seq: 1 } }, { organizationId_callId_seq: { organizationId, callId, seq: 1 } }];
    default: {
      const id = tenant[`${model.replace(/^./, (letter) => letter.toLowerCase())}Id` as keyof Tenant];
      return [{ id }, { organizationId_id: { organizationId, id } }, { id, organizationId }].filter((key) => !('organizationId_id' in key) || modelRules.get(model)!.organizationKeys.has('organizationId_id'));
    }
  }
}

/** A change that fits every tenant model. */
const changeOf = (model: string): Record<string, unknown> => ({
  Membership: { roleId: roleTemplateId('viewer') }, Session: { expiresAt: new Date() }, Agent: { name: 'taken' }, AgentVersion: { name: 'taken' }, Call: { mediaId: 'taken' },
  CallEvent: { type: 'taken' }, Turn: { text: 'taken' }, Recording: { storageKey: 'taken' }, IdempotentRequest: { requestHash: Buffer.from('taken') }, ServiceAccount: { name: 'taken' }, ApiKey: { name: 'taken' }, Invitation: { email: 'taken' }, OrganizationLimits: { plan: 'taken' }, UsageCounter: { amount: 0 },
  OrganizationDomain: { challenge: 'taken' }, SingleSignOn: { clientId: 'taken' }, SingleSignOnIdentity: { subject: 'taken' }, UsageLine: { outcome: 'taken' }, UsageHour: { requests: 0 },
  ProviderConnection: { name: 'taken' }, ConnectionSecret: { lastFour: 'take' }, DataKey: { keyId: 'taken' },
})[model]!;

const isRefusal = (error: unknown) => error instanceof TenantScopeError || (error as { code?: string }).code === 'P2025';

test('every tenant model of the data model is attacked below', () => {
  expect(tenantModels.sort()).toEqual(['Agent', 'AgentVersion', 'ApiKey', 'Call', 'CallEvent', 'ConnectionSecret', 'DataKey', 'IdempotentRequest', 'Invitation', 'Membership', 'OrganizationDomain', 'OrganizationLimits', 'ProviderConnection', 'Recording', 'ServiceAccount', 'Session', 'SingleSignOn', 'SingleSignOnIdentity', 'Turn', 'UsageCounter', 'UsageHour', 'UsageLine']);
});

describe.each(tenantModels)('%s', (model) => {
  test('lists, counts and groups hold one organization', async () => {
    const rows = await delegate(model).findMany!() as { organizationId: string }[];
    expect(rows.map(({ organizationId }) => organizationId)).toEqual([mine.organizationId]);
    expect(await delegate(model).count!()).toBe(1);
    expect(await delegate(model).count!({ where: { OR: [mine, other].map(({ organizationId }) => ({ organizationId })) } })).toBe(1);
    expect(await delegate(model).aggregate!({ _count: true })).toEqual({ _count: 1 });
    expect(await delegate(model).groupBy!({ by: ['organizationId'], _count: true })).toEqual([{ organizationId: mine.organizationId, _count: 1 }]);
    expect(await delegate(model).findFirst!({ where: { NOT: { organizationId: mine.organizationId } } })).toBeNull();
    expect(await delegate(model).findMany!({ where: { organizationId: { in: [other.organizationId] } } })).toEqual([]);
    await expect(delegate(model).findMany!({ where: { organizationId: other.organizationId } })).rejects.toThrow(TenantScopeError);
  });

  test('the own row is found by each of its keys', async () => {
    for (const where of keysOf(model, mine)) expect(await delegate(model).findUnique!({ where })).toMatchObject({ organizationId: mine.organizationId });
  });

  test('the other row is found by none of its keys', async () => {
    for (const where of keysOf(model, other)) {
      const found = await delegate(model).findUnique!({ where }).catch((error: unknown) => { if (!isRefusal(error)) throw error; return null; });
      expect(found).toBeNull();
      await expect(delegate(model).findUniqueOrThrow!({ where })).rejects.toSatisfy(isRefusal);
      expect(await delegate(model).findMany!({ cursor: where }).catch(() => [])).toEqual([]);
    }
  });

  test('the other row is neither changed nor deleted', async () => {
    const data = changeOf(model);
    for (const where of keysOf(model, other)) {
      await expect(delegate(model).update!({ where, data })).rejects.toSatisfy(isRefusal);
      await expect(delegate(model).delete!({ where })).rejects.toSatisfy(isRefusal);
    }
    await delegate(model).updateMany!({ where: { organizationId: { not: mine.organizationId } }, data });
    await delegate(model).updateManyAndReturn!({ where: { NOT: { organizationId: mine.organizationId } }, data });
    await delegate(model).deleteMany!({ where: { OR: [{ organizationId: { not: mine.organizationId } }] } });
    expect(await everything(opened.database.system)).toEqual(before);
  });

  test('no row is made for, moved to, or taken over from another organization', async () => {
    const row = await delegate(model).findFirst!() as Record<string, unknown>;
    const foreign = { ...row, organizationId: other.organizationId };
    for (const operation of ['create', 'createMany', 'createManyAndReturn']) await expect(delegate(model)[operation]!({ data: foreign })).rejects.toThrow(TenantScopeError);
    await expect(delegate(model).createMany!({ data: [row, foreign], skipDuplicates: true })).rejects.toThrow(TenantScopeError);
    for (const organizationId of [other.organizationId, { set: other.organizationId }]) {
      await expect(delegate(model).update!({ where: keysOf(model, mine)[0], data: { organizationId } })).rejects.toThrow(TenantScopeError);
      await expect(delegate(model).updateMany!({ data: { organizationId } })).rejects.toThrow(TenantScopeError);
    }
    await expect(delegate(model).upsert!({ where: keysOf(model, mine)[0], create: foreign, update: {} })).rejects.toThrow(TenantScopeError);
    await expect(delegate(model).upsert!({ where: keysOf(model, mine)[0], create: row, update: { organizationId: other.organizationId } })).rejects.toThrow(TenantScopeError);
    expect(await everything(opened.database.system)).toEqual(before);
  });

  test('an upsert by the key of the other row does not change it', async () => {
    const row = await delegate(model).findFirst!() as Record<string, unknown>;
    for (const where of keysOf(model, other)) await expect(delegate(model).upsert!({ where, create: row, update: changeOf(model) })).rejects.toThrow();
    expect(await everything(opened.database.system)).toEqual(before);
  });
});

test('the organization is written into new rows without being named', async () => {
  const id = uuidv7();
  const data = { id, slug: 'second', name: 'Second', instructions: '', greeting: '', language: 'en', knowledge: [], turnTaking: {} };
  expect(await delegate('Agent').create!({ data })).toMatchObject({ organizationId: mine.organizationId });
  expect(await delegate('Agent').createManyAndReturn!({ data: [{ ...data, id: uuidv7(), slug: 'third' }] })).toMatchObject([{ organizationId: mine.organizationId }]);
});

test('rows of another organization cannot be named by a foreign key', async () => {
  await expect(client.call.create({ data: { id: uuidv7(), organizationId: mine.organizationId, agentId: other.agentId, agentVersionId: other.agentVersionId, transport: 'BROWSER' } })).rejects.toMatchObject({ code: 'P2003' });
  await expect(client.agent.update({ where: { id: mine.agentId }, data: { publishedVersionId: other.agentVersionId } })).rejects.toThrow();
  expect(await everything(opened.database.system)).toEqual(before);
});

test('raw SQL meets the rows of the organization alone, and is refused as text', async () => {
  const raw = client as unknown as typeof opened.database.system;
  expect(await raw.$queryRaw`SELECT "organizationId"::text AS id FROM agents`).toEqual([{ id: mine.organizationId }]);
  expect(await raw.$executeRaw`UPDATE agents SET name = 'taken' WHERE "organizationId" = ${other.organizationId}::uuid`).toBe(0);
  expect(await everything(opened.database.system)).toEqual(before);
  await expect(raw.$queryRawUnsafe('SELECT * FROM agents')).rejects.toThrow(TenantScopeError);
  await expect(raw.$executeRawUnsafe('DELETE FROM agents')).rejects.toThrow(TenantScopeError);
});


test('the organization itself is seen and changed as one row, and not made', async () => {
  expect(await client.organization.findMany({ select: { id: true } })).toEqual([{ id: mine.organizationId }]);
  await expect(client.organization.findMany({ where: { id: other.organizationId } })).rejects.toThrow(TenantScopeError);
  expect(await client.organization.findUnique({ where: { slug: `other-${other.organizationId}` } })).toBeNull();
  await expect(client.organization.update({ where: { id: other.organizationId }, data: { name: 'taken' } })).rejects.toThrow(TenantScopeError);
  await expect(client.organization.update({ where: { id: mine.organizationId }, data: { id: uuidv7() } })).rejects.toThrow(TenantScopeError);
  await expect(client.organization.create({ data: { id: uuidv7(), name: 'x', slug: 'x' } })).rejects.toThrow(TenantScopeError);
  await expect(client.organization.upsert({ where: { id: mine.organizationId }, create: { id: uuidv7(), name: 'x', slug: 'x' }, update: {} })).rejects.toThrow(TenantScopeError);
  expect(await client.organization.update({ where: { id: mine.organizationId }, data: { name: 'renamed' }, select: { name: true } })).toEqual({ name: 'renamed' });
  expect(await opened.database.system.organization.findUniqueOrThrow({ where: { id: other.organizationId } })).toMatchObject({ name: 'other' });
});

test('people are seen by the organizations they are members of, and written by none', async () => {
  expect(await client.user.findMany({ select: { id: true } })).toEqual([{ id: mine.userId }]);
  expect(await client.user.findUnique({ where: { id: other.userId } })).toBeNull();
  expect(await client.user.findUnique({ where: { id: mine.userId }, select: { id: true } })).toEqual({ id: mine.userId });
  expect(await client.user.count()).toBe(1);
  for (const write of [
    () => client.user.update({ where: { id: mine.userId }, data: { name: 'x' } }), () => client.user.updateMany({ data: { name: 'x' } }), () => client.user.deleteMany(),
    () => client.user.create({ data: { id: uuidv7(), email: 'x', passwordHash: 'x' } }), () => client.pluginState.deleteMany(),
    () => client.pluginState.create({ data: { pluginId: 'x', isEnabled: true, name: 'x', version: '1', integrity: '' } }),
  ]) await expect(write()).rejects.toThrow(TenantScopeError);
  expect(await everything(opened.database.system)).toEqual(before);
});

test('what a person proves themselves with is read and written by no organization, not even their own', async () => {
  const { system } = opened.database;
  await system.twoFactor.create({ data: { userId: mine.userId, secret: Buffer.from('sealed'), recoveryCodes: { create: { codeHash: Buffer.from('code') } } } });
  const loose = client as unknown as typeof system;
  for (const query of [
    () => loose.twoFactor.findMany(), () => loose.twoFactor.findUnique({ where: { userId: mine.userId } }), () => loose.recoveryCode.count(), () => loose.signInChallenge.deleteMany(), () => loose.session.findMany({ include: { tokenFamily: true } }), () => loose.user.findMany({ include: { passkeys: true } }),
    () => loose.twoFactor.create({ data: { userId: other.userId, secret: Buffer.from('x') } }), () => loose.user.findMany({ select: { twoFactor: true } }), () => loose.user.findMany({ where: { twoFactor: { isNot: null } } }),
    () => loose.membership.findMany({ include: { user: { include: { twoFactor: true } } } }), () => loose.user.findMany({ orderBy: { twoFactor: { createdAt: 'asc' } } }), () => loose.user.findMany({ select: { _count: { select: { challenges: true } } } }),
  ]) await expect(query()).rejects.toThrow(TenantScopeError);
  for (const table of ['two_factors', 'recovery_codes', 'sign_in_challenges', 'token_families', 'passkeys', 'used_passkey_challenges']) await expect(client.$queryRaw`SELECT count(*) FROM (SELECT query_to_xml(${`SELECT * FROM ${table}`}, true, true, '')) x`).rejects.toThrow(/denied/);
  expect(await client.user.findMany({ select: { _count: true } })).toEqual([{ _count: { memberships: 1, sessions: 1, calls: 1, invitations: 1, singleSignOnIdentities: 1 } }]);
});

test('rows of the platform may be read', async () => {
  await opened.database.system.pluginState.create({ data: { pluginId: 'local', isEnabled: true, name: 'x', version: '1', integrity: '' } });
  expect(await client.pluginState.findMany({ select: { pluginId: true } })).toEqual([{ pluginId: 'local' }]);
  expect(await client.pluginState.findUnique({ where: { pluginId: 'local' }, select: { isEnabled: true } })).toEqual({ isEnabled: true });
});

test('templates of roles may be read and given; own roles are the organization\'s alone, and nobody writes a template', async () => {
  const template = roleTemplateId('viewer');
  const ids = (await client.role.findMany({ orderBy: { id: 'asc' }, select: { id: true } })).map(({ id }) => id);
  expect([ids.length, ids.at(-1), ids.includes(template)]).toEqual([Object.keys(ROLE_TEMPLATES).length + 1, mine.roleId, true]);
  expect(await client.role.count()).toBe(ids.length);
  expect(await client.role.findUnique({ where: { id: template }, select: { key: true, _count: { select: { memberships: true } } } })).toEqual({ key: 'viewer', _count: { memberships: 0 } });
  expect(await client.role.findUnique({ where: { id: other.roleId } })).toBeNull();
  expect(await client.role.findMany({ where: { OR: [{ organizationId: { not: null } }, { id: other.roleId }] }, select: { id: true } })).toEqual([{ id: mine.roleId }]);
  await expect(client.role.findMany({ where: { organizationId: other.organizationId } })).rejects.toThrow(TenantScopeError);
  for (const id of [template, other.roleId]) {
    await expect(client.role.update({ where: { id }, data: { name: 'taken' } })).rejects.toSatisfy(isRefusal);
    await expect(client.role.delete({ where: { id } })).rejects.toSatisfy(isRefusal);
    expect(await client.role.updateMany({ where: { id }, data: { name: 'taken' } })).toEqual({ count: 0 });
    expect(await client.role.deleteMany({ where: { id } })).toEqual({ count: 0 });
    await expect(client.role.upsert({ where: { id }, create: { id, name: 'taken' }, update: { name: 'taken' } })).rejects.toThrow(TenantScopeError);
    expect(await client.$executeRaw`UPDATE roles SET "organizationId" = ${mine.organizationId}::uuid WHERE id = ${id}::uuid`).toBe(0);
    expect(await client.$executeRaw`DELETE FROM roles WHERE id = ${id}::uuid`).toBe(0);
  }
  await expect(client.role.update({ where: { id: mine.roleId }, data: { organizationId: null } })).rejects.toThrow(TenantScopeError);
  await expect(client.role.create({ data: { id: uuidv7(), organizationId: null, name: 'For all' } })).rejects.toThrow(TenantScopeError);
  await expect(client.$executeRaw`INSERT INTO roles (id, name) VALUES (${uuidv7()}::uuid, 'For all')`).rejects.toThrow(/row-level security/);
  await expect(client.membership.update({ where: { organizationId_userId: { organizationId: mine.organizationId, userId: mine.userId } }, data: { roleId: other.roleId } })).rejects.toThrow(/another organization|Foreign key/);
  await expect(opened.database.system.membership.update({ where: { organizationId_userId: { organizationId: mine.organizationId, userId: mine.userId } }, data: { roleId: other.roleId } })).rejects.toThrow(/another organization|Foreign key/);
  expect(await everything(opened.database.system)).toEqual(before);
  expect(await client.membership.update({ where: { organizationId_userId: { organizationId: mine.organizationId, userId: mine.userId } }, data: { roleId: template }, select: { role: { select: { key: true } } } })).toEqual({ role: { key: 'viewer' } });
  expect(await client.role.create({ data: { id: uuidv7(), name: 'Front desk', permissions: [] }, select: { organizationId: true } })).toEqual({ organizationId: mine.organizationId });
});

test.each(['', 'all', 'system', '%', '00000000-0000-0000-0000-00000000000G', undefined, null])('the organization %j is refused', (organizationId) => {
  expect(() => opened.database.forOrganization(organizationId as string)).toThrow(TenantScopeError);
});
