import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishedAgent, startKit, type Kit, type Person } from '../../../test/kit.js';

let kit: Kit;
let person: Person;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
});
afterAll(() => kit.close());

const FIELDS = 'id slug name instructions greeting language voice version knowledge { title text } turnTaking { completeWaitMs incompleteWaitMs isInterruptible idlePromptsMax } publishedVersion { number name greeting }';
const create = async (input: object) => (await person.ask(`mutation ($input: AgentCreateInput!) { agentCreate(input: $input) { agent { ${FIELDS} } errors { __typename code message path } } }`, { input })).data.agentCreate;
const update = async (input: object) => (await person.ask(`mutation ($input: AgentUpdateInput!) { agentUpdate(input: $input) { agent { ${FIELDS} } errors { __typename code path ... on AgentChangedError { current { name version } } } } }`, { input })).data.agentUpdate;
const publish = async (input: object) => (await person.ask(`mutation ($input: AgentPublishInput!) { agentPublish(input: $input) { agent { ${FIELDS} } errors { code ... on AgentChangedError { current { version } } } } }`, { input })).data.agentPublish;

test('all but the name has a sensible default', async () => {
  const { agent, errors } = await create({ name: 'Zoë & Co' });
  expect(errors).toEqual([]);
  expect(agent).toMatchObject({ slug: 'zoe-co', greeting: 'Hello, this is Zoë & Co. How can I help you?', language: 'en', voice: null, version: 1, knowledge: [], publishedVersion: null });
  expect(agent.turnTaking).toEqual({ completeWaitMs: 400, incompleteWaitMs: 2500, isInterruptible: true, idlePromptsMax: 2 });
  expect((await create({ name: 'Zoë & Co' })).agent.slug).toMatch(/^zoe-co-[0-9a-f]{6}$/);
});

test('everything wrong with an input is said at once, with its place', async () => {
  const { agent, errors } = await create({ name: ' ', language: 'not a language', slug: 'Bad Slug', turnTaking: { completeWaitMs: 1 }, knowledge: [{ title: 'A', text: '' }] });
  expect(agent).toBeNull();
  expect(errors.map(({ path }: { path: string[] }) => path.join('.'))).toEqual(['input.name', 'input.slug', 'input.language', 'input.knowledge.0.text', 'input.turnTaking.completeWaitMs']);
  for (const { __typename, code } of errors) expect([__typename, code]).toEqual(['InvalidInputError', 'INVALID_INPUT']);
});

test('a client may make the id; the second time it is taken', async () => {
  const id = 'agt_0351Oxw8O1ylePouVQ0YgZ';
  expect((await create({ name: 'Mine', id })).agent.id).toBe(id);
  expect((await create({ name: 'Mine', id })).errors).toMatchObject([{ code: 'ID_TAKEN', path: ['input', 'id'] }]);
  expect((await create({ name: 'Mine', id: 'call_0351Oxw8O1ylePouVQ0YgZ' })).errors).toMatchObject([{ code: 'INVALID_ID' }]);
  expect((await create({ name: 'Mine', slug: 'mine' })).errors).toMatchObject([{ code: 'SLUG_TAKEN', path: ['input', 'slug'] }]);
});

test('an update changes what it names, and fails on a version that is gone, with the current agent', async () => {
  const { agent } = await create({ name: 'Before', voice: 'slt', turnTaking: { idlePromptsMax: 1 } });
  const { agent: changed } = await update({ id: agent.id, expectedVersion: 1, name: 'After', turnTaking: { completeWaitMs: 700 } });
  expect(changed).toMatchObject({ name: 'After', voice: 'slt', version: 2, greeting: agent.greeting, turnTaking: { completeWaitMs: 700, idlePromptsMax: 1 } });
  expect(await update({ id: agent.id, expectedVersion: 1, name: 'Late' })).toEqual({ agent: null, errors: [{ __typename: 'AgentChangedError', code: 'AGENT_CHANGED', path: ['input', 'expectedVersion'], current: { name: 'After', version: 2 } }] });
  expect((await update({ id: agent.id, voice: null })).agent).toMatchObject({ voice: null, version: 3 });
  expect((await update({ id: agent.id, slug: 'mine' })).errors).toMatchObject([{ code: 'SLUG_TAKEN' }]);
  expect((await update({ id: 'agt_000000000000000000000A', name: 'Nobody' })).errors).toMatchObject([{ code: 'AGENT_NOT_FOUND' }]);
  const together = await Promise.all(Array.from({ length: 5 }, (_, index) => update({ id: agent.id, expectedVersion: 3, name: `Winner ${index}` })));
  expect(together.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
});

test('publishing freezes the draft; callers keep what was published', async () => {
  const { agent } = await create({ name: 'Frozen', greeting: 'One.' });
  expect((await publish({ id: agent.id })).agent.publishedVersion).toEqual({ number: 1, name: 'Frozen', greeting: 'One.' });
  await update({ id: agent.id, greeting: 'Two.' });
  const { data } = await person.ask('query ($id: ID!) { agent(id: $id) { greeting publishedVersion { greeting } } }', { id: agent.id });
  expect(data.agent).toEqual({ greeting: 'Two.', publishedVersion: { greeting: 'One.' } });
  expect((await publish({ id: agent.id, expectedVersion: 1 })).errors).toEqual([{ code: 'AGENT_CHANGED', current: { version: 2 } }]);
  const together = await Promise.all(Array.from({ length: 4 }, () => publish({ id: agent.id })));
  expect(together.flatMap(({ errors }) => errors)).toEqual([]);
  const versions = await person.ask('query ($id: ID!) { agent(id: $id) { versions(first: 3) { number greeting } } }', { id: agent.id });
  expect(versions.data.agent.versions).toEqual([{ number: 5, greeting: 'Two.' }, { number: 4, greeting: 'Two.' }, { number: 3, greeting: 'Two.' }]);
  expect((await publish({ id: 'agt_000000000000000000000A' })).errors).toEqual([{ code: 'AGENT_NOT_FOUND' }]);
});

test('a list is walked page by page in both directions, also where times are equal', async () => {
  const walker = await kit.signUp('Walker');
  const ids: string[] = [];
  for (let index = 0; index < 7; index++) ids.unshift(await publishedAgent(walker, { name: `Agent ${index}` }));
  await kit.test.database.system.agent.updateMany({ where: { slug: { in: ['agent-2', 'agent-3', 'agent-4', 'agent-5'] } }, data: { createdAt: new Date('2026-01-01T00:00:00Z') } });
  const all = ((await walker.ask('{ agents { nodes { id } } }')).data.agents.nodes as { id: string }[]).map(({ id }) => id);
  expect([...all].sort()).toEqual([...ids].sort());
  const page = async (args: string) => (await walker.ask(`{ agents(${args}) { nodes { id } edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`)).data.agents;
  const forward: string[] = [];
  for (let cursor: string | null = null, more = true; more;) {
    const { nodes, pageInfo } = await page(`first: 3${cursor ? `, after: "${cursor}"` : ''}`);
    forward.push(...nodes.map(({ id }: { id: string }) => id));
    expect(pageInfo.hasPreviousPage).toBe(cursor !== null);
    cursor = pageInfo.endCursor as string;
    more = pageInfo.hasNextPage as boolean;
  }
  expect(forward).toEqual(all);
  const last = await page('last: 2');
  expect(last.nodes.map(({ id }: { id: string }) => id)).toEqual(all.slice(-2));
  expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  const before = await page(`last: 3, before: "${last.pageInfo.startCursor}"`);
  expect(before.nodes.map(({ id }: { id: string }) => id)).toEqual(all.slice(-5, -2));
  expect(before.pageInfo.hasNextPage).toBe(true);
});
