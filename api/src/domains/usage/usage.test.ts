import { uuidv7 } from '@parley/db';
import type { CallEvent, UsageLine } from '@parley/media-contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, countStatements, event, publishedAgent, startKit, type Kit, type Person } from '../../../test/kit.js';
import { internalId } from '../../schema/ids.js';

let kit: Kit;
beforeAll(async () => { kit = await startKit(); });
afterAll(() => kit.close());

const TOTALS = 'requests failedRequests unpricedRequests inputTokens cachedInputTokens outputTokens characters audioMs cost { amount }';
const QUERY = `query ($from: DateTime!, $before: DateTime, $interval: UsageInterval! = DAY, $timeZone: String! = "UTC", $groupBy: UsageGrouping! = KIND, $where: UsageWhere) {
  usage(from: $from, before: $before, interval: $interval, timeZone: $timeZone, groupBy: $groupBy, where: $where) {
    totals { ${TOTALS} } groups { kind connectionId agentId agent { name } totals { ${TOTALS} } points { at totals { requests cost { amount } } } }
  } }`;
const RANGE = { from: '2026-03-01T00:00:00Z', before: '2026-03-08T00:00:00Z' };
async function usageOf(who: Person, variables: object = RANGE) {
  const { data, errors } = await who.ask(QUERY, variables);
  expect(errors).toBeUndefined();
  return data.usage as { totals: Record<string, unknown> & { cost: { amount: string } }; groups: { kind: string | null; connectionId: string | null; agentId: string | null; agent: { name: string } | null; totals: Record<string, unknown>; points: { at: string; totals: { requests: number; cost: { amount: string } } }[] }[] };
}

/** A request to a provider; more is said where it matters. */
const request = (kind: UsageLine['kind'], costMicroUsd: number | undefined, more: Partial<UsageLine> = {}): UsageLine => ({ kind, connectionId: 'local', requestId: uuidv7(), outcome: 'served', requests: 1, ...(costMicroUsd === undefined ? {} : { costMicroUsd }), ...more });

/** The end of a call that tells of these requests at that moment. */
const ended = (callId: string, usage: UsageLine[], occurredAt: string): CallEvent => ({
  ...event(callId, 1, 'call-ended', { reason: { party: 'CALLER', code: 'HUNG_UP', text: 'The caller hung up.' }, durationMs: 1, usage, speculation: { hits: 0, misses: 0 } }), occurredAt,
});
async function use(who: Person, agentId: string, usage: UsageLine[], occurredAt: string): Promise<string> {
  const { callId } = await activeCall(kit, who, agentId);
  expect((await append(kit, callId, [ended(callId, usage, occurredAt)])).errors).toEqual([]);
  return callId;
}

test('each request counts once however often it is told, in its turn, and the lines of a call are together its cost', async () => {
  const owner = await kit.signUp('Once');
  const { callId, id } = await activeCall(kit, owner, await publishedAgent(owner));
  const events = conversation(callId);
  const told = events.flatMap(({ payload }) => (payload as { usage?: UsageLine[] }).usage ?? []);
  const last = events.at(-1) as CallEvent & { type: 'call-ended' };
  const late = request('embedding', 7, { inputTokens: 3.4 });
  await append(kit, callId, events.slice(0, 5));
  await append(kit, callId, events.slice(0, 5));
  const end = { ...last, payload: { ...last.payload, usage: [...told, late] } };
  await append(kit, callId, [...events.slice(3, -1), end]);
  await append(kit, callId, [end]);
  const lines = await kit.test.database.system.usageLine.findMany({ where: { callId }, orderBy: { costMicroUsd: 'asc' } });
  expect(lines.map(({ requestId, turnIndex, kind, costMicroUsd, inputTokens }) => [requestId, turnIndex, kind, costMicroUsd, inputTokens])).toEqual([[late.requestId, null, 'embedding', 7n, 3n], ['r1', 1, 'stt', 1_000n, null], ['r2', 2, 'llm', 11_345n, null]]);
  const { data } = await owner.ask('query ($id: ID!) { call(id: $id) { cost { amount } } }', { id });
  expect(data.call.cost.amount).toBe('0.012352');
  const range = { from: new Date(Date.parse(events[0]!.occurredAt) - 3_600_000).toISOString(), before: new Date(Date.parse(last.occurredAt) + 3_600_000).toISOString() };
  expect((await usageOf(owner, range)).totals).toEqual({ requests: 3, failedRequests: 0, unpricedRequests: 0, inputTokens: 3, cachedInputTokens: 0, outputTokens: 0, characters: 0, audioMs: 0, cost: { amount: '0.012352' } });
});

test('hours and days, grouped by kind, connection and agent; days begin where people are; one statement', async () => {
  const owner = await kit.signUp('Series');
  const [mia, max] = [await publishedAgent(owner), await publishedAgent(owner, { name: 'Max' })];
  await use(owner, mia, [request('llm', 500, { inputTokens: 1_000, cachedInputTokens: 400, outputTokens: 50 }), request('tts', 300, { characters: 20, connectionId: 'voice' })], '2026-03-02T22:30:00.000Z');
  await use(owner, mia, [request('llm', 100, { outcome: 'failed', requests: 2 })], '2026-03-02T23:10:00.000Z');
  await use(owner, max, [request('stt', undefined, { audioMs: 1_500.6 }), request('llm', 40)], '2026-03-03T08:00:00.000Z');
  const byKind = await usageOf(owner);
  expect(byKind.totals).toEqual({ requests: 6, failedRequests: 2, unpricedRequests: 1, inputTokens: 1_000, cachedInputTokens: 400, outputTokens: 50, characters: 20, audioMs: 1_501, cost: { amount: '0.00094' } });
  const figures = ({ kind, points }: (typeof byKind.groups)[number]) => [kind, points.map(({ at, totals }) => [at, totals.requests, totals.cost.amount])];
  expect(byKind.groups.map(figures)).toEqual([
    ['LLM', [['2026-03-02T00:00:00.000Z', 3, '0.0006'], ['2026-03-03T00:00:00.000Z', 1, '0.00004']]], ['TTS', [['2026-03-02T00:00:00.000Z', 1, '0.0003']]], ['STT', [['2026-03-03T00:00:00.000Z', 1, '0.00']]],
  ]);
  // In Berlin the day began at eleven in the evening.
  expect((await usageOf(owner, { ...RANGE, timeZone: 'Europe/Berlin', where: { kinds: ['LLM'] } })).groups.map(figures)).toEqual([['LLM', [['2026-03-01T23:00:00.000Z', 1, '0.0005'], ['2026-03-02T23:00:00.000Z', 3, '0.00014']]]]);
  expect((await usageOf(owner, { ...RANGE, interval: 'HOUR', where: { kinds: ['LLM'], agentIds: [mia] } })).groups.map(figures)).toEqual([['LLM', [['2026-03-02T22:00:00.000Z', 1, '0.0005'], ['2026-03-02T23:00:00.000Z', 2, '0.0001']]]]);
  expect((await usageOf(owner, { ...RANGE, groupBy: 'CONNECTION' })).groups.map(({ connectionId, totals }) => [connectionId, totals['requests']])).toEqual([['local', 5], ['voice', 1]]);
  expect((await usageOf(owner, { ...RANGE, groupBy: 'CONNECTION', where: { connectionIds: ['voice'] } })).totals).toMatchObject({ requests: 1, characters: 20 });
  const byAgent = (await usageOf(owner, { ...RANGE, groupBy: 'AGENT' })).groups;
  expect(byAgent.map(({ agentId, agent, kind }) => [agentId, agent?.name, kind])).toEqual([[mia, 'Mia', null], [max, 'Max', null]]);
  expect(await countStatements(kit, () => usageOf(owner))).toHaveLength(1);
  // The names of agents are one more, however many there are.
  expect(await countStatements(kit, () => usageOf(owner, { ...RANGE, groupBy: 'AGENT' }))).toHaveLength(2);
  expect((await usageOf(await kit.signUp('Stranger'))).groups).toEqual([]);
  expect((await usageOf(owner, { from: '2026-03-03T08:59:00Z', before: '2026-03-03T09:00:00Z' })).totals['requests']).toBe(2);
});

test('of many connections the dearest are told one by one, and the rest together', async () => {
  const owner = await kit.signUp('Many');
  const agentId = await publishedAgent(owner);
  await use(owner, agentId, Array.from({ length: 13 }, (_, index) => request('llm', 100 - index, { connectionId: `c${index}` })), '2026-03-02T10:00:00.000Z');
  const { groups, totals } = await usageOf(owner, { ...RANGE, groupBy: 'CONNECTION' });
  expect(groups.map(({ connectionId }) => connectionId)).toEqual([...Array.from({ length: 10 }, (_, index) => `c${index}`), null]);
  expect(groups.at(-1)!.totals).toMatchObject({ requests: 3, cost: { amount: '0.000267' } });
  expect(totals.cost.amount).toBe('0.001222');
});

test('calls on simulated providers keep their lines and count in no sum', async () => {
  const owner = await kit.signUp('Simulated');
  const { callId } = await activeCall(kit, owner, await publishedAgent(owner));
  await kit.test.database.system.call.update({ where: { id: callId }, data: { isTest: true } });
  await append(kit, callId, [ended(callId, [request('llm', 900)], '2026-03-02T10:00:00.000Z')]);
  expect(await kit.test.database.system.usageLine.count({ where: { callId } })).toBe(1);
  expect((await usageOf(owner)).totals['requests']).toBe(0);
});

test('calls that end at once are all in the sum', async () => {
  const owner = await kit.signUp('Together');
  const agentId = await publishedAgent(owner);
  const calls = [];
  for (let count = 0; count < 6; count++) calls.push((await activeCall(kit, owner, agentId)).callId);
  const kinds = ['llm', 'stt', 'tts'] as const;
  await Promise.all(calls.map((callId, index) => append(kit, callId, [ended(callId, [0, 1, 2].map((step) => request(kinds[(index + step) % 3]!, 10)), '2026-03-02T10:00:00.000Z')])));
  expect((await usageOf(owner)).groups.map(({ kind, totals }) => `${String(kind)} ${String(totals['requests'])}`).sort()).toEqual(['LLM 6', 'STT 6', 'TTS 6']);
});

test('what cannot be meant is refused by name', async () => {
  const owner = await kit.signUp('Wrong');
  const message = async (variables: object) => { const { errors } = await owner.ask(QUERY, variables); return [errors?.[0]?.extensions.code, errors?.[0]?.message]; };
  expect(await message({ from: RANGE.before, before: RANGE.from })).toEqual(['INVALID_INPUT', '`from` must lie before `before`, and before now where that is not given.']);
  expect(await message({ from: '2026-01-01T00:00:00Z', before: '2026-02-02T00:00:00Z', interval: 'HOUR' })).toEqual(['INVALID_INPUT', 'The range may be 31 days long at most here.']);
  expect(await message({ from: '2024-01-01T00:00:00Z', before: '2026-02-02T00:00:00Z' })).toEqual(['INVALID_INPUT', 'The range may be 366 days long at most here.']);
  for (const timeZone of ['Mars/Olympus', '+01:00', '', 'UTC; x']) expect(await message({ ...RANGE, timeZone })).toEqual(['INVALID_INPUT', '`timeZone` must be the name of a time zone, like `Europe/Berlin` or `UTC`.']);
  expect((await message({ ...RANGE, where: { connectionIds: Array.from({ length: 51 }, String) } }))[1]).toBe('A list in `where` has at most 50 entries.');
  expect((await message({ ...RANGE, where: { agentIds: ['call_x'] } }))[0]).toBe('INVALID_ID');
});

test('the file has a row for each hour, kind, connection and agent, and says when it is cut', async () => {
  const owner = await kit.signUp('File');
  const agentId = await publishedAgent(owner, { name: '=Mia' });
  await use(owner, agentId, [request('tts', 12_345, { characters: 9 }), request('llm', undefined)], '2026-03-02T10:59:59.999Z');
  await use(owner, agentId, [request('llm', 5)], '2026-03-02T11:00:00.000Z');
  const { data } = await owner.ask('query ($from: DateTime!, $before: DateTime) { usageExportUrl(from: $from, before: $before) }', RANGE);
  const { pathname, search } = new URL(data.usageExportUrl as string);
  const response = await fetch(kit.api.url + pathname + search);
  expect([response.status, response.headers.get('x-parley-truncated'), response.headers.get('content-disposition')]).toEqual([200, 'false', 'attachment; filename="usage-2026-03-01-2026-03-08.csv"']);
  const lines = (await response.text()).split('\r\n');
  const row = (hour: string, rest: string) => `2026-03-02T${hour}:00:00.000Z,${rest}`;
  expect(lines.slice(1)).toEqual([row('10', `LLM,local,${agentId},'=Mia,1,0,1,0,0,0,0,0,0.00`), row('10', `TTS,local,${agentId},'=Mia,1,0,0,0,0,0,9,0,0.012345`), row('11', `LLM,local,${agentId},'=Mia,1,0,0,0,0,0,0,0,0.000005`), '']);
  const { openUsageFile } = await import('../../exports/usage-file.js');
  const file = await openUsageFile(kit.api.app, { organizationId: internalId('Organization', owner.organizationId), range: { from: new Date(RANGE.from), before: new Date(RANGE.before) }, where: {} }, 2);
  let text = '';
  for await (const part of file.parts) text += part;
  expect([file.isTruncated, text.split('\r\n').length]).toEqual([true, 4]);
});
