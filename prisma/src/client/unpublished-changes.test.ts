import { afterAll, beforeAll, expect, test } from 'vitest';
import { Prisma } from '../generated/client.js';
import { seedTenant } from '../testing/tenant-fixture.js';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.js';

let opened: TestDatabase;
beforeAll(async () => { opened = await openTestDatabase(); });
afterAll(() => opened.close());

/** What both tables hold of an agent: the content that is published. */
const content = Object.keys(Prisma.AgentScalarFieldEnum).filter((name) => name in Prisma.AgentVersionScalarFieldEnum && !['id', 'organizationId'].includes(name));
const OTHERWISE: Record<string, unknown> = { knowledge: [{ title: 'New', text: 'New' }], turnTaking: { idlePromptsMax: 0 }, routes: { llm: [{ connectionId: 'other' }] } };

test('whichever part of the content changes, the agent has unpublished changes, until it is as before', async () => {
  const { system } = opened.database;
  const { agentId: id, agentVersionId } = await seedTenant(system, 'mine');
  const hasChanges = async (data: object) => (await system.agent.update({ where: { id }, data, select: { hasUnpublishedChanges: true } })).hasUnpublishedChanges;
  expect(content).toEqual(expect.arrayContaining(['name', 'instructions', 'voice', 'knowledge', 'turnTaking']));
  expect(await hasChanges({ slug: 'renamed' })).toBe(false);
  for (const name of content) {
    const { [name as 'name']: before } = await system.agent.findUniqueOrThrow({ where: { id } });
    expect([name, await hasChanges({ [name]: OTHERWISE[name] ?? 'otherwise' })]).toEqual([name, true]);
    expect([name, await hasChanges({ [name]: before })]).toEqual([name, false]);
  }
  expect(await hasChanges({ publishedVersionId: null })).toBe(true);
  expect(await hasChanges({ publishedVersionId: agentVersionId, hasUnpublishedChanges: true })).toBe(false);
});
