import { uuidv7 } from '@parley/db';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { activeCall, append, conversation, countStatements, event, publishedAgent, startCall, startKit, TAKE, until, type Kit, type Loose, type Person } from '../../../test/kit.js';
import { overServerSentEvents, overSocket, type Stream } from '../../../test/streams.js';
import type { RedisBus } from '../../events/redis-bus.js';
import { encodeId } from '../../schema/ids.js';
import { followLiveCalls } from './follow-live-calls.js';

let kit: Kit;
let person: Person;
let agentId: string;
const streams: Stream[] = [];
beforeAll(async () => { kit = await startKit(); });
afterEach(async () => { for (const stream of streams.splice(0)) await stream.stop(); });
afterAll(() => kit.close());

const LIVE = `subscription { liveCalls { __typename
  ... on LiveCallsSnapshot { isComplete calls { ...Call } } ... on LiveCallChanged { call { ...Call } } ... on LiveCallEnded { id reason { party code text } }
} }
fragment Call on LiveCall { id status transport caller { name number user { id email name } } agentId agentName startedAt answeredAt state isHeld lastLine { speaker text isFinal } responseMs turnCount interruptionCount cost { amount } }`;

async function newcomer(name: string): Promise<void> {
  person = await kit.signUp(name);
  agentId = await publishedAgent(person);
}

async function watch(how = overSocket, { url = kit.api.url, token = person.token } = {}): Promise<Stream> {
  const stream = await how({ url, token, query: LIVE });
  streams.push(stream);
  await until(() => stream.items.length > 0 || stream.errors.length > 0, 'the first item');
  return stream;
}

const changesOf = (stream: Stream, id: string) => stream.items.filter(({ __typename, call }) => __typename === 'LiveCallChanged' && call.id === id).map(({ call }) => call as Loose);
const newest = (stream: Stream, id: string) => changesOf(stream, id).at(-1);
const words = (callId: string, turnIndex: number, text: string, speaker: 'CALLER' | 'AGENT' = 'CALLER') => ({ callId, turnIndex, speaker, text, atMs: 1 });

test.each([['graphql-ws', overSocket], ['server-sent events', overServerSentEvents]] as const)('%s: a call is seen from its beginning to its end', async (name, how) => {
  await newcomer(`Watcher ${name}`);
  const stream = await watch(how);
  expect(stream.items).toEqual([{ __typename: 'LiveCallsSnapshot', isComplete: true, calls: [] }]);
  const { data } = await person.ask('mutation ($input: CallStartInput!) { callStart(input: $input) { call { id } media { token } } }', { input: { agentId, transport: 'BROWSER', callerName: 'Ada', callerNumber: '+4930123' } });
  const { call: { id }, media: { token } } = data.callStart;
  await until(() => newest(stream, id) !== undefined, 'the new call');
  expect(newest(stream, id)).toMatchObject({
    status: 'CREATED', transport: 'BROWSER', agentId, agentName: 'Mia', answeredAt: null, state: null, isHeld: false, lastLine: null, responseMs: null, turnCount: 0, interruptionCount: 0, cost: { amount: '0.00' },
    caller: { name: 'Ada', number: '+4930123', user: { email: person.email, name: '' } },
  });
  const taken = await kit.link(TAKE, { input: { token, transport: 'BROWSER', mediaId: 'media-1' } });
  const callId = taken.data.callPlanTake.plan.callId as string;
  await until(() => newest(stream, id).status === 'ACTIVE', 'the answer');
  expect(newest(stream, id).answeredAt).toMatch(/^20/);
  const all = conversation(callId);
  await append(kit, callId, all.slice(0, 2));
  await until(() => newest(stream, id).turnCount === 1, 'the greeting');
  expect(newest(stream, id)).toMatchObject({ lastLine: { speaker: 'AGENT', text: 'Hello.', isFinal: true }, responseMs: 90 });
  await append(kit, callId, [all[2]], [words(callId, 1, 'When are')]);
  await until(() => newest(stream, id).lastLine.text === 'When are', 'words of a running turn');
  expect(newest(stream, id).lastLine).toEqual({ speaker: 'CALLER', text: 'When are', isFinal: false });
  await append(kit, callId, [...all.slice(3, 5), { ...event(callId, 6, 'agent-state', { state: 'THINKING' }) }, event(callId, 7, 'call-held', { isHeld: true }), { ...all[5]!, seq: 8 }]);
  await until(() => newest(stream, id).turnCount === 3, 'the answer of the agent');
  expect(newest(stream, id)).toMatchObject({ state: 'THINKING', isHeld: true, interruptionCount: 1, responseMs: 600, cost: { amount: '0.012345' }, lastLine: { speaker: 'AGENT', text: 'From nine' } });
  await append(kit, callId, [{ ...all[6]!, seq: 9 }]);
  await until(() => stream.items.at(-1).__typename === 'LiveCallEnded', 'the end');
  expect(stream.items.at(-1)).toEqual({ __typename: 'LiveCallEnded', id, reason: { party: 'CALLER', code: 'HUNG_UP', text: 'The caller hung up.' } });
  expect([stream.errors, stream.isComplete]).toEqual([[], false]);
});

test('whoever comes later sees the running calls as they are, those without a caller until their token runs out', async () => {
  await newcomer('Late');
  const { id, callId } = await activeCall(kit, person, agentId);
  await append(kit, callId, [...conversation(callId).slice(0, 6), event(callId, 7, 'agent-state', { state: 'SPEAKING' }), event(callId, 8, 'call-held', { isHeld: true })]);
  const waiting = await startCall(person, agentId, 'TWILIO');
  const over = await startCall(person, agentId);
  await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { errors { code } } }', { id: over.id });
  const late = await startCall(person, agentId);
  await kit.test.database.system.$executeRaw`UPDATE calls SET "tokenExpiresAt" = now() - interval '1 second' WHERE id = (SELECT id FROM calls ORDER BY "createdAt" DESC, id DESC LIMIT 1)`;
  const stream = await watch();
  const { calls, isComplete } = stream.items[0];
  expect([isComplete, calls.map((call: Loose) => call.id)]).toEqual([true, [waiting.id, id]]);
  expect(calls[1]).toMatchObject({
    status: 'ACTIVE', state: 'SPEAKING', isHeld: true, lastLine: { speaker: 'AGENT', text: 'From nine', isFinal: true }, responseMs: 600, turnCount: 3, interruptionCount: 1, cost: { amount: '0.012345' },
    caller: { name: null, number: null, user: { email: person.email } },
  });
  expect(late.id).not.toBe(waiting.id);
  // An end that no media server tells is told as well.
  await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { errors { code } } }', { id: waiting.id });
  await until(() => stream.items.at(-1).__typename === 'LiveCallEnded', 'the end');
  expect(stream.items.at(-1)).toMatchObject({ id: waiting.id, reason: { code: 'ENDED_BY_OPERATOR' } });
});

test('what events say is not read, and what is new is read once', async () => {
  await newcomer('Frugal');
  const running = await activeCall(kit, person, agentId);
  let stream: Stream | undefined;
  const reads = (statements: readonly string[]) => statements.filter((sql) => sql.includes('wanted'));
  expect(reads(await countStatements(kit, async () => { stream = await watch(); }))).toHaveLength(1);
  const started = await countStatements(kit, async () => {
    const { id } = await startCall(person, agentId);
    await until(() => newest(stream!, id) !== undefined, 'the new call');
  });
  expect(reads(started)).toHaveLength(1);
  const statements = await countStatements(kit, async () => {
    for (const one of conversation(running.callId)) await append(kit, running.callId, [one], [words(running.callId, one.seq, `word ${one.seq}`)]);
    await until(() => stream!.items.at(-1).__typename === 'LiveCallEnded', 'the end');
  });
  expect(reads(statements)).toEqual([]);
  // Three of the seven batches have a turn to store, so four statements; the others three. As without anybody watching.
  expect(statements).toHaveLength(3 * 4 + 4 * 3);
});

test('a call is told of at most four times a second, its newest words at last, its end at once', async () => {
  await newcomer('Quick');
  const { id, callId } = await activeCall(kit, person, agentId);
  await append(kit, callId, conversation(callId).slice(0, 3));
  const stream = await watch();
  const startedAt = performance.now();
  for (let word = 1; word <= 60; word++) await append(kit, callId, [], [words(callId, 1, `word ${word}`)]);
  await until(() => newest(stream, id)?.lastLine.text === 'word 60', 'the newest words');
  expect(changesOf(stream, id).length).toBeLessThanOrEqual(Math.ceil((performance.now() - startedAt) / 250) + 1);
  await append(kit, callId, [], [words(callId, 1, 'last')]);
  await append(kit, callId, conversation(callId).slice(3));
  const endedAt = performance.now();
  await until(() => stream.items.at(-1).__typename === 'LiveCallEnded', 'the end');
  expect(performance.now() - endedAt).toBeLessThan(250);
});

test('watching while events pour in misses nothing and counts nothing twice', async () => {
  await newcomer('Joining');
  const { id, callId } = await activeCall(kit, person, agentId);
  const turns = Array.from({ length: 200 }, (_, index) => ({ ...conversation(callId)[index % 2 === 0 ? 3 : 5]!, seq: index + 1 }));
  const joined: Promise<Stream>[] = [];
  for (let start = 0; start < turns.length; start += 10) {
    if (start % 40 === 0) joined.push(watch());
    await append(kit, callId, turns.slice(start, start + 10));
  }
  const truth = (await person.ask('query ($id: ID!) { call(id: $id) { turnCount interruptionCount cost { amount } } }', { id })).data.call as Loose;
  expect(truth.turnCount).toBe(200);
  for (const stream of await Promise.all(joined)) {
    const last = () => newest(stream, id) ?? stream.items[0].calls[0];
    await until(() => last().turnCount === 200, 'the last turn');
    expect(last()).toMatchObject(truth);
    const counts = [...stream.items[0].calls as Loose[], ...changesOf(stream, id)].map(({ turnCount }) => turnCount as number);
    expect(counts).toEqual([...counts].sort((one, other) => one - other));
  }
});

test('nobody sees the calls of others; signing out ends the stream', async () => {
  await newcomer('Stranger');
  const stranger = await watch();
  await newcomer('Leaver');
  const [socket, events] = [await watch(), await watch(overServerSentEvents)];
  const { id } = await startCall(person, agentId);
  await until(() => newest(socket, id) !== undefined && newest(events, id) !== undefined, 'the new call');
  await person.ask('mutation { signOut { errors { code } } }');
  await until(() => socket.isCut && events.isCut, 'the end of the connections');
  expect(stranger.items).toHaveLength(1);
  const nobody = await overSocket({ url: kit.api.url, token: '', query: LIVE });
  streams.push(nobody);
  await until(() => nobody.errors.length > 0 || nobody.isCut, 'the refusal');
  expect(nobody.items).toEqual([]);
});

test('of several hundred calls the newest two hundred are shown, with the new ones', async () => {
  await newcomer('Busy');
  const { system } = kit.test.database;
  const agent = await system.agent.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  const data = Array.from({ length: 205 }, (_, index) => ({
    id: uuidv7(), organizationId: agent.organizationId, agentId: agent.id, agentVersionId: agent.publishedVersionId!, transport: 'TWILIO' as const, status: 'ACTIVE' as const, createdAt: new Date(Date.UTC(2026, 0, 1) + index), lastSeq: 3,
  }));
  await system.call.createMany({ data });
  const stream = await watch();
  const { calls, isComplete } = stream.items[0];
  expect([isComplete, calls.length, calls[0].id, calls[199].id]).toEqual([false, 200, encodeId('Call', data[204]!.id), encodeId('Call', data[5]!.id)]);
  const { id } = await startCall(person, agentId);
  const hidden = data[0]!.id;
  await append(kit, hidden, [event(hidden, 4, 'agent-state', { state: 'SPEAKING' })]);
  const shown = data[9]!.id;
  await append(kit, shown, [event(shown, 4, 'agent-state', { state: 'SPEAKING' })]);
  await until(() => newest(stream, encodeId('Call', shown))?.state === 'SPEAKING' && newest(stream, id) !== undefined, 'the changes');
  expect(changesOf(stream, encodeId('Call', hidden))).toEqual([]);
});

test('an end whose news was lost is found when the calls are looked up', async () => {
  await newcomer('Rechecked');
  const { callId } = await activeCall(kit, person, agentId);
  const { organizationId } = await kit.test.database.system.call.findFirstOrThrow({ where: { id: callId } });
  const items = followLiveCalls({ app: kit.api.app, organizationId, recheckMs: 20 });
  expect((await items.next()).value).toMatchObject({ kind: 'snapshot', calls: [{ id: callId }] });
  await kit.test.database.system.call.update({ where: { id: callId }, data: { status: 'ENDED', endedParty: 'PLATFORM', endedCode: 'MEDIA_LOST', endedText: 'Gone.' } });
  expect((await items.next()).value).toEqual({ kind: 'ended', id: callId, reason: { party: 'PLATFORM', code: 'MEDIA_LOST', text: 'Gone.' } });
  await items.return?.();
});

// The suites run twice: embedded, and on Postgres and Redis; the second time these are there too.
for (const redisUrl of process.env['REDIS_URL'] ? [process.env['REDIS_URL']] : []) {
  test(`two processes share the calls, and after Redis (${new URL(redisUrl).protocol}) was away all are told again`, async () => {
    await newcomer('Shared');
    const other = await kit.another();
    const stream = await watch(overSocket, { url: other.url });
    const { id, callId } = await activeCall(kit, person, agentId);
    await until(() => newest(stream, id)?.status === 'ACTIVE', 'the call of the other process');
    await append(kit, callId, conversation(callId).slice(0, 4), []);
    await until(() => newest(stream, id).turnCount === 2, 'its turns');
    await append(kit, callId, [], [words(callId, 2, 'From')]);
    await until(() => newest(stream, id).lastLine.text === 'From', 'its words');
    await (other.app.bus as RedisBus).breakConnections();
    await until(() => stream.items.filter(({ __typename }) => __typename === 'LiveCallsSnapshot').length === 2, 'all again');
    expect(stream.items.at(-1)).toMatchObject({ isComplete: true, calls: [{ id, turnCount: 2 }] });
    await append(kit, callId, conversation(callId).slice(4));
    await until(() => stream.items.at(-1).__typename === 'LiveCallEnded', 'the end');
  });
}
