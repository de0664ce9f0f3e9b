import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publishedAgent, startCall, startKit, TAKE, type Kit, type Loose, type Person } from '../../test/kit.js';
import { startVendorServer, type VendorServer } from '../../test/vendor-server.js';
import { decodeAnyId } from '../schema/ids.js';

const KEY = 'sk-right-0123456789abcd';
let kit: Kit;
let vendor: VendorServer;
let person: Person;
let agentId: string;
beforeAll(async () => {
  [kit, vendor] = [await startKit(), await startVendorServer(KEY)];
  person = await kit.signUp();
  agentId = await publishedAgent(person);
});
afterAll(async () => { await kit.close(); await vendor.close(); });
beforeEach(async () => { await system().providerConnection.deleteMany(); });

const system = () => kit.test.database.system;
const internal = (id: string) => decodeAnyId(id)!.id;

async function connect(by: Person, input: object): Promise<string> {
  const { data } = await by.ask('mutation ($input: ProviderConnectInput!) { providerConnect(input: $input) { connection { id } errors { code message } } }', { input });
  expect(data.providerConnect.errors).toEqual([]);
  return data.providerConnect.connection.id as string;
}
const openai = () => ({ kind: 'LLM', pluginId: 'openai', settings: { baseUrl: vendor.url }, credentials: [{ name: 'apiKey', value: KEY }] });

async function plan(by = person, agent = agentId): Promise<Loose> {
  const { token } = await startCall(by, agent);
  const { data } = await kit.link(TAKE, { input: { token, transport: 'BROWSER', mediaId: 'media-1' } });
  expect(data.callPlanTake.errors).toEqual([]);
  return data.callPlanTake.plan;
}
const stepsOf = async (kind: string, by = person, agent = agentId) => (await plan(by, agent)).routes[kind].steps as Loose[];
const idsOf = async (kind: string, by = person, agent = agentId) => (await stepsOf(kind, by, agent)).map(({ connectionId }) => connectionId as string);

test('a connection that was made in GraphQL serves the next call, its credentials opened; the local plugin serves the rest', async () => {
  const first = await connect(person, openai());
  const second = await connect(person, { kind: 'LLM', pluginId: 'simulated' });
  const { routes } = await plan();
  expect(routes.llm.steps).toEqual([
    { connectionId: first, pluginId: 'openai', settings: { baseUrl: vendor.url }, secrets: { apiKey: KEY }, revision: expect.any(String) }, { connectionId: second, pluginId: 'simulated', settings: {}, secrets: {}, revision: expect.any(String) },
  ]);
  for (const kind of ['stt', 'tts', 'vad', 'turn', 'embedding']) expect(routes[kind].steps.map(({ pluginId }: Loose) => pluginId)).toEqual(['local']);
  await person.ask('mutation ($id: ID!) { providerSetPrimary(input: { id: $id }) { errors { code } } }', { id: second });
  expect(await idsOf('llm')).toEqual([second, first]);
  // Tried again by hand, it is another one for those who have learnt that it fails.
  await person.ask('mutation ($id: ID!) { providerTest(input: { id: $id }) { errors { code } } }', { id: second });
  expect((await stepsOf('llm'))[0].revision).not.toBe(routes.llm.steps[1].revision);
});

test('what is switched off, has failed, waits for approval or cannot be opened is passed over; other organizations have none of it', async () => {
  const ids = [];
  for (const name of ['A', 'B', 'C', 'D']) ids.push(await connect(person, { kind: 'LLM', pluginId: 'simulated', name }));
  for (const [index, status] of (['INACTIVE', 'ERROR', 'PENDING_APPROVAL'] as const).entries()) await system().providerConnection.update({ where: { id: internal(ids[index]!) }, data: { status } });
  const broken = await connect(person, openai());
  await system().connectionSecret.updateMany({ data: { lastFour: 'none', version: 7 } });
  expect(await idsOf('llm')).toEqual([ids[3]]);
  const stranger = await kit.signUp('Stranger');
  expect(await idsOf('llm', stranger, await publishedAgent(stranger))).toEqual(['local']);
  expect(broken).toMatch(/^con_/);
});

test('what an agency and the platform lend comes after the own, what they do not lend not at all', async () => {
  const [agency, platform] = [await kit.signUp('Agency'), await kit.signUp('Platform')];
  const { id } = await system().organization.update({ where: { id: internal(platform.organizationId) }, data: { kind: 'PLATFORM' } });
  await system().organization.update({ where: { id: internal(agency.organizationId) }, data: { kind: 'AGENCY', parentId: id } });
  await system().organization.update({ where: { id: internal(person.organizationId) }, data: { parentId: internal(agency.organizationId) } });
  const simulated = { kind: 'LLM', pluginId: 'simulated' };
  const [ofPlatform, ofAgency, kept, own] = [await connect(platform, simulated), await connect(agency, simulated), await connect(agency, { ...simulated, name: 'Kept' }), await connect(person, simulated)];
  expect(await idsOf('llm')).toEqual([own]);
  await system().providerConnection.updateMany({ where: { id: { in: [ofPlatform, ofAgency].map(internal) } }, data: { isLent: true } });
  expect(await idsOf('llm')).toEqual([own, ofAgency, ofPlatform]);
  const stranger = await kit.signUp('Stranger');
  expect(await idsOf('llm', stranger, await publishedAgent(stranger))).toEqual([ofPlatform]);
  expect(kept).toMatch(/^con_/);
  await system().organization.update({ where: { id: internal(person.organizationId) }, data: { parentId: null } });
});

test('an agent\'s voice goes to the connection that has it; the others speak as their route or connection says, or with what is nearest to it', async () => {
  const agent = await publishedAgent(person, { voice: 'ada', language: 'en-GB' });
  const speaking = { kind: 'TTS', pluginId: 'simulated' };
  const ids = [await connect(person, { ...speaking, name: 'First' }), await connect(person, { ...speaking, name: 'Second', voice: 'low' }), await connect(person, { ...speaking, name: 'Third' })];
  const offers = async (index: number, voices: object[]) => { await system().providerConnection.update({ where: { id: internal(ids[index]!) }, data: { voices } }); };
  expect((await system().providerConnection.findUniqueOrThrow({ where: { id: internal(ids[0]!) } })).voices).toEqual([{ id: 'low', language: 'en', gender: 'neutral' }, { id: 'high', language: 'en', gender: 'neutral' }]);
  const spoken = async () => { const { agent: who, routes } = await plan(person, agent); return [who.voice, ...routes.tts.steps.map(({ voice }: Loose) => voice as string)]; };
  await offers(0, [{ id: 'ada', language: 'en-GB', gender: 'female' }, { id: 'bob', language: 'en-GB', gender: 'male' }]);
  await offers(2, [{ id: 'carl', language: 'en-GB', gender: 'male' }, { id: 'dora', language: 'en-US', gender: 'female' }, { id: 'eva', language: 'de', gender: 'female' }]);
  expect(await spoken()).toEqual(['ada', 'ada', 'low', 'dora']);
  // What a route says of a step goes before what is like it, and not before the voice itself.
  await person.ask('mutation ($input: RouteSetInput!) { routeSet(input: $input) { errors { message } } }', { input: { kind: 'TTS', steps: [{ connectionId: ids[2], voice: 'eva' }, { connectionId: ids[0], voice: 'bob' }] } });
  expect(await spoken()).toEqual([undefined, 'eva', 'ada']);
  await system().organization.updateMany({ data: { routes: {} } });
  // Nobody knows it: what speaks its language takes its place.
  await offers(0, [{ id: 'eva', language: 'de', gender: 'female' }, { id: 'multi', language: 'mul' }]);
  expect(await spoken()).toEqual([undefined, 'multi', 'low', 'carl']);
  await offers(0, [{ id: 'eva', language: 'de' }]);
  expect(await spoken()).toEqual([undefined, undefined, 'low', 'carl']);
});

test('routes of the environment come after the own connections; a test key has simulated providers', async () => {
  const named = await kit.another({ PARLEY_DEFAULT_ROUTES: JSON.stringify({ llm: { steps: [{ connectionId: 'shared', pluginId: 'simulated' }] } }) });
  const own = await connect(person, openai());
  const { callRoutes } = await import('./connection-routes.js');
  expect((await callRoutes(named.app, { callId: 'call', organizationId: internal(person.organizationId), voice: undefined, language: 'en', routes: {} })).routes.llm.steps.map(({ connectionId }) => connectionId)).toEqual([own, 'shared']);
  const account = await person.ask('mutation { serviceAccountCreate(input: { name: "Program" }) { serviceAccount { id } } }');
  const key = await person.ask('mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { token errors { message } } }', { input: { serviceAccountId: account.data.serviceAccountCreate.serviceAccount.id, name: 'Test', isTest: true, permissions: ['calls:start', 'connections:manage', 'connections:read'] } });
  const token = key.data.apiKeyCreate.token as string;
  const program = { ...person, token, ask: (query: string, values?: object) => kit.ask(query, values, token) };
  expect(await idsOf('llm', program)).toEqual(['simulated']);
  const refused = await program.ask('mutation ($id: ID!) { providerTest(input: { id: $id }) { errors { code } } }', { id: own });
  expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});
