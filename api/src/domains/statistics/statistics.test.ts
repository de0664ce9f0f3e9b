import { uuidv7, type Prisma } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, countStatements, publishedAgent, startKit, type Kit, type Person } from '../../../test/kit.js';

let kit: Kit;
let person: Person;
let agentId: string;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  agentId = await publishedAgent(person);
});
afterAll(() => kit.close());

const QUERY = `query ($from: DateTime!, $before: DateTime, $agentId: ID) { callStatistics(from: $from, before: $before, agentId: $agentId) {
  calls answeredCalls activeCalls durationMs responseP50Ms responseP95Ms interruptions cost { amount currency } endedReasons { code party calls }
} }`;
const figures = async (variables: object, who = person) => {
  const { data, errors } = await who.ask(QUERY, variables);
  expect(errors).toBeUndefined();
  return data.callStatistics as Record<string, unknown>;
};
const EMPTY = { calls: 0, answeredCalls: 0, activeCalls: 0, durationMs: 0, responseP50Ms: null, responseP95Ms: null, interruptions: 0, cost: { amount: '0.00', currency: 'USD' }, endedReasons: [] };

/** Rows of calls of the newest agent, as they are after their calls. */
async function store(rows: readonly Partial<Prisma.CallCreateManyInput>[]): Promise<void> {
  const { system } = kit.test.database;
  const agent = await system.agent.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  await system.call.createMany({ data: rows.map((row) => ({ id: uuidv7(), organizationId: agent.organizationId, agentId: agent.id, agentVersionId: agent.publishedVersionId!, transport: 'BROWSER' as const, ...row })) });
}

test('the figures of a range: its calls and no others, response times over all their turns', async () => {
  const day = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
  await store([
    { createdAt: day(0), status: 'ENDED', answeredAt: day(0), durationMs: 60_000, interruptionCount: 2, costMicroUsd: 1_500n, endedParty: 'CALLER', endedCode: 'HUNG_UP', responsesMs: [400, 900] },
    { createdAt: day(9), status: 'ENDED', answeredAt: day(9), durationMs: 30_500, interruptionCount: 1, costMicroUsd: 9_007_199_254_740_993n, endedParty: 'CALLER', endedCode: 'HUNG_UP', responsesMs: [500.5] },
    { createdAt: day(10), status: 'ENDED', endedParty: 'CALLER', endedCode: 'NEVER_CONNECTED', durationMs: 0 },
    { createdAt: day(11), status: 'ENDED', answeredAt: day(11), durationMs: 1, endedParty: 'PLATFORM', endedCode: 'HUNG_UP' },
    { createdAt: day(12), status: 'ACTIVE', answeredAt: day(12), responsesMs: [2_000] },
    // Just before and just after.
    { createdAt: new Date(day(0).getTime() - 1), status: 'ENDED', durationMs: 7, responsesMs: [1] }, { createdAt: day(24), status: 'ACTIVE', costMicroUsd: 5n },
  ]);
  const range = { from: day(0).toISOString(), before: day(24).toISOString() };
  const expected = {
    // 400, 500.5, 900, 2000: half way between the middle two, and 0.85 of the way from the third to the fourth.
    calls: 5, answeredCalls: 4, activeCalls: 2, durationMs: 90_501, responseP50Ms: 700.25, responseP95Ms: 1_835, interruptions: 3, cost: { amount: '9007199254.742493', currency: 'USD' },
    endedReasons: [{ code: 'HUNG_UP', party: 'CALLER', calls: 2 }, { code: 'HUNG_UP', party: 'PLATFORM', calls: 1 }, { code: 'NEVER_CONNECTED', party: 'CALLER', calls: 1 }],
  };
  expect(await figures(range)).toEqual(expected);
  expect(await figures({ ...range, agentId })).toEqual(expected);
  expect(await figures({ ...range, agentId: await publishedAgent(person) })).toEqual(EMPTY);
  expect(await figures({ from: day(30).toISOString() })).toMatchObject({ calls: 0, activeCalls: 2 });
  const stranger = await kit.signUp('Stranger');
  expect(await figures(range, stranger)).toEqual(EMPTY);
  expect(await figures({ ...range, agentId }, stranger)).toEqual(EMPTY);
  expect((await countStatements(kit, () => figures(range)))).toHaveLength(1);
});

test('what the events of a call say is counted while it runs', async () => {
  const owner = await kit.signUp('Running');
  const { callId } = await activeCall(kit, owner, await publishedAgent(owner));
  await append(kit, callId, conversation(callId).slice(0, 6));
  const from = new Date(Date.now() - 60_000).toISOString();
  expect(await figures({ from }, owner)).toMatchObject({ calls: 1, answeredCalls: 1, activeCalls: 1, durationMs: 0, responseP50Ms: 345, interruptions: 1, cost: { amount: '0.012345' }, endedReasons: [] });
  await append(kit, callId, conversation(callId).slice(6));
  expect(await figures({ from }, owner)).toMatchObject({ calls: 1, activeCalls: 0, durationMs: 3_500, cost: { amount: '0.012345' }, endedReasons: [{ code: 'HUNG_UP', party: 'CALLER', calls: 1 }] });
});

test('the ten most frequent ways of ending are told', async () => {
  const owner = await kit.signUp('Endings');
  await publishedAgent(owner);
  const codes = ['HUNG_UP', 'GOODBYE', 'CALLER_SILENT', 'ENDED_BY_OPERATOR', 'DURATION_LIMIT', 'CONNECTION_LOST', 'PROVIDERS_DOWN', 'NEVER_CONNECTED', 'PROTOCOL_ERROR', 'INTERNAL_ERROR', 'SHUTDOWN', 'MEDIA_LOST'];
  await store(codes.flatMap((endedCode, index) => Array.from({ length: index + 1 }, () => ({ status: 'ENDED' as const, endedCode, endedParty: 'PLATFORM' }))));
  const { endedReasons } = await figures({ from: new Date(Date.now() - 60_000).toISOString() }, owner);
  expect(endedReasons).toEqual(codes.map((code, index) => ({ code, party: 'PLATFORM', calls: index + 1 })).reverse().slice(0, 10));
});

test('a range that cannot be is refused', async () => {
  const refusal = async (variables: object) => (await person.ask(QUERY, variables)).errors?.[0];
  const from = '2026-01-01T00:00:00Z';
  expect((await refusal({ from, before: from }))?.extensions.code).toBe('INVALID_INPUT');
  expect((await refusal({ from: '2099-01-01T00:00:00Z' }))?.message).toContain('must lie before');
  expect((await refusal({ from, before: '2027-01-03T00:00:00Z' }))?.message).toBe('The range may be 366 days long at most.');
  expect(await refusal({ from, before: '2027-01-02T00:00:00Z' })).toBeUndefined();
  expect((await refusal({ from, before: '2026-02-01T00:00:00Z', agentId: 'call_000000000000000000000A' }))?.extensions.code).toBe('INVALID_ID');
});
