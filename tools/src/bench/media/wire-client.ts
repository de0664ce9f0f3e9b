import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const OPCODE = { text: 1, close: 8 } as const;
/** All sockets are read into one buffer, one after the other. */
const shared = Buffer.allocUnsafe(65_536);

export interface WireClientHandlers {
  readonly onOpen: () => void;
  /** The text lies in `data` from `start` up to `end`, until this returns. */
  readonly onText: (data: Buffer, start: number, end: number) => void;
  readonly onClose: () => void;
}

/**
 * A WebSocket client that costs next to nothing, so that hundreds of callers fit on one core beside the server under test:
 * text only, one write per message, a mask of zeros (which leaves the text as it is), one read buffer for all.
 */
export class WireClient {
  readonly #socket: Socket;
  readonly #handlers: WireClientHandlers;
  #rest: Buffer = Buffer.alloc(0);
  #isOpen = false;

  constructor(url: string, handlers: WireClientHandlers) {
    const { hostname, port, pathname } = new URL(url);
    this.#handlers = handlers;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true, onread: { buffer: shared, callback: (length) => { this.#read(length); return true; } } });
    this.#socket.on('connect', () => {
      this.#socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`);
    });
    this.#socket.on('error', () => { /* 'close' follows. */ });
    this.#socket.on('close', () => { handlers.onClose(); });
  }

  /** Sends ASCII text of at most 65,535 characters. */
  send(text: string): void {
    const { length } = text;
    const head = length < 126 ? `\x81${String.fromCharCode(0x80 | length)}\0\0\0\0` : `\x81\xfe${String.fromCharCode(length >> 8, length & 0xff)}\0\0\0\0`;
    this.#socket.write(head + text, 'latin1');
  }

  /** Says goodbye with code 1000 and closes. */
  close(): void {
    this.#socket.end('\x88\x82\0\0\0\0\x03\xe8', 'latin1');
  }

  #read(length: number): void {
    const data = this.#rest.length === 0 ? shared.subarray(0, length) : Buffer.concat([this.#rest, shared.subarray(0, length)]);
    let at = 0;
    if (!this.#isOpen) {
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) { this.#keep(data, 0); return; }
      if (!data.toString('latin1', 0, 12).endsWith(' 101')) { this.#socket.destroy(); return; }
      this.#isOpen = true;
      at = end + 4;
      this.#handlers.onOpen();
    }
    while (data.length - at >= 2) {
      let size = data[at + 1]! & 0x7f;
      let start = at + 2;
      if (size === 126) { if (data.length - at < 4) break; size = data.readUInt16BE(at + 2); start = at + 4; }
      if (size === 127) { this.#socket.destroy(); return; }
      if (data.length - start < size) break;
      const opcode = data[at]! & 0x0f;
      if (opcode === OPCODE.text) this.#handlers.onText(data, start, start + size);
      else if (opcode === OPCODE.close) this.#socket.end();
      at = start + size;
    }
    this.#keep(data, at);
  }

  #keep(data: Buffer, at: number): void {
    if (at === data.length) { if (this.#rest.length > 0) this.#rest = Buffer.alloc(0); } else this.#rest = Buffer.from(data.subarray(at));
  }
}
