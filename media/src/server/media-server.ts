import type { Clock, Timer } from '@parley/plugin-host';
import { BrowserCodec } from '../wire/browser.js';
import type { WireCodec } from '../wire/codec.js';
import { TwilioCodec } from '../wire/twilio.js';
import { chooseServer } from './choose-server.js';
import { ServerCounters } from './counters.js';
import { SESSION_LIMITS, type SessionLimits } from './limits.js';
import { createMetrics, type ExtraGauge, type ServerMetrics } from './metrics.js';
import { refusal } from './refusals.js';
import { Session } from './session.js';
import type { SessionPorts } from './session-ports.js';
import type { HttpReply, SocketListener, SocketServer, WireSocket } from './socket-server.js';

export interface MediaServerOptions {
  readonly clock: Clock;
  readonly logger: SessionPorts['logger'];
  readonly takePlan: SessionPorts['takePlan'];
  readonly openCall: SessionPorts['openCall'];
  readonly onRefused?: NonNullable<SessionPorts['onRefused']>;
  /** Forces one of the servers; the fastest that loads by default. */
  readonly engine?: 'uws' | 'ws' | undefined;
  /** Sockets at the same time; further ones are refused with `CALLS_MAX`. */
  readonly callsMax: number;
  readonly limits?: Partial<SessionLimits>;
  /** Counted into by the process too; a new one by default. */
  readonly counters?: ServerCounters;
  /** Further figures for `/metrics`. */
  readonly gauges?: readonly ExtraGauge[];
  /** Until it resolves the server is not ready, and calls that come wait to be opened. Default: ready at once. */
  readonly whenReady?: Promise<void>;
}

const SILENT: SocketListener = { onMessage() {}, onPong() {}, onDrain() {}, onClose() {} };
const TEXT = 'text/plain; charset=utf-8';

/** The sockets of one process: routes, the calls they carry, their number, and how they end together. */
export class MediaServer {
  readonly counters: ServerCounters;
  readonly #options: MediaServerOptions;
  readonly #limits: SessionLimits;
  readonly #sessions = new Set<Session>();
  readonly #calls = new Map<string, Session>();
  readonly #metrics: ServerMetrics;
  readonly #whenIdle: (() => void)[] = [];
  #server: SocketServer | undefined;
  #sweeper: Timer | undefined;
  #seed = 1;
  #isDraining = false;
  #isStarting: boolean;

  constructor(options: MediaServerOptions) {
    this.#options = options;
    this.#limits = { ...SESSION_LIMITS, ...options.limits };
    this.counters = options.counters ?? new ServerCounters();
    this.#metrics = createMetrics(this.counters, { calls: () => this.liveCalls, sockets: () => this.#sessions.size, callsMax: options.callsMax }, options.gauges);
    this.#isStarting = options.whenReady !== undefined;
    options.whenReady?.then(() => { this.#isStarting = false; }, () => { /* whoever starts the process deals with it */ });
  }

  get engine(): 'uws' | 'ws' | undefined {
    return this.#server?.engine;
  }

  get liveCalls(): number {
    return this.#calls.size;
  }

  /** Serves until `close`; answers the port in use. */
  async listen(port: number, host?: string): Promise<number> {
    this.#server = await chooseServer(this.#options.engine, {
      sockets: { '/v1/twilio': (socket) => this.#accept(socket, new TwilioCodec()), '/v1/browser': (socket) => this.#accept(socket, new BrowserCodec()) },
      http: {
        '/healthz': () => ({ status: 200, contentType: TEXT, body: 'ok\n' }),
        '/readyz': () => this.#readiness(),
        '/metrics': async () => ({ status: 200, contentType: this.#metrics.contentType, body: await this.#metrics.read() }),
      },
      onListenerError: (error) => {
        this.counters.callFaults++;
        this.#options.logger.error('a socket failed', { err: error });
      },
    }, (message, fields) => { this.#options.logger.warn(message, fields); });
    const bound = await this.#server.listen(port, host);
    this.#sweep();
    return bound;
  }

  /**
   * Readiness falls and new sockets are refused at once; resolves when the last socket has gone. Calls go on to their
   * own ends: a limit of time is the caller's to keep.
   */
  drain(): Promise<void> {
    this.#isDraining = true;
    if (this.#sessions.size === 0) return Promise.resolve();
    return new Promise((resolve) => { this.#whenIdle.push(resolve); });
  }

  /** Ends every call that is still there, telling why, and stops serving. */
  async close(): Promise<void> {
    this.#isDraining = true;
    this.#sweeper?.cancel();
    for (const session of this.#sessions) session.refuse(refusal('SHUTTING_DOWN'));
    this.#metrics.close();
    this.#server?.stopListening();
    // A turn of the loop lets the close frames leave.
    await new Promise((resolve) => { setImmediate(resolve); });
    await this.#server?.close();
  }

  #accept(socket: WireSocket, codec: WireCodec): SocketListener {
    const why = this.#isDraining ? refusal('SHUTTING_DOWN') : this.#sessions.size >= this.#options.callsMax ? refusal('CALLS_MAX') : undefined;
    if (why) {
      this.counters.countRefusal(why.code);
      const words = codec.encodeError(why.code, why.message);
      if (words !== undefined) this.counters.sends[socket.send(words, false)]++;
      socket.close(why.closeCode, `${why.code}: ${why.message}`);
      return SILENT;
    }
    const session = new Session(socket, codec, {
      clock: this.#options.clock, logger: this.#options.logger, counters: this.counters, limits: this.#limits,
      takePlan: (token, transport) => this.#options.takePlan(token, transport),
      openCall: async (request) => {
        await this.#options.whenReady;
        return this.#options.openCall(request);
      },
      onRefused: (callId, why) => { this.#options.onRefused?.(callId, why); },
      claimCall: (callId, claimant) => this.#claim(callId, claimant),
      onEnded: (ended) => { this.#forget(ended); },
    }, this.#seed++);
    this.#sessions.add(session);
    return session;
  }

  #claim(callId: string, session: Session): boolean {
    if (this.#calls.has(callId)) return false;
    this.#calls.set(callId, session);
    return true;
  }

  #forget(session: Session): void {
    this.#sessions.delete(session);
    if (session.callId !== undefined && this.#calls.get(session.callId) === session) this.#calls.delete(session.callId);
    if (this.#sessions.size === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  #readiness(): HttpReply {
    const why = this.#whyNotReady();
    return { status: why === undefined ? 200 : 503, contentType: TEXT, body: `${why ?? 'ready'}\n` };
  }

  #whyNotReady(): string | undefined {
    if (this.#isDraining) return 'draining: live calls finish, new ones are refused';
    if (this.#isStarting) return 'starting: providers are being loaded';
    return this.#sessions.size >= this.#options.callsMax ? `full: ${this.#options.callsMax} calls` : undefined;
  }

  #sweep(): void {
    this.#sweeper = this.#options.clock.setTimer(this.#limits.sweepMs, () => {
      const nowMs = this.#options.clock.nowMs();
      for (const session of this.#sessions) {
        try {
          session.sweep(nowMs);
        } catch (error) {
          this.#options.logger.error('a session could not be looked at', { callId: session.callId, err: error });
        }
      }
      this.#sweep();
    });
  }
}
