import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { append, countStatements, event, publishedAgent, startCall, startKit, TAKE, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { decodeAnyId } from '../../schema/ids.js';

let kit: Kit;
let person: Person;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
});
afterAll(() => kit.close());
beforeEach(async () => {
  await system().organization.updateMany({ data: { routes: {} } });
  await system().providerConnection.deleteMany();
});

const system = () => kit.test.database.system;
const internal = (id: string) => decodeAnyId(id)!.id;
const STEPS = 'connectionId name pluginId source status model voice weight';
const ROUTE = `kind source isStored isWeighted steps { ${STEPS} } ownSteps { ${STEPS} }`;
const ERRORS = '__typename code path';

async function connect(name: string, more: object = {}, by = person): Promise<string> {
  const { data } = await by.ask('mutation ($input: ProviderConnectInput!) { providerConnect(input: $input) { connection { id } errors { message } } }', { input: { kind: 'LLM', pluginId: 'simulated', name, ...more } });
  expect(data.providerConnect.errors).toEqual([]);
  return data.providerConnect.connection.id as string;
}
const set = async (input: object, by = person): Promise<Loose> => (await by.ask(`mutation ($input: RouteSetInput!) { routeSet(input: $input) { route { ${ROUTE} } errors { ${ERRORS} } } }`, { input })).data.routeSet;
const update = async (input: object): Promise<Loose> => (await person.ask(`mutation ($input: AgentUpdateInput!) { agentUpdate(input: $input) { agent { hasUnpublishedChanges routes { ${ROUTE} } publishedVersion { routes { ${ROUTE} } } } errors { ${ERRORS} } } }`, { input })).data.agentUpdate;
const publish = async (id: string): Promise<Loose> => (await person.ask(`mutation ($id: ID!) { agentPublish(input: { id: $id }) { errors { ${ERRORS} } } }`, { id })).data.agentPublish.errors;
const llmOf = (routes: Loose[]) => routes.find(({ kind }) => kind === 'LLM');
const routes = async (by = person): Promise<Loose[]> => (await by.ask(`{ routes { ${ROUTE} } }`)).data.routes;
const steps = (...ids: string[]) => ids.map((connectionId) => ({ connectionId }));
async function plan(agentId: string, by = person): Promise<Loose> {
  const { token } = await startCall(by, agentId);
  return (await kit.link(TAKE, { input: { token, transport: 'BROWSER', mediaId: 'media-1' } })).data.callPlanTake.plan;
}
const served = async (agentId: string, by = person) => ((await plan(agentId, by)).routes.llm.steps as Loose[]).map(({ connectionId }) => connectionId as string);

test('a route of the organization decides which of its connections calls try, in which order, with which model; nothing else follows', async () => {
  const [a, b, c] = [await connect('A'), await connect('B', { pluginId: 'openai', settings: { model: 'large', baseUrl: 'http://127.0.0.1:9/v1' }, credentials: [{ name: 'apiKey', value: 'k' }], isKeptOnFailure: true }), await connect('C')];
  await system().providerConnection.update({ where: { id: internal(b) }, data: { status: 'ACTIVE' } });
  const agentId = await publishedAgent(person);
  expect(llmOf(await routes())).toMatchObject({ source: 'ORGANIZATION', isStored: false, isWeighted: false, ownSteps: null, steps: [{ name: 'A', source: 'ORGANIZATION', status: 'ACTIVE' }, { name: 'B' }, { name: 'C' }] });
  expect((await routes()).find(({ kind }) => kind === 'STT')).toMatchObject({ source: 'INSTALLATION', isStored: false, steps: [{ connectionId: 'local', pluginId: 'local', source: 'INSTALLATION', status: null }] });
  const { route, errors } = await set({ kind: 'LLM', steps: [{ connectionId: b, model: 'small' }, { connectionId: a }] });
  expect([errors, route]).toMatchObject([[], { source: 'ORGANIZATION', isStored: true, steps: [{ connectionId: b, name: 'B', model: 'small', weight: null }, { connectionId: a, model: null }], ownSteps: [{ name: 'B' }, { name: 'A' }] }]);
  expect((await plan(agentId)).routes.llm.steps).toMatchObject([{ connectionId: b, pluginId: 'openai', model: 'small', settings: { baseUrl: 'http://127.0.0.1:9/v1' } }, { connectionId: a }]);
  expect((await plan(agentId)).routes.llm.steps[0].settings).not.toHaveProperty('model');
  // What cannot be used is passed over, and still shown.
  await system().providerConnection.updateMany({ where: { id: { in: [a, b].map(internal) } }, data: { status: 'ERROR' } });
  expect(await served(agentId)).toEqual([c]);
  expect(llmOf(await routes())).toMatchObject({ isStored: false, steps: [{ name: 'C' }], ownSteps: [{ name: 'B', status: 'ERROR' }, { name: 'A' }] });
  expect((await set({ kind: 'LLM', steps: [] })).route).toMatchObject({ isStored: false, ownSteps: null });
});

test('an agent has routes of its own: a draft until it is published, frozen with the version, brought back with it', async () => {
  const [a, b] = [await connect('A'), await connect('B')];
  const agentId = await publishedAgent(person);
  const { agent, errors } = await update({ id: agentId, routes: [{ kind: 'LLM', steps: steps(b) }] });
  expect(errors).toEqual([]);
  expect(agent.hasUnpublishedChanges).toBe(true);
  expect([llmOf(agent.routes), llmOf(agent.publishedVersion.routes)]).toMatchObject([{ source: 'AGENT', isStored: true, ownSteps: [{ name: 'B' }] }, { source: 'ORGANIZATION', ownSteps: null }]);
  expect(await served(agentId)).toEqual([a, b]);
  expect(await publish(agentId)).toEqual([]);
  expect(await served(agentId)).toEqual([b]);
  await set({ kind: 'LLM', steps: steps(a) });
  expect(await served(agentId)).toEqual([b]);
  expect((await update({ id: agentId, routes: [{ kind: 'LLM', steps: [] }], turnTaking: { idlePromptsMax: 1 } })).agent).toMatchObject({ hasUnpublishedChanges: true });
  const { data } = await person.ask('query ($id: ID!) { agent(id: $id) { publishedVersion { id } } }', { id: agentId });
  await person.ask('mutation ($id: ID!) { agentVersionRestore(input: { versionId: $id }) { errors { code } } }', { id: data.agent.publishedVersion.id });
  expect((await update({ id: agentId })).agent).toMatchObject({ hasUnpublishedChanges: false });
  const made = await person.ask('mutation ($input: AgentCreateInput!) { agentCreate(input: $input) { agent { routes { kind source } } errors { code } } }', { input: { name: 'Routed', routes: [{ kind: 'LLM', steps: steps(b) }] } });
  expect(llmOf(made.data.agentCreate.agent.routes).source).toBe('AGENT');
});

test('a weighted route is drawn for each call, by the call', async () => {
  const [a, b] = [await connect('A'), await connect('B')];
  const { route } = await set({ kind: 'LLM', steps: [{ connectionId: a, weight: 1 }, { connectionId: b, weight: 1 }] });
  expect(route).toMatchObject({ isWeighted: true, steps: [{ weight: 1 }, { weight: 1 }] });
  const { callRoutes } = await import('../../media-link/connection-routes.js');
  const order = async (callId: string) => (await callRoutes(kit.api.app, { callId, organizationId: internal(person.organizationId), voice: undefined, language: 'en', routes: {} })).routes.llm.steps.map(({ connectionId }) => connectionId);
  const calls = Array.from({ length: 12 }, (_, index) => `call-${index}`);
  const first = await Promise.all(calls.map(order));
  expect(await Promise.all(calls.map(order))).toEqual(first);
  expect(new Set(first.map(([id]) => id))).toEqual(new Set([a, b]));
  for (const ids of first) expect(ids).toHaveLength(2);
});

test('everything wrong with a route is said at once, with its place', async () => {
  const [a, ear] = [await connect('A'), await connect('Ear', { kind: 'STT' })];
  const stranger = await connect('Theirs', {}, await kit.signUp('Stranger'));
  const refused = async (given: object[], kind = 'LLM') => ((await set({ kind, steps: given })).errors as Loose[]).map(({ code, path }) => [code, path.slice(1).join('.')]);
  expect(await refused([{ connectionId: stranger }, { connectionId: ear }, { connectionId: a, voice: 'low', model: 'x' }, { connectionId: a }])).toEqual([
    ['CONNECTION_NOT_FOUND', 'steps.0.connectionId'], ['INVALID_INPUT', 'steps.1.connectionId'], ['INVALID_INPUT', 'steps.2.voice'], ['INVALID_INPUT', 'steps.2.model'], ['INVALID_INPUT', 'steps.3.connectionId'],
  ]);
  expect(await refused([{ connectionId: a, weight: 0 }])).toEqual([['INVALID_INPUT', 'steps']]);
  expect(await refused([{ connectionId: a, weight: 1_001 }])).toEqual([['INVALID_INPUT', 'steps.0.weight']]);
  expect(await refused([], 'MAIL')).toEqual([['INVALID_INPUT', 'kind']]);
  expect(await refused([{ connectionId: person.organizationId }])).toEqual([['INVALID_ID', 'steps.0.connectionId']]);
  const { errors } = await update({ id: await publishedAgent(person), routes: [{ kind: 'LLM', steps: steps(a) }, { kind: 'LLM', steps: [] }, { kind: 'TTS', steps: steps(stranger) }] });
  expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'routes', '1', 'kind'] }, { code: 'CONNECTION_NOT_FOUND', path: ['input', 'routes', '2', 'steps', '0', 'connectionId'] }]);
});

test('routes of the agency and the platform reach down as far as they lend; who has none of their own follows them', async () => {
  const [agency, platform, client] = [await kit.signUp('Agency'), await kit.signUp('Platform'), await kit.signUp('Client')];
  const { id } = await system().organization.update({ where: { id: internal(platform.organizationId) }, data: { kind: 'PLATFORM' } });
  await system().organization.update({ where: { id: internal(agency.organizationId) }, data: { kind: 'AGENCY', parentId: id } });
  await system().organization.update({ where: { id: internal(client.organizationId) }, data: { parentId: internal(agency.organizationId) } });
  const [ofPlatform, lent, kept] = [await connect('P', {}, platform), await connect('Lent', {}, agency), await connect('Kept', {}, agency)];
  await system().providerConnection.updateMany({ where: { id: { in: [ofPlatform, lent].map(internal) } }, data: { isLent: true } });
  const agentId = await publishedAgent(client);
  expect((await set({ kind: 'LLM', steps: steps(kept, ofPlatform, lent) }, agency)).errors).toEqual([]);
  expect(llmOf(await routes(client))).toMatchObject({ source: 'AGENCY', isStored: true, ownSteps: null, steps: [{ name: 'P', source: 'PLATFORM' }, { name: 'Lent', source: 'AGENCY' }] });
  expect(await served(agentId, client)).toEqual([ofPlatform, lent]);
  // What is lent can be named; what is not cannot.
  expect((await set({ kind: 'LLM', steps: steps(lent) }, client)).route).toMatchObject({ source: 'ORGANIZATION', steps: [{ name: 'Lent', source: 'AGENCY' }] });
  expect((await set({ kind: 'LLM', steps: steps(kept) }, client)).errors).toMatchObject([{ code: 'CONNECTION_NOT_FOUND' }]);
  await system().providerConnection.updateMany({ where: { id: internal(lent) }, data: { isLent: false } });
  expect(llmOf(await routes(client))).toMatchObject({ source: 'AGENCY', ownSteps: [{ connectionId: lent, name: null, status: null }], steps: [{ name: 'P' }] });
});

test('what a route that calls follow names cannot be disconnected, and its agents are named; switched off, they are warned', async () => {
  const [a, b] = [await connect('A'), await connect('B')];
  const agentId = await publishedAgent(person, { name: 'Needs B', routes: [{ kind: 'LLM', steps: steps(b) }] });
  await person.ask('mutation ($input: AgentCreateInput!) { agentCreate(input: $input) { errors { code } } }', { input: { name: 'Draft of A', routes: [{ kind: 'LLM', steps: steps(a) }] } });
  const USED = 'usedBy { agents { name } agentCount isInOrganizationRoute }';
  const disconnect = async (id: string) => (await person.ask(`mutation ($id: ID!) { providerDisconnect(input: { id: $id }) { connectionId errors { code path ... on ConnectionInUseError { ${USED} } } } }`, { id })).data.providerDisconnect;
  const inUse = { agents: [{ name: 'Needs B' }], agentCount: 1, isInOrganizationRoute: false };
  expect(await disconnect(b)).toEqual({ connectionId: null, errors: [{ code: 'CONNECTION_IN_USE', path: ['input', 'id'], usedBy: inUse }] });
  const off = async (id: string, isActive: boolean) => (await person.ask(`mutation ($input: ProviderUpdateInput!) { providerUpdate(input: $input) { connection { status } ${USED} errors { code } } }`, { input: { id, isActive } })).data.providerUpdate;
  expect(await off(b, false)).toEqual({ connection: { status: 'INACTIVE' }, usedBy: inUse, errors: [] });
  expect(await served(agentId)).toEqual([a]);
  expect(await off(b, true)).toEqual({ connection: { status: 'ACTIVE' }, usedBy: null, errors: [] });
  await set({ kind: 'LLM', steps: steps(a) });
  expect((await disconnect(a)).errors).toMatchObject([{ usedBy: { agents: [], agentCount: 0, isInOrganizationRoute: true } }]);
  await set({ kind: 'LLM', steps: [] });
  // Drafts are nobody's route yet; they are not published with what is gone.
  expect((await disconnect(a)).errors).toEqual([]);
  const { data } = await person.ask('{ agents(where: { text: "Draft of A" }) { nodes { id } } }');
  expect(await publish(data.agents.nodes[0].id)).toEqual([{ __typename: 'ConnectionNotFoundError', code: 'CONNECTION_NOT_FOUND', path: null }]);
  await person.ask('mutation ($id: ID!) { agentArchive(input: { id: $id }) { errors { code } } }', { id: agentId });
  expect((await disconnect(b)).errors).toEqual([]);
});

test('statements: routes are one more for a whole page of agents', async () => {
  const a = await connect('A');
  for (const name of ['One', 'Two', 'Three']) await publishedAgent(person, { name, routes: [{ kind: 'LLM', steps: steps(a) }] });
  const { length } = await countStatements(kit, () => person.ask('{ agents { nodes { name } } }'));
  expect(await countStatements(kit, () => person.ask('{ agents { nodes { name routes { kind steps { name } } } } }'))).toHaveLength(length + 1);
  expect(await countStatements(kit, () => routes())).toHaveLength(1);
});

test('a key that is refused in a call takes its connection out once, with the vendor\'s words; a call from before a new key does not', async () => {
  const key = 'sk-secret-0123456789';
  const id = await connect('Refused', { pluginId: 'openai', settings: { baseUrl: 'http://127.0.0.1:9/v1' }, credentials: [{ name: 'apiKey', value: key }], isKeptOnFailure: true });
  await system().providerConnection.update({ where: { id: internal(id) }, data: { status: 'ACTIVE' } });
  const agentId = await publishedAgent(person);
  const early = await plan(agentId);
  const failed = (callId: string, seq: number, cause: string, connectionId = id) => event(callId, seq, 'provider-failed', { kind: 'llm', connectionId, cause, message: 'The credentials were refused.', vendorMessage: `Incorrect API key provided: ${key}.`, next: 'FALLBACK' });
  const list = async (): Promise<Loose> => (await person.ask('{ providerConnections { status lastError { cause message remedy at } } }')).data.providerConnections[0];
  await append(kit, early.callId, [failed(early.callId, 1, 'timeout'), failed(early.callId, 2, 'auth', 'local')]);
  expect((await list()).status).toBe('ACTIVE');
  const statements = await countStatements(kit, () => append(kit, early.callId, [failed(early.callId, 3, 'quota'), failed(early.callId, 4, 'auth')]));
  expect(statements.filter((sql) => sql.includes('UPDATE') && sql.includes('provider_connections'))).toHaveLength(1);
  const { occurredAt } = failed(early.callId, 3, 'quota');
  expect(await list()).toEqual({ status: 'ERROR', lastError: { cause: 'QUOTA', message: 'Incorrect API key provided: ….', remedy: expect.stringContaining('Top up'), at: occurredAt } });
  const again = await countStatements(kit, () => append(kit, early.callId, [failed(early.callId, 5, 'auth')]));
  expect(again.filter((sql) => sql.includes('UPDATE') && sql.includes('provider_connections'))).toEqual([]);
  expect((await served(agentId))).toEqual(['local']);
  // Somebody gives it another key, which works: what the call of before meets says nothing about that one.
  await system().providerConnection.update({ where: { id: internal(id) }, data: { status: 'ACTIVE', testedAt: new Date() } });
  await append(kit, early.callId, [failed(early.callId, 6, 'auth')]);
  expect((await list()).status).toBe('ACTIVE');
  const stranger = await kit.signUp('Elsewhere');
  const foreign = await plan(await publishedAgent(stranger), stranger);
  await append(kit, foreign.callId, [failed(foreign.callId, 1, 'auth')]);
  expect((await list()).status).toBe('ACTIVE');
});
