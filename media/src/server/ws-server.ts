import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { SendOutcome } from '../call/line.js';
import {
  BACKPRESSURE_BYTES_MAX, closeReason, MESSAGE_BYTES_MAX, NOT_FOUND, PortInUseError, type HttpReply, type SocketListener, type SocketServer, type SocketServerOptions,
  type WireSocket,
} from './socket-server.js';

/** How long a peer may take to answer a close frame before the connection is cut. */
const CLOSE_TIMEOUT_MS = 2_000;

class WsSocket implements WireSocket {
  readonly #native: WebSocket;
  readonly #backpressureBytesMax: number;
  readonly #onDrain: () => void;
  #owesDrain = false;

  constructor(native: WebSocket, backpressureBytesMax: number, onDrain: () => void) {
    this.#native = native;
    this.#backpressureBytesMax = backpressureBytesMax;
    this.#onDrain = onDrain;
  }

  send(data: string | Uint8Array, isBinary: boolean): SendOutcome {
    const native = this.#native;
    if (native.readyState !== native.OPEN || native.bufferedAmount + data.length > this.#backpressureBytesMax) return 'dropped';
    // What the kernel takes at once is no longer counted when `send` returns; the callback tells of the rest. Bytes are
    // copied: the caller may use its array again while they wait.
    native.send(typeof data === 'string' ? data : Buffer.from(data), { binary: isBinary, compress: false }, this.#written);
    if (native.bufferedAmount === 0) return 'sent';
    this.#owesDrain = true;
    return 'queued';
  }

  bufferedBytes(): number {
    return this.#native.readyState === this.#native.OPEN ? this.#native.bufferedAmount : 0;
  }

  ping(): void {
    if (this.#native.readyState === this.#native.OPEN) this.#native.ping();
  }

  close(code: number, reason: string): void {
    this.#native.close(code, closeReason(reason));
  }

  terminate(): void {
    this.#native.terminate();
  }

  readonly #written = (error?: Error | null): void => {
    if (error || !this.#owesDrain || this.#native.readyState !== this.#native.OPEN || this.#native.bufferedAmount > 0) return;
    this.#owesDrain = false;
    this.#onDrain();
  };
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0]!;
}

/** The same server on node:http and ws, for hosts where the uWebSockets.js binary cannot load. */
export class WsServer implements SocketServer {
  readonly engine = 'ws';
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #options: SocketServerOptions;

  constructor(options: SocketServerOptions) {
    this.#options = options;
    this.#sockets = new WebSocketServer({ noServer: true, clientTracking: true, perMessageDeflate: false, maxPayload: options.messageBytesMax ?? MESSAGE_BYTES_MAX, closeTimeout: CLOSE_TIMEOUT_MS } as ConstructorParameters<typeof WebSocketServer>[0]);
    this.#http = createServer((request, response) => { void this.#answer(request, response); });
    this.#http.on('upgrade', (request, socket, head) => {
      const open = this.#options.sockets[pathOf(request)];
      socket.on('error', () => socket.destroy());
      if (!open) return void socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      this.#sockets.handleUpgrade(request, socket, head, (native) => { this.#attach(native, open); });
    });
  }

  listen(port: number, host = '0.0.0.0'): Promise<number> {
    return new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void => { reject(error.code === 'EADDRINUSE' ? new PortInUseError(port) : error); };
      this.#http.once('error', failed);
      this.#http.listen({ port, host, exclusive: true }, () => {
        this.#http.off('error', failed);
        resolve((this.#http.address() as AddressInfo).port);
      });
    });
  }

  stopListening(): void {
    this.#http.close();
  }

  async close(): Promise<void> {
    for (const native of this.#sockets.clients) native.terminate();
    this.#http.closeAllConnections();
    if (this.#http.listening) await new Promise((resolve) => { this.#http.close(resolve); });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const handle = request.method === 'GET' ? this.#options.http[pathOf(request)] : undefined;
    let reply: HttpReply = NOT_FOUND;
    try {
      if (handle) reply = await handle();
    } catch (error) {
      this.#options.onListenerError(error);
      reply = { status: 503, contentType: 'text/plain', body: 'Failed.\n' };
    }
    response.writeHead(reply.status, { 'content-type': reply.contentType, 'cache-control': 'no-store' }).end(reply.body);
  }

  #attach(native: WebSocket, open: (socket: WireSocket) => SocketListener): void {
    let listener: SocketListener | undefined;
    const guard = (run: () => void): void => {
      try {
        run();
      } catch (error) {
        this.#options.onListenerError(error);
        native.close(1011, 'internal error');
      }
    };
    const socket = new WsSocket(native, this.#options.backpressureBytesMax ?? BACKPRESSURE_BYTES_MAX, () => { guard(() => listener?.onDrain()); });
    // After our own close frame nothing more is read, as with the other engine.
    native.on('message', (data, isBinary) => { if (native.readyState === native.OPEN) guard(() => listener?.onMessage(bytesOf(data), isBinary)); });
    native.on('pong', () => { guard(() => listener?.onPong()); });
    native.on('close', (code, reason) => { guard(() => listener?.onClose(code, reason.toString('utf8'))); });
    native.on('error', () => { /* `close` follows, with the code that fits. */ });
    guard(() => { listener = open(socket); });
  }
}
