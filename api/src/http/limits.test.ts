import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { auditServer } from 'graphql-http';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { post, startKit, until, type Kit, type Person } from '../../test/kit.js';
import { withinTime } from './error-format.js';

let kit: Kit;
let slow: Kit;
let person: Person;
beforeAll(async () => {
  [kit, slow] = await Promise.all([startKit(), startKit({}, { hasFastPath: false })]);
  person = await kit.signUp();
});
afterAll(async () => { await kit.close(); await slow.close(); });

const codeOf = async (query: string, variables = {}) => (await person.ask(query, variables)).errors?.[0]?.extensions.code;
test.each([['the fast path', () => kit], ['Yoga', () => slow]])('GraphQL over HTTP: %s passes the audit', async (_name, which) => {
  const results = await auditServer({ url: `${which().api.url}/graphql` });
  expect(results.length).toBeGreaterThan(40);
  expect(results.filter(({ status, name }) => status !== 'ok' && !name.startsWith('MAY')).map(({ name, ...rest }) => `${name}: ${(rest as { reason?: string }).reason}`)).toEqual([]);
});

test('fragments on one level are no levels', async () => {
  const chain = Array.from({ length: 13 }, (_, level) => `fragment F${level} on Agent { name ${level < 12 ? `... on Agent { ...F${level + 1} }` : ''} }`).join(' ');
  expect(await codeOf(`{ agents { nodes { ...F0 } } } ${chain}`)).toBeUndefined();
});

test('every answer carries a request id; the client may choose it', async () => {
  const answer = await post(`${kit.api.url}/graphql`, '{ nonsense }', {}, { 'x-request-id': 'my-request-0001' });
  expect(answer.headers.get('x-request-id')).toBe('my-request-0001');
  expect(answer.errors![0]!.extensions.requestId).toBe('my-request-0001');
  expect((await kit.ask('{ viewer { user { id } } }')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('a request for what is no address is answered, and is no fault of ours', async () => {
  const logged: string[] = [];
  const { port } = await kit.another({}, pino({ level: 'warn' }, { write: (line) => { logged.push(line); } }));
  const [response] = await once(get({ port, path: '//' }), 'response') as [IncomingMessage];
  response.resume();
  expect([response.statusCode, logged]).toEqual([400, []]);
});

test('the media link is closed to everyone without the service token', async () => {
  for (const headers of [{}, { authorization: 'Bearer wrong-wrong-wrong' }, { authorization: `Bearer ${person.token}` }]) {
    const { status, errors } = await post(`${kit.api.url}/internal/graphql`, 'mutation { callEventsAppend(input: { callId: "x", events: [] }) { acceptedSeq } }', {}, headers as Record<string, string>);
    expect([status, errors![0]!.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  }
  const socket = new WebSocket(`${kit.api.url.replace('http', 'ws')}/internal/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  const [code] = await once(socket, 'close') as [number];
  expect(code).toBe(4403);
});

test('a socket message that is too large closes the socket, not the server, and is a line of the log', async () => {
  const logged: { msg: string; err: { message: string } }[] = [];
  const onConsole = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { url } = await kit.another({}, pino({ level: 'info' }, { write: (line) => { logged.push(JSON.parse(line) as never); } }));
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(`{"type":"connection_init","payload":{"x":"${'y'.repeat(70_000)}"}}`);
  expect((await once(socket, 'close') as [number])[0]).toBe(1009);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(logged.filter(({ msg }) => msg.includes('socket'))).toMatchObject([{ msg: 'a GraphQL socket was closed for an error of its client', err: { message: expect.stringContaining('payload') as string } }]);
  expect(onConsole).not.toHaveBeenCalled();
  onConsole.mockRestore();
});

test('a socket message that cannot be answered is a line of the log, and tells the client nothing', async () => {
  const logged: string[] = [];
  const onConsole = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { url, app } = await kit.another({}, pino({ level: 'error' }, { write: (line) => { logged.push(line); } }));
  const lookUp = vi.spyOn(app.sessions, 'find').mockRejectedValue(new Error('the database is away'));
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init","payload":{"authorization":"Bearer something"}}');
  const [code, reason] = await once(socket, 'close') as [number, Buffer];
  expect([code, String(reason)]).toEqual([4500, 'Internal server error']);
  expect(logged.join()).toContain('the database is away');
  expect(onConsole).not.toHaveBeenCalled();
  lookUp.mockRestore();
  onConsole.mockRestore();
});

test('a socket that is refused or fails an operation keeps its count of operations right', async () => {
  const socket = new WebSocket(`${kit.api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const messages: { id?: string; type: string; payload: { message: string }[] }[] = [];
  socket.on('message', (data: Buffer) => { messages.push(JSON.parse(String(data)) as never); });
  socket.send('{"type":"connection_init"}');
  await until(() => messages.length === 1, 'the connection');
  // Two operations and no name: nothing to run.
  for (let id = 0; id < 60; id++) socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: 'query A { __typename } query B { __typename }' } }));
  await until(() => messages.length === 61, 'the refusals');
  socket.send('{"id":"x","type":"subscribe","payload":{"query":"{ __typename }"}}');
  await until(() => messages.length === 63, 'an answer');
  expect(messages.slice(61).map(({ id, type }) => `${id} ${type}`)).toEqual(['x next', 'x complete']);
  socket.close();
});

test('GraphiQL is whole: its page loads nothing from elsewhere', async () => {
  const response = await fetch(`${kit.api.url}/graphql`, { headers: { accept: 'text/html' } });
  const html = await response.text();
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(html).toContain('renderYogaGraphiQL');
  expect(html.match(/<(script|link|img|iframe)\b[^>]*\b(src|href)=["']?(https?:)?\/\/[^>]*>/g)).toBeNull();
  expect(html.match(/url\(["']?(https?:)?\/\/|@import ["'](https?:)?\/\/|importScripts\(["']http|unpkg\.com|jsdelivr|cdnjs/g)).toBeNull();
  // What a script might yet ask for, the browser refuses.
  const policy = response.headers.get('content-security-policy')!;
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toMatch(/https?:|\*/);
});

test('an unexpected fault is masked, and logged with the request id', async () => {
  const broken = await startKit();
  await broken.test.database.system.$executeRawUnsafe('ALTER TABLE "agents" RENAME TO "agents_gone"');
  const someone = await broken.signUp();
  const { errors } = await someone.ask('{ agents { nodes { id } } }');
  expect(errors![0]!.extensions.code).toBe('INTERNAL');
  expect(errors![0]!.message).toContain(errors![0]!.extensions.requestId);
  expect(JSON.stringify(errors)).not.toMatch(/agents_gone|prisma|SELECT|does not exist/i);
  await broken.close();
});

test('where nobody can be looked up, the answer is one of GraphQL and tells nothing', async () => {
  const lookUp = vi.spyOn(kit.api.app.sessions, 'find').mockRejectedValue(new Error('the database is away'));
  const { status, errors } = await person.ask('{ viewer { user { id } } }');
  expect([status, errors![0]!.extensions.code, JSON.stringify(errors).includes('database')]).toEqual([500, 'INTERNAL', false]);
  lookUp.mockRestore();
});

test('an operation that takes too long is answered, with its own code', async () => {
  await expect(withinTime(new Promise(() => undefined), 5)).rejects.toMatchObject({ extensions: { code: 'TIMEOUT' } });
  expect(await withinTime(Promise.resolve('done'), 5_000)).toBe('done');
});
