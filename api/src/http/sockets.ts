import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type Context } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { Actor } from '../access/actor.js';
import { ApiContext, type App } from '../context.js';
import { requestError } from '../errors.js';
import { LIMITS } from '../limits.js';
import { clientAddress } from './client-address.js';
import { formatError, formatResult } from './error-format.js';
import { identifyRequest, watchActor } from './identify.js';
import { linkSocket, type SocketExtra } from './socket-link.js';
import type { ApiYoga } from './yoga.js';

/** What a socket is told on the way in; `undefined` turns it away. */
export type Authenticate = (request: IncomingMessage, connectionAuthorization: unknown) => Promise<{ readonly actor: Actor; readonly token?: string | undefined } | undefined>;

interface SocketState { api?: ApiContext; stopWatching?: () => void }

export interface GraphqlSockets {
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** Authentication of the public endpoint: a session by `connectionParams.authorization`, header or cookie; or nobody. */
export function publicAuthentication(app: App): Authenticate {
  return async (request, connectionAuthorization) => {
    const { token, actor } = await identifyRequest(app, request.headers, clientAddress(request, app.environment.trustProxy), connectionAuthorization);
    // Somebody who thinks to be signed in must hear that it is over.
    return token !== undefined && actor.kind === 'anonymous' ? undefined : { actor, token };
  };
}

/** GraphQL over WebSocket (graphql-transport-ws) on one path. */
export function createSockets(app: App, yoga: ApiYoga, authenticate: Authenticate, newRequestId: () => string): GraphqlSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LIMITS.socketMessageBytesMax, handleProtocols });
  const states = new WeakMap<object, SocketState>();
  const stateOf = (context: Context<Record<string, unknown>, SocketExtra>) => {
    const state = states.get(context.extra) ?? {};
    states.set(context.extra, state);
    return state;
  };
  const server = makeServer<Record<string, unknown>, SocketExtra>({
    execute: (args: ExecutionArgs) => (args as unknown as Enveloped).enveloped.execute(args) as Promise<ExecutionResult>,
    subscribe: (args: ExecutionArgs) => (args as unknown as Enveloped).enveloped.subscribe(args) as Promise<ExecutionResult>,
    onConnect: async (context) => {
      const { request, socket } = context.extra;
      const { connectionParams } = context;
      const found = await authenticate(request, connectionParams?.['authorization'] ?? connectionParams?.['Authorization']);
      // Who has left meanwhile is not watched over.
      if (!found || socket.readyState !== socket.OPEN) return false;
      const state = stateOf(context);
      const address = clientAddress(request, app.environment.trustProxy);
      state.api = new ApiContext(app, found.actor, { requestId: newRequestId(), address, userAgent: request.headers['user-agent'], languages: request.headers['accept-language'], setSessionCookie: () => undefined });
      state.stopWatching = watchActor(app, { actor: found.actor, token: found.token, address }, (change) => {
        if (change === 'moved') socket.close(CLOSE_MOVED, 'The session works in another organization now.'); else socket.close(CloseCode.Forbidden, 'The session has ended.');
      });
      return true;
    },
    onSubscribe: (context, _id, payload) => {
      const { api } = stateOf(context);
      if (!api) return [requestError('UNAUTHENTICATED', 'Connect first.')];
      // This one is among them already.
      if (Object.keys(context.subscriptions).length > LIMITS.socketOperationsMax) return [requestError('SUBSCRIPTION_LIMIT', `A socket carries at most ${LIMITS.socketOperationsMax} operations at once.`)];
      const enveloped = yoga.getEnveloped({ api } as never);
      try {
        const document = enveloped.parse(payload.query);
        const faults = enveloped.validate(enveloped.schema, document);
        if (faults.length > 0) return faults as never;
        return { schema: enveloped.schema, document, contextValue: operationContext(api), variableValues: payload.variables, operationName: payload.operationName, enveloped } as never;
      } catch (error) {
        return [error] as never;
      }
    },
    onNext: (context, _id, _payload, _args, result) => formatResult(result, stateOf(context).api!),
    onError: (context, _id, _payload, errors) => errors.map((error) => formatError(error, stateOf(context).api ?? { requestId: '', logger: app.logger }, 'GRAPHQL_VALIDATION_FAILED')),
    onClose: (context) => { stateOf(context).stopWatching?.(); },
  });
  const link = { server, logger: app.logger, pingMs: LIMITS.socketPingMs };
  return {
    handle: (request, socket, head) => {
      socket.on('error', (error) => { app.logger.debug({ err: error }, 'a socket broke'); });
      sockets.handleUpgrade(request, socket, head, (client) => { linkSocket(link, client, request); });
    },
    close: async () => {
      for (const client of sockets.clients) client.close(CLOSE_GOING_AWAY, 'Going away');
      // One that does not say goodbye is cut.
      const killer = setTimeout(() => { for (const client of sockets.clients) client.terminate(); }, CLOSE_GRACE_MS);
      await new Promise<void>((resolve) => { sockets.close(() => { resolve(); }); });
      clearTimeout(killer);
    },
  };
}

/** Whoever signs in on a socket is that for this one operation: the socket stays who it was when it connected. */
const operationContext = ({ app, actor, request }: ApiContext) => new ApiContext(app, actor, request);

/** Of our own, beside those of graphql-ws (4400 to 4500): connect again, and ask for what the other organization has. */
const CLOSE_MOVED = 4205;
/** RFC 6455, section 7.4.1. */
const CLOSE_GOING_AWAY = 1001;
const CLOSE_GRACE_MS = 1_000;

interface Enveloped { readonly enveloped: { execute(args: object): unknown; subscribe(args: object): unknown } }
