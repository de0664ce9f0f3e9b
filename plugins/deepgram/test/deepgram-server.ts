// A local server that is faithful to the wire format of the vendor, strict about what it is sent, and fails on demand:
// with `/fail/<how>` as its base it answers every request with that failure. The vendor's own client is run against it too.
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { mulawFromPcm16 } from '@parley/plugin-sdk';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { listen, listenQuery, type Connection, type ListenPlan } from './listen-server.js';

const speakQuery = z.strictObject({
  model: z.string().regex(/^aura-[\w-]+$/), encoding: z.enum(['linear16', 'mulaw']), sample_rate: z.enum(['8000', '16000', '24000', '32000', '48000']), container: z.enum(['none', 'wav']),
  speed: z.coerce.number().min(0.7).max(1.5).optional(),
});
const speakBody = z.strictObject({ text: z.string().min(1) });

/** An answer of the vendor's that is no success. */
class Refusal extends Error {
  constructor(readonly status: number, readonly body: object | string, readonly headers: Record<string, string> = {}) { super('refused'); }
}
const refused = (status: number, code: string, message: string, headers: Record<string, string> = {}) => new Refusal(status, { err_code: code, err_msg: message, request_id: 'b3c1' }, headers);

const FAILURES: Readonly<Record<string, (key: string) => Refusal>> = {
  auth: (key) => refused(401, 'INVALID_AUTH', `Invalid credentials: ${key}.`),
  quota: () => refused(402, 'ASR_PAYMENT_REQUIRED', 'Project does not have enough credits for an ASR request and does not have an overage agreement.'),
  'rate-limit': () => refused(429, 'TOO_MANY_REQUESTS', 'Too many requests. Please try again later.', { 'retry-after': '2' }),
  'bad-request': () => new Refusal(400, { category: 'INVALID_QUERY_PARAMETER', message: 'Invalid query string.', details: 'No such model/language/tier combination found.', request_id: 'b3c1' }),
  'vendor-fault': () => refused(503, 'Service Unavailable', 'The service is temporarily unavailable.'),
  gateway: () => new Refusal(502, '<html><body>Bad gateway</body></html>'),
};

const TTS_MODELS = [
  { name: 'thalia', canonical_name: 'aura-2-thalia-en', architecture: 'aura-2', languages: ['en', 'en-US'], version: '2025-04-07.0', uuid: '1', metadata: { accent: 'American', tags: ['feminine', 'Clear'] } },
  { name: 'apollo', canonical_name: 'aura-2-apollo-en', architecture: 'aura-2', languages: ['en-US', 'en'], version: '2025-04-07.0', uuid: '2', metadata: { accent: 'American', tags: ['masculine'] } },
  { name: 'julius', canonical_name: 'aura-2-julius-de', architecture: 'aura-2', languages: ['de'], version: '2025-09-01.0', uuid: '3', metadata: { accent: 'German', tags: [] } },
];

const pause = (delayMs: number) => new Promise((resolve) => { setTimeout(resolve, delayMs); });

/** A voice of 60 ms a character: a tone that swells with every syllable, in pieces of an odd number of bytes. */
async function speak(text: string, { encoding, sample_rate: rate, speed = 1 }: z.output<typeof speakQuery>, response: ServerResponse, failure: string | undefined): Promise<void> {
  if (failure === 'slow') await pause(60);
  response.writeHead(200, { 'content-type': encoding === 'mulaw' ? 'audio/mulaw' : 'audio/l16', 'dg-request-id': 'b3c1', 'dg-char-count': String(text.length) });
  if (failure === 'empty') { response.end(); return; }
  const rateHz = Number(rate);
  const samples = Int16Array.from({ length: Math.round((text.length * 60 * rateHz) / 1_000 / speed) }, (_none, index) => Math.round(6_000 * Math.sin((index / rateHz) * 1_200) * Math.abs(Math.sin((index / rateHz) * 10))));
  const bytes = encoding === 'mulaw' ? Buffer.from(mulawFromPcm16(samples)) : Buffer.from(samples.buffer);
  const size = Math.floor(bytes.length / 6) | 1;
  for (let at = 0; at < bytes.length; at += size) {
    if (at >= 2 * size && failure === 'cut') { response.socket?.destroy(); return; }
    if (at >= 2 * size && failure === 'silence') return;
    response.write(bytes.subarray(at, at + size));
    await pause(1);
  }
  response.end();
}

export interface DeepgramServer {
  readonly url: string;
  /** Live connections so far, oldest first. */
  readonly connections: Connection[];
  readonly plan: ListenPlan;
  /** Queries of what was asked to be spoken. */
  readonly speeches: Record<string, string>[];
  close(): Promise<void>;
}

function routeOf(request: IncomingMessage): { failure: string | undefined; url: URL; key: string } {
  const [, failure, path = ''] = /^(?:\/fail\/([\w-]+))?(\/v1\/.*)$/.exec(request.url ?? '') ?? [];
  const key = /^Token (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!key) throw refused(401, 'INVALID_AUTH', 'Invalid credentials.');
  if (failure && failure in FAILURES) throw FAILURES[failure]!(key);
  return { failure, url: new URL(path, 'http://vendor'), key };
}

function readQuery<Query>(schema: z.ZodType<Query>, { searchParams }: URL): Query {
  const lists = new Set(['keyterm', 'keywords']);
  const { data, error } = schema.safeParse(Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, lists.has(name) ? searchParams.getAll(name) : searchParams.get(name)])));
  if (!data) throw new Refusal(400, { category: 'INVALID_QUERY_PARAMETER', message: 'Invalid query string.', details: z.prettifyError(error!), request_id: 'b3c1' });
  return data;
}

async function answer(request: IncomingMessage, response: ServerResponse, speeches: Record<string, string>[]): Promise<void> {
  const { failure, url } = routeOf(request);
  if (failure === 'timeout') return;
  if (request.method === 'GET' && url.pathname === '/v1/models') {
    response.setHeader('content-type', 'application/json').end(failure === 'garbage' ? '{"tts": 3}' : JSON.stringify({ stt: [], tts: TTS_MODELS }));
    return;
  }
  if (request.method !== 'POST' || url.pathname !== '/v1/speak') throw new Refusal(404, { category: 'NOT_FOUND', message: 'Not found.', request_id: 'b3c1' });
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part as string;
  const query = readQuery(speakQuery, url);
  if (!TTS_MODELS.some((model) => model.canonical_name === query.model)) throw FAILURES['bad-request']!('');
  const { data } = speakBody.safeParse(JSON.parse(text));
  if (!data) throw new Refusal(400, { category: 'INVALID_JSON', message: 'Invalid JSON submitted.', details: 'missing field `text`', request_id: 'b3c1' });
  if (data.text.length > 2_000) throw refused(413, 'Payload Too Large', 'Input text exceeds maximum character limit of 2000.');
  speeches.push(Object.fromEntries(url.searchParams));
  await speak(data.text, query, response, failure);
}

export async function startDeepgramServer(): Promise<DeepgramServer> {
  const [connections, speeches, plan]: [Connection[], Record<string, string>[], ListenPlan] = [[], [], { cutAtMs: [] }];
  const sockets = new Set<Socket>();
  const live = new WebSocketServer({ noServer: true });
  const server = createServer((request, response) => {
    answer(request, response, speeches).catch((error: unknown) => {
      const { status = 500, body = 'failed', headers = {} } = error as Partial<Refusal>;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    try {
      const { failure, url } = routeOf(request);
      if (failure === 'timeout') return;
      if (failure === 'auth-later' && connections.length > 0) throw FAILURES['auth']!('key');
      if (url.pathname !== '/v1/listen') throw new Refusal(404, { category: 'NOT_FOUND', message: 'Not found.' });
      const connection: Connection = { query: readQuery(listenQuery, url), controls: [], received: [] };
      live.handleUpgrade(request, socket, head, (webSocket) => { connections.push(connection); if (failure === 'closed-at-once') webSocket.close(1011, 'NET-0000'); listen(webSocket, connection, failure, plan); });
    } catch (error) {
      const { status = 500, body = 'failed', headers = {} } = error as Partial<Refusal>;
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const lines = Object.entries({ 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
    }
  });
  server.on('connection', (socket) => { sockets.add(socket); socket.on('error', () => {}); socket.on('close', () => sockets.delete(socket)); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections, plan, speeches,
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => { server.close(resolve); }); },
  };
}
