import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { HARBOUR_DENTAL } from './harbour-dental.js';
import { DEMO_EMAIL, seedDemo } from './seed-demo.js';
import { roleTemplateId } from '../roles/role-templates.js';

let opened: TestDatabase;
beforeAll(async () => { opened = await openTestDatabase(); });
beforeEach(() => opened.reset());
afterAll(() => opened.close());

const options = { passwordHash: 'hash-of-the-password', turnTaking: { completeWaitMs: 400 } };

test('the demo is a person who owns an organization with a published agent', async () => {
  const { database } = opened;
  const result = await seedDemo(database, options);
  expect(result.isNew).toBe(true);
  const user = await database.system.user.findUniqueOrThrow({ where: { email: DEMO_EMAIL }, include: { memberships: true } });
  expect(user.passwordHash).toBe('hash-of-the-password');
  expect(user.memberships).toMatchObject([{ organizationId: result.organizationId, roleId: roleTemplateId('owner') }]);
  const agent = await database.forOrganization(result.organizationId).agent.findUniqueOrThrow({ where: { id: result.agentId }, include: { publishedVersion: true } });
  expect(agent).toMatchObject({ slug: 'demo', name: 'Mia', publishedVersion: { number: 1, greeting: HARBOUR_DENTAL.greeting, turnTaking: { completeWaitMs: 400 } } });
  expect(agent.knowledge).toEqual(HARBOUR_DENTAL.knowledge);
});

test('a second time changes nothing, not even what was edited meanwhile', async () => {
  const { database } = opened;
  const first = await seedDemo(database, options);
  await database.system.agent.update({ where: { id: first.agentId }, data: { greeting: 'Good day.', publishedVersionId: null } });
  const second = await seedDemo(database, { ...options, passwordHash: 'another' });
  expect(second).toEqual({ ...first, isNew: false });
  expect(await database.system.agent.findMany({ select: { greeting: true, publishedVersionId: true } })).toEqual([{ greeting: 'Good day.', publishedVersionId: null }]);
  expect(await database.system.user.findMany({ select: { passwordHash: true } })).toEqual([{ passwordHash: 'hash-of-the-password' }]);
});

test('the demo agent stays found after its slug was changed', async () => {
  const { database } = opened;
  const first = await seedDemo(database, options);
  await database.system.agent.update({ where: { id: first.agentId }, data: { slug: 'reception' } });
  expect(await seedDemo(database, options)).toEqual({ ...first, isNew: false });
});

test('two processes may seed at the same moment', async () => {
  const results = await Promise.all([seedDemo(opened.database, options), seedDemo(opened.database, options)]);
  expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(await opened.database.system.agentVersion.count()).toBe(1);
});

test('what the agent knows is written to be spoken', () => {
  for (const { title, text } of HARBOUR_DENTAL.knowledge) {
    expect(text, title).not.toMatch(/[0-9&%€$/()[\]*_;:]|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Dr|St|a\.m|p\.m|e\.g|i\.e)\b\.?/);
    for (const sentence of text.split(/(?<=[.?!]) /)) expect(sentence.split(' ').length, sentence).toBeLessThanOrEqual(36);
  }
});
