import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { isExpiring } from '../access/api-keys.js';
import { ApiContext, type App } from '../context.js';
import { requestError, type RequestErrorCode } from '../errors.js';
import { readBody } from './body.js';
import { clientAddress } from './client-address.js';
import { executeJson, negotiate, readParams, writeRequestError, writeResult } from './fast-path.js';
import { sessionCookies, watchActor, type Identified } from './identify.js';
import type { PersistedDocuments } from './persisted-documents.js';
import type { ApiYoga } from './yoga.js';

export interface EndpointOptions {
  readonly app: App;
  readonly yoga: ApiYoga;
  readonly bodyBytesMax: number;
  /** Documents that may be named by their hash. */
  readonly documents: PersistedDocuments;
  readonly identify: (request: IncomingMessage) => Promise<Identified>;
  /** Off, every request goes through Yoga's Fetch layer; for the test that both answer alike. */
  readonly hasFastPath: boolean;
  /** GraphiQL may be asked for with GET. */
  readonly hasGraphiql: boolean;
}

/** GraphiQL brings its scripts and workers within its page; nothing is fetched from anywhere else. */
const GRAPHIQL_POLICY = "default-src 'self'; script-src 'unsafe-inline' 'unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data:; font-src data:; worker-src blob:; frame-ancestors 'none'";

const STATUS: Partial<Record<RequestErrorCode, number>> = { BODY_TOO_LARGE: 413, TIMEOUT: 408, INTERNAL: 500 };

const idempotencyKeyOf = (request: IncomingMessage) => (typeof request.headers['idempotency-key'] === 'string' ? request.headers['idempotency-key'] : undefined);

/** One GraphQL endpoint: plain JSON on the fast path, server-sent events and GraphiQL through Yoga. */
export async function serveGraphql(options: EndpointOptions, request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
  const { app, yoga } = options;
  const who = await options.identify(request).catch((error: unknown) => {
    writeRequestError(response, 500, error, { requestId, logger: app.logger.child({ requestId }) }, negotiate(request.headers.accept));
    return undefined;
  });
  if (!who) return;
  const cookies = sessionCookies(app, request.headers, (written) => { response.setHeader('set-cookie', written); });
  if (who.isBack) cookies.setAside?.finish();
  const api = new ApiContext(app, who.actor, {
    requestId, address: clientAddress(request, app.environment.trustProxy), userAgent: request.headers['user-agent'], languages: request.headers['accept-language'], idempotencyKey: idempotencyKeyOf(request), ...cookies,
    addCookie: (header) => { response.appendHeader('set-cookie', header); },
  });
  if (api.actor.kind === 'key' && isExpiring(api.actor.expiresAt)) response.setHeader('parley-key-expires', api.actor.expiresAt!.toISOString());
  const accept = request.headers.accept;
  if (request.method === 'GET' && options.hasGraphiql && accept?.includes('text/html') && !request.headers['sec-fetch-site']?.includes('cross')) {
    response.setHeader('content-security-policy', GRAPHIQL_POLICY);
    await yoga.handle(request, response, { api });
    return;
  }
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    writeRequestError(response, 405, requestError('METHOD_NOT_ALLOWED', 'Send operations with POST.'), api);
    return;
  }
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(request.headers['content-type'] ?? '')) {
    writeRequestError(response, 415, requestError('UNSUPPORTED_MEDIA_TYPE', 'Send operations as application/json in UTF-8.'), api);
    return;
  }
  const isStream = /\btext\/event-stream\b/i.test(accept ?? '');
  const mediaType = negotiate(accept);
  if (!isStream && mediaType === undefined) { writeRequestError(response, 406, requestError('BAD_REQUEST', 'Answers are application/graphql-response+json or application/json; subscriptions also text/event-stream.'), api); return; }
  try {
    const params = readParams(await readBody(request, options.bodyBytesMax), options.documents);
    if (isStream || !options.hasFastPath) {
      if (isStream) response.on('close', watchActor(app, { actor: api.actor, token: who.token, address: api.request.address }, () => { response.destroy(); }));
      // Read here within our limit; Yoga takes a body that has been read already.
      await yoga.handle(Object.assign(request, { body: params }), response, { api });
      return;
    }
    writeResult(response, await executeJson(yoga, api, params), mediaType!);
  } catch (error) {
    if (response.headersSent || response.destroyed) { response.destroy(); return; }
    const code = error instanceof GraphQLError ? error.extensions['code'] as RequestErrorCode : 'INTERNAL';
    // What is left of a body that is too large is not read: the connection ends with the answer.
    if (code === 'BODY_TOO_LARGE' || code === 'TIMEOUT') response.setHeader('connection', 'close');
    writeRequestError(response, STATUS[code] ?? 400, error, api, mediaType);
  }
}
