import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { uuidv7 } from '../../ids.js';
import { roleTemplateId } from '../../roles/role-templates.js';
import { seedTenant, type Tenant } from '../../testing/tenant-fixture.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { auditAs, type AuditActor } from '../isolation/acting-organization.js';
import type { OrganizationClient } from '../tenant/tenant-client.js';
import { noteInAuditLog, verifyAuditLog } from './audit-log.js';
import { UNAUDITED_TABLES } from './audit-script.js';

let opened: TestDatabase;
let mine: Tenant;
let other: Tenant;
let client: OrganizationClient;
let actor: AuditActor;

beforeAll(async () => { opened = await openTestDatabase(); });
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.reset();
  mine = await seedTenant(opened.database.system, 'mine');
  other = await seedTenant(opened.database.system, 'other');
  client = opened.database.forOrganization(mine.organizationId);
  actor = { kind: 'USER', id: mine.userId, address: '203.0.113.7', action: 'agentUpdate', requestId: "it's-1" };
});

const log = () => client.auditEvent.findMany({ orderBy: { seq: 'asc' } });
const last = async () => (await log()).at(-1)!;

test('a change is written down in its own statement: who, from where, what, before and after', async () => {
  opened.takeStatements();
  await auditAs(actor, () => client.agent.updateMany({ where: { id: mine.agentId }, data: { greeting: 'Hello again', instructions: 'x'.repeat(2_000), version: { increment: 1 } } }));
  expect(opened.takeStatements().filter(({ kind }) => kind === 'data')).toHaveLength(1);
  expect(await last()).toMatchObject({
    actorKind: 'USER', actorId: mine.userId, address: '203.0.113.7', action: 'agentUpdate', requestId: "it's-1", targetType: 'agents', targetId: mine.agentId,
    difference: { greeting: ['Hello from mine', 'Hello again'], instructions: ['', `${'x'.repeat(500)}…`] },
  });
  expect(Object.keys((await last()).difference as object)).not.toContain('version');
  await auditAs(actor, () => client.agent.updateMany({ where: { id: mine.agentId }, data: { version: { increment: 1 } } }));
  await client.agent.updateMany({ where: { id: mine.agentId }, data: { greeting: 'By itself' } });
  expect((await last())).toMatchObject({ actorKind: 'SYSTEM', actorId: null, action: 'agents.update', difference: { greeting: ['Hello again', 'By itself'] } });
});

test('it keeps what people and keys were called then', async () => {
  const { system } = opened.database;
  await system.user.update({ where: { id: mine.userId }, data: { name: 'Ada' } });
  const change = (greeting: string, by = actor) => auditAs(by, () => client.agent.updateMany({ data: { greeting } }));
  await change('One');
  await system.user.update({ where: { id: mine.userId }, data: { name: 'Beatrice' } });
  await change('Two');
  await change('Three', { kind: 'API_KEY', id: mine.apiKeyId, action: 'agentUpdate' });
  await change('Four', { kind: 'SERVICE', action: 'agentUpdate' });
  expect((await log()).filter(({ targetType, action }) => targetType === 'agents' && action === 'agentUpdate').map(({ actorName }) => actorName)).toEqual(['Ada', 'Beatrice', 'mine: mine', null]);
  expect((await verifyAuditLog(client)).isIntact).toBe(true);
});

test('what changes about a person is told to the organizations that they are a member of, and secrets are not', async () => {
  const { system } = opened.database;
  await system.membership.create({ data: { organizationId: other.organizationId, userId: mine.userId, roleId: roleTemplateId('viewer') } });
  await auditAs({ ...actor, action: 'profileUpdate' }, () => system.user.updateMany({ where: { id: mine.userId }, data: { name: 'Ada' } }));
  await auditAs({ ...actor, action: 'passwordChange' }, () => system.user.updateMany({ where: { id: mine.userId }, data: { passwordHash: 'another' } }));
  await system.user.updateMany({ where: { id: mine.userId }, data: { name: 'Ada' } });
  for (const { organizationId } of [mine, other]) {
    const told = await opened.database.forOrganization(organizationId).auditEvent.findMany({ where: { targetType: 'users' }, orderBy: { seq: 'asc' } });
    expect(told.map(({ action, targetId, difference }) => [action, targetId, difference])).toEqual([['profileUpdate', mine.userId, { name: ['', 'Ada'] }], ['passwordChange', mine.userId, { passwordHash: ['[secret]', '[secret]'] }]]);
  }
  expect((await verifyAuditLog(client)).isIntact).toBe(true);
});

test('secrets are told as secrets, and one organization reads nothing of another', async () => {
  const session = (await log()).find(({ targetType }) => targetType === 'sessions')!;
  expect(session.difference).toMatchObject({ tokenHash: [null, '[secret]'] });
  const theirs = await opened.database.forOrganization(other.organizationId).auditEvent.findMany();
  expect(new Set([...theirs, ...await log()].map(({ organizationId, targetId }) => `${organizationId === mine.organizationId}${[mine.agentId, mine.userId, mine.sessionId, mine.organizationId, mine.serviceAccountId, mine.apiKeyId, mine.invitationId, mine.roleId, mine.organizationDomainId, mine.singleSignOnIdentityId, mine.providerConnectionId, mine.dataKeyId, mine.connectionSecretId].includes(targetId)}`))).toEqual(new Set(['truetrue', 'falsefalse']));
});

test('every table of organizations is audited but for those that say why not', async () => {
  const tables = await opened.database.system.$queryRaw<{ name: string; isAudited: boolean }[]>`
    SELECT c.relname::text AS name, EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'parley_audit') AS "isAudited"
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organizationId' WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`;
  expect(tables.filter(({ isAudited }) => !isAudited).map(({ name }) => name).sort()).toEqual([...UNAUDITED_TABLES].sort());
});

test('what is rolled back leaves no trace, and what fails to be written down does not happen', async () => {
  const before = (await log()).length;
  await expect(opened.database.transaction(mine.organizationId, async (transaction) => {
    await transaction.agent.updateMany({ data: { greeting: 'never' } });
    throw new Error('no');
  })).rejects.toThrow('no');
  expect((await log()).length).toBe(before);
  await expect(auditAs({ ...actor, id: 'no uuid' }, () => client.agent.updateMany({ data: { greeting: 'never' } }))).rejects.toThrow();
  expect((await client.agent.findFirstOrThrow()).greeting).toBe('Hello from mine');
});

test('nobody writes, changes or takes out an event', async () => {
  const raw = opened.database.system;
  await expect(client.$executeRaw`INSERT INTO audit_events SELECT * FROM audit_events LIMIT 1`).rejects.toThrow(/permission denied|denied/i);
  await expect(client.$executeRaw`UPDATE audit_events SET action = 'nothing'`).rejects.toThrow(/denied/i);
  await expect(client.$executeRaw`DELETE FROM audit_events`).rejects.toThrow(/denied/i);
  await expect(client.$executeRaw`UPDATE audit_heads SET seq = 0`).rejects.toThrow(/denied/i);
  await expect(client.$queryRaw`SELECT parley_audit_append(${other.organizationId}::uuid, 'x', 'x', 'x', '{}')::text`).rejects.toThrow(/denied/i);
  await expect(raw.$executeRaw`UPDATE audit_events SET action = 'nothing'`).rejects.toThrow(/append-only/);
  await expect(raw.$executeRaw`DELETE FROM audit_events`).rejects.toThrow(/append-only/);
});

/** What somebody with all rights on the server could do. */
async function tamper(sql: string): Promise<void> {
  const raw = opened.database.system;
  await raw.$executeRawUnsafe('ALTER TABLE audit_events DISABLE TRIGGER parley_audit_keep');
  try { for (const statement of sql.split(';')) await raw.$executeRawUnsafe(statement); } finally { await raw.$executeRawUnsafe('ALTER TABLE audit_events ENABLE TRIGGER parley_audit_keep'); }
}

test.each([
  ['an event is changed', (org: string) => `UPDATE audit_events SET action = 'innocent' WHERE "organizationId" = '${org}' AND seq = 2`, 2],
  ['its difference is changed', (org: string) => `UPDATE audit_events SET difference = '{}' WHERE "organizationId" = '${org}' AND seq = 3`, 3],
  ['an event is taken out', (org: string) => `DELETE FROM audit_events WHERE "organizationId" = '${org}' AND seq = 2`, 3],
  ['the newest are cut off', (org: string) => `DELETE FROM audit_events WHERE "organizationId" = '${org}' AND seq > 2`, 3],
  ['an event is put in between', (org: string) => `UPDATE audit_events SET seq = -seq - 1 WHERE "organizationId" = '${org}' AND seq >= 3; UPDATE audit_events SET seq = -seq WHERE "organizationId" = '${org}' AND seq < 0;
    INSERT INTO audit_events SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'seq', 3, 'action', 'forged'))).* FROM audit_events e WHERE "organizationId" = '${org}' AND seq = 2`, 3],
  ['an event is put at the end', (org: string) => `INSERT INTO audit_events SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'seq', (SELECT max(seq) + 1 FROM audit_events WHERE "organizationId" = '${org}')))).* FROM audit_events e WHERE "organizationId" = '${org}' AND seq = 1`, 'the end'],
  ['two events change places', (org: string) => `UPDATE audit_events SET seq = -seq WHERE "organizationId" = '${org}' AND seq IN (2, 3); UPDATE audit_events SET seq = 5 + seq WHERE "organizationId" = '${org}' AND seq < 0`, 2],
  ['somebody else is said to have done it', (org: string) => `UPDATE audit_events SET "actorName" = 'Somebody else' WHERE "organizationId" = '${org}' AND seq = 4`, 4],
  ['everything is gone', (org: string) => `DELETE FROM audit_events WHERE "organizationId" = '${org}'`, 1],
])('%s: the chain tells where', async (_name, sql, brokenAtSeq) => {
  const { length } = await log();
  expect(await verifyAuditLog(client)).toEqual({ isIntact: true, events: length, brokenAtSeq: undefined });
  await tamper(sql(mine.organizationId));
  expect(await verifyAuditLog(client)).toMatchObject({ isIntact: false, brokenAtSeq: brokenAtSeq === 'the end' ? length + 1 : brokenAtSeq });
  expect((await verifyAuditLog(opened.database.forOrganization(other.organizationId))).isIntact).toBe(true);
});

test('changes of one moment line up; what was looked at is noted; a new organization has a whole chain', async () => {
  await Promise.all(Array.from({ length: 20 }, (_none, index) => auditAs(actor, () => client.agent.updateMany({ data: { greeting: `Hello ${index}` } }))));
  await auditAs({ ...actor, action: 'call' }, () => noteInAuditLog(client, 'calls.read', 'calls', [mine.callId, uuidv7()]));
  const events = await log();
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, index) => index + 1));
  expect(events.slice(-2).map(({ action, targetType, actorId }) => [action, targetType, actorId])).toEqual([['call', 'calls', mine.userId], ['call', 'calls', mine.userId]]);
  expect(await verifyAuditLog(client)).toMatchObject({ isIntact: true, events: events.length });
  expect(await verifyAuditLog(opened.database.forOrganization(uuidv7()))).toEqual({ isIntact: true, events: 0, brokenAtSeq: undefined });
});

test('an organization that goes takes its log with it', async () => {
  const { system } = opened.database;
  await system.call.deleteMany({ where: { organizationId: mine.organizationId } });
  await system.organization.delete({ where: { id: mine.organizationId } });
  expect(await system.auditEvent.count({ where: { organizationId: mine.organizationId } })).toBe(0);
});
