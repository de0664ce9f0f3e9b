import type { SendOutcome } from '../call/line.js';

/**
 * One open WebSocket, as little of it as a session needs. No method throws; after the socket has closed, `send`
 * answers `dropped` and the rest does nothing.
 */
export interface WireSocket {
  /** `dropped` where more than `backpressureBytesMax` wait already; after `queued`, `onDrain` follows. */
  send(data: string | Uint8Array, isBinary: boolean): SendOutcome;
  /** Bytes accepted and not yet taken by the kernel. */
  bufferedBytes(): number;
  /** Answered by `onPong`. */
  ping(): void;
  /** Sends a close frame and ends the connection. `onClose` follows. `reason` is cut to 120 bytes. */
  close(code: number, reason: string): void;
  /** Ends the connection at once, for a peer that no longer answers. `onClose` follows. */
  terminate(): void;
}

/** What a socket tells its session. */
export interface SocketListener {
  /** `data` is valid during the call only; keep a copy, not the array. */
  onMessage(data: Uint8Array, isBinary: boolean): void;
  onPong(): void;
  onDrain(): void;
  /** Once, last. `code` 1006 where no close frame came. */
  onClose(code: number, reason: string): void;
}

export interface HttpReply {
  readonly status: 200 | 404 | 503;
  readonly contentType: string;
  readonly body: string;
}

export interface SocketServerOptions {
  /** Path to handler of plain GET requests. Anything else is answered 404. */
  readonly http: Readonly<Record<string, () => HttpReply | Promise<HttpReply>>>;
  /** Path to the maker of a listener for each socket that connects there. */
  readonly sockets: Readonly<Record<string, (socket: WireSocket) => SocketListener>>;
  /** A larger message ends its connection (1009 or 1006). Default {@link MESSAGE_BYTES_MAX}. */
  readonly messageBytesMax?: number;
  /** Bytes that may wait for one slow peer before `send` drops. Default {@link BACKPRESSURE_BYTES_MAX}. */
  readonly backpressureBytesMax?: number;
  /** A listener threw; its socket has been closed with 1011, the others go on. */
  readonly onListenerError: (error: unknown) => void;
}

export interface SocketServer {
  readonly engine: 'uws' | 'ws';
  /** Resolves with the port in use (0 asks for any free one); rejects with {@link PortInUseError} or the system's error. */
  listen(port: number, host?: string): Promise<number>;
  /** No further connections; those that are open go on. */
  stopListening(): void;
  /** Ends everything at once. */
  close(): Promise<void>;
}

/** Twice the largest frame a codec takes, so that the codec, which can say why, refuses first. */
export const MESSAGE_BYTES_MAX = 65_536;
/** Two seconds of browser audio, six of telephone audio: many times the lead that a call keeps at the far end. */
export const BACKPRESSURE_BYTES_MAX = 65_536;
/** Longest reason of a close frame; the protocol allows 123 bytes. */
const REASON_BYTES_MAX = 120;

export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';

  constructor(port: number) {
    super(`Port ${port} is already in use: set MEDIA_PORT to another one, or stop the program that holds it.`);
  }
}

/** Cuts a close reason to what a close frame can carry, never inside a character. */
export function closeReason(reason: string): string {
  let cut = reason.slice(0, REASON_BYTES_MAX);
  while (Buffer.byteLength(cut) > REASON_BYTES_MAX) cut = cut.slice(0, -1);
  return cut;
}

export const NOT_FOUND: HttpReply = { status: 404, contentType: 'text/plain; charset=utf-8', body: 'There is nothing here.\n' };
export const HTTP_STATUS_TEXT = { 200: '200 OK', 404: '404 Not Found', 503: '503 Service Unavailable' } as const;
