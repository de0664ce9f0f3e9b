// A local server that is faithful to the wire format of the vendor, strict about what it is sent, and fails on demand:
// with `/fail/<how>` as its base it answers every request with that failure. The vendor's own client is run against it too.
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { hearLive, type LiveConnection, type LivePlan } from './live-server.js';

const toolId = z.string().regex(/^[a-zA-Z0-9]{9}$/, 'Tool call id must be a-z, A-Z, 0-9, with a length of 9.');
const toolCall = z.strictObject({ id: toolId, type: z.literal('function').optional(), index: z.int().optional(), function: z.strictObject({ name: z.string(), arguments: z.string() }) });
const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string() }),
  z.strictObject({ role: z.literal('user'), content: z.string() }),
  z.strictObject({ role: z.literal('assistant'), content: z.string().optional(), tool_calls: z.array(toolCall).min(1).optional(), prefix: z.literal(false).optional() })
    .refine(({ content, tool_calls: calls }) => Boolean(content) !== Boolean(calls), 'Assistant message must have either content or tool_calls, but not both.'),
  z.strictObject({ role: z.literal('tool'), tool_call_id: toolId, content: z.string() }),
]);
const chatBody = z.strictObject({
  model: z.string(), messages: z.array(message).min(1), stream: z.literal(true), max_tokens: z.int().min(1).optional(), temperature: z.number().min(0).max(1.5).optional(),
  tools: z.array(z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: z.string().regex(/^[\w-]{1,64}$/), description: z.string(), parameters: z.record(z.string(), z.unknown()), strict: z.literal(false).optional() }) })).min(1).optional(),
  tool_choice: z.literal('auto').optional(),
});
export type ChatBody = z.output<typeof chatBody>;

/** An answer of the vendor's that is no success. */
class Refusal extends Error {
  constructor(readonly status: number, readonly body: object | string, readonly headers: Record<string, string> = {}) { super('refused'); }
}
const refused = (status: number, type: string, code: string | null, words: string, headers: Record<string, string> = {}) => new Refusal(status, { object: 'error', message: words, type, param: null, code }, headers);

const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (key) => new Refusal(401, { detail: `Unauthorized: ${key}` }),
  quota: () => refused(402, 'payment_required', null, 'You have no credit left.'),
  'rate-limit': () => refused(429, 'rate_limited', '1300', 'Rate limit exceeded', { 'retry-after': '3' }),
  'bad-request': () => refused(400, 'invalid_model', '1500', 'Invalid model: nonesuch'),
  'vendor-fault': () => refused(503, 'internal_server_error', '3000', 'Service unavailable.'),
  gateway: () => new Refusal(502, '<html><body>Bad gateway</body></html>'),
};

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

const MAY_FOLLOW: Readonly<Record<string, readonly string[]>> = { system: ['user', 'assistant', 'system'], user: ['assistant', 'system', 'user'], assistant: ['assistant', 'user', 'tool'], tool: ['assistant', 'tool'] };

/** What the vendor checks between the messages. */
function checkConversation({ messages }: ChatBody): void {
  const refuse = (words: string) => { throw refused(400, 'invalid_request_message_order', '3230', words); };
  let owed: string[] = [];
  for (const [index, each] of messages.entries()) {
    const before = messages[index - 1];
    if (before && !MAY_FOLLOW[before.role]!.includes(each.role)) refuse(`Unexpected role '${each.role}' after role '${before.role}'`);
    if (each.role === 'tool') {
      if (!owed.includes(each.tool_call_id)) refuse('Unexpected tool call id in tool results');
      owed = owed.filter((id) => id !== each.tool_call_id);
      continue;
    }
    if (owed.length > 0) refuse('Not the same number of function calls and responses');
    owed = each.role === 'assistant' ? (each.tool_calls ?? []).map(({ id }) => id) : [];
  }
  const { role } = messages.at(-1)!;
  if (owed.length > 0) refuse('Not the same number of function calls and responses');
  if (role !== 'user' && role !== 'tool') refuse(`Expected last role User or Tool (or Assistant with prefix True) for serving but got ${role}`);
}

interface Piece { readonly delta: object; readonly end?: string }

/** What the model says: an order is looked up where a tool for it is offered, anything else is answered with the hours. */
function piecesOf({ messages, tools, model, max_tokens: tokensMax }: ChatBody): Piece[] {
  const last = messages.at(-1)!;
  if (last.role === 'user' && /order/i.test(last.content) && tools) {
    return [{ delta: { content: '', tool_calls: [{ id: 'D681PevKs', function: { name: tools[0]!.function.name, arguments: '{"number": "1042"}' }, index: 0 }] }, end: 'tool_calls' }];
  }
  const words = (last.role === 'tool' ? `It says ${last.content}.` : 'We are open from nine to six, from Monday to Friday.').match(/\S+\s*/g)!;
  const said = words.slice(0, tokensMax);
  // Models that reason tell what they think beside what they say.
  const contentOf = (word: string) => (model.startsWith('magistral') ? [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }, { type: 'text', text: word }] : word);
  return said.map((word, index) => ({ delta: { content: contentOf(word) }, ...(index === said.length - 1 ? { end: said.length < words.length ? 'length' : 'stop' } : {}) }));
}

async function chat(body: ChatBody, response: ServerResponse, failure: string | undefined): Promise<void> {
  checkConversation(body);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'mistral-correlation-id': 'c_1' });
  const send = (value: object | string) => { response.write(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`); };
  const chunk = (delta: object, end: string | null, more: object = {}) => ({ id: 'cmpl-1', object: 'chat.completion.chunk', created: 1, model: body.model, choices: [{ index: 0, delta, finish_reason: end }], ...more });
  send(chunk({ role: 'assistant', content: '' }, null));
  const pieces = piecesOf(body);
  for (const [index, { delta, end = null }] of pieces.entries()) {
    await pause(2);
    if (index === 2 && failure === 'silence') return;
    if (index === 2 && failure === 'cut') { response.socket?.destroy(); return; }
    if (index === 2 && failure === 'early-end') { response.end(); return; }
    if (index === 2 && failure === 'garbage') { response.end('data: {"choices":[{"del\n\n'); return; }
    if (index === 2 && failure === 'error-event') { send({ object: 'error', message: 'Service tier capacity exceeded for this model.', type: 'service_tier_capacity_exceeded', param: null, code: '3505' }); response.end(); return; }
    const usage = { prompt_tokens: 1_200, completion_tokens: pieces.length, total_tokens: 1_200 + pieces.length, ...(failure === 'cached' ? { prompt_tokens_details: { cached_tokens: 1_024 } } : {}) };
    send(chunk(delta, failure === 'end-error' && end ? 'error' : end, end && failure !== 'no-usage' ? { usage } : {}));
  }
  send('[DONE]');
  response.end();
}

export interface MistralServer {
  readonly url: string;
  /** Bodies of the chats so far. */
  readonly chats: ChatBody[];
  readonly connectionCount: () => number;
  /** Live connections so far, oldest first. */
  readonly live: LiveConnection[];
  readonly plan: LivePlan;
  close(): Promise<void>;
}

function routeOf(request: IncomingMessage): { failure: string | undefined; url: URL } {
  const [, failure, path = ''] = /^(?:\/fail\/([\w-]+))?(\/v1\/.*)$/.exec(request.url ?? '') ?? [];
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!key) throw new Refusal(401, { detail: 'Unauthorized' });
  if (failure && failure in FAILURES) throw FAILURES[failure]!(key);
  return { failure, url: new URL(path, 'http://vendor') };
}

async function answer(request: IncomingMessage, response: ServerResponse, chats: ChatBody[]): Promise<void> {
  const { failure, url } = routeOf(request);
  if (failure === 'timeout') return;
  if (request.method === 'GET' && url.pathname.startsWith('/v1/models/')) { response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: url.pathname.split('/').at(-1), object: 'model' })); return; }
  if (request.method !== 'POST' || url.pathname !== '/v1/chat/completions') throw new Refusal(404, { message: 'no Route matched with those values', request_id: 'r_1' });
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part as string;
  const { data, error } = chatBody.safeParse(JSON.parse(text));
  if (!data) throw new Refusal(422, { object: 'error', message: { detail: error!.issues.map(({ path, message: words }) => ({ type: 'value_error', loc: ['body', ...path], msg: words, input: null })) }, type: 'invalid_request_error', param: null, code: null });
  chats.push(data);
  await chat(data, response, failure);
}

/** Takes live connections, or answers why not. */
function createUpgrades(live: LiveConnection[], plan: LivePlan) {
  const webSockets = new WebSocketServer({ noServer: true });
  return (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    try {
      const { failure, url } = routeOf(request);
      if (failure === 'timeout') return;
      if (failure === 'auth-later' && live.length > 0) throw FAILURES['auth']!('key');
      if (url.pathname !== '/v1/audio/transcriptions/realtime') throw new Refusal(404, { message: 'no Route matched with those values' });
      if (!url.searchParams.get('model')?.includes('transcribe-realtime')) throw FAILURES['bad-request']!('');
      webSockets.handleUpgrade(request, socket, head, (webSocket) => { hearLive(webSocket, url.searchParams.get('model')!, live, failure, plan); });
    } catch (error) {
      const { status = 500, body = 'failed', headers = {} } = error as Partial<Refusal>;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const lines = Object.entries({ 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
    }
  };
}

export async function startMistralServer(): Promise<MistralServer> {
  const [chats, live, plan]: [ChatBody[], LiveConnection[], LivePlan] = [[], [], { cutAtMs: [] }];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    answer(request, response, chats).catch((error: unknown) => {
      const { status = 500, body = 'failed', headers = {} } = error as Partial<Refusal>;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  server.on('upgrade', createUpgrades(live, plan));
  server.on('connection', (socket) => { connections += 1; sockets.add(socket); socket.on('error', () => {}); socket.on('close', () => sockets.delete(socket)); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, chats, connectionCount: () => connections, live, plan,
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}
