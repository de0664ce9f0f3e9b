import SchemaBuilder from '@pothos/core';
import '@pothos/plugin-prisma';
import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getDatamodel, type default as PrismaTypes } from '../../generated/pothos.js';
import { roleTemplateId } from '../../roles/role-templates.js';
import { seedTenant, type Tenant } from '../../testing/tenant-fixture.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import type { OrganizationClient } from './tenant-client.js';

interface Context { readonly db: OrganizationClient }

/** A small schema as the api builds its large one. */
function buildSchema() {
  const options = { plugins: ['prisma'], prisma: { client: (context: Context) => context.db, dmmf: getDatamodel(), onUnusedQuery: 'error' } };
  // Other packages add required options to the type of the builder; this schema does without their plugins.
  const builder = new SchemaBuilder<{ Context: Context; PrismaTypes: PrismaTypes }>(options as never);
  const turn = builder.prismaObject('Turn', { select: { id: true }, fields: (t) => ({ text: t.exposeString('text') }) });
  builder.prismaObject('Call', { select: { id: true }, fields: (t) => ({ id: t.exposeID('id'), agent: t.relation('agent'), turns: t.relation('turns'), turnCount: t.relationCount('turns') }) });
  builder.prismaObject('Agent', { select: { id: true }, fields: (t) => ({ id: t.exposeID('id'), name: t.exposeString('name'), calls: t.relation('calls') }) });
  builder.prismaObject('User', { select: { id: true }, fields: (t) => ({ memberships: t.relation('memberships') }) });
  builder.prismaObject('Organization', { select: { id: true }, fields: (t) => ({ name: t.exposeString('name') }) });
  builder.prismaObject('Membership', { fields: (t) => ({ organization: t.relation('organization'), user: t.relation('user') }) });
  builder.queryType({
    fields: (t) => ({
      calls: t.prismaField({ type: ['Call'], resolve: (query, _root, _args, { db }) => db.call.findMany({ ...query, relationLoadStrategy: 'join' }) }),
      agent: t.prismaField({ type: 'Agent', nullable: true, args: { id: t.arg.id({ required: true }) }, resolve: (query, _root, { id }, { db }) => db.agent.findUnique({ ...query, where: { id } }) }),
      people: t.prismaField({ type: ['User'], resolve: (query, _root, _args, { db }) => db.user.findMany({ ...query, relationLoadStrategy: 'join' }) }),
      // Loses the relations on purpose: they are then loaded one by one, through the client of the context.
      turnsLater: t.field({ type: [turn], resolve: (_root, _args, { db }) => db.turn.findMany() }),
    }),
  });
  return builder.toSchema();
}

let opened: TestDatabase;
let mine: Tenant;
let other: Tenant;
beforeAll(async () => {
  opened = await openTestDatabase();
  mine = await seedTenant(opened.database.system, 'mine');
  other = await seedTenant(opened.database.system, 'other');
  await opened.database.system.membership.create({ data: { organizationId: other.organizationId, userId: mine.userId, roleId: roleTemplateId('viewer') } });
});
afterAll(() => opened.close());

async function ask(source: string) {
  opened.takeStatements();
  const result = await graphql({ schema: buildSchema(), source, contextValue: { db: opened.database.forOrganization(mine.organizationId) } });
  expect(result.errors).toBeUndefined();
  return { data: JSON.parse(JSON.stringify(result.data)) as unknown, statements: opened.takeStatements().length };
}

test('a list with its relations is one statement', async () => {
  expect(await ask('{ calls { id turnCount agent { name calls { id } } turns { text } } }')).toEqual({
    data: { calls: [{ id: mine.callId, turnCount: 1, agent: { name: 'mine', calls: [{ id: mine.callId }] }, turns: [{ text: 'mine' }] }] }, statements: 1,
  });
});

test('one thing is found by its id, and not another organization\'s', async () => {
  expect(await ask(`{ mine: agent(id: "${mine.agentId}") { name } other: agent(id: "${other.agentId}") { name } }`)).toEqual({ data: { mine: { name: 'mine' }, other: null }, statements: 1 });
});

test('relations through a person stay in the organization', async () => {
  expect(await ask('{ people { memberships { organization { name } user { memberships { organization { name } } } } } }')).toEqual({
    data: { people: [{ memberships: [{ organization: { name: 'mine' }, user: { memberships: [{ organization: { name: 'mine' } }] } }] }] }, statements: 1,
  });
});

test('what was not loaded with the list is loaded through the bound client', async () => {
  expect((await ask('{ turnsLater { text } }')).data).toEqual({ turnsLater: [{ text: 'mine' }] });
});
