import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, countStatements, event, publishedAgent, startCall, startKit, TAKE, type Kit, type Person } from '../../../test/kit.js';
import { platformAdmin } from '../../../test/platform.js';
import { decodeAnyId } from '../../schema/ids.js';
import { endAbandoned } from '../calls/calls.service.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(() => kit.close());

const uuid = (id: string) => decodeAnyId(id)!.id;
const LIMITS = '{ viewer { organization { limits { plan seats { max used isOverridden } concurrentCalls { max used } minutesPerMonth { max used } tokensPerMonth { max used } storageBytes { max used } } } } }';
const limits = async (who: Person) => (await who.ask(LIMITS)).data.viewer.organization.limits;
const START = 'mutation ($agentId: ID!) { callStart(input: { agentId: $agentId, transport: BROWSER }) { call { id } media { token } errors { __typename code ... on LimitReachedError { limit max used } ... on OrganizationClosingError { deletionAt } } } }';
const start = async (who: Person, agentId: string) => (await who.ask(START, { agentId })).data.callStart;
const take = async (token: string) => (await kit.link(TAKE, { input: { token, transport: 'BROWSER', mediaId: 'media-1' } })).data.callPlanTake;

const setLimits = (organizationId: string, overrides: object, plan = 'UNLIMITED') => kit.test.database.system.organizationLimits.upsert({ where: { organizationId: uuid(organizationId) }, create: { organizationId: uuid(organizationId), plan, overrides }, update: { plan, overrides } });
const counter = async (organizationId: string, meter: string) => Number((await kit.test.database.system.usageCounter.findFirst({ where: { organizationId: uuid(organizationId), meter } }))?.amount ?? 0);

/** As `conversation`, with tokens in a turn and in the end, one request told of in both. */
function talk(callId: string) {
  const usage = (requestId: string, inputTokens: number, outputTokens: number) => ({ kind: 'llm' as const, connectionId: 'local', requestId, outcome: 'served' as const, inputTokens, outputTokens });
  return conversation(callId).map((one) => {
    if (one.type === 'agent-turn' && one.payload.turnIndex === 2) return { ...one, payload: { ...one.payload, usage: [usage('a', 100, 20)] } };
    return one.type === 'call-ended' ? { ...one, payload: { ...one.payload, durationMs: 90_000, usage: [usage('a', 100, 20), usage('b', 7, 3)] } } : one;
  });
}

test('an installation of one\'s own has no limits, and everything that is used is counted', async () => {
  const person = await kit.signUp();
  const agentId = await publishedAgent(person);
  const none = { max: null, used: 0 };
  expect(await limits(person)).toEqual({ plan: 'UNLIMITED', seats: { max: null, used: 1, isOverridden: false }, concurrentCalls: none, minutesPerMonth: none, tokensPerMonth: none, storageBytes: none });
  const { callId } = await activeCall(kit, person, agentId);
  await startCall(person, agentId);
  expect((await limits(person)).concurrentCalls.used).toBe(2);
  await append(kit, callId, talk(callId));
  expect(await limits(person)).toMatchObject({ concurrentCalls: { used: 1 }, minutesPerMonth: { used: 1.5 }, tokensPerMonth: { used: 130 } });
  expect((await countStatements(kit, () => limits(person))).length).toBe(2);
});

test('the end of a call is counted once, however often it is told, and also where it was given up before', async () => {
  const person = await kit.signUp();
  const agentId = await publishedAgent(person);
  const { callId } = await activeCall(kit, person, agentId);
  const events = talk(callId);
  await append(kit, callId, events.slice(0, 6));
  await Promise.all(Array.from({ length: 4 }, () => append(kit, callId, events)));
  expect([await counter(person.organizationId, 'call-ms'), await counter(person.organizationId, 'tokens')]).toEqual([90_000, 130]);
  const lost = await activeCall(kit, person, agentId);
  await append(kit, lost.callId, talk(lost.callId).slice(0, 6));
  await endAbandoned(kit.api.app, Date.now() + 5 * 3_600_000);
  // Up to the last event that was heard of, and the tokens of the turns.
  expect([await counter(person.organizationId, 'call-ms'), await counter(person.organizationId, 'tokens')]).toEqual([90_600, 250]);
  const end = { ...talk(lost.callId)[6]!, seq: 8 };
  expect(await append(kit, lost.callId, [end])).toMatchObject({ acceptedSeq: 8 });
  expect([await counter(person.organizationId, 'call-ms'), await counter(person.organizationId, 'tokens')]).toEqual([180_000, 260]);
});

test('what ends at the same moment is all counted', async () => {
  const person = await kit.signUp();
  const agentId = await publishedAgent(person);
  const calls = await Promise.all(Array.from({ length: 8 }, () => activeCall(kit, person, agentId)));
  await Promise.all(calls.map(({ callId }) => append(kit, callId, talk(callId))));
  expect([await counter(person.organizationId, 'call-ms'), await counter(person.organizationId, 'tokens')]).toEqual([720_000, 1_040]);
});

test('no more calls than allowed at the same time, however fast they are opened; the next one has room again', async () => {
  const person = await kit.signUp();
  const agentId = await publishedAgent(person);
  await setLimits(person.organizationId, { CONCURRENT_CALLS: 3 });
  const answers = await Promise.all(Array.from({ length: 8 }, () => start(person, agentId)));
  const opened = answers.filter(({ call }) => call !== null);
  expect(opened).toHaveLength(3);
  for (const { errors } of answers.filter(({ call }) => call === null)) expect(errors).toEqual([{ __typename: 'LimitReachedError', code: 'LIMIT_REACHED', limit: 'CONCURRENT_CALLS', max: 3, used: 3 }]);
  for (const { media: { token } } of opened) expect((await take(token)).errors).toEqual([]);
  await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { errors { code } } }', { id: opened[0].call.id });
  expect((await start(person, agentId)).errors).toHaveLength(1);
  const callId = uuid(opened[0].call.id);
  await append(kit, callId, [event(callId, 1, 'call-ended', { reason: { party: 'OPERATOR', code: 'ENDED_BY_OPERATOR', text: 'x' }, durationMs: 10, usage: [], speculation: { hits: 0, misses: 0 } })]);
  const { media: { token } } = await start(person, agentId);
  // What is agreed later holds for a call that nobody has answered yet.
  await setLimits(person.organizationId, { CONCURRENT_CALLS: 2 });
  expect((await take(token)).errors).toMatchObject([{ code: 'CONCURRENT_CALLS_LIMIT' }]);
  await setLimits(person.organizationId, { CONCURRENT_CALLS: 3 });
  expect((await take(token)).errors).toEqual([]);
});

test('used up minutes and tokens stop new calls, on both ways, and let test calls pass', async () => {
  const person = await kit.signUp();
  const agentId = await publishedAgent(person);
  const early = await start(person, agentId);
  const { callId } = await activeCall(kit, person, agentId);
  await append(kit, callId, talk(callId));
  await setLimits(person.organizationId, { MINUTES_PER_MONTH: 1 });
  expect((await start(person, agentId)).errors).toEqual([{ __typename: 'LimitReachedError', code: 'LIMIT_REACHED', limit: 'MINUTES_PER_MONTH', max: 1, used: 1.5 }]);
  expect((await take(early.media.token)).errors).toMatchObject([{ code: 'USAGE_LIMIT' }]);
  await setLimits(person.organizationId, { TOKENS_PER_MONTH: 130 });
  expect((await start(person, agentId)).errors).toMatchObject([{ limit: 'TOKENS_PER_MONTH', max: 130, used: 130 }]);
  const account = await person.ask('mutation { serviceAccountCreate(input: { name: "Program" }) { serviceAccount { id } } }');
  const key = await person.ask('mutation ($id: ID!) { apiKeyCreate(input: { serviceAccountId: $id, name: "Key", permissions: ["calls:start"], isTest: true }) { token } }', { id: account.data.serviceAccountCreate.serviceAccount.id });
  const played = await kit.ask(START, { agentId }, key.data.apiKeyCreate.token as string);
  const { callId: playedId } = (await take(played.data.callStart.media.token as string)).plan;
  await append(kit, playedId, talk(playedId));
  expect([await counter(person.organizationId, 'call-ms'), await counter(person.organizationId, 'tokens')]).toEqual([90_000, 130]);
  await setLimits(person.organizationId, { MINUTES_PER_MONTH: null }, 'STARTER');
  expect((await limits(person))).toMatchObject({ plan: 'STARTER', minutesPerMonth: { max: null }, concurrentCalls: { max: 2 }, seats: { max: 3, isOverridden: false } });
  expect((await start(person, agentId)).errors).toEqual([]);
  // A month ago does not count.
  await setLimits(person.organizationId, { MINUTES_PER_MONTH: 1 });
  await kit.test.database.system.usageCounter.updateMany({ where: { organizationId: uuid(person.organizationId), meter: 'call-ms' }, data: { period: '2020-01' } });
  expect((await start(person, agentId)).errors).toEqual([]);
  expect((await countStatements(kit, () => start(person, agentId))).length).toBeLessThanOrEqual(5);
});

test('a call is recorded as long as there is room for it; recordings that go make room', async () => {
  const person = await kit.signUp();
  const agentId = await publishedAgent(person);
  const { callId } = await activeCall(kit, person, agentId);
  const organizationId = uuid(person.organizationId);
  const { recording } = kit.test.database.system;
  const facts = { organizationId, callId, storageKey: 'x', durationMs: 1, sampleRateHz: 8000, sha256: 'x', peaks: {} };
  await recording.create({ data: { id: '01a1fdcf-4e11-7000-8275-248715f8ac9a', byteLength: 600, ...facts } });
  await recording.update({ where: { callId }, data: { byteLength: 1_000 } });
  expect((await limits(person)).storageBytes).toEqual({ max: null, used: 1_000 });
  await setLimits(person.organizationId, { STORAGE_BYTES: 1_000 });
  expect((await take((await startCall(person, agentId)).token)).plan.recording).toEqual({ isEnabled: false });
  await recording.delete({ where: { callId } });
  expect((await limits(person)).storageBytes.used).toBe(0);
  expect((await take((await startCall(person, agentId)).token)).plan.recording).toEqual({ isEnabled: true });
});

test('an organization that is going to be deleted takes no calls', async () => {
  const person = await kit.signUp();
  const agentId = await publishedAgent(person);
  const { media: { token } } = await start(person, agentId);
  const deletionAt = new Date(Date.now() + 86_400_000);
  await kit.test.database.system.organization.update({ where: { id: uuid(person.organizationId) }, data: { deletionAt } });
  expect((await start(person, agentId)).errors).toEqual([{ __typename: 'OrganizationClosingError', code: 'ORGANIZATION_CLOSING', deletionAt: deletionAt.toISOString() }]);
  expect((await take(token)).errors).toMatchObject([{ code: 'ORGANIZATION_CLOSING' }]);
});

test('a hosting company gives new organizations a plan', async () => {
  const { url } = await kit.another({ PARLEY_DEFAULT_PLAN: 'STARTER' });
  const person = await kit.signUp();
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token}` }, body: JSON.stringify({ query: LIMITS }) });
  expect(await answer.json()).toMatchObject({ data: { viewer: { organization: { limits: { plan: 'STARTER', seats: { max: 3, used: 1 } } } } } });
});

test('a platform administrator sets the limits of an organization, all of them at once; its owner cannot', async () => {
  const [admin, owner] = [await platformAdmin(kit), await kit.signUp('Owner')];
  const SET = 'mutation ($input: OrganizationLimitsSetInput!) { organizationLimitsSet(input: $input) { limits { plan seats { max isOverridden } storageBytes { max isOverridden } concurrentCalls { max isOverridden } } errors { __typename path } } }';
  const input = { id: owner.organizationId, plan: 'STARTER', overrides: [{ limit: 'SEATS', max: 7 }, { limit: 'STORAGE_BYTES' }] };
  expect((await owner.ask(SET, { input })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', permission: 'platform:limits' } }]);
  const set = async (given: object) => (await admin.ask(SET, { input: { ...input, ...given } })).data.organizationLimitsSet;
  expect(await set({})).toEqual({ limits: { plan: 'STARTER', seats: { max: 7, isOverridden: true }, storageBytes: { max: null, isOverridden: true }, concurrentCalls: { max: 2, isOverridden: false } }, errors: [] });
  expect(await limits(owner)).toMatchObject({ plan: 'STARTER', seats: { max: 7, used: 1 } });
  expect(await set({ plan: 'TEAM', overrides: null })).toMatchObject({ limits: { plan: 'TEAM', seats: { max: 10, isOverridden: false } } });
  expect(await set({ id: 'org_0351Oxw8O1ylePouVQ0YgZ' })).toMatchObject({ limits: null, errors: [{ __typename: 'OrganizationNotFoundError' }] });
  for (const overrides of [[{ limit: 'SEATS', max: -1 }], [{ limit: 'SEATS', max: 1.5 }], [{ limit: 'SEATS', max: 1 }, { limit: 'SEATS', max: 2 }]]) expect(await set({ overrides })).toMatchObject({ limits: null, errors: [{ __typename: 'InvalidInputError' }] });
  const { data } = await owner.ask('{ auditEvents(first: 1) { nodes { action targetType } } }');
  expect(data.auditEvents.nodes).toEqual([{ action: 'organizationLimitsSet', targetType: 'organization_limits' }]);
});
