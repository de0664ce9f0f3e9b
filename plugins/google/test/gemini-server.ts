// A local server that is faithful to the Gemini API, strict about what it is sent, and fails on demand: with `/fail/<how>`
// as its base it answers every request with that failure. The vendor's own client is run against it too.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { z } from 'zod';

const object = z.record(z.string(), z.unknown());
const part = z.union([
  z.strictObject({ text: z.string().min(1) }),
  z.strictObject({ functionCall: z.strictObject({ id: z.string().optional(), name: z.string(), args: object }), thoughtSignature: z.string().min(1).optional() }),
  z.strictObject({ functionResponse: z.strictObject({ id: z.string().optional(), name: z.string(), response: object }) }),
]);
const content = z.strictObject({ role: z.enum(['user', 'model']), parts: z.array(part).min(1) });
const declaration = z.strictObject({ name: z.string().regex(/^[a-zA-Z_][\w.-]{0,63}$/), description: z.string(), parametersJsonSchema: object });
const generateBody = z.strictObject({
  contents: z.array(content).min(1), systemInstruction: z.strictObject({ role: z.literal('user').optional(), parts: z.array(z.strictObject({ text: z.string() })).min(1) }).optional(),
  tools: z.array(z.strictObject({ functionDeclarations: z.array(declaration).min(1) })).min(1).optional(),
  generationConfig: z.strictObject({
    temperature: z.number().min(0).max(2).optional(), maxOutputTokens: z.int().min(1).optional(),
    thinkingConfig: z.strictObject({ thinkingLevel: z.enum(['MINIMAL', 'LOW', 'MEDIUM', 'HIGH']).optional(), thinkingBudget: z.int().optional() }).optional(),
  }).optional(),
});
export type GenerateBody = z.output<typeof generateBody>;
type Content = z.output<typeof content>;

const SIGNATURE = 'CiQBjz1rX6e7';
const NOT_SIGNED = 'skip_thought_signature_validator';

/** An answer of the vendor's that is no success. */
class Refusal extends Error {
  constructor(readonly status: number, readonly body: object | string) { super('refused'); }
}
const refused = (code: number, status: string, message: string, details: object[] = []) => new Refusal(code, { error: { code, message, status, ...(details.length === 0 ? {} : { details }) } });
const ERROR_INFO = 'type.googleapis.com/google.rpc.ErrorInfo';
const violation = (quotaId: string) => ({ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests', quotaId }] });

const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (key) => refused(400, 'INVALID_ARGUMENT', `API key not valid: ${key}. Please pass a valid API key.`, [{ '@type': ERROR_INFO, reason: 'API_KEY_INVALID', domain: 'googleapis.com' }]),
  quota: () => refused(429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota, please check your plan and billing details.', [violation('GenerateRequestsPerDayPerProjectPerModel-FreeTier'), { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '30s' }]),
  'rate-limit': () => refused(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted.', [violation('GenerateRequestsPerMinutePerProjectPerModel'), { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.5s' }]),
  'bad-request': () => refused(404, 'NOT_FOUND', 'models/nonesuch is not found for API version v1beta.'),
  'vendor-fault': () => refused(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
  unpaid: () => refused(400, 'FAILED_PRECONDITION', 'Please enable billing on the project.'),
  listed: () => new Refusal(403, [{ error: { code: 403, message: 'Permission denied.', status: 'PERMISSION_DENIED' } }]),
  gateway: () => new Refusal(502, '<html><body>Bad gateway</body></html>'),
};

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });
const callsOf = ({ parts }: Content) => parts.flatMap((each) => ('functionCall' in each ? [each] : []));
const resultsOf = ({ parts }: Content) => parts.flatMap((each) => ('functionResponse' in each ? [each.functionResponse] : []));

/** What the vendor checks between the contents. */
function checkConversation({ contents }: GenerateBody): void {
  const refuse = (message: string) => { throw refused(400, 'INVALID_ARGUMENT', message); };
  if (contents.at(-1)!.role !== 'user') refuse('Please ensure that single turn requests end with a user role or the role field is empty.');
  for (const [index, each] of contents.entries()) {
    const before = contents[index - 1];
    const [calls, results] = [callsOf(each), resultsOf(each)];
    if (calls.length > 0 && before?.role !== 'user') refuse('Please ensure that function call turn comes immediately after a user turn or after a function response turn.');
    if (calls.length > 0 && resultsOf(contents[index + 1] ?? each).length !== calls.length) refuse('Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.');
    if (calls.length > 0 && ![SIGNATURE, NOT_SIGNED].includes(calls[0]!.thoughtSignature ?? '')) refuse('Function call is missing a thought_signature in functionCall parts.');
    if (results.length > 0 && (!before || results.some(({ id, name }) => !callsOf(before).some(({ functionCall }) => functionCall.name === name && functionCall.id === id)))) refuse('Please ensure that function response turn comes immediately after a function call turn.');
    if (results.length > 0 && results.length < each.parts.length) refuse('Function response turns hold nothing else.');
  }
}

interface Piece { readonly parts: object[]; readonly end?: string }

/** What the model says: an order is looked up where a tool for it is offered, anything else is answered with the hours. */
function piecesOf({ contents, tools, generationConfig }: GenerateBody, failure: string | undefined): Piece[] {
  const last = contents.at(-1)!;
  const text = last.parts.map((each) => ('text' in each ? each.text : '')).join('');
  const call = { functionCall: { ...(failure === 'nameless' ? {} : { id: 'fc-81' }), name: tools?.[0]!.functionDeclarations[0]!.name, args: { number: '1042' } }, thoughtSignature: SIGNATURE };
  if (/order/i.test(text) && tools) return [{ parts: [{ text: 'Hm.', thought: true }] }, { parts: [call] }, { parts: [{ text: '' }], end: 'STOP' }];
  const [result] = resultsOf(last);
  const words = (result ? `It says ${JSON.stringify(result.response)}.` : 'We are open from nine to six, from Monday to Friday.').match(/\S+\s*/g)!;
  const said = words.slice(0, generationConfig?.maxOutputTokens);
  return said.map((word, index) => ({ parts: [{ text: word }], ...(index === said.length - 1 ? { end: said.length < words.length ? 'MAX_TOKENS' : 'STOP' } : {}) }));
}

async function answer(body: GenerateBody, model: string, response: ServerResponse, failure: string | undefined): Promise<void> {
  checkConversation(body);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (value: object) => { response.write(`data: ${JSON.stringify(value)}\r\n\r\n`); };
  if (failure === 'blocked') { send({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 }, modelVersion: model }); response.end(); return; }
  const pieces = piecesOf(body, failure);
  for (const [index, { parts, end }] of pieces.entries()) {
    await pause(2);
    if (index === 2 && failure === 'silence') return;
    if (index === 2 && failure === 'cut') { response.socket?.destroy(); return; }
    if (index === 2 && failure === 'early-end') { response.end(); return; }
    if (index === 2 && failure === 'garbage') { response.end('data: {"candidates":[{"con\r\n\r\n'); return; }
    if (index === 2 && failure === 'error-event') { send({ error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }); response.end(); return; }
    const finishReason = end && failure === 'malformed' ? 'MALFORMED_FUNCTION_CALL' : end;
    const usageMetadata = { promptTokenCount: 1_200, candidatesTokenCount: index + 1, totalTokenCount: 1_204 + index, cachedContentTokenCount: 1_024, thoughtsTokenCount: 3 };
    send({ candidates: [{ content: { parts, role: 'model' }, index: 0, ...(finishReason === undefined ? {} : { finishReason }) }], ...(failure === 'no-usage' ? {} : { usageMetadata }), modelVersion: model, responseId: 'r1' });
  }
  response.end();
}

export interface GeminiServer {
  readonly url: string;
  /** Bodies of the requests so far, and the models that they were for. */
  readonly requests: { readonly model: string; readonly body: GenerateBody }[];
  readonly connectionCount: () => number;
  close(): Promise<void>;
}

export async function startGeminiServer(): Promise<GeminiServer> {
  const requests: { model: string; body: GenerateBody }[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const [, failure, path = ''] = /^(?:\/fail\/([\w-]+))?(\/v1beta\/.*)$/.exec(request.url ?? '') ?? [];
    const key = request.headers['x-goog-api-key'];
    if (typeof key !== 'string' || key === '') throw refused(403, 'PERMISSION_DENIED', 'Method doesn\'t allow unregistered callers.');
    if (failure === 'timeout') return;
    if (failure && failure in FAILURES) throw FAILURES[failure]!(key);
    const url = new URL(path, 'http://vendor');
    const [, model = '', method] = /^\/v1beta\/models\/([\w.-]+)(?::(\w+))?$/.exec(url.pathname) ?? [];
    if (request.method === 'GET' && model !== '') { response.setHeader('content-type', 'application/json').end(JSON.stringify({ name: `models/${model}` })); return; }
    if (request.method !== 'POST' || method !== 'streamGenerateContent' || url.searchParams.get('alt') !== 'sse') throw refused(404, 'NOT_FOUND', 'Requested entity was not found.');
    let text = '';
    for await (const each of request.setEncoding('utf8')) text += each as string;
    const { data, error } = generateBody.safeParse(JSON.parse(text));
    if (!data) throw refused(400, 'INVALID_ARGUMENT', z.prettifyError(error!));
    requests.push({ model, body: data });
    await answer(data, model, response, failure);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const { status = 500, body = 'failed' } = error as Partial<Refusal>;
      response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  server.on('connection', (socket) => { connections += 1; sockets.add(socket); socket.on('close', () => sockets.delete(socket)); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, connectionCount: () => connections,
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}
