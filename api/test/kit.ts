import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '@parley/db/testing';
import type { CallEvent, CallEventPayload, CallEventType, CallInterim } from '@parley/media-contract';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { startApi, createLogger, type RunningApi } from '../src/start-api.js';

export const SERVICE_TOKEN = 'service-token-of-tests';

/** Whatever JSON there is; tests look at it with matchers. */
export type Loose = ReturnType<typeof JSON.parse>;

/** An answer as it came over HTTP. */
export interface Answer { readonly status: number; readonly headers: Headers; readonly data: Loose; readonly errors: { message: string; path?: string[]; extensions: { code: string; requestId: string } }[] | undefined }

/** A person of an organization of their own. */
export interface Person { readonly token: string; readonly email: string; readonly organizationId: string; ask(query: string, variables?: object): Promise<Answer> }

export interface Kit {
  readonly api: RunningApi;
  readonly test: TestDatabase;
  readonly dataDir: string;
  ask(query: string, variables?: object, token?: string): Promise<Answer>;
  /** The internal schema, with the service token. */
  link(query: string, variables?: object): Promise<Answer>;
  signUp(name?: string): Promise<Person>;
  /** Another api on the same database. */
  another(env?: Record<string, string>, logger?: Logger): Promise<RunningApi>;
  close(): Promise<void>;
}

let people = 0;

export async function post(url: string, query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
  const text = await response.text();
  const body = JSON.parse(text) as Pick<Answer, 'data' | 'errors'>;
  return { status: response.status, headers: response.headers, data: body.data, errors: body.errors };
}

/** A real server on a real, empty database; with Redis where `REDIS_URL` names one. It does not sweep: tests count statements. */
export async function startKit(env: Record<string, string> = {}, options: { hasFastPath?: boolean } = {}): Promise<Kit> {
  const test = await openTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-api-'));
  const redis = await ownRedis();
  const variables = { PORT: '0', PARLEY_DATA_DIR: dataDir, PARLEY_SERVICE_TOKEN: SERVICE_TOKEN, NODE_ENV: 'test', LOG_LEVEL: 'silent', ...redis, ...env };
  const start = (more: Record<string, string> = {}, logger = createLogger('error')) => startApi({ env: { ...variables, ...more }, database: test.database, logger, isSeeded: false, hasSweep: false, ...options });
  const api = await start();
  const others: RunningApi[] = [];
  const ask = (query: string, values: object = {}, token?: string) => post(`${api.url}/graphql`, query, values, token ? { authorization: `Bearer ${token}` } : {});
  return {
    api, test, dataDir, ask,
    link: (query, values) => post(`${api.url}/internal/graphql`, query, values, { authorization: `Bearer ${SERVICE_TOKEN}` }),
    signUp: async (name = 'Person') => {
      const email = `${name.toLowerCase().replace(/\W/g, '')}-${++people}@example.com`;
      const { data, errors } = await ask('mutation ($input: SignUpInput!) { signUp(input: $input) { sessionToken viewer { organization { id } } errors { code message } } }', { input: { email, password: 'a good password', organizationName: `${name}'s firm` } });
      if (errors) throw new Error(`signing up failed: ${JSON.stringify(errors)}`);
      const token = data.signUp.sessionToken as string;
      return { token, email, organizationId: data.signUp.viewer.organization.id as string, ask: (query, values) => ask(query, values, token) };
    },
    another: async (more, logger) => { const other = await start(more, logger); others.push(other); return other; },
    close: async () => {
      for (const other of others) await other.close();
      await api.close();
      await test.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A numbered database of Redis for this test process, empty, so that attempts of other suites do not count here. */
async function ownRedis(): Promise<Record<string, string>> {
  const given = process.env['REDIS_URL'];
  if (!given) return {};
  const url = new URL(given);
  url.pathname = `/${process.pid % 16}`;
  const client = new Redis(url.href);
  await client.flushdb();
  client.disconnect();
  return { REDIS_URL: url.href };
}

/** A published agent; answers its id. */
export async function publishedAgent(person: Person, input: object = {}): Promise<string> {
  const { data } = await person.ask('mutation ($input: AgentCreateInput!) { agentCreate(input: $input) { agent { id } errors { message } } }', { input: { name: 'Mia', ...input } });
  const id = data.agentCreate.agent.id as string;
  await person.ask('mutation ($id: ID!) { agentPublish(input: { id: $id }) { errors { message } } }', { id });
  return id;
}

export interface StartedCall { readonly id: string; readonly token: string }

export async function startCall(person: Person, agentId: string, transport = 'BROWSER'): Promise<StartedCall> {
  const { data } = await person.ask('mutation ($input: CallStartInput!) { callStart(input: $input) { call { id } media { token } errors { message } } }', { input: { agentId, transport } });
  return { id: data.callStart.call.id as string, token: data.callStart.media.token as string };
}

export const TAKE = 'mutation ($input: CallPlanTakeInput!) { callPlanTake(input: $input) { plan errors { code message } } }';
export const APPEND = 'mutation ($input: CallEventsAppendInput!) { callEventsAppend(input: $input) { acceptedSeq errors { code message seq path } } }';

/** A call that media has taken: its public and its internal id. */
export async function activeCall(kit: Kit, person: Person, agentId: string, mediaId = 'media-1'): Promise<{ id: string; callId: string }> {
  const { id, token } = await startCall(person, agentId);
  const { data } = await kit.link(TAKE, { input: { token, transport: 'BROWSER', mediaId } });
  return { id, callId: data.callPlanTake.plan.callId as string };
}

export async function append(kit: Kit, callId: string, events: readonly unknown[], interims: readonly CallInterim[] = []): Promise<{ acceptedSeq: number; errors: { code: string; message: string; seq: number | null; path: string[] | null }[] }> {
  const { data } = await kit.link(APPEND, { input: { callId, events, interims } });
  return data.callEventsAppend;
}

export function event<Type extends CallEventType>(callId: string, seq: number, type: Type, payload: CallEventPayload<Type>): CallEvent {
  return { callId, seq, type, atMs: seq * 100, occurredAt: new Date(1_700_000_000_000 + seq * 100).toISOString(), payload } as CallEvent;
}

/** A short conversation: greeting, question, answer, end; seven events. */
export function conversation(callId: string): CallEvent[] {
  const usage = (kind: 'llm' | 'stt', requestId: string, costMicroUsd: number) => [{ kind, connectionId: 'local', requestId, outcome: 'served' as const, costMicroUsd, requests: 1 }];
  return [
    event(callId, 1, 'call-started', { transport: 'BROWSER', mediaId: 'media-1', codec: 'pcm16-16000' }),
    event(callId, 2, 'agent-turn', {
      turnIndex: 0, epoch: 1, purpose: 'GREETING', generatedText: 'Hello.', spokenText: 'Hello.', heardText: 'Hello.', heardEvidence: 'SAMPLES', isInterrupted: false, startedAtMs: 100, endedAtMs: 900,
      latency: { responseMs: 90 }, providers: { tts: 'local' }, usage: [],
    }),
    event(callId, 3, 'speech-started', { turnIndex: 1 }),
    event(callId, 4, 'caller-turn', { turnIndex: 1, text: 'When are you open?', startedAtMs: 1_000, endedAtMs: 2_000, confidence: 0.9, providers: { stt: 'local' }, usage: usage('stt', 'r1', 1_000) }),
    event(callId, 5, 'turn-decided', { turnIndex: 1, waitMs: 400, completeProbability: 0.8, threshold: 0.5, reason: 'The sentence was complete.' }),
    event(callId, 6, 'agent-turn', {
      turnIndex: 2, epoch: 2, purpose: 'ANSWER', generatedText: 'From nine to five.', spokenText: 'From nine to five.', heardText: 'From nine', heardEvidence: 'MARK', isInterrupted: true, startedAtMs: 2_400, endedAtMs: 3_100,
      latency: { endpointWaitMs: 400, sttFinalMs: 0, llmFirstTokenMs: 50, responseMs: 600, ownShareMs: 8.25 }, providers: { llm: 'local', tts: 'local' }, usage: usage('llm', 'r2', 11_345),
    }),
    event(callId, 7, 'call-ended', { reason: { party: 'CALLER', code: 'HUNG_UP', text: 'The caller hung up.' }, durationMs: 3_500, usage: [], speculation: { hits: 1, misses: 0 } }),
  ];
}

/** SQL statements of `work` that read or write data. Looking up the session is left out, and what the audit log is told of a first reading: a process asks for either now and then. */
export async function countStatements(kit: Kit, work: () => Promise<unknown>): Promise<string[]> {
  kit.test.takeStatements();
  await work();
  return kit.test.takeStatements().filter(({ kind, sql }) => kind === 'data' && !sql.includes('WITH s AS (SELECT * FROM sessions') && !sql.includes('parley_audit_note')).map(({ sql }) => sql);
}

/** Resolves once the condition holds; looks again after each turn of the event loop that brought something. */
export async function until(condition: () => boolean, what: string, limitMs = 5_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}
