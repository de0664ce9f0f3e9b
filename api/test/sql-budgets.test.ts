import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, countStatements, event, publishedAgent, startCall, startKit, TAKE, type Kit, type Person } from './kit.js';

let kit: Kit;
let person: Person;
let agentId: string;
let callId: string;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  agentId = await publishedAgent(person);
  for (let index = 0; index < 25; index++) {
    const call = await activeCall(kit, person, agentId);
    await append(kit, call.callId, conversation(call.callId));
    callId = call.id;
  }
  await person.ask('{ viewer { user { id } } }');
});
afterAll(() => kit.close());

const ROW = 'id status startedAt agent { name } agentVersion { number greeting } turns { text speaker latency { responseMs } } recording { durationMs } cost { amount }';
const counted = (query: string, variables: object = {}) => countStatements(kit, async () => {
  const { errors } = await person.ask(query, variables);
  expect(errors).toBeUndefined();
});

test('a page with its relations is one statement, whatever its size, and page two too', async () => {
  const first = await person.ask('{ calls(first: 10) { pageInfo { endCursor } } }');
  const after = first.data.calls.pageInfo.endCursor as string;
  for (const args of ['first: 2', 'first: 25', `first: 10, after: "${after}"`, `last: 5, before: "${after}"`]) {
    expect(await counted(`{ calls(${args}) { nodes { ${ROW} } edges { cursor node { endedReason { text } } } pageInfo { hasNextPage } } }`)).toHaveLength(1);
  }
  expect(await counted('{ agents { nodes { name hasUnpublishedChanges publishedVersion { number } versions(first: 2) { number } } } }')).toHaveLength(1);
  expect(await counted('{ agents(where: { text: "mia" }) { nodes { name hasUnpublishedChanges archivedAt } } }')).toHaveLength(1);
});

test('a detail page is at most two statements, node and nodes one', async () => {
  expect((await counted(`query ($id: ID!) { call(id: $id) { ${ROW} lastSeq endedReason { text } } }`, { id: callId })).length).toBeLessThanOrEqual(2);
  expect(await counted(`query ($id: ID!) { node(id: $id) { ... on Call { ${ROW} } } }`, { id: callId })).toHaveLength(1);
  expect(await counted('query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Agent { name publishedVersion { number } } } }', { ids: [agentId, agentId] })).toHaveLength(1);
});

test('the viewer with person and organization is one statement', async () => {
  expect(await counted('{ viewer { user { id email name } organization { id name slug } } }')).toHaveLength(1);
  expect(await counted('{ viewer { role { key } user { name } organization { name } organizations { role { key } organization { name slug } } } }')).toHaveLength(2);
  expect(await countStatements(kit, () => kit.ask('{ viewer { user { id } } }'))).toHaveLength(0);
});

test('mutations stay within three statements', async () => {
  const create = await counted('mutation { agentCreate(input: { name: "New" }) { agent { name version publishedVersion { number } } } }');
  const update = await counted('mutation ($id: ID!) { agentUpdate(input: { id: $id, name: "Newer", turnTaking: { completeWaitMs: 500 } }) { agent { name } } }', { id: agentId });
  const publish = await counted('mutation ($id: ID!) { agentPublish(input: { id: $id }) { agent { publishedVersion { number } } } }', { id: agentId });
  const { data } = await person.ask('query ($id: ID!) { agent(id: $id) { publishedVersion { id } } }', { id: agentId });
  const restore = await counted('mutation ($id: ID!) { agentVersionRestore(input: { versionId: $id }) { agent { name hasUnpublishedChanges } } }', { id: data.agent.publishedVersion.id });
  const archive = await counted('mutation ($id: ID!) { agentArchive(input: { id: $id, isArchived: false }) { agent { archivedAt } } }', { id: agentId });
  const rename = await counted('mutation { organizationUpdate(input: { name: "New" }) { organization { name } } }');
  const found = await counted('mutation { organizationCreate(input: { name: "Second" }) { organization { name } } }');
  const profile = await counted('mutation { profileUpdate(input: { name: "New" }) { viewer { user { name } organization { name } } } }');
  const stay = await counted('mutation ($id: ID!) { organizationSwitch(input: { id: $id }) { viewer { organization { name } } } }', { id: person.organizationId });
  const start = await counted('mutation ($id: ID!) { callStart(input: { agentId: $id, transport: BROWSER }) { call { id agentVersion { number } } media { token } } }', { id: agentId });
  const { id } = await startCall(person, agentId);
  const end = await counted('mutation ($id: ID!) { callEnd(input: { id: $id }) { call { status } } }', { id });
  for (const [name, statements] of Object.entries({ create, update, publish, restore, archive, rename, found, profile, stay, start, end })) expect({ name, statements, isWithin: statements.length <= 3 }).toMatchObject({ name, isWithin: true });
});

test('a batch of two hundred events is at most four statements, and a plan three: the call, its providers, and its token', async () => {
  const call = await activeCall(kit, person, agentId);
  const events = Array.from({ length: 200 }, (_, index) => ({ ...conversation(call.callId)[index % 2 === 0 ? 3 : 5]!, seq: index + 1 }));
  const append200 = await countStatements(kit, async () => { expect(await append(kit, call.callId, events)).toEqual({ acceptedSeq: 200, errors: [] }); });
  expect(append200.length).toBeLessThanOrEqual(4);
  expect((await countStatements(kit, () => append(kit, call.callId, [], [{ callId: call.callId, turnIndex: 0, speaker: 'CALLER', text: 'hi', atMs: 1 }]))).length).toBe(0);
  expect((await countStatements(kit, () => append(kit, call.callId, [event(call.callId, 1, 'speech-started', { turnIndex: 0 })]))).length).toBe(1);
  const { token } = await startCall(person, agentId);
  expect((await countStatements(kit, () => kit.link(TAKE, { input: { token, transport: 'BROWSER', mediaId: 'm' } }))).length).toBeLessThanOrEqual(3);
});
