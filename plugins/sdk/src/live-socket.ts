import type { ClientRequest, IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Clock, Timer } from './clock.js';
import { startDeadline } from './deadline.js';
import { ProviderError, sentenceOf } from './errors.js';
import { failureOnTheWay } from './http-failure.js';
import type { VendorAnswer } from './vendor-http.js';

/** Of a refusal, so much is read. */
const REFUSAL_BYTES_MAX = 64 * 1024;
/** Messages of vendors are a few kB. */
const MESSAGE_BYTES_MAX = 1024 * 1024;
/** More than this not taken by the network is a connection that has broken: half a minute of linear audio at 16 kHz. */
const BUFFERED_BYTES_MAX = 1024 * 1024;
/** A connection of which nothing was heard for so long is asked whether it is there; after as long again it has broken. */
const QUIET_MS = 15_000;
/** Longest wait for the other side to say goodbye. */
const FAREWELL_MS = 1_000;

/** How a connection ended that was not closed from here. */
export interface LiveSocketEnd {
  readonly error: ProviderError;
  /** Of the close frame; 1006 where the connection broke without one. */
  readonly code: number;
  readonly reason: string;
}

export interface LiveSocket {
  /** False where the connection takes no more: it is then given up, and `onEnd` tells. */
  send(data: Buffer | string): boolean;
  /** Ends without `onEnd`; the vendor is told, after the last words where there are any. */
  close(farewell?: string): void;
}

export interface LiveSocketOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Longest wait for the connection, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What was answered instead of taking the connection. */
  readonly asRefusal: (answer: VendorAnswer) => ProviderError;
  /** Reads a message in words; as one JSON object where left out. Binary messages are none. */
  readonly read?: (text: string) => Record<string, unknown> | undefined;
  /** What was read, or undefined for a message that cannot be. Nothing is told after the end. */
  readonly onMessage: (message: Record<string, unknown> | undefined) => void;
  /** Once, never from within `send`; not where the connection could not be made. */
  readonly onEnd: (end: LiveSocketEnd) => void;
}

async function readRefusal(response: IncomingMessage, asRefusal: LiveSocketOptions['asRefusal']): Promise<ProviderError> {
  let text = '';
  for await (const part of response.setEncoding('utf8')) {
    text += part as string;
    if (text.length > REFUSAL_BYTES_MAX) break;
  }
  const { headers, statusCode: status = 500 } = response;
  return asRefusal({ text, status, headers: { get: (name) => String(headers[name] ?? '') || null } });
}

/** Resolves when the vendor has taken the connection; rejects with what it answered instead. */
function opened(socket: WebSocket, asRefusal: LiveSocketOptions['asRefusal']): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (request: ClientRequest, response: IncomingMessage) => {
      readRefusal(response, asRefusal).then(reject, reject).finally(() => request.destroy());
    });
  });
}

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null ? message as Record<string, unknown> : undefined;
  } catch { return undefined; }
}

/** Asks a quiet connection whether it is still there, and gives it up where it is not. */
function watchOver(socket: WebSocket, clock: Clock): { heard(): void; end(): void } {
  let timer: Timer | undefined;
  let isAsked = false;
  const wait = () => {
    timer = clock.setTimer(QUIET_MS, () => {
      if (isAsked) { socket.terminate(); return; }
      isAsked = true;
      socket.ping();
      wait();
    });
  };
  const heard = () => { isAsked = false; timer?.cancel(); wait(); };
  socket.on('pong', heard);
  wait();
  return { heard, end: () => { timer?.cancel(); socket.off('pong', heard); } };
}

function farewell(socket: WebSocket, clock: Clock, words: string | undefined): void {
  if (socket.readyState !== WebSocket.OPEN) { socket.terminate(); return; }
  if (words === undefined) socket.close(1000); else socket.send(words, () => { socket.close(1000); });
  const timer = clock.setTimer(FAREWELL_MS, () => { socket.terminate(); });
  socket.once('close', () => { timer.cancel(); });
}

/** One live connection to a vendor, over which JSON comes and audio or JSON goes. It is not made anew by itself. */
export async function openLiveSocket({ url, headers, clock, timeoutMs, signal, asRefusal, read = readJson, onMessage, onEnd }: LiveSocketOptions): Promise<LiveSocket> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false, followRedirects: false, maxPayload: MESSAGE_BYTES_MAX });
  let isOver = false;
  let watch: ReturnType<typeof watchOver> | undefined;
  /** What comes before whoever waits for the connection has it. */
  let held: (() => void)[] | undefined = [];
  const tell = (work: () => void) => { if (held) held.push(work); else if (!isOver) work(); };
  const stop = () => { isOver = true; watch?.end(); };
  // Before it is open, so that nothing is missed that comes right after; until then a refusal is told by the rejection.
  socket.on('open', () => { watch = watchOver(socket, clock); });
  // An error is followed by the close, which tells; nothing else may come of it.
  socket.on('error', () => {});
  socket.on('message', (data, isBinary) => {
    if (isOver) return;
    watch?.heard();
    tell(() => { onMessage(isBinary ? undefined : read(String(data as Buffer))); });
  });
  socket.on('close', (code, reason) => {
    watch?.end();
    tell(() => { stop(); onEnd({ error: new ProviderError('unreachable', sentenceOf('unreachable')), code, reason: String(reason) }); });
  });
  const deadline = startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError: failureOnTheWay });
  try { await deadline.race(opened(socket, asRefusal)); } catch (error) { stop(); socket.terminate(); throw error; } finally { deadline.end(); }
  setImmediate(() => {
    const works = held ?? [];
    held = undefined;
    for (const work of works) tell(work);
  });
  return {
    send: (data) => {
      if (isOver || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(data);
      if (socket.bufferedAmount <= BUFFERED_BYTES_MAX) return true;
      // Its close comes later, never from within `send`.
      socket.terminate();
      return false;
    },
    close: (words) => {
      if (isOver) return;
      stop();
      farewell(socket, clock, words);
    },
  };
}
