import type { CallEvent, UsageLine } from '@parley/media-contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from '../../../../media/scenarios/scenario.js';
import { activeCall, append, conversation, countStatements, event, publishedAgent, startKit, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { costLines } from './call-costs.js';

let kit: Kit;
let person: Person;
let agentId: string;
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  agentId = await publishedAgent(person);
});
afterAll(() => kit.close());

const micros = (amount: string) => Math.round(Number(amount) * 1_000_000);

/** The events of a whole call over simulated providers with prices: one of them fails, one answer is cut short, one request is for nothing. */
async function realCall(callId: string): Promise<CallEvent[]> {
  let requests = 0;
  const scenario = await Scenario.start({
    stt: { transcripts: ['When are you open?', 'No, on Sunday please.'] }, llm: [{ failures: [{ at: 'open', cause: 'vendor-fault', message: 'Down.' }] }, { replies: ['From nine in the morning until five in the afternoon.', 'We are closed on Sundays.'] }],
    change: (options) => ({ ...options, openProviders: ({ onUsage, ...hooks }) => options.openProviders({ ...hooks, onUsage: (record) => { onUsage({ ...record, ...(record.kind === 'vad' ? {} : { costMicroUsd: 1_000 + requests++ }) }); } }) }),
  });
  await scenario.untilListening();
  await scenario.says(1_000);
  await scenario.until(() => scenario.call.snapshot().agentState === 'SPEAKING');
  await scenario.waits(1_000);
  await scenario.says(1_000);
  await scenario.untilListening();
  await scenario.hangUp();
  return scenario.events.map((one) => ({ ...one, callId }) as CallEvent);
}

test('what a real call cost, by kind and connection, is together its cost, with every request counted once', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const events = await realCall(callId);
  const told = events.flatMap(({ payload }) => (payload as { usage?: UsageLine[] }).usage ?? []);
  const requests = new Map(told.map((line) => [line.requestId, line.costMicroUsd ?? 0]));
  // The end tells again what the turns told.
  expect(told.length).toBeGreaterThan(requests.size);
  const read = async () => (await person.ask('query ($id: ID!) { call(id: $id) { cost { amount } costs { kind connectionId requests inputTokens outputTokens characters audioMs failedRequests cost { amount } } } }', { id })).data.call as Loose;
  const sum = (costs: Loose[]) => costs.reduce((total, { cost }) => total + micros(cost?.amount ?? '0'), 0);
  const half = events.findIndex(({ type }) => type === 'agent-turn') + 1;
  await append(kit, callId, events.slice(0, half));
  const running = await read();
  expect(sum(running.costs)).toBe(micros(running.cost.amount));
  await append(kit, callId, events.slice(half));
  const { cost, costs } = await read();
  expect(micros(cost.amount)).toBe(Array.from(requests.values()).reduce((total, one) => total + one, 0));
  expect(sum(costs)).toBe(micros(cost.amount));
  expect(costs.reduce((total: number, line: Loose) => total + line.requests, 0)).toBeGreaterThanOrEqual(requests.size);
  const order = ['VAD', 'STT', 'TURN', 'EMBEDDING', 'LLM', 'TTS'];
  expect(costs.map(({ kind }: Loose) => order.indexOf(kind))).toEqual(costs.map(({ kind }: Loose) => order.indexOf(kind)).sort((one: number, other: number) => one - other));
  expect(costs.filter(({ kind }: Loose) => kind === 'LLM').map(({ connectionId, failedRequests }: Loose) => [connectionId, failedRequests > 0])).toEqual([['llm-1', true], ['llm-2', false]]);
  expect(costs.find(({ kind }: Loose) => kind === 'TTS').characters).toBeGreaterThan(20);
});

test('requests are added up by kind and connection; what has no price, or is not counted, stays unknown', () => {
  const line = (requestId: string, more: Partial<UsageLine> = {}): UsageLine => ({ kind: 'llm', connectionId: 'a', requestId, outcome: 'served', ...more });
  expect(costLines([])).toEqual([]);
  expect(costLines([
    line('1', { inputTokens: 10, cachedInputTokens: 4, costMicroUsd: 5 }), line('2', { inputTokens: 1, outputTokens: 2, outcome: 'failed' }), line('1', { inputTokens: 10, cachedInputTokens: 4, costMicroUsd: 5 }),
    line('3', { connectionId: 'b', requests: 3, outcome: 'aborted' }), line('4', { kind: 'stt', audioMs: 1_500.5, costMicroUsd: 0 }),
  ])).toEqual([
    { kind: 'stt', connectionId: 'a', requests: 1, failedRequests: 0, inputTokens: null, cachedInputTokens: null, outputTokens: null, characters: null, audioMs: 1_500.5, costMicroUsd: 0n },
    { kind: 'llm', connectionId: 'a', requests: 2, failedRequests: 1, inputTokens: 11, cachedInputTokens: 4, outputTokens: 2, characters: null, audioMs: null, costMicroUsd: 5n },
    { kind: 'llm', connectionId: 'b', requests: 3, failedRequests: 0, inputTokens: null, cachedInputTokens: null, outputTokens: null, characters: null, audioMs: null, costMicroUsd: null },
  ]);
});

const LOG = 'query ($id: ID!, $first: Int! = 100, $after: Int, $types: [CallEventType!]) { call(id: $id) { events(first: $first, after: $after, types: $types) { __typename seq atMs occurredAt ... on AgentTurnEvent { heardText latency { responseMs } } ... on CallEndedEvent { reason { code } } } } }';

test('the stored log is read in pages and by type', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  await append(kit, callId, conversation(callId));
  const read = async (variables: object) => (await person.ask(LOG, { id, ...variables })).data.call.events as Loose[];
  const seqs = async (variables: object) => (await read(variables)).map(({ seq }) => seq as number);
  expect(await read({})).toMatchObject([
    { __typename: 'CallStartedEvent', seq: 1, atMs: 100, occurredAt: '2023-11-14T22:13:20.100Z' }, { __typename: 'AgentTurnEvent', heardText: 'Hello.' }, { __typename: 'SpeechStartedEvent' }, { __typename: 'CallerTurnEvent' },
    { __typename: 'TurnDecidedEvent' }, { __typename: 'AgentTurnEvent', heardText: 'From nine', latency: { responseMs: 600 } }, { __typename: 'CallEndedEvent', reason: { code: 'HUNG_UP' } },
  ]);
  expect(await seqs({ first: 3 })).toEqual([1, 2, 3]);
  expect(await seqs({ first: 3, after: 3 })).toEqual([4, 5, 6]);
  expect(await seqs({ after: 7 })).toEqual([]);
  expect(await seqs({ types: ['AGENT_TURN', 'CALL_ENDED'] })).toEqual([2, 6, 7]);
  expect(await seqs({ types: ['AGENT_TURN', 'CALL_ENDED'], first: 1, after: 2 })).toEqual([6]);
  expect(await seqs({ types: [] })).toEqual([]);
  expect(await seqs({ types: ['CALL_HELD'] })).toEqual([]);
  for (const wrong of [{ first: 0 }, { first: 501 }, { after: -1 }]) {
    const { errors } = await person.ask(LOG, { id, ...wrong });
    expect([wrong, errors?.[0]?.extensions.code]).toEqual([wrong, 'INVALID_INPUT']);
  }
});

test('a page of the log has five hundred events at most, and takes no statement of its own', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  for (let page = 0; page < 3; page++) await append(kit, callId, Array.from({ length: 200 }, (_, index) => event(callId, page * 200 + index + 1, 'speech-started', { turnIndex: index })));
  const ask = async (query: string) => {
    let answer: Loose;
    const statements = await countStatements(kit, async () => { answer = await person.ask(query, { id }); });
    expect(answer.errors).toBeUndefined();
    return { statements: statements.length, call: answer.data.call };
  };
  const whole = await ask('query ($id: ID!) { call(id: $id) { status turns { text } events(first: 500) { seq } } }');
  expect([whole.statements, whole.call.events.length, whole.call.events.at(-1).seq]).toEqual([1, 500, 500]);
  expect((await ask('query ($id: ID!) { call(id: $id) { turns { text usage { kind } } costs { kind cost { amount } } } }')).statements).toBe(1);
  // Two readings of one log with different conditions do not fit into one statement.
  const both = await ask('query ($id: ID!) { call(id: $id) { turns { text } costs { kind } held: events(types: [CALL_HELD]) { seq } events(after: 500) { seq } } }');
  expect(both.call.events.map(({ seq }: Loose) => seq).at(-1)).toBe(600);
  expect(both.statements).toBeLessThanOrEqual(3);
  const list = 'query { calls(first: 3) { nodes { costs { kind requests } } } }';
  expect((await countStatements(kit, () => person.ask(list)))).toHaveLength(1);
});
