import { createReadStream } from 'node:fs';
import { callPlan, type CallInterim, type CallPlan, type MediaCommand, type PlanRefusal } from '@parley/media-contract';
import type { Clock, PluginLogger } from '@parley/plugin-host';
import { followCommands } from './command-feed.js';
import { createHttpClient } from './http-client.js';
import { ApiLinkError, errorOfStatus } from './link-error.js';
import { REPORT_LIMITS } from './limits.js';

export interface ApiLinkOptions {
  /** Where api listens, e.g. `http://127.0.0.1:4000`; a path before `/internal` is kept. */
  readonly url: string;
  readonly serviceToken: string;
  /** Names this media server; commands for its calls carry it. */
  readonly mediaId: string;
  readonly clock: Clock;
  readonly logger: PluginLogger;
}

export type PlanAnswer =
  | { readonly plan: CallPlan }
  | { readonly plan: undefined; readonly refusal: PlanRefusal; readonly message: string };

export interface AppendAnswer {
  /** Highest sequence number up to which api holds every event of the call. */
  readonly acceptedSeq: number;
  /** Present where api will not take an event of this request, however often it is sent. */
  readonly refusal: { readonly code: string; readonly message: string } | undefined;
}

export interface RecordingUpload {
  readonly callId: string;
  readonly path: string;
  readonly durationMs: number;
  readonly byteLength: number;
  readonly sha256: string;
  readonly sampleRateHz: number;
}

/** The way to api. Every method rejects with {@link ApiLinkError} alone. */
export interface ApiLink {
  /** Exchanges a call's token for its plan; limit 5 s. */
  takePlan(token: string, transport: CallPlan['transport']): Promise<PlanAnswer>;
  /** `events` are events as JSON text: the journal's bytes are the wire's. Limit 10 s. */
  appendEvents(callId: string, events: readonly string[], interims: readonly CallInterim[]): Promise<AppendAnswer>;
  /** Idempotent; given up after 30 s without a byte taken. */
  uploadRecording(file: RecordingUpload): Promise<void>;
  /** Follows commands until the returned function is called or the link closes; connects again for ever. */
  commands(onCommand: (command: MediaCommand) => void): () => void;
  /** Ends what is under way with `closed`. */
  close(): void;
}

const TAKE_PLAN = 'mutation CallPlanTake($input: CallPlanTakeInput!) { callPlanTake(input: $input) { plan errors { code message } } }';
const APPEND = 'mutation CallEventsAppend($input: CallEventsAppendInput!) { callEventsAppend(input: $input) { acceptedSeq errors { code message } } }';
const APPEND_HEAD = `{"query":${JSON.stringify(APPEND)},"variables":{"input":{"callId":`;
/** Codes of top-level GraphQL errors that say the input is at fault. All others are api's own trouble. */
const INPUT_FAULTS: ReadonlySet<string> = new Set(['BAD_USER_INPUT', 'VALIDATION_FAILED', 'VALIDATION', 'GRAPHQL_VALIDATION_FAILED', 'INVALID_ID', 'INVALID_INPUT', 'NOT_FOUND']);

export function createApiLink(options: ApiLinkOptions): ApiLink {
  const base = new URL(options.url);
  const http = createHttpClient(base, options.clock);
  const authorization = `Bearer ${options.serviceToken}`;
  const follows = new Set<() => void>();

  async function graphql(body: string, field: string, timeoutMs: number): Promise<Readonly<Record<string, unknown>>> {
    const answer = await http.send({
      method: 'POST', path: '/internal/graphql', timeoutMs, body,
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
    });
    return readGraphqlAnswer(answer.status, answer.body, field);
  }

  return {
    async takePlan(token, transport) {
      const variables = { input: { token, transport, mediaId: options.mediaId } };
      const payload = await graphql(JSON.stringify({ query: TAKE_PLAN, variables }), 'callPlanTake', REPORT_LIMITS.planTimeoutMs);
      const error = firstError(payload);
      if (error) return { plan: undefined, refusal: error.code as PlanRefusal, message: error.message };
      const parsed = callPlan.safeParse(typeof payload['plan'] === 'string' ? JSON.parse(payload['plan']) : payload['plan']);
      if (!parsed.success) throw new ApiLinkError('api-fault', `the call plan does not fit: ${parsed.error.message}`);
      return { plan: parsed.data };
    },
    async appendEvents(callId, events, interims) {
      const body = `${APPEND_HEAD}${JSON.stringify(callId)},"events":[${events.join(',')}],"interims":${JSON.stringify(interims)}}}}`;
      const payload = await graphql(body, 'callEventsAppend', REPORT_LIMITS.appendTimeoutMs);
      const acceptedSeq = payload['acceptedSeq'];
      return { acceptedSeq: typeof acceptedSeq === 'number' ? acceptedSeq : 0, refusal: firstError(payload) };
    },
    async uploadRecording(file) {
      const answer = await http.send({
        method: 'PUT', path: `/internal/recordings/${encodeURIComponent(file.callId)}`, timeoutMs: REPORT_LIMITS.uploadIdleTimeoutMs,
        body: createReadStream(file.path, { end: Math.max(0, file.byteLength - 1) }),
        headers: {
          authorization, 'content-type': 'audio/wav', 'content-length': file.byteLength, 'x-content-sha256': file.sha256,
          'x-duration-ms': file.durationMs, 'x-sample-rate-hz': file.sampleRateHz,
        },
      });
      const error = errorOfStatus(answer.status, answer.body);
      if (error) throw error;
    },
    commands(onCommand) {
      const url = `${base.protocol === 'https:' ? 'wss:' : 'ws:'}//${base.host}${base.pathname.replace(/\/+$/, '')}/internal/graphql`;
      const end = followCommands({ ...options, url, onCommand });
      follows.add(end);
      return () => { follows.delete(end); end(); };
    },
    close() {
      for (const end of follows) end();
      follows.clear();
      http.close();
    },
  };
}

function readGraphqlAnswer(status: number, body: string, field: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try { parsed = JSON.parse(body); } catch { parsed = undefined; }
  if (!isRecord(parsed)) throw errorOfStatus(status, body) ?? new ApiLinkError('api-fault', 'the answer of api is not JSON', status);
  const payload = isRecord(parsed['data']) ? parsed['data'][field] : undefined;
  if (isRecord(payload)) return payload;
  const error: unknown = Array.isArray(parsed['errors']) ? parsed['errors'][0] : undefined;
  if (!isRecord(error)) throw errorOfStatus(status, body) ?? new ApiLinkError('api-fault', `the answer of api has no ${field}`, status);
  const code = isRecord(error['extensions']) ? String(error['extensions']['code']) : '';
  const message = `${code || 'api error'}: ${String(error['message'])}`;
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') throw new ApiLinkError('auth', message, status);
  if (INPUT_FAULTS.has(code)) throw new ApiLinkError('bad-request', message, status);
  throw new ApiLinkError('api-fault', message, status);
}

function firstError(payload: Readonly<Record<string, unknown>>): { readonly code: string; readonly message: string } | undefined {
  const error: unknown = Array.isArray(payload['errors']) ? payload['errors'][0] : undefined;
  return isRecord(error) ? { code: String(error['code']), message: String(error['message']) } : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
