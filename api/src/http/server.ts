import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { uuidv7 } from '@parley/db';
import type { App } from '../context.js';
import { unreadiness } from '../domains/health/health.service.js';
import { requestError } from '../errors.js';
import { createExports, isExport } from '../exports/serve.js';
import { LIMITS } from '../limits.js';
import { receiveRecording } from '../recordings/receive.js';
import { serveRecording } from '../recordings/serve.js';
import { buildApiSchema } from '../schema/schema.js';
import { createVoicePreviews } from '../voices/serve.js';
import { clientAddress } from './client-address.js';
import { createConsoleFiles } from './console-files.js';
import { allowOrigins } from './cross-origin.js';
import { writeRequestError } from './fast-path.js';
import { serveGraphql, type EndpointOptions } from './graphql-endpoint.js';
import { identifyRequest, isServiceToken } from './identify.js';
import { createPersistedDocuments } from './persisted-documents.js';
import { serveSingleSignOn } from './single-sign-on.js';
import { createSockets, publicAuthentication, type GraphqlSockets } from './sockets.js';
import { createApiYoga } from './yoga.js';

const NEVER_KEPT = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

export interface ApiServer {
  readonly http: Server;
  /** Readiness falls; running requests finish, sockets are told to go, then everything is closed. */
  close(): Promise<void>;
}

/** What a signed address opens for whoever holds it. Answers nothing where the address is none of these. */
function createSignedFiles(app: App): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | undefined {
  const serveVoicePreview = createVoicePreviews(app);
  const serveExport = createExports(app);
  return (request, response, url) => {
    if (url.pathname.startsWith('/recordings/')) return serveRecording(app, request, response, url);
    if (url.pathname.startsWith('/voice-previews/')) return serveVoicePreview(request, response, url.pathname.slice('/voice-previews/'.length));
    return isExport(url.pathname) ? serveExport(request, response, url.pathname, url.searchParams.get('token') ?? '') : undefined;
  };
}

/** The routes of the process. */
export function createApiServer(app: App, { hasFastPath = true, consoleFolder }: { readonly hasFastPath?: boolean; readonly consoleFolder?: string | undefined } = {}): ApiServer {
  const { isProduction } = app.environment;
  const publicYoga = createApiYoga(buildApiSchema('public'), '/graphql', isProduction);
  const internalYoga = createApiYoga(buildApiSchema('internal'), '/internal/graphql', true);
  const documents = createPersistedDocuments(consoleFolder);
  const publicEndpoint: EndpointOptions = {
    app, documents, yoga: publicYoga, bodyBytesMax: LIMITS.bodyBytesMax, hasFastPath, hasGraphiql: !isProduction, identify: (request) => identifyRequest(app, request.headers, clientAddress(request, app.environment.trustProxy)),
  };
  const internalEndpoint: EndpointOptions = {
    app, documents, yoga: internalYoga, bodyBytesMax: LIMITS.internalBodyBytesMax, hasFastPath, hasGraphiql: false, identify: () => Promise.resolve({ actor: { kind: 'service' } }),
  };
  const sockets: Record<string, GraphqlSockets> = {
    '/graphql': createSockets(app, publicYoga, publicAuthentication(app), uuidv7),
    '/internal/graphql': createSockets(app, internalYoga, (request, authorization) => Promise.resolve(isServiceToken(app, authorization ?? request.headers.authorization) ? { actor: { kind: 'service' } } : undefined), uuidv7),
  };
  const signedFile = createSignedFiles(app);
  const consoleFiles = createConsoleFiles(app, consoleFolder);
  let isClosing = false;

  async function route(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const target = request.url ?? '/';
    if (!URL.canParse(target, 'http://localhost')) { response.writeHead(400).end('This is no address.\n'); return; }
    const url = new URL(target, 'http://localhost');
    const facts = { requestId, logger: app.logger.child({ requestId }) };
    if (url.pathname === '/healthz') { response.writeHead(200).end('ok\n'); return; }
    if (url.pathname === '/readyz') { await serveReadiness(app, isClosing, response); return; }
    if (url.pathname === '/graphql') {
      if (allowOrigins(app.environment.corsOrigins, request, response)) return;
      await serveGraphql(publicEndpoint, request, response, requestId);
      return;
    }
    const served = serveSingleSignOn(app, request, response, { url, requestId }) ?? signedFile(request, response, url);
    if (served) { await served; return; }
    if (!url.pathname.startsWith('/internal/')) {
      if (consoleFiles.serve(request, response, url.pathname)) return;
      response.writeHead(404).end('There is nothing here. GraphQL is at /graphql.\n');
      return;
    }
    if (!isServiceToken(app, request.headers.authorization)) { writeRequestError(response, 401, requestError('UNAUTHENTICATED', 'The service token is missing or wrong.'), facts); return; }
    if (url.pathname === '/internal/graphql') { await serveGraphql(internalEndpoint, request, response, requestId); return; }
    if (url.pathname.startsWith('/internal/recordings/')) { await receiveRecording(app, request, response, decodeURIComponent(url.pathname.slice('/internal/recordings/'.length))); return; }
    response.writeHead(404).end();
  }

  const http = createServer({ requestTimeout: 0, headersTimeout: 20_000, keepAliveTimeout: 65_000 }, (request, response) => {
    const requestId = requestIdOf(request);
    response.setHeader('x-request-id', requestId);
    for (const [name, value] of Object.entries(NEVER_KEPT)) response.setHeader(name, value);
    route(request, response, requestId).catch((error: unknown) => {
      app.logger.error({ err: error, requestId, path: request.url?.split('?')[0] }, 'a request failed');
      if (response.headersSent) response.destroy(); else response.writeHead(500).end(`Something went wrong on our side. Request ${requestId}.\n`);
    });
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?')[0]!;
    const endpoint = isClosing ? undefined : sockets[path];
    if (endpoint) endpoint.handle(request, socket, head); else socket.end(`HTTP/1.1 ${isClosing ? '503 Service Unavailable' : '404 Not Found'}\r\nconnection: close\r\n\r\n`);
  });
  return {
    http,
    close: async () => {
      isClosing = true;
      const closed = new Promise<void>((resolve) => { http.close(() => { resolve(); }); });
      await Promise.all(Object.values(sockets).map((endpoint) => endpoint.close()));
      http.closeIdleConnections();
      // Streams and slow requests get a moment; clients resume them elsewhere.
      const killer = setTimeout(() => { http.closeAllConnections(); }, CLOSE_GRACE_MS);
      await closed;
      clearTimeout(killer);
    },
  };
}

const CLOSE_GRACE_MS = 1_500;

/** The client's own request id where it is a sensible one, so that one id runs through all logs. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{8,64}$/.test(given) ? given : uuidv7();
}

async function serveReadiness(app: App, isClosing: boolean, response: ServerResponse): Promise<void> {
  const why = isClosing ? 'The process is ending.' : await unreadiness(app);
  if (why === undefined) response.writeHead(200).end('ready\n'); else response.writeHead(503).end(`not ready: ${why}\n`);
}
