import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uuidv7 } from '../../ids.js';
import { roleTemplateId } from '../../roles/role-templates.js';
import { everything, seedTenant, type Tenant } from '../../testing/tenant-fixture.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { TenantScopeError } from '../errors.js';
import type { OrganizationClient } from './tenant-client.js';

let opened: TestDatabase;
let mine: Tenant;
let other: Tenant;
let client: OrganizationClient;

beforeAll(async () => { opened = await openTestDatabase(); });
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.reset();
  const { system } = opened.database;
  mine = await seedTenant(system, 'mine');
  other = await seedTenant(system, 'other');
  // One person in both organizations, signed in to both: the way from one into the other.
  await system.membership.create({ data: { organizationId: other.organizationId, userId: mine.userId, roleId: roleTemplateId('admin') } });
  await system.session.create({ data: { id: uuidv7(), tokenHash: Buffer.from('second'), userId: mine.userId, organizationId: other.organizationId, expiresAt: new Date(0) } });
  client = opened.database.forOrganization(mine.organizationId);
});

const ofMine = () => [{ organizationId: mine.organizationId }];

async function expectUntouched(run: () => Promise<unknown>, refusal: (error: unknown) => boolean): Promise<void> {
  const before = await everything(opened.database.system);
  await expect(run()).rejects.toSatisfy(refusal);
  expect(await everything(opened.database.system)).toEqual(before);
}
const isScopeError = (error: unknown) => error instanceof TenantScopeError;
const isNotFound = (error: unknown) => ['P2025', 'P2018', 'P2017', 'P2003'].includes((error as { code?: string }).code ?? '');

test.each(['join', 'query'] as const)('what is included through a person stays in the organization (%s)', async (relationLoadStrategy) => {
  const select = { organizationId: true } as const;
  const throughMembership = await client.membership.findMany({
    relationLoadStrategy, include: { user: { include: { memberships: { select }, sessions: { select } } }, organization: { include: { memberships: { select }, sessions: { select } } } },
  });
  expect(throughMembership).toMatchObject([{ user: { memberships: ofMine(), sessions: ofMine() }, organization: { memberships: ofMine(), sessions: ofMine() } }]);
  const throughUser = await client.user.findMany({ relationLoadStrategy, select: { memberships: { select, where: { OR: [{ roleId: roleTemplateId('admin') }, { roleId: roleTemplateId('owner') }] } }, sessions: true } });
  expect(throughUser).toMatchObject([{ memberships: ofMine(), sessions: ofMine() }]);
  await expect(client.user.findMany({ relationLoadStrategy, include: { memberships: { where: { organizationId: other.organizationId } } } })).rejects.toThrow(TenantScopeError);
});

test('counts through a person count the organization alone', async () => {
  expect(await client.user.findMany({ select: { _count: true } })).toEqual([{ _count: { calls: 1, invitations: 1, memberships: 1, sessions: 1, singleSignOnIdentities: 1 } }]);
  expect(await client.user.findMany({ select: { _count: { select: { memberships: true, sessions: { where: { expiresAt: new Date(0) } } } } } })).toEqual([{ _count: { memberships: 1, sessions: 1 } }]);
  expect(await client.membership.findMany({ select: { user: { select: { _count: { select: { memberships: { where: { roleId: roleTemplateId('admin') } } } } } } } })).toEqual([{ user: { _count: { memberships: 0 } } }]);
});

test('a filter through a person does not tell of other organizations', async () => {
  expect(await client.user.count({ where: { memberships: { some: { roleId: roleTemplateId('admin') } } } })).toBe(0);
  expect(await client.user.count({ where: { memberships: { none: { roleId: roleTemplateId('admin') } } } })).toBe(1);
  expect(await client.membership.count({ where: { user: { memberships: { some: { organizationId: { not: mine.organizationId } } } } } })).toBe(0);
  expect(await client.membership.count({ where: { AND: [{ NOT: [{ user: { is: { memberships: { none: { roleId: roleTemplateId('admin') } } } } }] }] } })).toBe(0);
  await expect(client.user.count({ where: { memberships: { every: { roleId: roleTemplateId('owner') } } } })).rejects.toThrow(TenantScopeError);
  await expect(client.user.findMany({ orderBy: { memberships: { _count: 'asc' } } })).rejects.toThrow(TenantScopeError);
  await expect(client.membership.findMany({ orderBy: [{ user: { sessions: { _count: 'asc' } } }] })).rejects.toThrow(TenantScopeError);
});

test('the fluent way from a row to its relations stays in the organization', async () => {
  expect(await client.agent.findUnique({ where: { id: other.agentId } }).calls()).toBeNull();
  expect(await client.agent.findUnique({ where: { id: mine.agentId } }).calls({ select: { id: true } })).toEqual([{ id: mine.callId }]);
  expect(await client.user.findUnique({ where: { id: mine.userId } }).memberships({ select: { organizationId: true } })).toEqual(ofMine());
});

test('rows nested under a new row belong to the organization', async () => {
  const callId = uuidv7();
  await client.call.create({
    data: {
      id: callId, organizationId: mine.organizationId, agentId: mine.agentId, agentVersionId: mine.agentVersionId, transport: 'TWILIO',
      turns: { create: { id: uuidv7(), seq: 1, turnIndex: 0, speaker: 'CALLER', text: 'hello', startedAtMs: 0, endedAtMs: 1 } },
      events: { createMany: { data: [{ seq: 1, type: 'started', atMs: 0, occurredAt: new Date(), payload: {} }] } },
    },
  });
  const call = await opened.database.system.call.findUniqueOrThrow({ where: { id: callId }, include: { turns: true, events: true } });
  expect(call).toMatchObject({ organizationId: mine.organizationId, turns: ofMine(), events: ofMine() });
});

test('a new row may be joined to own rows by connecting them', async () => {
  const call = await client.call.create({
    data: { id: uuidv7(), transport: 'BROWSER', agent: { connect: { id: mine.agentId } }, agentVersion: { connect: { id: mine.agentVersionId } } },
  });
  expect(call).toMatchObject({ organizationId: mine.organizationId, agentId: mine.agentId });
});

test('rows of another organization are not connected, whichever way', async () => {
  const { callId, agentId, turnId, agentVersionId, organizationId } = other;
  const data = { id: uuidv7(), transport: 'BROWSER' as const };
  await expectUntouched(() => client.call.create({ data: { ...data, agent: { connect: { id: agentId } }, agentVersion: { connect: { id: agentVersionId } } } }), isNotFound);
  await expectUntouched(() => client.call.create({ data: { ...data, agent: { connect: { organizationId_id: { organizationId, id: agentId } } }, agentVersion: { connect: { id: mine.agentVersionId } } } }), isScopeError);
  await expectUntouched(() => client.agent.update({ where: { id: mine.agentId }, data: { calls: { connect: { id: callId } } } }), isNotFound);
  await expectUntouched(() => client.call.update({ where: { id: mine.callId }, data: { turns: { connect: [{ id: turnId }] } } }), isNotFound);
  await expectUntouched(() => client.agent.update({ where: { id: mine.agentId }, data: { publishedVersion: { connect: { id: agentVersionId } } } }), isNotFound);
  await expectUntouched(() => client.agent.update({ where: { id: mine.agentId }, data: { calls: { disconnect: [{ organizationId_id: { organizationId, id: callId } }] } } } as never), isScopeError);
  await expectUntouched(() => client.membership.create({ data: { role: { connect: { id: roleTemplateId('owner') } }, user: { connect: { id: mine.userId } }, organization: { connect: { id: organizationId } } } }), isScopeError);
  await expectUntouched(() => client.membership.create({ data: { role: { connect: { id: roleTemplateId('owner') } }, user: { connect: { id: mine.userId } }, organization: { create: { id: uuidv7(), name: 'x', slug: 'x' } } } }), isScopeError);
});

test('nested changes and deletions do not reach another organization', async () => {
  const { callId, turnId } = other;
  const text = 'taken';
  const update = (turns: object) => () => client.call.update({ where: { id: mine.callId }, data: { turns } });
  await expectUntouched(update({ update: { where: { id: turnId }, data: { text } } }), isNotFound);
  await expectUntouched(update({ update: { where: { organizationId_callId_seq: { organizationId: other.organizationId, callId, seq: 1 } }, data: { text } } }), isScopeError);
  await expectUntouched(update({ delete: { id: turnId } }), isNotFound);
  await expectUntouched(update({ updateMany: { where: {}, data: { organizationId: other.organizationId } } }), isScopeError);
  const turn = { id: turnId, seq: 2, turnIndex: 1, speaker: 'AGENT', text, startedAtMs: 0, endedAtMs: 1 };
  await expectUntouched(update({ upsert: { where: { id: turnId }, create: turn, update: { text } } }), (error) => (error as { code?: string }).code === 'P2002');
  await expectUntouched(update({ connectOrCreate: { where: { id: turnId }, create: turn } }), (error) => (error as { code?: string }).code === 'P2002');
  await update({ updateMany: { where: {}, data: { text } }, deleteMany: { organizationId: { not: mine.organizationId } } })();
  expect(await opened.database.system.turn.findMany({ select: { text: true }, orderBy: { id: 'asc' } })).toEqual([{ text }, { text: 'other' }]);
});

test('people and the platform are not written through a relation', async () => {
  const where = { organizationId_userId: { organizationId: mine.organizationId, userId: mine.userId } };
  const create = { id: uuidv7(), email: 'x', passwordHash: 'x' };
  for (const user of [{ update: { name: 'taken' } }, { create }, { connectOrCreate: { where: { id: other.userId }, create } }, { upsert: { create, update: { name: 'x' } } }]) {
    await expectUntouched(() => client.membership.update({ where, data: { user } as never }), isScopeError);
  }
  await expectUntouched(() => client.membership.update({ where, data: { organization: { update: { name: 'taken' } } } }), isScopeError);
});

test('a transaction of an organization is bound as its client is', async () => {
  const { database } = opened;
  const before = await everything(database.system);
  await expect(database.transaction(mine.organizationId, async (transaction) => {
    await transaction.agent.update({ where: { id: mine.agentId }, data: { name: 'changed' } });
    expect(await transaction.agent.count()).toBe(1);
    await transaction.agent.update({ where: { id: other.agentId }, data: { name: 'taken' } });
  })).rejects.toMatchObject({ code: 'P2025' });
  expect(await everything(database.system)).toEqual(before);
  expect(await database.transaction(mine.organizationId, (transaction) => transaction.$queryRaw`SELECT count(*)::int AS agents FROM agents`)).toEqual([{ agents: 1 }]);
});
