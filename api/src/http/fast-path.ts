import type { ServerResponse } from 'node:http';
import { getOperationAST, type DocumentNode, type ExecutionResult, type GraphQLError } from 'graphql';
import type { ApiContext } from '../context.js';
import { requestError, type RequestErrorCode } from '../errors.js';
import { formatResult } from './error-format.js';
import type { PersistedDocuments } from './persisted-documents.js';
import type { ApiYoga } from './yoga.js';

export interface GraphqlParams { readonly query: string; readonly variables?: Record<string, unknown> | null | undefined; readonly operationName?: string | null | undefined; readonly extensions?: object | null | undefined }

export const RESPONSE_JSON = 'application/graphql-response+json';
const PLAIN_JSON = 'application/json';

/** The media type of the answer; undefined where the client takes none of ours. Without a wish, plain JSON. */
export function negotiate(accept: string | undefined): string | undefined {
  if (accept === undefined || accept.trim() === '') return PLAIN_JSON;
  const wishes = accept.split(',').map((wish) => wish.split(';')[0]!.trim().toLowerCase());
  for (const wish of wishes) {
    if (wish === RESPONSE_JSON) return RESPONSE_JSON;
    if (wish === PLAIN_JSON || wish === '*/*' || wish === 'application/*') return PLAIN_JSON;
  }
  return undefined;
}

/** The parameters in a body; throws a request error that says what is wrong with them. */
export function readParams(body: Buffer, documents: PersistedDocuments): GraphqlParams {
  let params: unknown;
  try {
    params = JSON.parse(body.toString('utf8'));
  } catch {
    throw requestError('BAD_REQUEST', 'The body is not JSON.');
  }
  if (typeof params !== 'object' || params === null) throw requestError('BAD_REQUEST', 'The body must be a JSON object with `query`.');
  if (Array.isArray(params)) throw requestError('BAD_REQUEST', 'Send one operation at a time: batching is off.');
  const { variables, operationName, extensions } = params as Record<string, unknown>;
  const isObject = (value: unknown) => value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
  if (!isObject(variables)) throw requestError('BAD_REQUEST', '`variables` must be an object.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') throw requestError('BAD_REQUEST', '`operationName` must be text.');
  if (!isObject(extensions)) throw requestError('BAD_REQUEST', '`extensions` must be an object.');
  const query = documents.textOf(params);
  if (query === undefined) throw requestError('BAD_REQUEST', '`query` must be the text of a GraphQL document.');
  return { query, variables, operationName, extensions } as GraphqlParams;
}

interface Answer { readonly result: ExecutionResult; readonly isRefused: boolean }

/**
 * Answers one JSON request without Yoga's Fetch layer, which costs more than a small query itself; parser, validation
 * and their caches are Yoga's own.
 */
export async function executeJson(yoga: ApiYoga, api: ApiContext, params: GraphqlParams): Promise<Answer> {
  const enveloped = yoga.getEnveloped({ api } as never);
  const refused = (errors: readonly unknown[], code: RequestErrorCode): Answer => ({ isRefused: true, result: formatResult({ errors: errors as GraphQLError[] }, api, code) });
  let document: DocumentNode;
  try {
    document = enveloped.parse(params.query);
  } catch (error) {
    return refused([error], 'GRAPHQL_PARSE_FAILED');
  }
  const faults = enveloped.validate(enveloped.schema, document) as readonly GraphQLError[];
  if (faults.length > 0) return refused(faults, 'GRAPHQL_VALIDATION_FAILED');
  const operation = getOperationAST(document, params.operationName);
  if (!operation) return refused([requestError('BAD_REQUEST', params.operationName ? `There is no operation "${params.operationName}" in the document.` : 'The document has several operations: name one with `operationName`.')], 'BAD_REQUEST');
  if (operation.operation === 'subscription') return refused([requestError('BAD_REQUEST', 'Subscriptions are served over graphql-ws, or as `text/event-stream`.')], 'BAD_REQUEST');
  const result = await (enveloped.execute as (args: object) => Promise<ExecutionResult>)({
    schema: enveloped.schema, document, contextValue: api, variableValues: params.variables ?? undefined, operationName: params.operationName ?? undefined,
  });
  return { isRefused: !('data' in result), result: formatResult(result, api) };
}

/**
 * Writes a result. As GraphQL over HTTP has it: plain JSON answers 200 to whatever was a GraphQL request, the newer
 * type answers 4xx where nothing was executed. Who has no points left is told so in either: proxies and clients know 429.
 */
export function writeResult(response: ServerResponse, { result, isRefused }: Answer, mediaType: string, refusedStatus = 400): void {
  const body = Buffer.from(JSON.stringify(result));
  const retryAfterMs = isRefused && result.errors?.[0]?.extensions['code'] === 'RATE_LIMITED' ? result.errors[0].extensions['retryAfterMs'] as number : undefined;
  if (retryAfterMs !== undefined) response.setHeader('retry-after', Math.ceil(retryAfterMs / 1_000));
  const status = retryAfterMs !== undefined ? 429 : isRefused && mediaType === RESPONSE_JSON ? refusedStatus : 200;
  response.writeHead(status, { 'content-type': `${mediaType}; charset=utf-8`, 'content-length': body.length }).end(body);
}

/** Writes an error of the request as a whole, with its HTTP status whatever the media type. */
export function writeRequestError(response: ServerResponse, status: number, error: unknown, api: Pick<ApiContext, 'requestId' | 'logger'>, mediaType = PLAIN_JSON): void {
  const body = JSON.stringify(formatResult({ errors: [error as GraphQLError] }, api, 'BAD_REQUEST'));
  response.writeHead(status, { 'content-type': `${mediaType}; charset=utf-8` }).end(body);
}
