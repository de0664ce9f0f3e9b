import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { MediaBenchOptions } from './options.js';

/** An event as media reports it; the bench reads only a few of its fields. */
export interface ReportedEvent { readonly callId: string; readonly seq: number; readonly type: string; readonly atMs: number; readonly payload: Record<string, unknown> }

/**
 * The api's end of the media link, as cheap as can be: it grants every plan and keeps every event, so that the bench
 * measures media and not a database.
 */
export class StubApi {
  /** Those that the bench reads; the others are only counted. */
  events: ReportedEvent[] = [];
  eventCount = 0;
  requests = 0;
  recordings = 0;
  readonly #acceptedSeq = new Map<string, number>();
  recordingBytes = 0;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });

  private constructor(readonly options: MediaBenchOptions) {
    this.#server = createServer((request, response) => { void this.#answer(request, response); });
    // media follows its commands over graphql-ws; the bench gives none.
    this.#server.on('upgrade', (request, socket, head) => this.#sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data: Buffer) => {
        const { type } = JSON.parse(data.toString('utf8')) as { type: string };
        if (type === 'connection_init') client.send('{"type":"connection_ack"}');
        if (type === 'ping') client.send('{"type":"pong"}');
      });
    }));
  }

  static async start(options: MediaBenchOptions): Promise<StubApi> {
    const api = new StubApi(options);
    await new Promise<void>((resolve) => { api.#server.listen(0, '127.0.0.1', resolve); });
    return api;
  }

  get url(): string { return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`; }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'PUT') {
      for await (const chunk of request) this.recordingBytes += (chunk as Buffer).length;
      this.recordings += 1;
      response.writeHead(201).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { query: string; variables: Record<string, Record<string, unknown>> };
    this.requests += 1;
    const data = query.includes('callPlanTake') ? this.#plan(variables['input']!) : this.#appends(query, variables);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
  }

  /** One request may carry the events of several calls, each a field of its own: `a0: callEventsAppend(input: $i0)`. */
  #appends(query: string, variables: Record<string, Record<string, unknown>>): Record<string, unknown> {
    const fields = [...query.matchAll(/(?:(\w+): ?)?callEventsAppend\(input: ?\$(\w+)\)/g)];
    return Object.fromEntries(fields.map(([, alias, variable]) => [alias ?? 'callEventsAppend', this.#append(variables[variable!]!)]));
  }

  #append(input: Record<string, unknown>): unknown {
    const callId = String(input['callId']);
    const events = input['events'] as ReportedEvent[];
    const acceptedSeq = Math.max(this.#acceptedSeq.get(callId) ?? 0, events.at(-1)?.seq ?? 0);
    this.#acceptedSeq.set(callId, acceptedSeq);
    this.eventCount += events.length;
    for (const event of events) if (event.type === 'agent-turn' || event.type === 'interruption-started') this.events.push(event);
    return { acceptedSeq, errors: [] };
  }

  #plan(input: Record<string, unknown>): unknown {
    const callId = uuidOf(String(input['token']));
    const step = (settings: Record<string, unknown>, pluginId = 'simulated') => ({ steps: [{ connectionId: pluginId, pluginId, settings, secrets: {} }] });
    const vad = this.options.vad === 'simulated' ? step({}) : step({ batching: this.options.vad }, 'local');
    const plan = {
      callId, organizationId: uuidOf('bench'), transport: input['transport'], recording: { isEnabled: this.options.isRecording },
      agent: {
        id: uuidOf('agent'), versionId: uuidOf('version'), version: 1, name: 'Bench', instructions: 'Answer.', greeting: 'Hello, this is the bench speaking. How can I help?',
        language: 'en', knowledge: [], tools: [], turnTaking: {},
      },
      routes: {
        vad, turn: step({}), stt: step({ transcripts: ['What are your opening hours on Saturday?'], finalDelayMs: SIMULATED_MS.sttFinal, speculationDelayMs: SIMULATED_MS.sttFinal }),
        llm: step({ replies: [REPLY], firstTokenMs: SIMULATED_MS.llmFirstToken, tokensPerSecond: 60 }),
        tts: step({ firstAudioMs: SIMULATED_MS.ttsFirstAudio, realTimeFactor: 0.1 }),
      },
    };
    return { callPlanTake: { plan, errors: [] } };
  }
}

const REPLY = 'On Saturday we are open from nine in the morning until two in the afternoon. You can come without an appointment. Parking is free behind the house, and the bus stops in front of it.';

/** What the simulated providers take, in milliseconds; everything above is media's own. */
export const SIMULATED_MS = { sttFinal: 120, llmFirstToken: 250, ttsFirstAudio: 120 } as const;

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
