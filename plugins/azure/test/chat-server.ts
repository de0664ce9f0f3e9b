// A local server of Azure OpenAI that is faithful to its addresses, its key and its refusals, strict about what it is sent, and
// fails on demand: with `/fail/<how>` as its base it answers every request with that failure.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { answerChat, chatErrorOf, chatRequestBody, ChatServerRefusal, type ChatRequestBody } from '@parley/plugin-sdk/testing';
import { z } from 'zod';

const FAILURES: Readonly<Record<string, (key: string) => ChatServerRefusal>> = {
  // The vendor tells no key; a proxy of one's own may.
  auth: (key) => new ChatServerRefusal(401, '401', `Access denied due to invalid subscription key ${key} or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.`),
  quota: () => new ChatServerRefusal(429, 'insufficient_quota', 'You exceeded your current quota, please check your plan and billing details.'),
  'rate-limit': () => new ChatServerRefusal(429, '429', 'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 2 seconds.', { 'retry-after': '2' }),
  'bad-request': () => new ChatServerRefusal(400, 'context_length_exceeded', 'This model\'s maximum context length was exceeded.'),
  'vendor-fault': () => new ChatServerRefusal(503, 'InternalServerError', 'The server is currently overloaded, please try again later.'),
  'held-back': () => new ChatServerRefusal(400, 'content_filter', 'The response was filtered due to the prompt triggering Azure OpenAI\'s content management policy.'),
};
const DEPLOYMENTS = new Set(['gpt-4.1-mini', 'reception']);
/** Those that take how long a model shall think. */
const TAKES_EFFORT = /^202[5-9]/;
const OPENING = { choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: { filtered: false, severity: 'safe' } } }] };

export interface ChatServer {
  readonly url: string;
  /** Chats so far. */
  readonly chats: { readonly deployment: string; readonly apiVersion: string; readonly body: ChatRequestBody }[];
  readonly connectionCount: () => number;
  close(): Promise<void>;
}

async function answer(request: IncomingMessage, response: ServerResponse, chats: ChatServer['chats']): Promise<void> {
  const [, failure, path = ''] = /^(?:\/fail\/([\w-]+))?(\/openai\/.*)$/.exec(request.url ?? '') ?? [];
  const { 'api-key': key, authorization } = request.headers;
  if (typeof key !== 'string' || key === '' || authorization !== undefined) throw new ChatServerRefusal(401, '401', 'Access denied due to missing subscription key.');
  if (failure === 'timeout') return;
  if (failure && failure in FAILURES) throw FAILURES[failure]!(key);
  const { pathname, searchParams } = new URL(path, 'http://vendor');
  const apiVersion = searchParams.get('api-version') ?? '';
  if (!/^\d{4}-\d\d-\d\d(-preview)?$/.test(apiVersion)) throw new ChatServerRefusal(404, '404', 'Resource not found');
  if (request.method === 'GET') { response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: pathname.split('/').at(-1), object: 'model', status: 'succeeded' })); return; }
  const deployment = /^\/openai\/deployments\/([\w.-]+)\/chat\/completions$/.exec(pathname)?.[1];
  if (request.method !== 'POST' || deployment === undefined) throw new ChatServerRefusal(404, '404', 'Resource not found');
  if (!DEPLOYMENTS.has(deployment)) throw new ChatServerRefusal(404, 'DeploymentNotFound', 'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.');
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part as string;
  const { data: body, error } = chatRequestBody.safeParse(JSON.parse(text));
  if (!body) throw new ChatServerRefusal(400, 'invalid_value', z.prettifyError(error!));
  if (body.reasoning_effort !== undefined && !TAKES_EFFORT.test(apiVersion)) throw new ChatServerRefusal(400, null, 'Unrecognized request argument supplied: reasoning_effort');
  chats.push({ deployment, apiVersion, body });
  await answerChat(body, response, { failure, opening: OPENING });
}

export async function startChatServer(): Promise<ChatServer> {
  const chats: ChatServer['chats'] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((request, response) => {
    answer(request, response, chats).catch((error: unknown) => {
      const { status = 500, headers = {} } = error as Partial<ChatServerRefusal>;
      response.writeHead(status, { 'content-type': 'application/json', 'apim-request-id': 'b3c1', ...headers }).end(chatErrorOf(error as Error));
    });
  });
  server.on('connection', (socket) => { connections += 1; sockets.add(socket); socket.on('error', () => {}); socket.on('close', () => sockets.delete(socket)); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, chats, connectionCount: () => connections,
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}
