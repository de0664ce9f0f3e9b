import { uuidv7, type Prisma } from '@parley/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, countStatements, event, publishedAgent, startKit, type Kit, type Person } from '../../../test/kit.js';
import { encodeId } from '../../schema/ids.js';

let kit: Kit;
let person: Person;
let agentId: string;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  agentId = await publishedAgent(person);
});
afterAll(() => kit.close());

/** Rows of calls as they are after their calls, made without them; answers their global ids. */
async function store(owner: Person, rows: readonly Partial<Prisma.CallCreateManyInput>[]): Promise<string[]> {
  const { system } = kit.test.database;
  const agent = await system.agent.findFirstOrThrow({ where: { organization: { memberships: { some: { user: { email: owner.email } } } } } });
  const data = rows.map((row) => ({ id: uuidv7(), organizationId: agent.organizationId, agentId: agent.id, agentVersionId: agent.publishedVersionId!, transport: 'BROWSER' as const, ...row }));
  await system.call.createMany({ data });
  return data.map(({ id }) => encodeId('Call', id));
}

async function list(owner: Person, where: object, fields = ''): Promise<string[]> {
  const { data, errors } = await owner.ask(`query ($where: CallWhere) { calls(where: $where) { nodes { id ${fields} } } }`, { where });
  expect(errors).toBeUndefined();
  return (data.calls.nodes as { id: string }[]).map(({ id }) => id);
}

const refusal = async (query: string, variables: object = {}) => {
  const { errors } = await person.ask(query, variables);
  return [errors?.[0]?.extensions.code, errors?.[0]?.message];
};

test('every order goes through all calls once, forwards and backwards, equal and missing values too', async () => {
  const owner = await kit.signUp('Sorted');
  await publishedAgent(owner);
  const startedAt = [5, 3, 3, 1, 2, 2, 4, 6, 6].map((minute) => new Date(Date.UTC(2026, 0, 1, 8, minute)));
  const durations = [700, null, 700, 0, null, 1_200, 5, null, 700];
  const costs = [0n, 5n, 9_007_199_254_740_993n, 5n, 0n, 7n, 5n, 1n, 9_007_199_254_740_992n];
  const responses = [812.25, null, 0, 812.25, null, 455.125, 812.5, null, 455.125];
  const ids = await store(owner, startedAt.map((createdAt, index) => ({ createdAt, durationMs: durations[index]!, costMicroUsd: costs[index]!, responseP95Ms: responses[index]! })));
  const descending = (values: readonly (number | bigint | null)[]) => ids.map((_id, index) => index)
    .sort((one, other) => (Number((values[other] ?? -1) > (values[one] ?? -1)) - Number((values[other] ?? -1) < (values[one] ?? -1))) || (ids[other]! < ids[one]! ? -1 : 1)).map((index) => ids[index]!);
  const expected = {
    STARTED_DESC: descending(startedAt.map(Number)), STARTED_ASC: descending(startedAt.map(Number)).reverse(),
    DURATION_DESC: descending(durations), COST_DESC: descending(costs), RESPONSE_DESC: descending(responses),
  };
  const page = async (args: string) => (await owner.ask(`{ calls(${args}) { totalCount nodes { id } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }`)).data.calls as { totalCount: number; nodes: { id: string }[]; pageInfo: Record<string, string | boolean> };
  for (const [order, sorted] of Object.entries(expected)) {
    const forwards: string[] = [];
    let cursor = '';
    for (let isMore = true; isMore;) {
      const { nodes, pageInfo, totalCount } = await page(`orderBy: ${order}, first: 2${cursor}`);
      forwards.push(...nodes.map(({ id }) => id));
      expect(totalCount).toBe(9);
      cursor = `, after: "${String(pageInfo['endCursor'])}"`;
      isMore = pageInfo['hasNextPage'] as boolean;
    }
    expect([order, forwards]).toEqual([order, sorted]);
    const backwards: string[] = [];
    cursor = '';
    for (let isMore = true; isMore;) {
      const { nodes, pageInfo } = await page(`orderBy: ${order}, last: 4${cursor}`);
      backwards.unshift(...nodes.map(({ id }) => id));
      cursor = `, before: "${String(pageInfo['startCursor'])}"`;
      isMore = pageInfo['hasPreviousPage'] as boolean;
    }
    expect([order, backwards]).toEqual([order, sorted]);
  }
  const { pageInfo } = await page('orderBy: COST_DESC, first: 1');
  expect(await refusal(`{ calls(orderBy: STARTED_ASC, after: "${String(pageInfo['endCursor'])}") { nodes { id } } }`)).toEqual(['INVALID_INPUT', 'The cursor is one of another order: begin again from the start.']);
});

test('calls are filtered by how they ended and went', async () => {
  const owner = await kit.signUp('Facts');
  await publishedAgent(owner);
  const answeredAt = new Date();
  const [silent, quick, slow] = await store(owner, [
    { status: 'ENDED', endedCode: 'NEVER_CONNECTED', durationMs: 0 },
    { status: 'ENDED', endedCode: 'HUNG_UP', durationMs: 60_000, answeredAt, interruptionCount: 2, responseP95Ms: 480 },
    { status: 'ACTIVE', answeredAt, responseP95Ms: 1_500.5 },
  ]);
  const { callId, organizationId } = (await kit.test.database.system.$queryRaw<{ callId: string; organizationId: string }[]>`SELECT id AS "callId", "organizationId" FROM calls WHERE "interruptionCount" = 2`)[0]!;
  await kit.test.database.system.recording.create({ data: { id: uuidv7(), organizationId, callId, storageKey: 'x', durationMs: 1, byteLength: 1, sampleRateHz: 8_000, sha256: 'x', peaks: { left: [], right: [] } } });
  const cases: [object, (string | undefined)[]][] = [
    [{ endedCodes: ['HUNG_UP', 'GOODBYE'] }, [quick]], [{ endedCodes: [] }, []], [{ endedCodes: null }, [slow, quick, silent]],
    [{ isAnswered: true }, [slow, quick]], [{ isAnswered: false }, [silent]], [{ isInterrupted: true }, [quick]], [{ isInterrupted: false }, [slow, silent]],
    [{ durationMinMs: 0, durationMaxMs: 59_999 }, [silent]], [{ durationMinMs: 60_000 }, [quick]], [{ durationMaxMs: 60_000 }, [quick, silent]],
    [{ responseMinMs: 480 }, [slow, quick]], [{ responseMinMs: 481 }, [slow]], [{ hasRecording: true }, [quick]], [{ hasRecording: false }, [slow, silent]],
    [{ isAnswered: true, isInterrupted: true, endedCodes: ['HUNG_UP'], hasRecording: true, durationMinMs: 1 }, [quick]],
  ];
  for (const [where, ids] of cases) expect([where, await list(owner, where)]).toEqual([where, ids]);
  expect(await refusal('{ calls(where: { durationMinMs: 2, durationMaxMs: 1 }) { nodes { id } } }')).toEqual(['INVALID_INPUT', expect.stringContaining('durationMinMs')]);
});

test('words are found in what either side said, as they are written, and in no other organization', async () => {
  const stranger = await kit.signUp('Stranger');
  const said = async (owner: Person, agent: string, text: string) => {
    const { id, callId } = await activeCall(kit, owner, agent);
    const events = conversation(callId);
    (events[3]!.payload as { text: string }).text = text;
    await append(kit, callId, events);
    return id;
  };
  await said(stranger, await publishedAgent(stranger), 'Do you open at 100% on Sunday?');
  const first = await said(person, agentId, 'Öffnen Sie um 100% pünktlich?');
  const second = await said(person, agentId, 'Is it C:\\data_x or 1000 x?');
  expect(await list(person, { text: '100%' })).toEqual([first]);
  expect(await list(person, { text: 'öffnen sie' })).toEqual([first]);
  expect(await list(person, { text: 'data_x' })).toEqual([second]);
  expect(await list(person, { text: 'dataxx' })).toEqual([]);
  expect(await list(person, { text: 'C:\\DATA' })).toEqual([second]);
  // What the agent said counts as far as it was heard: "From nine", not the rest.
  expect(await list(person, { text: 'from nine' })).toEqual([second, first]);
  expect(await list(person, { text: 'nine to five' })).toEqual([]);
  for (const text of ['', ' x ', 'x'.repeat(101)]) expect((await refusal('query ($text: String) { calls(where: { text: $text }) { nodes { id } } }', { text }))[0]).toBe('INVALID_INPUT');
  expect(await countStatements(kit, () => list(person, { text: '100%' }, 'caller { user { name } }'))).toHaveLength(1);
  const many = Array.from({ length: 21 }, (_, index) => `c${index}: calls(first: 1, where: { text: "xy" }) { nodes { id } }`).join(' ');
  expect((await refusal(`{ ${many} }`))[0]).toBe('COST_LIMIT');
});

test('a list is counted when it is asked how long it is, and not otherwise', async () => {
  const page = '{ calls(first: 1, where: { isAnswered: true }) { nodes { id caller { name number user { email } } turnCount } pageInfo { hasNextPage } } }';
  expect(await countStatements(kit, () => person.ask(page))).toHaveLength(1);
  const statements = await countStatements(kit, async () => { expect((await person.ask(page.replace('nodes', 'totalCount nodes'))).data.calls.totalCount).toBe(2); });
  expect(statements).toHaveLength(2);
  expect(statements.filter((sql) => sql.includes('COUNT('))).toHaveLength(1);
});

const START = 'mutation ($input: CallStartInput!) { callStart(input: $input) { call { id caller { name number user { email name } } } errors { code path message } } }';

test('a call knows who called: a name, a number, and who opened it', async () => {
  const start = async (input: object) => (await person.ask(START, { input: { agentId, transport: 'TWILIO', ...input } }));
  const { data } = await start({ callerName: ' Ada Lovelace ', callerNumber: '+493012345678' });
  expect(data.callStart).toMatchObject({ errors: [], call: { caller: { name: 'Ada Lovelace', number: '+493012345678', user: { email: person.email } } } });
  expect((await start({})).data.callStart.call.caller).toEqual({ name: null, number: null, user: { email: person.email, name: '' } });
  for (const callerName of ['', '  ', 'x'.repeat(201)]) expect((await start({ callerName })).data.callStart).toMatchObject({ call: null, errors: [{ code: 'INVALID_INPUT', path: ['input', 'callerName'] }] });
  for (const callerNumber of ['030 123', '+0301234567', '+1234567890123456', '']) expect((await start({ callerNumber })).errors![0]!.message).toContain('+493012345678');
  const { id } = data.callStart.call;
  const statements = await countStatements(kit, async () => {
    expect((await person.ask('query ($id: ID!) { node(id: $id) { ... on Call { caller { name user { id email } } } } }', { id })).data.node.caller).toMatchObject({ name: 'Ada Lovelace', user: { email: person.email } });
  });
  expect(statements).toHaveLength(1);
});

const FACTS = 'query ($id: ID!) { call(id: $id) { turnCount interruptionCount responseP50Ms responseP95Ms cost { amount } } }';

test('turns, interruptions and cost are kept up while the call runs, response times from its end on', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const facts = async () => (await person.ask(FACTS, { id })).data.call as object;
  const line = (requestId: string, costMicroUsd?: number) => ({ kind: 'llm' as const, connectionId: 'local', requestId, outcome: 'served' as const, ...(costMicroUsd === undefined ? {} : { costMicroUsd }) });
  const answer = (seq: number, responseMs: number, isInterrupted: boolean) => {
    const { payload } = conversation(callId)[5] as Extract<ReturnType<typeof conversation>[number], { type: 'agent-turn' }>;
    return event(callId, seq, 'agent-turn', { ...payload, turnIndex: seq, isInterrupted, latency: { responseMs }, usage: [line(`answer-${seq}`, 1_000)] });
  };
  await append(kit, callId, [...conversation(callId).slice(0, 2), answer(3, 400, true), answer(4, 1_000, false)]);
  // The greeting of the conversation says how long it took as well.
  expect(await facts()).toEqual({ turnCount: 3, interruptionCount: 1, responseP50Ms: null, responseP95Ms: null, cost: { amount: '0.002' } });
  const lines = [line('answer-3', 1_000), line('answer-4', 1_000), line('answer-5', 1_000), line('of no turn', 250), line('no price')];
  const end = event(callId, 6, 'call-ended', { reason: { party: 'CALLER', code: 'HUNG_UP', text: '' }, durationMs: 1, usage: lines, speculation: { hits: 0, misses: 0 } });
  const statements = await countStatements(kit, () => append(kit, callId, [answer(5, 600, true), end]));
  expect(statements.length).toBeLessThanOrEqual(4);
  await append(kit, callId, [answer(5, 600, true), end]);
  // 90, 400, 600, 1000: half way between the middle two; and 0.85 of the way from the third to the fourth.
  expect(await facts()).toEqual({ turnCount: 4, interruptionCount: 2, responseP50Ms: 500, responseP95Ms: 940, cost: { amount: '0.00325' } });
});

test('a call that answered nothing has no response times', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  await append(kit, callId, [{ ...conversation(callId)[6]!, seq: 1 }]);
  expect((await person.ask(FACTS, { id })).data.call).toEqual({ turnCount: 0, interruptionCount: 0, responseP50Ms: null, responseP95Ms: null, cost: { amount: '0.00' } });
});
