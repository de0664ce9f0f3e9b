import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidv7 } from '../../ids.js';
import { seedTenant, type Tenant } from '../../testing/tenant-fixture.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import type { OrganizationClient } from './tenant-client.js';

let opened: TestDatabase;
let mine: Tenant;
let other: Tenant;
let client: OrganizationClient;

beforeAll(async () => {
  opened = await openTestDatabase();
  mine = await seedTenant(opened.database.system, 'mine');
  other = await seedTenant(opened.database.system, 'other');
  client = opened.database.forOrganization(mine.organizationId);
});
afterAll(() => opened.close());

async function statementsOf(run: () => PromiseLike<unknown>): Promise<string[]> {
  opened.takeStatements();
  await run();
  return opened.takeStatements().map(({ sql }) => sql);
}

const newAgent = () => ({ id: uuidv7(), organizationId: mine.organizationId, slug: uuidv7(), name: 'x', instructions: '', greeting: '', language: 'en', knowledge: [], turnTaking: {} });

test('binding adds no statement to any operation', async () => {
  const { system } = opened.database;
  const where = { id: mine.agentId };
  const callWhere = { id: mine.callId };
  const same: ((database: OrganizationClient) => PromiseLike<unknown>)[] = [
    (database) => database.agent.findUnique({ where }),
    (database) => database.agent.findMany({ where: { name: 'mine' }, orderBy: { createdAt: 'desc' }, take: 20 }),
    (database) => database.agent.findFirst({ where }),
    (database) => database.agent.count(),
    (database) => database.agent.create({ data: newAgent() }),
    (database) => database.agent.createMany({ data: [newAgent(), newAgent()] }),
    (database) => database.agent.update({ where, data: { name: 'y' } }),
    (database) => database.agent.updateMany({ where, data: { name: 'z' } }),
    (database) => { const row = newAgent(); return database.agent.upsert({ where: { id: row.id }, create: row, update: {} }); },
    (database) => database.turn.deleteMany({ where: { text: 'none' } }),
    (database) => database.call.update({ where: callWhere, data: { turns: { updateMany: { where: {}, data: { text: 'w' } } } } }),
    (database) => database.call.findMany({ relationLoadStrategy: 'join', include: { agent: true, turns: true, events: { take: 5 }, recording: true } }),
  ];
  for (const run of same) {
    const unbound = await statementsOf(() => run(system as unknown as OrganizationClient));
    const bound = await statementsOf(() => run(client));
    expect(bound.length, run.toString()).toBeLessThanOrEqual(unbound.length);
  }
});

test('reads of one row, asked for in one tick, go out as one statement', async () => {
  const rows = [newAgent(), newAgent(), newAgent()];
  await client.agent.createMany({ data: rows });
  let found: unknown;
  const statements = await statementsOf(async () => {
    found = await Promise.all(rows.map(({ id }) => client.agent.findUnique({ where: { id }, select: { id: true } })));
  });
  expect(found).toEqual(rows.map(({ id }) => ({ id })));
  expect(statements).toHaveLength(1);
});

test('organizations that read in the same tick get their own rows and no other', async () => {
  const theirs = opened.database.forOrganization(other.organizationId);
  const ask = (database: OrganizationClient, id: string) => database.agent.findUnique({ where: { id }, select: { id: true } });
  expect(await Promise.all([ask(client, mine.agentId), ask(theirs, mine.agentId), ask(theirs, other.agentId), ask(client, other.agentId)]))
    .toEqual([{ id: mine.agentId }, null, { id: other.agentId }, null]);
});

test('a page with its relations is one statement, three levels deep', async () => {
  expect(await statementsOf(() => client.agent.findMany({
    relationLoadStrategy: 'join', take: 20,
    select: { id: true, publishedVersion: { select: { number: true } }, calls: { take: 5, select: { id: true, turns: { select: { text: true } }, _count: { select: { events: true } } } } },
  }))).toHaveLength(1);
});

test('a nested write of an organization is one transaction', async () => {
  opened.takeStatements();
  await opened.database.transaction(mine.organizationId, async (transaction) => {
    await transaction.agent.updateMany({ where: { id: mine.agentId }, data: { name: 'in a transaction' } });
  });
  expect(opened.takeStatements().map(({ kind }) => kind)).toEqual(['transaction', 'data', 'transaction']);
});
