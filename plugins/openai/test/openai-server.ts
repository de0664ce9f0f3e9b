// A local server that is faithful to the wire format of the vendor, strict about what it is sent, and fails on demand:
// with `/fail/<how>/v1` as its base it answers every request with that failure.
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { transcribe, type RealtimeConnection, type RealtimePlan } from './realtime-server.js';

const toolCall = z.strictObject({ id: z.string().min(1), type: z.literal('function'), function: z.strictObject({ name: z.string(), arguments: z.string() }) });
const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string() }),
  z.strictObject({ role: z.literal('user'), content: z.string() }),
  z.strictObject({ role: z.literal('assistant'), content: z.string().min(1).nullable(), tool_calls: z.array(toolCall).min(1).optional() }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);
const chatBody = z.strictObject({
  model: z.string(), messages: z.array(message).min(1), stream: z.literal(true), stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
  tools: z.array(z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: z.string().regex(/^[\w-]{1,64}$/), description: z.string(), parameters: z.record(z.string(), z.unknown()) }) })).min(1).optional(),
  max_completion_tokens: z.int().min(1).optional(), temperature: z.number().min(0).max(2).optional(), reasoning_effort: z.string().optional(),
});
const speechBody = z.strictObject({ model: z.string(), input: z.string().min(1).max(4_096), voice: z.string(), response_format: z.literal('pcm'), instructions: z.string().optional(), speed: z.number().min(0.25).max(4).optional() });
const embeddingsBody = z.strictObject({ model: z.string(), input: z.array(z.string().min(1)).min(1).max(2_048), dimensions: z.int(), encoding_format: z.literal('float') });
export type ChatBody = z.output<typeof chatBody>;

/** An answer of the vendor's that is no success. */
class Refusal extends Error {
  constructor(readonly status: number, readonly code: string | null, text: string, readonly headers: Record<string, string> = {}) { super(text); }
}

const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  // The vendor masks most of a refused key; a careless server of one's own does not.
  auth: (key) => new Refusal(401, 'invalid_api_key', `Incorrect API key provided: ${key}. You can find your API key at the console.`),
  quota: () => new Refusal(429, 'insufficient_quota', 'You exceeded your current quota, please check your plan and billing details.'),
  'rate-limit': () => new Refusal(429, 'rate_limit_exceeded', 'Rate limit reached for requests.', { 'retry-after': '2', 'retry-after-ms': '1500' }),
  'bad-request': () => new Refusal(400, 'context_length_exceeded', 'This model\'s maximum context length was exceeded.'),
  'vendor-fault': () => new Refusal(503, null, 'The engine is currently overloaded, please try again later'),
};

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

/** What the vendor checks between the messages. */
function checkConversation({ messages }: ChatBody): void {
  let open: string[] = [];
  for (const each of messages) {
    if (each.role === 'tool') {
      if (!open.includes(each.tool_call_id)) throw new Refusal(400, null, 'Invalid parameter: messages with role \'tool\' must be a response to a preceeding message with \'tool_calls\'.');
      open = open.filter((id) => id !== each.tool_call_id);
      continue;
    }
    if (open.length > 0) break;
    if (each.role === 'assistant') open = (each.tool_calls ?? []).map(({ id }) => id);
  }
  if (open.length > 0) throw new Refusal(400, null, `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${open.join(', ')}`);
}

interface Piece { readonly delta?: object; readonly end?: string }

/** What the model says: an order is looked up where a tool for it is offered, anything else is answered with the hours. */
function piecesOf({ messages, tools, max_completion_tokens: tokensMax }: ChatBody): Piece[] {
  const last = messages.at(-1)!;
  if (last.role === 'user' && /order/i.test(last.content) && tools) {
    const { name } = tools[0]!.function;
    const part = (tool_calls: object) => ({ delta: { tool_calls: [tool_calls] } });
    return [part({ index: 0, id: 'call_Zr4', type: 'function', function: { name, arguments: '' } }), ...['{"num', 'ber":', '"1042"}'].map((text) => part({ index: 0, function: { arguments: text } })), { end: 'tool_calls' }];
  }
  const words = (last.role === 'tool' ? `It says ${last.content}.` : 'We are open from nine to six, from Monday to Friday.').match(/\S+\s*/g)!;
  const said = tokensMax === undefined ? words : words.slice(0, tokensMax);
  return [...said.map((content) => ({ delta: { content } })), { end: said.length < words.length ? 'length' : 'stop' }];
}

async function chat(body: ChatBody, response: ServerResponse, failure: string | undefined): Promise<void> {
  checkConversation(body);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req_1' });
  const send = (value: object | string) => { response.write(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`); };
  const chunk = (choices: object[], more: object = {}) => ({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: body.model, choices, ...more });
  send(chunk([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]));
  const pieces = piecesOf(body);
  for (const [index, { delta = {}, end = null }] of pieces.entries()) {
    await pause(2);
    if (index === 2 && failure === 'silence') return;
    if (index === 2 && failure === 'cut') { response.socket?.destroy(); return; }
    if (index === 2 && failure === 'early-end') { response.end(); return; }
    if (index === 2 && failure === 'garbage') { send('{"choices":[{"del'); response.end(); return; }
    if (index === 2 && failure === 'error-event') { send({ error: { message: 'The server had an error while processing your request.', type: 'server_error', code: null, param: null } }); response.end(); return; }
    send(chunk([{ index: 0, delta, finish_reason: end }]));
  }
  if (body.stream_options?.include_usage && failure !== 'no-usage') send(chunk([], { usage: { prompt_tokens: 1_200, completion_tokens: pieces.length, total_tokens: 1_200 + pieces.length, prompt_tokens_details: { cached_tokens: 1_024 }, completion_tokens_details: { reasoning_tokens: 0 } } }));
  send('[DONE]');
  response.end();
}

/** A voice of 60 ms a character: a tone that swells with every syllable, in pieces of an odd number of bytes. */
async function speech({ input }: z.output<typeof speechBody>, response: ServerResponse, failure: string | undefined): Promise<void> {
  response.writeHead(200, { 'content-type': 'audio/pcm' });
  const samples = Int16Array.from({ length: input.length * 1_440 }, (_none, at) => Math.round(6_000 * Math.sin(at / 20) * Math.abs(Math.sin(at / 2_400))));
  const bytes = Buffer.from(samples.buffer);
  for (let at = 0; at < bytes.length; at += 9_601) {
    if (at > 20_000 && failure === 'cut') { response.socket?.destroy(); return; }
    if (at > 20_000 && failure === 'silence') return;
    response.write(bytes.subarray(at, at + 9_601));
    await pause(1);
  }
  response.end();
}

/** Texts that share words lie near each other. */
function vectorOf(text: string, dimensions: number): number[] {
  const values = Array.from({ length: dimensions }, () => 0);
  values[0] = 0.1;
  for (const word of text.toLowerCase().match(/[a-z]{3,}/g) ?? []) values[word.split('').reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % (dimensions - 1), 7) + 1]! += 1;
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

export interface OpenAiServer {
  readonly url: string;
  /** Bodies of the chats so far. */
  readonly chats: ChatBody[];
  readonly connectionCount: () => number;
  /** Live connections so far, oldest first. */
  readonly live: RealtimeConnection[];
  readonly plan: RealtimePlan;
  close(): Promise<void>;
}

const errorOf = ({ status = 500, code = null, message: words }: Partial<Refusal> & Error): string => JSON.stringify({ error: { message: words, type: status === 429 ? 'requests' : 'invalid_request_error', param: null, code } });

function routeOf(request: IncomingMessage): { failure: string | undefined; path: string | undefined; key: string } {
  const [, failure, path] = /^(?:\/fail\/([\w-]+))?\/v1(\/.*)$/.exec(request.url ?? '') ?? [];
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!key) throw new Refusal(401, 'invalid_api_key', 'You didn\'t provide an API key.');
  if (failure && failure in FAILURES) throw FAILURES[failure]!(key);
  return { failure, path, key };
}

/** Takes live connections, or answers why not. */
function createUpgrades(live: RealtimeConnection[], plan: RealtimePlan) {
  const webSockets = new WebSocketServer({ noServer: true });
  return (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    try {
      const { failure, path, key } = routeOf(request);
      if (failure === 'timeout') return;
      if (failure === 'auth-later' && live.length > 0) throw FAILURES['auth']!(key);
      // With a model in its address the vendor opens a conversation, which is no transcription.
      if (path !== '/realtime?intent=transcription') throw new Refusal(400, 'invalid_request', 'This is no transcription session.');
      const connection: RealtimeConnection = { input: undefined, controls: [], received: [] };
      webSockets.handleUpgrade(request, socket, head, (webSocket) => { live.push(connection); if (failure === 'closed-at-once') webSocket.close(1011); else transcribe(webSocket, connection, failure, plan); });
    } catch (error) {
      const { status = 500, headers = {} } = error as Partial<Refusal>;
      const text = errorOf(error as Error);
      const lines = Object.entries({ 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
    }
  };
}

export async function startOpenAiServer(): Promise<OpenAiServer> {
  const chats: ChatBody[] = [];
  const [live, plan]: [RealtimeConnection[], RealtimePlan] = [[], { cutAtMs: [], expireAtMs: [] }];
  const sockets = new Set<Socket>();
  let connections = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { failure, path } = routeOf(request);
    if (failure === 'timeout') return;
    if (request.method === 'GET') { response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: path!.split('/').at(-1), object: 'model', created: 1, owned_by: 'system' })); return; }
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part as string;
    const read = <Body>(schema: z.ZodType<Body>): Body => {
      const { data, error } = schema.safeParse(JSON.parse(text));
      if (!data) throw new Refusal(400, 'invalid_value', z.prettifyError(error!));
      return data;
    };
    if (path === '/chat/completions') { const body = read(chatBody); chats.push(body); await chat(body, response, failure); return; }
    if (path === '/audio/speech') { await speech(read(speechBody), response, failure); return; }
    if (path !== '/embeddings') throw new Refusal(404, null, `Invalid URL (${request.method} ${request.url})`);
    const { input, dimensions, model } = read(embeddingsBody);
    const data = input.map((each, index) => ({ object: 'embedding', index, embedding: vectorOf(each, dimensions) }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ object: 'list', data: data.toReversed(), model, usage: { prompt_tokens: 8 * input.length, total_tokens: 8 * input.length } }));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { status = 500, headers = {} } = error as Partial<Refusal>;
      response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_1', ...headers }).end(errorOf(error as Error));
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
