import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { CloseCode, type Context } from 'graphql-ws';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Actor } from '../access/actor.js';
import { ApiContext, type App } from '../context.js';
import { requestError } from '../errors.js';
import { LIMITS } from '../limits.js';
import { formatError, formatResult } from './error-format.js';
import { identify, sessionToken } from './identify.js';
import type { ApiYoga } from './yoga.js';

/** What a socket is told on the way in; `undefined` turns it away. */
export type Authenticate = (request: IncomingMessage, connectionAuthorization: unknown) => Promise<{ readonly actor: Actor; readonly token?: string | undefined } | undefined>;

interface SocketState { api?: ApiContext; operations: number; stopWatching?: () => void; recheck?: NodeJS.Timeout }

export interface GraphqlSockets {
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** Authentication of the public endpoint: a session by `connectionParams.authorization`, header or cookie; or nobody. */
export function publicAuthentication(app: App): Authenticate {
  return async (request, connectionAuthorization) => {
    const token = sessionToken(app, request.headers, connectionAuthorization);
    const actor = await identify(app, token);
    // Somebody who thinks to be signed in must hear that it is over.
    return token !== undefined && actor.kind === 'anonymous' ? undefined : { actor, token };
  };
}

/** A session's end is looked up this often, besides being heard at once when somebody signs out. */
const RECHECK_MS = 60_000;

/** GraphQL over WebSocket (graphql-transport-ws) on one path. */
export function createSockets(app: App, yoga: ApiYoga, authenticate: Authenticate, newRequestId: () => string): GraphqlSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: LIMITS.socketMessageBytesMax });
  const states = new WeakMap<object, SocketState>();
  const stateOf = (context: Context<Record<string, unknown>, Extra>) => {
    const state = states.get(context.extra) ?? { operations: 0 };
    states.set(context.extra, state);
    return state;
  };
  const running = useServer({
    execute: (args: ExecutionArgs) => (args as unknown as Enveloped).enveloped.execute(args) as Promise<ExecutionResult>,
    subscribe: (args: ExecutionArgs) => (args as unknown as Enveloped).enveloped.subscribe(args) as Promise<ExecutionResult>,
    onConnect: async (context) => {
      const { request, socket } = context.extra;
      const found = await authenticate(request, context.connectionParams?.['authorization'] ?? context.connectionParams?.['Authorization']);
      if (!found) return false;
      const state = stateOf(context);
      state.api = new ApiContext(app, found.actor, { requestId: newRequestId(), address: request.socket.remoteAddress ?? '', setSessionCookie: () => undefined });
      if (found.actor.kind === 'user') watchSession(app, state, found.actor.sessionId, found.token, () => { socket.close(CloseCode.Forbidden, 'The session has ended.'); });
      return true;
    },
    onSubscribe: (context, _id, payload) => {
      const state = stateOf(context);
      const { api } = state;
      if (!api) return [requestError('UNAUTHENTICATED', 'Connect first.')];
      if (state.operations >= LIMITS.socketOperationsMax) return [requestError('SUBSCRIPTION_LIMIT', `A socket carries at most ${LIMITS.socketOperationsMax} operations at once.`)];
      const enveloped = yoga.getEnveloped({ api } as never);
      try {
        const document = enveloped.parse(payload.query);
        const faults = enveloped.validate(enveloped.schema, document);
        if (faults.length > 0) return faults as never;
        state.operations += 1;
        return { schema: enveloped.schema, document, contextValue: api, variableValues: payload.variables, operationName: payload.operationName, enveloped } as never;
      } catch (error) {
        return [error] as never;
      }
    },
    onNext: (context, _id, _payload, _args, result) => formatResult(result, stateOf(context).api!),
    onError: (context, _id, _payload, errors) => errors.map((error) => formatError(error, stateOf(context).api ?? { requestId: '', logger: app.logger }, 'GRAPHQL_VALIDATION_FAILED')),
    onComplete: (context) => { stateOf(context).operations -= 1; },
    onDisconnect: (context) => {
      const state = stateOf(context);
      state.stopWatching?.();
      clearInterval(state.recheck);
    },
  }, server, LIMITS.socketPingMs);
  return {
    handle: (request, socket, head) => {
      socket.on('error', (error) => { app.logger.debug({ err: error }, 'a socket broke'); });
      server.handleUpgrade(request, socket, head, (client) => { server.emit('connection', client, request); });
    },
    close: async () => { await running.dispose(); },
  };
}

interface Enveloped { readonly enveloped: { execute(args: object): unknown; subscribe(args: object): unknown } }

function watchSession(app: App, state: SocketState, sessionId: string, token: string | undefined, onEnd: () => void): void {
  state.stopWatching = app.sessions.watch(sessionId, onEnd);
  state.recheck = setInterval(() => {
    app.sessions.find(token ?? '').then((actor) => { if (!actor) onEnd(); }, (error: unknown) => { app.logger.warn({ err: error }, 'a session could not be looked up'); });
  }, RECHECK_MS);
  state.recheck.unref();
}
