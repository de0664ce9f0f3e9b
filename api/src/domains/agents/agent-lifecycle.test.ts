import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, publishedAgent, startKit, type Kit, type Person } from '../../../test/kit.js';

let kit: Kit;
let person: Person;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
});
afterAll(() => kit.close());

const CONTENT = 'name instructions greeting language voice knowledge { title text } turnTaking { completeWaitMs isInterruptible }';
const AGENT = `id version archivedAt hasUnpublishedChanges publishedVersion { number } ${CONTENT}`;
const agentOf = async (id: string) => (await person.ask(`query ($id: ID!) { agent(id: $id) { ${AGENT} versions { id number ${CONTENT} } } }`, { id })).data.agent;
const mutate = async (name: string, type: string, input: object) => (await person.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { agent { ${AGENT} } errors { __typename code path } } }`, { input })).data[name];
const update = (input: object) => mutate('agentUpdate', 'AgentUpdateInput', input);
const publish = (id: string) => mutate('agentPublish', 'AgentPublishInput', { id });
const restore = async (input: object) => (await person.ask(`mutation ($input: AgentVersionRestoreInput!) { agentVersionRestore(input: $input) { agent { ${AGENT} } errors { __typename code path ... on AgentChangedError { current { name version } } } } }`, { input })).data.agentVersionRestore;
const archive = (input: object) => mutate('agentArchive', 'AgentArchiveInput', input);
const names = async (where = '') => ((await person.ask(`{ agents${where} { nodes { name } } }`)).data.agents.nodes as { name: string }[]).map(({ name }) => name);

test('a draft has unpublished changes where its content is not what callers meet', async () => {
  const { data } = await person.ask('mutation { agentCreate(input: { name: "Draft" }) { agent { id hasUnpublishedChanges } } }');
  const { id, hasUnpublishedChanges } = data.agentCreate.agent;
  expect(hasUnpublishedChanges).toBe(true);
  expect((await publish(id)).agent.hasUnpublishedChanges).toBe(false);
  expect((await update({ id, greeting: 'Otherwise.', voice: 'slt' })).agent.hasUnpublishedChanges).toBe(true);
  expect((await update({ id, greeting: 'Hello, this is Draft. How can I help you?', voice: null })).agent.hasUnpublishedChanges).toBe(false);
  expect((await update({ id, slug: 'another-address' })).agent.hasUnpublishedChanges).toBe(false);
  expect((await update({ id, knowledge: [{ title: 'A', text: 'B' }] })).agent.hasUnpublishedChanges).toBe(true);
});

test('restoring makes the draft what the version was, all of it, and leaves what callers meet', async () => {
  const first = { instructions: 'One.', greeting: 'First.', language: 'en-GB', voice: 'awb', knowledge: [{ title: 'Hours', text: 'Nine to five.' }], turnTaking: { completeWaitMs: 700, isInterruptible: false } };
  const id = await publishedAgent(person, { name: 'First', ...first });
  await update({ id, name: 'Second', instructions: 'Two.', greeting: 'Second.', language: 'en', voice: null, knowledge: [], turnTaking: { completeWaitMs: 400, isInterruptible: true } });
  await publish(id);
  const { versions: [second, original], version } = await agentOf(id);
  expect([second.number, original.number, version]).toEqual([2, 1, 2]);
  const { agent, errors } = await restore({ versionId: original.id, expectedVersion: 2 });
  expect(errors).toEqual([]);
  expect(agent).toMatchObject({ id, name: 'First', ...first, version: 3, hasUnpublishedChanges: true, publishedVersion: { number: 2 } });
  expect((await restore({ versionId: second.id })).agent).toMatchObject({ name: 'Second', version: 4, hasUnpublishedChanges: false });
  expect((await agentOf(id)).versions).toEqual([second, original]);
});

test('a draft that moved on is not given up; a version that is not there is no version', async () => {
  const id = await publishedAgent(person, { name: 'Kept' });
  const { versions: [{ id: versionId }] } = await agentOf(id);
  await update({ id, name: 'Newer' });
  expect(await restore({ versionId, expectedVersion: 1 })).toEqual({ agent: null, errors: [{ __typename: 'AgentChangedError', code: 'AGENT_CHANGED', path: ['input', 'expectedVersion'], current: { name: 'Newer', version: 2 } }] });
  expect((await agentOf(id)).name).toBe('Newer');
  expect((await restore({ versionId: 'agv_000000000000000000000A' })).errors).toEqual([{ __typename: 'AgentVersionNotFoundError', code: 'AGENT_VERSION_NOT_FOUND', path: ['input', 'versionId'] }]);
  expect((await restore({ versionId: id })).errors).toEqual([{ __typename: 'InvalidIdError', code: 'INVALID_ID', path: ['input', 'versionId'] }]);
  const together = await Promise.all(Array.from({ length: 4 }, () => restore({ versionId, expectedVersion: 2 })));
  expect(together.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
});

test('an archived agent leaves the lists and takes no calls, until it is brought back', async () => {
  const id = await publishedAgent(person, { name: 'Retired' });
  const call = await activeCall(kit, person, id);
  const { agent, errors } = await archive({ id });
  expect(errors).toEqual([]);
  expect(agent).toMatchObject({ name: 'Retired', version: 2, hasUnpublishedChanges: false });
  expect(Date.now() - Date.parse(agent.archivedAt as string)).toBeLessThan(20_000);
  expect(await names()).not.toContain('Retired');
  expect(await names('(where: { isArchived: true })')).toEqual(['Retired']);
  const start = () => person.ask('mutation ($id: ID!) { callStart(input: { agentId: $id, transport: BROWSER }) { call { id } errors { __typename code path } } }', { id });
  expect((await start()).data.callStart).toEqual({ call: null, errors: [{ __typename: 'AgentArchivedError', code: 'AGENT_ARCHIVED', path: ['input', 'agentId'] }] });
  // A call that runs goes on.
  expect(await append(kit, call.callId, conversation(call.callId))).toEqual({ acceptedSeq: 7, errors: [] });
  expect((await archive({ id })).agent.version).toBe(2);
  expect((await archive({ id, isArchived: false })).agent).toMatchObject({ archivedAt: null, version: 3 });
  expect(await names()).toContain('Retired');
  expect((await start()).data.callStart.errors).toEqual([]);
  expect((await archive({ id: 'agt_000000000000000000000A' })).errors).toEqual([{ __typename: 'AgentNotFoundError', code: 'AGENT_NOT_FOUND', path: ['input', 'id'] }]);
});

test('agents are found by words in their name or slug, and what people write is no pattern', async () => {
  await publishedAgent(person, { name: 'Salon 100% Ü_ber', slug: 'hair-dresser' });
  for (const text of ['100%', 'ü_B', 'SALON', 'hair-d', ' salon ', '%']) expect([text, await names(`(where: { text: "${text}" })`)]).toEqual([text, ['Salon 100% Ü_ber']]);
  expect(await names('(where: { text: "nothing like it" })')).toEqual([]);
  expect(await names('(where: { text: "\\u0000 " })')).toEqual(await names());
  expect(await names('(where: { text: "salon", isArchived: true })')).toEqual([]);
  const tooLong = await person.ask('query ($text: String!) { agents(where: { text: $text }) { nodes { id } } }', { text: 'x'.repeat(101) });
  expect(tooLong.errors).toMatchObject([{ message: '`text` has at most 100 characters.', extensions: { code: 'INVALID_INPUT' } }]);
});
