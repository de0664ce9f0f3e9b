import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { activeCall, append, conversation, event, post, publishedAgent, SERVICE_TOKEN, startKit, until, type Kit, type Loose, type Person } from '../../test/kit.js';
import { LIMITS } from '../limits.js';

let kit: Kit;
let person: Person;
let agentId: string;
const open: Followed[] = [];
beforeAll(async () => {
  kit = await startKit();
  person = await kit.signUp();
  agentId = await publishedAgent(person);
});
afterEach(() => { for (const one of open.splice(0)) one.stop(); });
afterAll(() => kit.close());

/** A subscription over the wire, as bytes arrive; reading can stand still. */
interface Followed { readonly seqs: number[]; readonly errors: Loose[]; isComplete: boolean; isCut: boolean; pause(): void; resume(): void; stop(): void }
interface Wanted { readonly url: string; readonly id: string; readonly after?: number; readonly isPaused?: boolean; readonly token?: string }

const QUERY = 'subscription ($id: ID!, $after: Int) { callEvents(callId: $id, after: $after) { seq ... on CallerTurnEvent { text } } }';

function take(seen: Followed, result: { data?: { callEvents: { seq: number } } | null; errors?: Loose[] }): void {
  if (result.errors) seen.errors.push(...result.errors);
  if (result.data) seen.seqs.push(result.data.callEvents.seq);
}

async function overSocket({ url, id, after, isPaused, token = person.token }: Wanted): Promise<Followed> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const seen: Followed = { seqs: [], errors: [], isComplete: false, isCut: false, pause: () => { socket.pause(); }, resume: () => { socket.resume(); }, stop: () => { socket.terminate(); } };
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(String(data)) as { type: string; payload: Loose };
    if (message.type === 'connection_ack') {
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY, variables: { id, after } } }), () => { if (isPaused) socket.pause(); });
    } else if (message.type === 'next') take(seen, message.payload as never);
    else if (message.type === 'error') seen.errors.push(...message.payload as Loose[]);
    else if (message.type === 'complete') seen.isComplete = true;
  });
  socket.on('close', () => { seen.isCut = true; });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  return seen;
}

async function overServerSentEvents({ url, id, after, isPaused, token = person.token }: Wanted): Promise<Followed> {
  const sent = httpRequest(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` } });
  sent.end(JSON.stringify({ query: QUERY, variables: { id, after } }));
  const [response] = await once(sent, 'response') as [IncomingMessage];
  expect(response.headers['content-type']).toContain('text/event-stream');
  const seen: Followed = { seqs: [], errors: [], isComplete: false, isCut: false, pause: () => { response.pause(); }, resume: () => { response.resume(); }, stop: () => { sent.destroy(); } };
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const data = /^data: (\{.*\})$/m.exec(block)?.[1];
      if (data) take(seen, JSON.parse(data) as never);
      if (/^event: complete$/m.test(block)) seen.isComplete = true;
    }
  });
  response.on('close', () => { seen.isCut = true; }).on('error', () => undefined);
  if (isPaused) response.pause();
  return seen;
}

const transports = [['graphql-ws', overSocket], ['server-sent events', overServerSentEvents]] as const;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function follow(how: (wanted: Wanted) => Promise<Followed>, wanted: Wanted): Promise<Followed> {
  const seen = await how(wanted);
  open.push(seen);
  return seen;
}

test.each(transports)('%s: stored events, then live ones, then completion', async (_name, how) => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const all = conversation(callId);
  await append(kit, callId, all.slice(0, 3));
  const seen = await follow(how, { url: kit.api.url, id });
  await until(() => seen.seqs.length === 3, 'the replay');
  for (const one of all.slice(3)) await append(kit, callId, [one]);
  await until(() => seen.isComplete, 'the end');
  expect(seen.seqs).toEqual(upTo(7));
  const ahead = await follow(how, { url: kit.api.url, id, after: 8 });
  await until(() => ahead.errors.length > 0, 'the refusal');
  expect(ahead.errors[0].extensions).toMatchObject({ code: 'INVALID_INPUT', lastSeq: 7 });
});

test.each(transports)('%s: a client that comes back after a restart of the api misses nothing and sees nothing twice', async (_name, how) => {
  const first = await kit.another();
  const { id, callId } = await activeCall(kit, person, agentId);
  const all = conversation(callId);
  const before = await follow(how, { url: first.url, id });
  const link = (query: string, variables?: object) => post(`${first.url}/internal/graphql`, query, variables, { authorization: `Bearer ${SERVICE_TOKEN}` });
  await append({ ...kit, link }, callId, all.slice(0, 3));
  await until(() => before.seqs.length === 3, 'the first events');
  await first.close();
  await until(() => before.isCut, 'the end of the connection');
  expect(before.isComplete).toBe(false);
  // What had not been answered is sent again, and more happens while nobody watches.
  await append(kit, callId, all.slice(2, 5));
  const after = await follow(how, { url: kit.api.url, id, after: before.seqs.at(-1)! });
  await append(kit, callId, all.slice(5));
  await until(() => after.isComplete, 'the end');
  expect([...before.seqs, ...after.seqs]).toEqual(upTo(7));
});

test.each(transports)('%s: signing out ends the stream', async (_name, how) => {
  const leaver = await kit.signUp('Leaver');
  const { id, callId } = await activeCall(kit, leaver, await publishedAgent(leaver));
  await append(kit, callId, conversation(callId).slice(0, 1));
  const seen = await follow(how, { url: kit.api.url, id, token: leaver.token });
  await until(() => seen.seqs.length === 1, 'the replay');
  await leaver.ask('mutation { signOut { errors { code } } }');
  await until(() => seen.isCut, 'the end of the connection');
  await append(kit, callId, conversation(callId).slice(1));
  expect([seen.seqs, seen.isComplete]).toEqual([[1], false]);
  await until(() => kit.api.app.sessions.watching === 0, 'the end of watching');
});

const PAGES = 12;
/** Far more than the buffers of a connection hold, so that the server feels that nobody reads. */
const TEXT = 'word '.repeat(3_000);

test.each(transports)('%s: for a reader that stands still the server reads no further and keeps a bounded number of events', async (_name, how) => {
  const { id, callId } = await activeCall(kit, person, agentId);
  const page = (number: number) => Array.from({ length: LIMITS.replayPageEvents }, (_, index) => event(callId, (number - 1) * LIMITS.replayPageEvents + index + 1, 'caller-turn', { turnIndex: index, text: TEXT, startedAtMs: 1, endedAtMs: 2, usage: [], providers: {} }));
  for (let number = 1; number <= PAGES - 2; number++) expect((await append(kit, callId, page(number))).errors).toEqual([]);
  kit.test.takeStatements();
  const reads = () => { pagesRead += kit.test.takeStatements().filter(({ sql }) => /^SELECT .*"call_events"/.test(sql)).length; return pagesRead; };
  let pagesRead = 0;
  const seen = await follow(how, { url: kit.api.url, id, isPaused: true });
  await until(() => reads() > 0, 'the first read of the log');
  // More happens meanwhile: more than one subscriber's queue may hold.
  for (const number of [PAGES - 1, PAGES]) await append(kit, callId, page(number));
  for (let turns = 0; turns < 50; turns++) await person.ask('{ viewer { user { id } } }');
  expect(reads()).toBeLessThan(PAGES - 2);
  seen.resume();
  await append(kit, callId, [{ ...conversation(callId)[6]!, seq: PAGES * LIMITS.replayPageEvents + 1 }]);
  await until(() => seen.isComplete, 'the end', 20_000);
  expect(seen.seqs).toEqual(upTo(PAGES * LIMITS.replayPageEvents + 1));
}, 60_000);
