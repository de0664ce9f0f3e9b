import { connect, type Socket } from 'node:net';

/** A request as it goes over the wire, again and again. */
export interface Target {
  readonly port: number;
  readonly path: string;
  readonly body: string;
  readonly sessionToken?: string | undefined;
}

export interface Loaded {
  readonly requests: number;
  readonly seconds: number;
  /** Open loop: from the moment the request was due; closed loop: from its sending. */
  readonly latenciesMs: number[];
}

function wireBytes({ path, body, sessionToken }: Target): Buffer {
  const authorization = sessionToken ? `authorization: Bearer ${sessionToken}\r\n` : '';
  return Buffer.from(`POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\naccept: application/json\r\n${authorization}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** Length of a target's answers: an answer of another length is an error that came with status 200. */
const answerBytes = new WeakMap<Target, number>();

/** One connection with one request under way. A client of this little code leaves the core to the load. */
class Connection {
  #received: Buffer[] = [];
  #bytes = 0;
  /** Length of the whole answer, once its head is there. */
  #wanted = Infinity;

  private constructor(readonly socket: Socket, readonly target: Target, readonly onAnswer: (connection: Connection) => void, onError: (error: Error) => void) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => { try { this.#take(chunk); } catch (error) { onError(error as Error); } });
  }

  static open(target: Target, onAnswer: (connection: Connection) => void, onError: (error: Error) => void): Promise<Connection> {
    return new Promise((resolve) => {
      const socket = connect({ port: target.port, host: '127.0.0.1' }, () => { resolve(new Connection(socket, target, onAnswer, onError)); });
      socket.on('error', onError);
      socket.on('end', () => { onError(new Error('the server closed a connection')); });
    });
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#bytes += chunk.length;
    if (this.#wanted === Infinity) this.#readHead();
    if (this.#bytes < this.#wanted) return;
    this.#received = [];
    this.#bytes = 0;
    this.#wanted = Infinity;
    this.onAnswer(this);
  }

  #readHead(): void {
    const all = this.#received.length === 1 ? this.#received[0]! : Buffer.concat(this.#received);
    const end = all.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const head = all.toString('latin1', 0, end);
    if (!head.startsWith('HTTP/1.1 200')) throw new Error(`the server answered ${all.toString('utf8', 0, 400)}`);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    const known = answerBytes.get(this.target) ?? length;
    if (!(length === known)) throw new Error(`${this.target.path} answered with ${length} bytes, earlier with ${known}: ${all.toString('utf8', end + 4, end + 400)}`);
    answerBytes.set(this.target, length);
    this.#wanted = end + 4 + length;
  }
}

/** Keeps `connections` requests under way for the time asked: what the server can do at most. */
export async function closedLoop(target: Target, connections: number, seconds: number): Promise<Loaded> {
  const bytes = wireBytes(target);
  const latenciesMs: number[] = [];
  const sentAtMs = new Map<Connection, number>();
  let fail!: (error: Error) => void;
  const failed = new Promise<never>((_resolve, reject) => { fail = reject; });
  let isOver = false;
  const send = (connection: Connection) => { sentAtMs.set(connection, performance.now()); connection.socket.write(bytes); };
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(target, (connection) => {
    if (isOver) return;
    latenciesMs.push(performance.now() - sentAtMs.get(connection)!);
    send(connection);
  }, fail)));
  const startedMs = performance.now();
  open.forEach(send);
  await Promise.race([sleep(seconds * 1000), failed]);
  isOver = true;
  const took = (performance.now() - startedMs) / 1000;
  failed.catch(() => undefined);
  for (const { socket } of open) socket.destroy();
  return { requests: latenciesMs.length, seconds: took, latenciesMs };
}

/** Requests under way at once in the open loop; what is due beyond it waits, and its wait counts. */
const OPEN_CONNECTIONS_MAX = 128;

/**
 * Sends requests at a fixed rate, whether or not the earlier ones were answered. A request's time counts from the moment
 * it was due, so that a server that stands still is charged for everything it kept waiting. Timers wake each
 * millisecond: half a millisecond on average is the generator's own.
 */
export async function openLoop(target: Target, perSecond: number, seconds: number): Promise<Loaded> {
  const bytes = wireBytes(target);
  const latenciesMs: number[] = [];
  const dueAtMs = new Map<Connection, number>();
  const waiting: number[] = [];
  const idle: Connection[] = [];
  let fail!: (error: Error) => void;
  const failed = new Promise<never>((_resolve, reject) => { fail = reject; });
  const send = (connection: Connection, due: number) => { dueAtMs.set(connection, due); connection.socket.write(bytes); };
  const open = await Promise.all(Array.from({ length: OPEN_CONNECTIONS_MAX }, () => Connection.open(target, (connection) => {
    latenciesMs.push(performance.now() - dueAtMs.get(connection)!);
    const due = waiting.shift();
    if (due === undefined) idle.push(connection); else send(connection, due);
  }, fail)));
  idle.push(...open);
  const total = Math.max(1, Math.floor(perSecond * seconds));
  const startedMs = performance.now();
  const finished = (async () => {
    for (let sent = 0; sent < total || latenciesMs.length < total;) {
      for (const nowMs = performance.now(); sent < total && startedMs + (sent * 1000) / perSecond <= nowMs; sent++) {
        const due = startedMs + (sent * 1000) / perSecond;
        const connection = idle.pop();
        if (connection) send(connection, due); else waiting.push(due);
      }
      if (performance.now() - startedMs > seconds * 1000 + DRAIN_MS) break;
      await sleep(1);
    }
  })();
  await Promise.race([finished, failed]);
  failed.catch(() => undefined);
  const took = (performance.now() - startedMs) / 1000;
  for (const { socket } of open) socket.destroy();
  // What was never answered has waited at least until now.
  while (latenciesMs.length < total) latenciesMs.push(DRAIN_MS);
  return { requests: total, seconds: took, latenciesMs };
}

const DRAIN_MS = 10_000;
const sleep = (durationMs: number) => new Promise<void>((resolve) => { setTimeout(resolve, durationMs); });
