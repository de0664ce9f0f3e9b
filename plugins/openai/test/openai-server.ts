// A local server that is faithful to the wire format of the vendor, strict about what it is sent, and fails on demand:
// with `/fail/<how>/v1` as its base it answers every request with that failure.
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerChat, chatErrorOf, chatRequestBody, ChatServerRefusal, type ChatRequestBody } from '@parley/plugin-sdk/testing';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { transcribe, type RealtimeConnection, type RealtimePlan } from './realtime-server.js';

const speechBody = z.strictObject({ model: z.string(), input: z.string().min(1).max(4_096), voice: z.string(), response_format: z.literal('pcm'), instructions: z.string().optional(), speed: z.number().min(0.25).max(4).optional() });
const embeddingsBody = z.strictObject({ model: z.string(), input: z.array(z.string().min(1)).min(1).max(2_048), dimensions: z.int(), encoding_format: z.literal('float') });

const FAILURES: Readonly<Record<string, (key: string) => ChatServerRefusal>> = {
  // The vendor masks most of a refused key; a careless server of one's own does not.
  auth: (key) => new ChatServerRefusal(401, 'invalid_api_key', `Incorrect API key provided: ${key}. You can find your API key at the console.`),
  quota: () => new ChatServerRefusal(429, 'insufficient_quota', 'You exceeded your current quota, please check your plan and billing details.'),
  'rate-limit': () => new ChatServerRefusal(429, 'rate_limit_exceeded', 'Rate limit reached for requests.', { 'retry-after': '2', 'retry-after-ms': '1500' }),
  'bad-request': () => new ChatServerRefusal(400, 'context_length_exceeded', 'This model\'s maximum context length was exceeded.'),
  'vendor-fault': () => new ChatServerRefusal(503, null, 'The engine is currently overloaded, please try again later'),
};

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

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
  readonly chats: ChatRequestBody[];
  readonly connectionCount: () => number;
  /** Live connections so far, oldest first. */
  readonly live: RealtimeConnection[];
  readonly plan: RealtimePlan;
  close(): Promise<void>;
}

function routeOf(request: IncomingMessage): { failure: string | undefined; path: string | undefined; key: string } {
  const [, failure, path] = /^(?:\/fail\/([\w-]+))?\/v1(\/.*)$/.exec(request.url ?? '') ?? [];
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!key) throw new ChatServerRefusal(401, 'invalid_api_key', 'You didn\'t provide an API key.');
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
      if (path !== '/realtime?intent=transcription') throw new ChatServerRefusal(400, 'invalid_request', 'This is no transcription session.');
      const connection: RealtimeConnection = { input: undefined, controls: [], received: [] };
      webSockets.handleUpgrade(request, socket, head, (webSocket) => { live.push(connection); if (failure === 'closed-at-once') webSocket.close(1011); else transcribe(webSocket, connection, failure, plan); });
    } catch (error) {
      const { status = 500, headers = {} } = error as Partial<ChatServerRefusal>;
      const text = chatErrorOf(error as Error);
      const lines = Object.entries({ 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
    }
  };
}

export async function startOpenAiServer(): Promise<OpenAiServer> {
  const chats: ChatRequestBody[] = [];
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
      if (!data) throw new ChatServerRefusal(400, 'invalid_value', z.prettifyError(error!));
      return data;
    };
    if (path === '/chat/completions') { const body = read(chatRequestBody); chats.push(body); await answerChat(body, response, { failure }); return; }
    if (path === '/audio/speech') { await speech(read(speechBody), response, failure); return; }
    if (path !== '/embeddings') throw new ChatServerRefusal(404, null, `Invalid URL (${request.method} ${request.url})`);
    const { input, dimensions, model } = read(embeddingsBody);
    const data = input.map((each, index) => ({ object: 'embedding', index, embedding: vectorOf(each, dimensions) }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ object: 'list', data: data.toReversed(), model, usage: { prompt_tokens: 8 * input.length, total_tokens: 8 * input.length } }));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { status = 500, headers = {} } = error as Partial<ChatServerRefusal>;
      response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_1', ...headers }).end(chatErrorOf(error as Error));
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
