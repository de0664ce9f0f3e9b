// A local server that is faithful to the Messages API, strict about what it is sent, and fails on demand: with
// `/fail/<how>` as its base it answers every request with that failure.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { z } from 'zod';

const cache = { cache_control: z.strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']) }).optional() };
const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().regex(/\S/, 'text content blocks must contain non-whitespace text') }),
  z.strictObject({ type: z.literal('tool_use'), id: z.string().regex(/^[\w-]+$/), name: z.string(), input: z.record(z.string(), z.unknown()) }),
  z.strictObject({ type: z.literal('tool_result'), tool_use_id: z.string(), content: z.string() }),
]);
const messagesBody = z.strictObject({
  model: z.string(), max_tokens: z.int().min(1), stream: z.literal(true), temperature: z.number().min(0).max(1).optional(),
  system: z.array(z.strictObject({ type: z.literal('text'), text: z.string().min(1), ...cache })),
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.array(block).min(1) })).min(1),
  tools: z.array(z.strictObject({ name: z.string().regex(/^[\w-]{1,64}$/), description: z.string(), input_schema: z.looseObject({ type: z.literal('object') }) })).min(1).optional(),
});
export type MessagesBody = z.output<typeof messagesBody>;

/** An answer of the vendor's that is no success. */
class Refusal extends Error {
  constructor(readonly status: number, readonly type: string, text: string, readonly headers: Record<string, string> = {}) { super(text); }
}

const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (key) => new Refusal(401, 'authentication_error', `invalid x-api-key: ${key}`),
  quota: () => new Refusal(400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.'),
  'rate-limit': () => new Refusal(429, 'rate_limit_error', 'This request would exceed your organization\'s rate limit.', { 'retry-after': '7' }),
  'bad-request': () => new Refusal(413, 'request_too_large', 'Request exceeds the maximum size'),
  'vendor-fault': () => new Refusal(529, 'overloaded_error', 'Overloaded'),
};

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

/** What the vendor checks between the messages. */
function checkConversation({ messages }: MessagesBody): void {
  const refuse = (text: string) => { throw new Refusal(400, 'invalid_request_error', text); };
  if (messages[0]!.role !== 'user') refuse('messages: first message must use the "user" role');
  for (const [index, { role, content }] of messages.entries()) {
    if (index > 0 && messages[index - 1]!.role === role) refuse('messages: roles must alternate between "user" and "assistant"');
    const before = index === 0 ? [] : messages[index - 1]!.content.flatMap((each) => (each.type === 'tool_use' ? [each.id] : []));
    const results = content.flatMap((each) => (each.type === 'tool_result' ? [each.tool_use_id] : []));
    if (results.some((id) => !before.includes(id))) refuse(`messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${results.join(', ')}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`);
    if (before.some((id) => !results.includes(id))) refuse(`messages.${index - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${before.join(', ')}.`);
    if (content.findLastIndex((each) => each.type === 'tool_result') >= results.length) refuse(`messages.${index}: \`tool_result\` blocks must come first`);
  }
  if (messages.at(-1)!.content.some((each) => each.type === 'tool_use')) refuse('`tool_use` ids were found without `tool_result` blocks immediately after.');
}

/** What the model says: an order is looked up where a tool for it is offered, anything else is answered with the hours. */
function eventsOf({ messages, tools, max_tokens: tokensMax }: MessagesBody): { deltas: object[]; start: object; end: string } {
  const last = messages.at(-1)!.content.at(-1)!;
  if (last.type === 'text' && /order/i.test(last.text) && tools) {
    const deltas = ['', '{"num', 'ber":', '"1042"}'].map((partial_json) => ({ type: 'input_json_delta', partial_json }));
    return { start: { type: 'tool_use', id: 'toolu_01Zr4', name: tools[0]!.name, input: {} }, deltas, end: 'tool_use' };
  }
  const words = (last.type === 'tool_result' ? `It says ${last.content}.` : 'We are open from nine to six, from Monday to Friday.').match(/\S+\s*/g)!;
  const said = words.slice(0, tokensMax);
  return { start: { type: 'text', text: '' }, deltas: said.map((text) => ({ type: 'text_delta', text })), end: said.length < words.length ? 'max_tokens' : 'end_turn' };
}

async function answer(body: MessagesBody, response: ServerResponse, failure: string | undefined): Promise<void> {
  checkConversation(body);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_1' });
  const send = (event: { type: string; [name: string]: unknown }) => { response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`); };
  const usage = { input_tokens: 176, cache_creation_input_tokens: 0, cache_read_input_tokens: 1_024, output_tokens: 1 };
  send({ type: 'message_start', message: { id: 'msg_1', type: 'message', role: 'assistant', model: body.model, content: [], stop_reason: null, stop_sequence: null, usage } });
  const { start, deltas, end } = eventsOf(body);
  send({ type: 'content_block_start', index: 0, content_block: start });
  send({ type: 'ping' });
  for (const [index, delta] of deltas.entries()) {
    await pause(2);
    if (index === 2 && failure === 'silence') return;
    if (index === 2 && failure === 'cut') { response.socket?.destroy(); return; }
    if (index === 2 && failure === 'early-end') { response.end(); return; }
    if (index === 2 && failure === 'garbage') { response.end('event: content_block_delta\ndata: {"type":"content_bl\n\n'); return; }
    if (index === 2 && failure === 'error-event') { send({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }); response.end(); return; }
    send({ type: 'content_block_delta', index: 0, delta });
  }
  send({ type: 'content_block_stop', index: 0 });
  send({ type: 'message_delta', delta: { stop_reason: end, stop_sequence: null }, usage: { output_tokens: deltas.length } });
  send({ type: 'message_stop' });
  response.end();
}

export interface AnthropicServer {
  readonly url: string;
  /** Bodies of the requests so far. */
  readonly bodies: MessagesBody[];
  close(): Promise<void>;
}

export async function startAnthropicServer(): Promise<AnthropicServer> {
  const bodies: MessagesBody[] = [];
  const sockets = new Set<Socket>();
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const [, failure, path] = /^(?:\/fail\/([\w-]+))?\/v1(\/.*)$/.exec(request.url ?? '') ?? [];
    // The vendor's client sends its key as a bearer since the API's version of 2026-10-21; older ones have a header of their own.
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? request.headers['x-api-key'];
    if (typeof key !== 'string' || key === '') throw new Refusal(401, 'authentication_error', 'x-api-key header is required');
    if (!/^\d{4}-\d{2}-\d{2}$/.test(String(request.headers['anthropic-version']))) throw new Refusal(400, 'invalid_request_error', 'anthropic-version: header is required');
    if (failure === 'timeout') return;
    if (failure && failure in FAILURES) throw FAILURES[failure]!(key);
    if (request.method === 'GET') { response.setHeader('content-type', 'application/json').end(JSON.stringify({ type: 'model', id: path!.split('/').at(-1), display_name: 'A model', created_at: '2026-01-01T00:00:00Z' })); return; }
    if (path !== '/messages') throw new Refusal(404, 'not_found_error', 'Not found');
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part as string;
    const { data, error } = messagesBody.safeParse(JSON.parse(text));
    if (!data) throw new Refusal(400, 'invalid_request_error', z.prettifyError(error));
    bodies.push(data);
    await answer(data, response, failure);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const { status = 500, type = 'api_error', headers = {}, message } = error as Partial<Refusal> & Error;
      response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1', ...headers }).end(JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_1' }));
    });
  });
  server.on('connection', (socket) => { sockets.add(socket); socket.on('close', () => sockets.delete(socket)); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies,
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}
