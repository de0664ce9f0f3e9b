import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { callEvent, type CallEvent, type CallInterim, type MediaCommand } from '@parley/media-contract';
import type * as GraphqlModule from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { z } from 'zod';

// graphql-ws loads the CommonJS build; bundling test runners would give this file the other one, and the two do not mix.
const { buildSchema, graphql, GraphQLError, parse, subscribe } = createRequire(import.meta.url)('graphql') as typeof GraphqlModule;

const SCHEMA = buildSchema(`
  scalar JSON
  enum CallTransport { BROWSER TWILIO }
  type LinkError { code: String! message: String! }
  input CallPlanTakeInput { token: String! transport: CallTransport! mediaId: String! }
  type CallPlanTakePayload { plan: JSON errors: [LinkError!]! }
  input CallEventsAppendInput { callId: ID! events: [JSON!]! interims: [JSON!] }
  type CallEventsAppendPayload { acceptedSeq: Int! errors: [LinkError!]! }
  type Query { ok: Boolean }
  type Mutation { callPlanTake(input: CallPlanTakeInput!): CallPlanTakePayload! callEventsAppend(input: CallEventsAppendInput!): CallEventsAppendPayload! }
  type Subscription { mediaCommands(mediaId: ID!, callsMax: Int, isDraining: Boolean): JSON! }
`);

export interface LinkServerOptions {
  readonly serviceToken: string;
  /** Default: any free port. */
  readonly port?: number;
  /** Events are kept here, written before they are confirmed, and read again at the start. Default: memory alone. */
  readonly storePath?: string;
  /** What the token is worth. */
  readonly takePlan?: (token: string) => { readonly plan?: unknown; readonly errors: readonly { readonly code: string; readonly message: string }[] };
}

export interface StoredUpload { readonly bytes: Buffer; readonly headers: IncomingMessage['headers']; readonly times: number }

/** api's side of the link, as small as can be: real HTTP, real GraphQL, and a store in which `(callId, seq)` is unique. */
export interface LinkServer {
  readonly url: string;
  readonly port: number;
  readonly events: ReadonlyMap<string, ReadonlyMap<number, CallEvent>>;
  readonly interims: readonly CallInterim[];
  readonly uploads: ReadonlyMap<string, StoredUpload>;
  /** What each subscription to commands told of its server. */
  readonly standings: readonly Readonly<Record<string, unknown>>[];
  readonly requests: number;
  /** Events that came again, and were not stored again. */
  readonly repeats: number;
  /** Most events of one request. */
  readonly batchMax: number;
  readonly followers: number;
  /** Answers with this before it does anything, while set: an HTTP status, or no answer at all. */
  fault: { readonly status: number } | 'hang' | undefined;
  /** An event that is refused, whatever is sent beside it. */
  refuse: ((event: CallEvent) => { readonly code: string; readonly message: string } | undefined) | undefined;
  /** Stores nothing behind a gap, as api does. Default false, so that a test of ours sees what was sent. */
  rejectsGaps: boolean;
  command(command: MediaCommand): void;
  /** Breaks every connection, as a process that dies does. */
  kill(): Promise<void>;
}

type MutableStore = Map<string, Map<number, CallEvent>>;

export async function startLinkServer(options: LinkServerOptions): Promise<LinkServer> {
  const store = new LinkStore(options);
  const http = createServer((request, response) => { void store.answer(request, response); });
  const sockets = new WebSocketServer({ server: http, path: '/internal/graphql' });
  const socketServer = useServer({
    schema: SCHEMA,
    onConnect: (context) => context.connectionParams?.['authorization'] === `Bearer ${options.serviceToken}`,
    subscribe: (args) => subscribe({ ...(args as GraphqlModule.ExecutionArgs), rootValue: { mediaCommands: (standing: Readonly<Record<string, unknown>>) => { store.standings.push(standing); return store.follow(); } } }),
  }, sockets);
  await new Promise<void>((resolve, reject) => { http.once('error', reject); http.listen(options.port ?? 0, '127.0.0.1', resolve); });
  const { port } = http.address() as AddressInfo;
  return Object.assign(store, {
    port, url: `http://127.0.0.1:${port}`,
    async kill() {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => { http.close(() => resolve()); });
      await Promise.resolve(socketServer.dispose()).catch(() => undefined);
      store.close();
    },
  });
}

class LinkStore {
  readonly events: MutableStore = new Map();
  readonly interims: CallInterim[] = [];
  readonly uploads = new Map<string, StoredUpload>();
  readonly standings: Readonly<Record<string, unknown>>[] = [];
  requests = 0;
  repeats = 0;
  batchMax = 0;
  rejectsGaps = false;
  fault: LinkServer['fault'];
  refuse: LinkServer['refuse'];
  readonly #options: LinkServerOptions;
  readonly #file: number | undefined;
  readonly #queues = new Set<(command: MediaCommand) => void>();

  constructor(options: LinkServerOptions) {
    this.#options = options;
    if (options.storePath === undefined) return;
    if (existsSync(options.storePath)) this.#load(options.storePath);
    this.#file = openSync(options.storePath, 'a');
  }

  get followers(): number {
    return this.#queues.size;
  }

  command(command: MediaCommand): void {
    for (const push of this.#queues) push(command);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  follow(): AsyncIterableIterator<{ mediaCommands: MediaCommand }> {
    const waiting: MediaCommand[] = [];
    let wake: (() => void) | undefined;
    let isOver = false;
    const push = (command: MediaCommand): void => { waiting.push(command); wake?.(); };
    this.#queues.add(push);
    return {
      [Symbol.asyncIterator]() { return this; },
      async next() {
        while (waiting.length === 0 && !isOver) await new Promise<void>((resolve) => { wake = resolve; });
        const command = waiting.shift();
        return command && !isOver ? { done: false, value: { mediaCommands: command } } : { done: true, value: undefined };
      },
      return: () => {
        this.#queues.delete(push);
        isOver = true;
        wake?.();
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    try {
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    } catch {
      return;
    }
    if (this.fault === 'hang') return;
    if (this.fault) { response.writeHead(this.fault.status).end('fault'); return; }
    if (request.headers.authorization !== `Bearer ${this.#options.serviceToken}`) { response.writeHead(401).end(); return; }
    const upload = /^\/internal\/recordings\/(.+)$/.exec(request.url ?? '');
    if (request.method === 'PUT' && upload) { response.writeHead(this.#upload(decodeURIComponent(upload[1]!), Buffer.concat(parts), request)).end(); return; }
    if (request.method !== 'POST' || request.url !== '/internal/graphql') { response.writeHead(404).end(); return; }
    this.requests += 1;
    const { query, variables } = JSON.parse(Buffer.concat(parts).toString()) as { query: string; variables: Record<string, unknown> };
    parse(query);
    const rootValue = {
      callPlanTake: ({ input }: { input: { token: string } }) => this.#options.takePlan?.(input.token) ?? { errors: [{ code: 'TOKEN_UNKNOWN', message: 'No call has this token.' }] },
      callEventsAppend: ({ input }: { input: { callId: string; events: unknown[]; interims?: CallInterim[] } }) => this.#append(input),
    };
    const result = await graphql({ schema: SCHEMA, source: query, variableValues: variables, rootValue });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  }

  #append(input: { callId: string; events: unknown[]; interims?: CallInterim[] }): unknown {
    const parsed = z.array(callEvent).safeParse(input.events);
    if (!parsed.success) throw new GraphQLError('an event does not fit', { extensions: { code: 'BAD_USER_INPUT' } });
    this.batchMax = Math.max(this.batchMax, parsed.data.length);
    this.interims.push(...(input.interims ?? []));
    for (const event of parsed.data) {
      const refusal = this.refuse?.(event);
      if (refusal) return { acceptedSeq: this.#acceptedSeq(input.callId), errors: [refusal] };
    }
    this.#put(parsed.data);
    return { acceptedSeq: this.#acceptedSeq(input.callId), errors: [] };
  }

  #put(events: readonly CallEvent[], isLoading = false): void {
    let lines = '';
    for (const event of events) {
      let call = this.events.get(event.callId);
      if (!call) this.events.set(event.callId, call = new Map());
      if (this.rejectsGaps && event.seq > 1 && !call.has(event.seq - 1)) continue;
      if (call.has(event.seq)) { this.repeats += 1; continue; }
      call.set(event.seq, event);
      lines += `${JSON.stringify(event)}\n`;
    }
    if (!isLoading && this.#file !== undefined && lines !== '') writeSync(this.#file, lines);
  }

  #acceptedSeq(callId: string): number {
    const call = this.events.get(callId);
    let seq = 0;
    while (call?.has(seq + 1)) seq += 1;
    return seq;
  }

  #upload(callId: string, bytes: Buffer, request: IncomingMessage): number {
    if (createHash('sha256').update(bytes).digest('hex') !== request.headers['x-content-sha256']) return 400;
    const before = this.uploads.get(callId);
    this.uploads.set(callId, { bytes, headers: request.headers, times: (before?.times ?? 0) + 1 });
    return before ? 200 : 201;
  }

  #load(path: string): void {
    const text = readFileSync(path, 'utf8');
    const soundLength = text.lastIndexOf('\n') + 1;
    truncateSync(path, Buffer.byteLength(text.slice(0, soundLength)));
    this.#put(text.slice(0, soundLength).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as CallEvent), true);
  }
}
