import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrismaClient } from '../../generated/client.js';
import { uuidv7 } from '../../ids.js';
import { everything, seedTenant, type Tenant } from '../../testing/tenant-fixture.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { modelRules } from '../tenant/model-rules.js';
import { actAs } from './acting-organization.js';
import { isolateClient } from './isolate-client.js';

let opened: TestDatabase;
let mine: Tenant;
let other: Tenant;
/** Clients on which nothing is bound: what keeps them apart is the database alone. */
let unbound: PrismaClient;
let foreign: PrismaClient;

const system = () => opened.database.system as unknown as PrismaClient;
const isolated = (organizationId: string) => isolateClient(system().$extends({}), { organizationId }) as unknown as PrismaClient;

beforeAll(async () => {
  opened = await openTestDatabase();
  mine = await seedTenant(opened.database.system, 'mine');
  other = await seedTenant(opened.database.system, 'other');
  unbound = isolated(mine.organizationId);
  foreign = isolated(other.organizationId);
});
afterAll(() => opened.close());

interface Table { readonly name: string; readonly isTenant: boolean; readonly isForced: boolean; readonly policies: string[] }
const tables = () => system().$queryRaw<Table[]>`
  SELECT c.relname::text AS name, c.relrowsecurity AND c.relforcerowsecurity AS "isForced",
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organizationId') AS "isTenant",
    ARRAY(SELECT polname::text FROM pg_policy p WHERE p.polrelid = c.oid ORDER BY 1) AS policies
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations' ORDER BY 1`;

test('every table is secured, and the role can neither log in nor bypass', async () => {
  const all = await tables();
  expect(all.filter(({ name, isForced, policies }) => !isForced || policies.filter((policy) => policy !== 'parley_agents' && (name !== 'roles' || policy !== 'parley_shared')).join() !== 'parley_platform,parley_tenant')).toEqual([]);
  expect(all.filter(({ policies }) => policies.includes('parley_agents')).map(({ name }) => name)).toEqual(expect.arrayContaining(['agent_versions', 'agents', 'call_events', 'calls', 'recordings', 'turns']));
  expect(all.filter(({ isTenant }) => isTenant)).toHaveLength([...modelRules.values()].filter(({ scope }) => scope === 'tenant' || scope === 'shared').length);
  expect(await system().$queryRaw`SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'parley_tenant'`)
    .toEqual([{ rolsuper: false, rolbypassrls: false, rolcanlogin: false, rolcreaterole: false, rolcreatedb: false }]);
});

test.each(['never set', 'set in an earlier transaction'])('without an organization (%s) the role reads no row of any tenant, and writes none', async (how) => {
  if (how !== 'never set') await unbound.agent.findMany();
  const names = (await tables()).filter(({ isTenant, name }) => isTenant || name === 'organizations' || name === 'users').map(({ name }) => name);
  expect(names.length).toBeGreaterThan(8);
  const counts = await system().$transaction(async (transaction) => {
    await transaction.$executeRawUnsafe('SET LOCAL ROLE parley_tenant');
    const found: Record<string, number> = {};
    for (const name of names) [found[name]] = (await transaction.$queryRawUnsafe<{ count: number }[]>(`SELECT count(*)::int AS count FROM "${name}"`)).map(({ count }) => count) as [number];
    return found;
  });
  expect(counts).toEqual(Object.fromEntries(names.map((name) => [name, 0])));
  await expect(system().$transaction(async (transaction) => {
    await transaction.$executeRawUnsafe('SET LOCAL ROLE parley_tenant');
    await transaction.agent.updateMany({ data: { name: 'taken' } });
    await transaction.membership.create({ data: { organizationId: mine.organizationId, userId: other.userId, roleId: mine.roleId } });
  })).rejects.toThrow(/row-level security|denied/i);
});

test('a client that forgets the organization still sees and changes its own rows alone', async () => {
  const before = await everything(opened.database.system);
  expect((await unbound.agent.findMany()).map(({ id }) => id)).toEqual([mine.agentId]);
  expect(await unbound.agent.findUnique({ where: { id: other.agentId } })).toBeNull();
  expect((await unbound.organization.findMany()).map(({ id }) => id)).toEqual([mine.organizationId]);
  expect((await unbound.user.findMany()).map(({ id }) => id)).toEqual([mine.userId]);
  expect(await unbound.$queryRaw`SELECT id::text FROM calls`).toEqual([{ id: mine.callId }]);
  expect((await unbound.call.findMany({ include: { turns: true, agent: { include: { organization: true } } }, relationLoadStrategy: 'join' })).map(({ agent, turns }) => [agent.organization.id, turns.length])).toEqual([[mine.organizationId, 1]]);
  expect(await unbound.agent.updateMany({ where: { id: other.agentId }, data: { name: 'taken' } })).toEqual({ count: 0 });
  expect(await unbound.agent.deleteMany({ where: { organizationId: other.organizationId } })).toEqual({ count: 0 });
  await expect(unbound.membership.create({ data: { organizationId: other.organizationId, userId: mine.userId, roleId: mine.roleId } })).rejects.toThrow(/row-level security|denied/i);
  await expect(unbound.user.updateMany({ data: { name: 'taken' } })).rejects.toThrow(/permission denied|denied/i);
  await expect(unbound.agent.update({ where: { id: mine.agentId }, data: { organizationId: other.organizationId } })).rejects.toThrow();
  expect(await everything(opened.database.system)).toEqual(before);
});

test('reads of one tick are one statement an organization, never one for several', async () => {
  opened.takeStatements();
  const [own, theirs] = await Promise.all([
    Promise.all([unbound.call.findUnique({ where: { id: mine.callId } }), unbound.call.findUnique({ where: { id: other.callId } })]),
    Promise.all([foreign.call.findUnique({ where: { id: mine.callId } }), foreign.call.findUnique({ where: { id: other.callId } })]),
  ]);
  expect(opened.takeStatements()).toHaveLength(2);
  expect([own.map((call) => call?.id), theirs.map((call) => call?.id)]).toEqual([[mine.callId, undefined], [undefined, other.callId]]);
});

test('a query that starts late, and a transaction, are those of their client', async () => {
  const late = unbound.agent.findMany();
  expect((await actAs({ organizationId: other.organizationId }, async () => late)).map(({ id }) => id)).toEqual([mine.agentId]);
  const inside = await unbound.$transaction(async (transaction) => {
    await transaction.agent.updateMany({ data: { greeting: 'changed' } });
    return transaction.agent.findMany();
  }, { isolationLevel: 'Serializable' });
  expect(inside.map(({ id, greeting }) => [id, greeting])).toEqual([[mine.agentId, 'changed']]);
  await expect(unbound.$transaction(async (transaction) => {
    await transaction.agent.updateMany({ data: { greeting: 'rolled back' } });
    throw new Error('no');
  })).rejects.toThrow('no');
  expect((await system().agent.findMany({ orderBy: { id: 'asc' } })).map(({ greeting }) => greeting)).toEqual(['changed', 'Hello from other']);
});

test('whoever asks at the same moment, each is answered as who it is; failures leave nothing behind', async () => {
  const seen: string[] = [];
  const broken = (client: PrismaClient) => client.$queryRaw`SELECT 1 / 0`.catch(() => undefined);
  await Promise.all(Array.from({ length: 300 }, async (_none, index) => {
    const client = [unbound, foreign, system()][index % 3]!;
    if (index % 7 === 0) { await broken(client); return; }
    const rows = index % 5 === 0 ? await client.$transaction((transaction) => transaction.agent.findMany()) : await client.agent.findMany();
    seen.push(`${index % 3}:${rows.map(({ organizationId }) => (organizationId === mine.organizationId ? 'mine' : 'other')).sort().join('+')}`);
  }));
  expect([...new Set(seen)].sort()).toEqual(['0:mine', '1:other', '2:mine+other']);
});

test('who reaches one agent only sees and changes nothing of another, whichever way they ask', async () => {
  const second = await seedTenant(opened.database.system, 'second');
  // The same organization, with another agent that has everything too.
  const moved = ['agents', 'agent_versions', 'calls', 'call_events', 'turns', 'recordings'];
  for (const table of moved) await system().$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
  try {
    for (const table of moved) await system().$executeRawUnsafe(`UPDATE ${table} SET "organizationId" = '${mine.organizationId}'${table === 'agents' ? `, slug = 'second'` : ''} WHERE "organizationId" = '${second.organizationId}'`);
  } finally {
    for (const table of moved) await system().$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
  }
  const limited = opened.database.forOrganization(mine.organizationId, [second.agentId]);
  const counts = async (client: Pick<PrismaClient, 'agent'> | typeof limited) => {
    const all = client as PrismaClient;
    return [await all.agent.count(), await all.agentVersion.count(), await all.call.count(), await all.callEvent.count(), await all.turn.count(), await all.recording.count()];
  };
  expect(await counts(unbound)).toEqual([2, 2, 2, 2, 2, 2]);
  expect(await counts(limited)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(await limited.$queryRaw`SELECT id::text FROM agents`).toEqual([{ id: second.agentId }]);
  expect((await limited.agent.findMany({ include: { calls: { include: { turns: true } } } })).map(({ id, calls }) => [id, calls.map((call) => call.turns.length)])).toEqual([[second.agentId, [1]]]);
  expect(await limited.agent.findUnique({ where: { id: mine.agentId } })).toBeNull();
  expect((await limited.agent.updateMany({ data: { greeting: 'taken' } })).count).toBe(1);
  expect((await limited.call.deleteMany({ where: { id: mine.callId } })).count).toBe(0);
  await expect(limited.agent.create({ data: { id: uuidv7(), organizationId: mine.organizationId, slug: 'new', name: 'New', instructions: '', greeting: '', language: 'en', knowledge: [], turnTaking: {} } })).rejects.toThrow(/row-level security/);
  expect(await opened.database.transaction(mine.organizationId, (transaction) => transaction.agent.count())).toBe(2);
  await expect(opened.database.forOrganization(mine.organizationId, []).agent.count()).rejects.toThrow(/no UUIDs/);
});

test('a table that comes with a later migration is secured with it', async () => {
  await system().$executeRawUnsafe('CREATE TABLE cities (id uuid PRIMARY KEY, "organizationId" uuid NOT NULL)');
  try {
    const { SECURE_SCRIPT } = await import('./secure-tables.js');
    await system().$executeRawUnsafe(SECURE_SCRIPT);
    await system().$executeRaw`INSERT INTO cities VALUES (${uuidv7()}::uuid, ${other.organizationId}::uuid)`;
    expect(await unbound.$queryRaw`SELECT * FROM cities`).toEqual([]);
    expect(await foreign.$queryRaw<unknown[]>`SELECT * FROM cities`).toHaveLength(1);
  } finally {
    await system().$executeRawUnsafe('DROP TABLE cities');
  }
});
