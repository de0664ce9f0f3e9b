// Chat Completions as strict as the vendors are about what they are sent, for local servers of those that speak it; fails on demand.
import type { ServerResponse } from 'node:http';
import { z } from 'zod';

const toolCall = z.strictObject({ id: z.string().min(1), type: z.literal('function'), function: z.strictObject({ name: z.string(), arguments: z.string() }) });
const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string() }),
  z.strictObject({ role: z.literal('user'), content: z.string() }),
  z.strictObject({ role: z.literal('assistant'), content: z.string().min(1).nullable(), tool_calls: z.array(toolCall).min(1).optional() }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);

/** What such a vendor takes. */
export const chatRequestBody = z.strictObject({
  model: z.string(), messages: z.array(message).min(1), stream: z.literal(true), stream_options: z.strictObject({ include_usage: z.boolean() }).optional(),
  tools: z.array(z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: z.string().regex(/^[\w-]{1,64}$/), description: z.string(), parameters: z.record(z.string(), z.unknown()) }) })).min(1).optional(),
  max_completion_tokens: z.int().min(1).optional(), temperature: z.number().min(0).max(2).optional(), reasoning_effort: z.string().optional(),
});
export type ChatRequestBody = z.output<typeof chatRequestBody>;

/** An answer that is no success. */
export class ChatServerRefusal extends Error {
  constructor(readonly status: number, readonly code: string | null, text: string, readonly headers: Record<string, string> = {}) { super(text); }
}

/** Its body. */
export const chatErrorOf = ({ status = 500, code = null, message: words }: Partial<ChatServerRefusal> & Error): string => JSON.stringify({ error: { message: words, type: status === 429 ? 'requests' : 'invalid_request_error', param: null, code } });

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

/** What the vendor checks between the messages. */
function checkConversation({ messages }: ChatRequestBody): void {
  let open: string[] = [];
  for (const each of messages) {
    if (each.role === 'tool') {
      if (!open.includes(each.tool_call_id)) throw new ChatServerRefusal(400, null, 'Invalid parameter: messages with role \'tool\' must be a response to a preceeding message with \'tool_calls\'.');
      open = open.filter((id) => id !== each.tool_call_id);
      continue;
    }
    if (open.length > 0) break;
    if (each.role === 'assistant') open = (each.tool_calls ?? []).map(({ id }) => id);
  }
  if (open.length > 0) throw new ChatServerRefusal(400, null, `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${open.join(', ')}`);
}

interface Piece { readonly delta?: object; readonly end?: string }

/** What the model says: an order is looked up where a tool for it is offered, anything else is answered with the hours. */
function piecesOf({ messages, tools, max_completion_tokens: tokensMax }: ChatRequestBody): Piece[] {
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

/** Answers as the vendor streams; `opening` is the choices and the rest of its first piece, where that is one of its own. */
export async function answerChat(body: ChatRequestBody, response: ServerResponse, { failure, opening }: { readonly failure: string | undefined; readonly opening?: object }): Promise<void> {
  checkConversation(body);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req_1' });
  const send = (value: object | string) => { response.write(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`); };
  const chunk = (choices: object[], more: object = {}) => ({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: body.model, choices, ...more });
  if (opening) send({ id: '', object: '', created: 0, model: '', ...opening });
  send(chunk([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]));
  const pieces = piecesOf(body);
  for (const [index, { delta = {}, end = null }] of pieces.entries()) {
    await pause(2);
    if (index === 2 && failure === 'silence') return;
    if (index === 2 && failure === 'cut') { response.socket?.destroy(); return; }
    if (index === 2 && failure === 'early-end') { response.end(); return; }
    if (index === 2 && failure === 'garbage') { send('{"choices":[{"del'); response.end(); return; }
    if (index === 2 && failure === 'error-event') { send({ error: { message: 'The server had an error while processing your request.', type: 'server_error', code: null, param: null } }); response.end(); return; }
    if (index === 2 && failure === 'filtered') { send(chunk([{ index: 0, delta: {}, finish_reason: 'content_filter' }])); break; }
    send(chunk([{ index: 0, delta, finish_reason: end }]));
  }
  if (body.stream_options?.include_usage && failure !== 'no-usage') send(chunk([], { usage: { prompt_tokens: 1_200, completion_tokens: pieces.length, total_tokens: 1_200 + pieces.length, prompt_tokens_details: { cached_tokens: 1_024 }, completion_tokens_details: { reasoning_tokens: 0 } } }));
  send('[DONE]');
  response.end();
}
