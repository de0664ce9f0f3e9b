import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { activeCall, append, conversation, event, publishedAgent, startCall, startKit, until, type Kit, type Person, type Loose } from '../../test/kit.js';

let kit: Kit;
let person: Person;
let agentId: string;
const clients: Client[] = [];
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  agentId = await publishedAgent(person);
});
afterEach(async () => { for (const client of clients.splice(0)) await client.dispose(); });
afterAll(() => kit.close());

interface Seen { readonly items: Loose[]; readonly errors: Loose[]; isComplete: boolean; stop(): void }

const FOLLOW = `subscription ($callId: ID!, $after: Int) { callEvents(callId: $callId, after: $after) {
  __typename seq atMs occurredAt
  ... on CallerTurnEvent { text usage { kind } providers { stt } } ... on AgentTurnEvent { heardText latency { ownShareMs } } ... on CallEndedEvent { reason { code party } speculationHits }
  ... on TranscriptPartialEvent { text speaker turnIndex }
} }`;

function follow(variables: object, { url = kit.api.url, token = person.token, query = FOLLOW, onClosed = (_event: unknown) => {} } = {}): Seen {
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${token}` }, retryAttempts: 0, on: { closed: onClosed } });
  clients.push(client);
  const seen: Seen = { items: [], errors: [], isComplete: false, stop: () => undefined };
  seen.stop = client.subscribe<Loose>({ query, variables: variables as Record<string, unknown> }, {
    next: ({ data, errors }) => { if (errors) seen.errors.push(...errors); else seen.items.push(data.callEvents); },
    error: (error) => { seen.errors.push(...(Array.isArray(error) ? error : [error])); }, complete: () => { seen.isComplete = true; },
  });
  return seen;
}

const stored = (seen: Seen) => seen.items.filter(({ __typename }) => __typename !== 'TranscriptPartialEvent').map(({ seq }) => seq as number);

test('a subscriber gets what was stored, then what happens, and the end completes it', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const all = conversation(callId);
  await append(kit, callId, all.slice(0, 4));
  const seen = follow({ callId: id });
  await until(() => seen.items.length === 4, 'the replay');
  for (const one of all.slice(4)) await append(kit, callId, [one]);
  await until(() => seen.isComplete, 'the end');
  expect(stored(seen)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(seen.items[3]).toMatchObject({ __typename: 'CallerTurnEvent', text: 'When are you open?', atMs: 400, usage: [{ kind: 'STT' }], providers: { stt: 'local' } });
  expect(seen.items[6]).toMatchObject({ __typename: 'CallEndedEvent', reason: { code: 'HUNG_UP', party: 'CALLER' }, speculationHits: 1 });
  const again = follow({ callId: id, after: 5 });
  await until(() => again.isComplete, 'the end of the replay');
  expect(stored(again)).toEqual([6, 7]);
  const nothing = follow({ callId: id, after: 7 });
  await until(() => nothing.isComplete, 'the end of nothing');
  expect([nothing.items, nothing.errors]).toEqual([[], []]);
});

test('written turns and holds are told, stored and streamed as what they are', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const [started, greeting] = conversation(callId);
  const turn = (seq: number, turnIndex: number, more: object) => event(callId, seq, 'caller-turn', { turnIndex, text: 'Until when?', startedAtMs: 1_000, endedAtMs: 1_000, usage: [], providers: {}, ...more });
  await append(kit, callId, [
    started, greeting, turn(3, 1, { isTyped: true }), turn(4, 2, { confidence: 0.9 }), event(callId, 5, 'call-held', { isHeld: true }), event(callId, 6, 'call-held', { isHeld: false }), event(callId, 7, 'call-held', { isHeld: true }),
    event(callId, 8, 'call-ended', { reason: { party: 'PLATFORM', code: 'HOLD_LIMIT', text: 'The call was on hold for too long.' }, durationMs: 901_000, usage: [], speculation: { hits: 0, misses: 0 } }),
  ]);
  const seen = follow({ callId: id, after: 2 }, { query: `subscription ($callId: ID!, $after: Int) { callEvents(callId: $callId, after: $after) {
    __typename ... on CallerTurnEvent { isTyped confidence } ... on CallHeldEvent { seq isHeld } ... on CallEndedEvent { reason { code party } } } }` });
  await until(() => seen.isComplete, 'the end');
  expect(seen.items).toEqual([
    { __typename: 'CallerTurnEvent', isTyped: true, confidence: null }, { __typename: 'CallerTurnEvent', isTyped: false, confidence: 0.9 },
    { __typename: 'CallHeldEvent', seq: 5, isHeld: true }, { __typename: 'CallHeldEvent', seq: 6, isHeld: false }, { __typename: 'CallHeldEvent', seq: 7, isHeld: true },
    { __typename: 'CallEndedEvent', reason: { code: 'HOLD_LIMIT', party: 'PLATFORM' } },
  ]);
  const { data } = await person.ask('query ($id: ID!) { call(id: $id) { endedReason { code } turns { speaker isTyped } } }', { id });
  expect(data.call).toEqual({ endedReason: { code: 'HOLD_LIMIT' }, turns: [{ speaker: 'AGENT', isTyped: false }, { speaker: 'CALLER', isTyped: true }, { speaker: 'CALLER', isTyped: false }] });
});

test('a position that the call has not reached is refused, naming the newest, instead of ending or waiting in silence', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const refused = async () => {
    const seen = follow({ callId: id, after: 99 });
    await until(() => seen.errors.length > 0 || seen.isComplete, 'the refusal');
    return [seen.items.length, seen.errors[0]?.extensions];
  };
  await append(kit, callId, conversation(callId).slice(0, 4));
  expect(await refused()).toMatchObject([0, { code: 'INVALID_INPUT', lastSeq: 4 }]);
  await append(kit, callId, conversation(callId).slice(4));
  expect(await refused()).toMatchObject([0, { code: 'INVALID_INPUT', lastSeq: 7 }]);
});

test('joining while events pour in leaves no gap and repeats nothing', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const events = Array.from({ length: 600 }, (_, index) => event(callId, index + 1, 'speech-started', { turnIndex: index }));
  const seen: Seen[] = [];
  for (let start = 0; start < events.length; start += 50) {
    seen.push(follow({ callId: id, after: start === 300 ? 250 : 0 }));
    await append(kit, callId, events.slice(start, start + 50));
  }
  await append(kit, callId, [{ ...conversation(callId)[6], seq: 601 }]);
  await until(() => seen.every(({ isComplete }) => isComplete), 'all ends');
  for (const [index, one] of seen.entries()) expect(stored(one)).toEqual(Array.from({ length: index === 6 ? 351 : 601 }, (_, position) => position + (index === 6 ? 251 : 1)));
});

test('words of a running turn are shown at most ten times a second and not kept', async () => {
  const { id, callId } = await activeCall(kit, person, agentId);
  await append(kit, callId, conversation(callId).slice(0, 3));
  const seen = follow({ callId: id });
  await until(() => seen.items.length === 3, 'the replay');
  const startedAt = performance.now();
  for (let word = 1; word <= 40; word++) await append(kit, callId, [], [{ callId, turnIndex: 1, speaker: 'CALLER', text: `word ${word}`, atMs: word }]);
  const partials = () => seen.items.filter(({ __typename }) => __typename === 'TranscriptPartialEvent');
  await until(() => partials().at(-1)?.text === 'word 40', 'the newest words');
  expect(partials().length).toBeLessThanOrEqual(Math.ceil((performance.now() - startedAt) / 100) + 1);
  expect(partials()[0]).toMatchObject({ seq: 3, speaker: 'CALLER', turnIndex: 1 });
  expect(await kit.test.database.system.callEvent.count({ where: { callId } })).toBe(3);
});

test('a call that ends before anyone connects ends its subscribers', async () => {
  const { id } = await startCall(person, agentId);
  const seen = follow({ callId: id });
  const { data } = await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { call { status endedReason { party code } } errors { code } } }', { id });
  expect(data.callEnd).toEqual({ call: { status: 'ENDED', endedReason: { party: 'OPERATOR', code: 'ENDED_BY_OPERATOR' } }, errors: [] });
  await until(() => seen.isComplete, 'the end');
  expect(seen.items).toMatchObject([{ __typename: 'CallEndedEvent', seq: 1 }]);
});

test('callEnd reaches the media server that has the call, also when it connects later', async () => {
  const { id, callId } = await activeCall(kit, person, agentId, 'media-late');
  await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { errors { code } } }', { id });
  const client = createClient({ url: `${kit.api.url.replace('http', 'ws')}/internal/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: 'Bearer service-token-of-tests' }, retryAttempts: 0 });
  clients.push(client);
  const commands: Loose[] = [];
  const stop = client.subscribe<Loose>({ query: 'subscription ($mediaId: ID!) { mediaCommands(mediaId: $mediaId) }', variables: { mediaId: 'media-late' } }, { next: ({ data }) => { commands.push(data.mediaCommands); }, error: () => undefined, complete: () => undefined });
  await until(() => commands.length === 1, 'the command of before');
  expect(commands[0]).toEqual({ type: 'end-call', callId, party: 'OPERATOR', text: 'An operator ended the call.' });
  const second = await activeCall(kit, person, agentId, 'media-late');
  await person.ask('mutation ($id: ID!) { callEnd(input: { id: $id }) { errors { code } } }', { id: second.id });
  await until(() => commands.length === 2, 'the live command');
  expect(commands[1].callId).toBe(second.callId);
  stop();
});

test('signing out closes the sockets of the session, and an ended session opens none', async () => {
  const leaver = await kit.signUp('Leaver');
  const { id } = await activeCall(kit, leaver, await publishedAgent(leaver));
  let closed: Loose;
  const seen = follow({ callId: id }, { token: leaver.token, onClosed: (reason) => { closed = reason; } });
  await append(kit, (await kit.test.database.system.call.findFirstOrThrow({ orderBy: { createdAt: 'desc' }, select: { id: true } })).id, []);
  await until(() => kit.api.app.sessions.watching > 0, 'the socket');
  await leaver.ask('mutation { signOut { errors { code } } }');
  await until(() => closed !== undefined, 'the close');
  expect(closed.code).toBe(4403);
  expect(seen.items).toEqual([]);
  let refused: Loose;
  follow({ callId: id }, { token: leaver.token, onClosed: (reason) => { refused = reason; } });
  await until(() => refused !== undefined, 'the refusal');
  expect(refused.code).toBe(4403);
});

test('wrong subscriptions are refused with a code', async () => {
  const codes = async (variables: object, token = person.token, query = FOLLOW) => {
    const seen = follow(variables, { token, query });
    await until(() => seen.errors.length > 0, 'the refusal');
    return seen.errors.map(({ extensions }) => extensions?.code as string);
  };
  const other = await kit.signUp('Other');
  const { id } = await activeCall(kit, person, agentId);
  expect(await codes({ callId: id }, other.token)).toEqual(['NOT_FOUND']);
  expect(await codes({ callId: agentId })).toEqual(['INVALID_ID']);
  expect(await codes({ callId: 'x' })).toEqual(['INVALID_ID']);
  expect(await codes({ callId: id, after: -1 })).toEqual(['INVALID_INPUT']);
  expect(await codes({ callId: id }, person.token, 'subscription ($callId: ID!) { callEvents(callId: $callId) { nonsense } }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});
