import type { ClientRequest, IncomingMessage } from 'node:http';
import { failureOnTheWay, startDeadline, type Clock, type ProviderError } from '@parley/plugin-sdk';
import { WebSocket } from 'ws';
import { brokenOff, refusal, told } from './errors.js';

/** Of a refusal, so much is read. */
const REFUSAL_BYTES_MAX = 64 * 1024;
/** Messages of the vendor are a few kB. */
const MESSAGE_BYTES_MAX = 1024 * 1024;
/** More than this not taken by the network is a connection that has broken: half a minute of linear audio at 16 kHz. */
const BUFFERED_BYTES_MAX = 1024 * 1024;

export interface ListenSocket {
  /** False where the connection takes no more: it is then given up, and `onEnd` tells. */
  send(data: Buffer | string): boolean;
  /** Ends without `onEnd`; the vendor is told. */
  close(): void;
}

export interface ListenSocketOptions {
  readonly url: string;
  readonly secret: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onMessage: (message: Record<string, unknown>) => void;
  /** The connection has broken; `isFinal` where another would break the same way. */
  readonly onEnd: (error: ProviderError, isFinal: boolean) => void;
}

async function readRefusal(response: IncomingMessage, secret: string): Promise<ProviderError> {
  let text = '';
  for await (const part of response.setEncoding('utf8')) {
    text += part as string;
    if (text.length > REFUSAL_BYTES_MAX) break;
  }
  const { headers, statusCode: status = 500 } = response;
  return refusal({ text, status, headers: { get: (name) => String(headers[name] ?? '') || null }, secret });
}

/** Resolves when the vendor has taken the connection; rejects with what it answered instead. */
function opened(socket: WebSocket, secret: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (request: ClientRequest, response: IncomingMessage) => {
      readRefusal(response, secret).then(reject, reject).finally(() => request.destroy());
    });
  });
}

function read(data: unknown, isBinary: boolean): Record<string, unknown> | undefined {
  if (isBinary) return undefined;
  try {
    const message: unknown = JSON.parse(String(data));
    return typeof message === 'object' && message !== null ? message as Record<string, unknown> : undefined;
  } catch { return undefined; }
}

/** One live connection to the vendor. */
export async function openListenSocket({ url, secret, clock, timeoutMs, signal, onMessage, onEnd }: ListenSocketOptions): Promise<ListenSocket> {
  const socket = new WebSocket(url, { headers: { authorization: `Token ${secret}` }, perMessageDeflate: false, maxPayload: MESSAGE_BYTES_MAX });
  let [isOpen, isOver] = [false, false];
  const end = (error: ProviderError, isFinal: boolean) => {
    if (isOver) return;
    isOver = true;
    socket.terminate();
    onEnd(error, isFinal);
  };
  // Before it is open, so that nothing is missed that comes right after; until then a refusal is told by the rejection.
  socket.on('open', () => { isOpen = true; });
  // An error is followed by the close, which tells; nothing else may come of it.
  socket.on('error', () => {});
  socket.on('message', (data, isBinary) => {
    if (isOver) return;
    const message = read(data, isBinary);
    if (!message) end(brokenOff('The vendor sent a message that cannot be read.'), true);
    else if (message['type'] === 'Error') end(refusal({ text: JSON.stringify(message), secret }), true);
    else onMessage(message);
  });
  socket.on('close', (code, reason) => {
    if (!isOpen) return;
    // 1008: the audio is not what was announced.
    if (code === 1008) end(refusal({ text: JSON.stringify({ code: 'DATA-0000', message: String(reason) }), status: 400, secret }), true);
    else end(told('unreachable'), false);
  });
  const deadline = startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError: failureOnTheWay });
  try { await deadline.race(opened(socket, secret)); } catch (error) { isOver = true; socket.terminate(); throw error; } finally { deadline.end(); }
  return {
    send: (data) => {
      if (isOver || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(data);
      if (socket.bufferedAmount <= BUFFERED_BYTES_MAX) return true;
      // Its close comes later, never from within `send`.
      socket.terminate();
      return false;
    },
    close: () => {
      if (isOver) return;
      isOver = true;
      if (socket.readyState !== WebSocket.OPEN) { socket.terminate(); return; }
      socket.send(JSON.stringify({ type: 'CloseStream' }), () => socket.close(1000));
      const timer = clock.setTimer(1_000, () => { socket.terminate(); });
      socket.once('close', () => { timer.cancel(); });
    },
  };
}
