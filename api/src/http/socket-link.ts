import { CloseCode, type Server } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';

/** What the server knows of the connection that a message came on. */
export interface SocketExtra { readonly socket: WebSocket; readonly request: IncomingMessage }

export interface SocketLinkOptions {
  readonly server: Server<SocketExtra>;
  readonly logger: Logger;
  /** A socket is asked this often whether it is there; one that has not answered by the next time is cut. */
  readonly pingMs: number;
}

/**
 * Ties one WebSocket to the protocol server. The library's own tie for `ws` writes what goes wrong to the console; here
 * it is a line of the log, and the client is told no more than a close code.
 */
export function linkSocket({ server, logger, pingMs }: SocketLinkOptions, socket: WebSocket, request: IncomingMessage): void {
  const fail = (error: unknown) => {
    logger.error({ err: error }, 'a message of a GraphQL socket could not be answered');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  };
  // The socket closes itself with the code that fits, e.g. 1009 for a message that is too large.
  socket.on('error', (error) => { logger.info({ err: error, address: request.socket.remoteAddress }, 'a GraphQL socket was closed for an error of its client'); });
  const stopPinging = keepAlive(socket, pingMs);
  const onClosed = server.opened({
    protocol: socket.protocol,
    // Waited for, so that a slow reader slows its own subscriptions down.
    send: (data) => new Promise((resolve, reject) => {
      if (socket.readyState !== socket.OPEN) { resolve(); return; }
      // A socket that breaks while it is written to closes, and its subscriptions end with it.
      socket.send(data, (error) => { if (error && socket.readyState === socket.OPEN) reject(error); else resolve(); });
    }),
    close: (code, reason) => { socket.close(code, reason); },
    onMessage: (handle) => { socket.on('message', (data: Buffer) => { handle(data.toString('utf8')).catch(fail); }); },
  }, { socket, request });
  socket.once('close', (code, reason) => {
    stopPinging();
    onClosed(code, String(reason)).catch((error: unknown) => { logger.error({ err: error }, 'a closed GraphQL socket could not be tidied up'); });
  });
}

function keepAlive(socket: WebSocket, pingMs: number): () => void {
  let isThere = true;
  socket.on('pong', () => { isThere = true; });
  const timer = setInterval(() => {
    if (!isThere) { socket.terminate(); return; }
    isThere = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, pingMs);
  return () => { clearInterval(timer); };
}
