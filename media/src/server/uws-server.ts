import type UwsModule from 'uWebSockets.js';
import type { HttpResponse, TemplatedApp, us_listen_socket, WebSocket } from 'uWebSockets.js';
import type { SendOutcome } from '../call/line.js';
import {
  BACKPRESSURE_BYTES_MAX, closeReason, HTTP_STATUS_TEXT, MESSAGE_BYTES_MAX, NOT_FOUND, PortInUseError, type HttpReply, type SocketListener, type SocketServer,
  type SocketServerOptions, type WireSocket,
} from './socket-server.js';

/** The type declarations leave out the options of `listen` and the constant that goes with them. */
type ListenExclusive = (host: string, port: number, options: number, callback: (token: us_listen_socket | false) => void) => TemplatedApp;
type Uws = typeof UwsModule & { readonly LIBUS_LISTEN_EXCLUSIVE_PORT?: number };

interface SocketData { socket?: UwsSocket; listener?: SocketListener }

/** A backstop only: sessions ping and time out by themselves. In seconds, a multiple of 4. */
const IDLE_TIMEOUT_S = 120;

/** uWebSockets.js answers a send with 1 sent, 0 queued, 2 dropped. */
const OUTCOMES: readonly SendOutcome[] = ['queued', 'sent', 'dropped'];

class UwsSocket implements WireSocket {
  /** Any use of the native socket after its close handler ran would throw. */
  #native: WebSocket<SocketData> | undefined;

  constructor(native: WebSocket<SocketData>) {
    this.#native = native;
  }

  send(data: string | Uint8Array, isBinary: boolean): SendOutcome {
    return this.#native ? OUTCOMES[this.#native.send(data, isBinary)] ?? 'dropped' : 'dropped';
  }

  bufferedBytes(): number {
    return this.#native?.getBufferedAmount() ?? 0;
  }

  ping(): void {
    this.#native?.ping();
  }

  close(code: number, reason: string): void {
    this.#native?.end(code, closeReason(reason));
  }

  terminate(): void {
    this.#native?.close();
  }

  forget(): void {
    this.#native = undefined;
  }
}

function reply(response: HttpResponse, { status, contentType, body }: HttpReply): void {
  response.cork(() => {
    response.writeStatus(HTTP_STATUS_TEXT[status]).writeHeader('content-type', contentType).writeHeader('cache-control', 'no-store').end(body);
  });
}

/** The server on uWebSockets.js, given its module (loading it may fail on a host that its binary does not fit). */
export class UwsServer implements SocketServer {
  readonly engine = 'uws';
  readonly #uws: Uws;
  readonly #app: TemplatedApp;
  readonly #options: SocketServerOptions;
  #listening: us_listen_socket | undefined;

  constructor(uws: Uws, options: SocketServerOptions) {
    this.#uws = uws;
    this.#options = options;
    this.#app = uws.App();
    for (const [path, open] of Object.entries(options.sockets)) this.#addSockets(path, open);
    for (const [path, handle] of Object.entries(options.http)) this.#addHttp(path, handle);
    this.#app.any('/*', (response) => { reply(response, NOT_FOUND); });
  }

  listen(port: number, host = '0.0.0.0'): Promise<number> {
    return new Promise((resolve, reject) => {
      // Exclusive: without it Linux lets two processes share the port, and each would get half of the calls.
      const exclusive = this.#uws.LIBUS_LISTEN_EXCLUSIVE_PORT ?? 1;
      const app = this.#app as unknown as { readonly listen: ListenExclusive };
      app.listen(host, port, exclusive, (token) => {
        if (token === false) return reject(new PortInUseError(port));
        this.#listening = token;
        resolve(this.#uws.us_socket_local_port(token));
      });
    });
  }

  stopListening(): void {
    if (this.#listening !== undefined) this.#uws.us_listen_socket_close(this.#listening);
    this.#listening = undefined;
  }

  close(): Promise<void> {
    this.#listening = undefined;
    this.#app.close();
    return Promise.resolve();
  }

  #addHttp(path: string, handle: () => HttpReply | Promise<HttpReply>): void {
    this.#app.get(path, (response) => {
      let isAborted = false;
      response.onAborted(() => { isAborted = true; });
      Promise.resolve().then(handle).then(
        (answer) => { if (!isAborted) reply(response, answer); },
        (error: unknown) => {
          this.#options.onListenerError(error);
          if (!isAborted) reply(response, { status: 503, contentType: 'text/plain', body: 'Failed.\n' });
        },
      );
    });
  }

  #addSockets(path: string, open: (socket: WireSocket) => SocketListener): void {
    this.#app.ws<SocketData>(path, {
      maxPayloadLength: this.#options.messageBytesMax ?? MESSAGE_BYTES_MAX,
      maxBackpressure: this.#options.backpressureBytesMax ?? BACKPRESSURE_BYTES_MAX,
      idleTimeout: IDLE_TIMEOUT_S,
      sendPingsAutomatically: false,
      compression: this.#uws.DISABLED,
      upgrade: (response, request, context) => {
        response.upgrade<SocketData>({}, request.getHeader('sec-websocket-key'), request.getHeader('sec-websocket-protocol'), request.getHeader('sec-websocket-extensions'), context);
      },
      open: (native) => {
        const data = native.getUserData();
        const socket = data.socket = new UwsSocket(native);
        this.#guard(native, () => { data.listener = open(socket); });
      },
      message: (native, message, isBinary) => { this.#guard(native, (listener) => listener?.onMessage(new Uint8Array(message), isBinary)); },
      pong: (native) => { this.#guard(native, (listener) => listener?.onPong()); },
      drain: (native) => { this.#guard(native, (listener) => listener?.onDrain()); },
      close: (native, code, reason) => {
        const { socket, listener } = native.getUserData();
        socket?.forget();
        try {
          listener?.onClose(code, Buffer.from(reason).toString('utf8'));
        } catch (error) {
          this.#options.onListenerError(error);
        }
      },
    });
  }

  /** An exception that left a native handler would end the process. */
  #guard(native: WebSocket<SocketData>, run: (listener: SocketListener | undefined) => void): void {
    const data = native.getUserData();
    try {
      run(data.listener);
    } catch (error) {
      this.#options.onListenerError(error);
      data.socket?.close(1011, 'internal error');
    }
  }
}
