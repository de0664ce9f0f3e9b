import { createReadStream } from 'node:fs';
import { callPlan, type CallInterim, type CallPlan, type MediaCommand, type PlanRefusal } from '@parley/media-contract';
import type { Clock, PluginLogger } from '@parley/plugin-host';
import { followCommands, type CommandFeed } from './command-feed.js';
import { AppendCombiner } from './append-combiner.js';
import { createHttpClient, type HttpAnswer } from './http-client.js';
import { ApiLinkError, errorOfStatus, toApiLinkError } from './link-error.js';
import { REPORT_LIMITS } from './limits.js';

export interface ApiLinkOptions {
  /** Where api listens, e.g. `http://127.0.0.1:4000`; a path before `/internal` is kept. */
  readonly url: string;
  readonly serviceToken: string;
  /** Names this media server; commands for its calls carry it. */
  readonly mediaId: string;
  /** Calls that this server takes at most; shown to people. */
  readonly callsMax?: number | undefined;
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
  /** Tells api that this server takes no new calls from now on; for people who look at it. */
  tellDraining(): void;
  /** Ends what is under way with `closed`. */
  close(): void;
}

const TAKE_PLAN = 'mutation CallPlanTake($input: CallPlanTakeInput!) { callPlanTake(input: $input) { plan errors { code message } } }';
/** The events of one call travel as the plain field; of several as `a0`, `a1`, ... with variables `i0`, `i1`, ... */
const fieldOf = (index: number, count: number): string => (count === 1 ? 'callEventsAppend' : `a${index}`);
const variableOf = (index: number, count: number): string => (count === 1 ? 'input' : `i${index}`);
/** By the number of calls in one request. */
const APPEND_HEADS = Array.from({ length: REPORT_LIMITS.requestCallsMax + 1 }, (_, count) => {
  const indexes = Array.from({ length: count }, (_unused, index) => index);
  const variables = indexes.map((index) => `$${variableOf(index, count)}: CallEventsAppendInput!`).join(', ');
  const fields = indexes.map((index) => `${count === 1 ? '' : `${fieldOf(index, count)}: `}callEventsAppend(input: $${variableOf(index, count)}) { acceptedSeq errors { code message } }`).join(' ');
  return `{"query":${JSON.stringify(`mutation CallEventsAppend(${variables}) { ${fields} }`)},"variables":{`;
});
/** Codes of top-level GraphQL errors that say the input is at fault. All others are api's own trouble. */
const INPUT_FAULTS: ReadonlySet<string> = new Set(['BAD_USER_INPUT', 'VALIDATION_FAILED', 'VALIDATION', 'GRAPHQL_VALIDATION_FAILED', 'INVALID_ID', 'INVALID_INPUT', 'NOT_FOUND']);

export function createApiLink(options: ApiLinkOptions): ApiLink {
  const base = new URL(options.url);
  const http = createHttpClient(base, options.clock);
  const authorization = `Bearer ${options.serviceToken}`;
  const follows = new Set<CommandFeed>();
  let isDraining = false;

  function graphql(body: string, timeoutMs: number): Promise<HttpAnswer> {
    return http.send({
      method: 'POST', path: '/internal/graphql', timeoutMs, body,
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json' },
    });
  }

  const combiner = new AppendCombiner(options.clock, async (entries) => {
    const inputs = entries.map(({ callId, events, interims }, index) => `"${variableOf(index, entries.length)}":{"callId":${JSON.stringify(callId)},"events":[${events.join(',')}],"interims":${JSON.stringify(interims)}}`);
    const answer = await graphql(`${APPEND_HEADS[entries.length]}${inputs.join(',')}}}`, REPORT_LIMITS.appendTimeoutMs);
    return readAppendAnswers(answer, entries.length);
  });

  return {
    async takePlan(token, transport) {
      const variables = { input: { token, transport, mediaId: options.mediaId } };
      const { status, body } = await graphql(JSON.stringify({ query: TAKE_PLAN, variables }), REPORT_LIMITS.planTimeoutMs);
      const payload = payloadOf(parseAnswer(status, body), 'callPlanTake', status, body);
      const error = firstError(payload);
      if (error) return { plan: undefined, refusal: error.code as PlanRefusal, message: error.message };
      const parsed = callPlan.safeParse(typeof payload['plan'] === 'string' ? JSON.parse(payload['plan']) : payload['plan']);
      if (!parsed.success) throw new ApiLinkError('api-fault', `the call plan does not fit: ${parsed.error.message}`);
      return { plan: parsed.data };
    },
    appendEvents: (callId, events, interims) => combiner.append({ callId, events, interims }),
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
      const feed = followCommands({ ...options, url, onCommand, standing: () => ({ callsMax: options.callsMax, isDraining }) });
      follows.add(feed);
      return () => { follows.delete(feed); feed.end(); };
    },
    tellDraining() {
      if (isDraining) return;
      isDraining = true;
      for (const feed of follows) feed.renew();
    },
    close() {
      for (const feed of follows) feed.end();
      follows.clear();
      http.close();
    },
  };
}

/** The answer for each call of a request; a call whose field api failed on has its error. Throws where the whole request failed. */
function readAppendAnswers({ status, body }: HttpAnswer, count: number): (AppendAnswer | ApiLinkError)[] {
  const parsed = parseAnswer(status, body);
  // An error without data, or data without any of the fields, is about the request.
  if (!isRecord(parsed['data'])) payloadOf(parsed, fieldOf(0, count), status, body);
  return Array.from({ length: count }, (_, index) => {
    try {
      const payload = payloadOf(parsed, fieldOf(index, count), status, body);
      const acceptedSeq = payload['acceptedSeq'];
      return { acceptedSeq: typeof acceptedSeq === 'number' ? acceptedSeq : 0, refusal: firstError(payload) };
    } catch (error) {
      if (count === 1) throw error;
      return toApiLinkError(error);
    }
  });
}

function parseAnswer(status: number, body: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try { parsed = JSON.parse(body); } catch { parsed = undefined; }
  if (!isRecord(parsed)) throw errorOfStatus(status, body) ?? new ApiLinkError('api-fault', 'the answer of api is not JSON', status);
  return parsed;
}

/** What a field answered; throws the error that stands for it, or the first where none names it. */
function payloadOf(parsed: Readonly<Record<string, unknown>>, field: string, status: number, body: string): Readonly<Record<string, unknown>> {
  const payload = isRecord(parsed['data']) ? parsed['data'][field] : undefined;
  if (isRecord(payload)) return payload;
  const errors = (Array.isArray(parsed['errors']) ? parsed['errors'] : []).filter(isRecord);
  const error = errors.find(({ path }) => Array.isArray(path) && path[0] === field) ?? errors[0];
  if (!error) throw errorOfStatus(status, body) ?? new ApiLinkError('api-fault', `the answer of api has no ${field}`, status);
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
