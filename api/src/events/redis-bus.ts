import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { ListenerTable, RESYNC, type BusListener, type BusMessage, type EventBus } from './bus.js';

const PREFIX = 'parley:';
const COMMAND_TIMEOUT_MS = 5_000;

/** The bus across api processes: one Redis channel for each channel of the bus that somebody here listens to. */
export class RedisBus implements EventBus {
  readonly kind = 'redis';
  readonly #table = new ListenerTable();
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #logger: Logger;
  #isLate = false;

  constructor(url: string, logger: Logger) {
    this.#logger = logger;
    // News that cannot be published within the time limit is in the database all the same, and nobody waits for it here.
    this.#publisher = new Redis(url, { lazyConnect: false, enableOfflineQueue: true, maxRetriesPerRequest: 1, commandTimeout: COMMAND_TIMEOUT_MS });
    this.#subscriber = new Redis(url, { maxRetriesPerRequest: null, autoResubscribe: true });
    for (const client of [this.#publisher, this.#subscriber]) client.on('error', (error: Error) => { logger.warn({ err: error }, 'redis does not answer'); });
    this.#subscriber.on('message', (channel: string, text: string) => { this.#table.tell(channel.slice(PREFIX.length), this.#read(channel, text)); });
    this.#subscriber.on('close', () => { this.#isLate = true; });
    this.#subscriber.on('ready', () => {
      if (!this.#isLate) return;
      this.#isLate = false;
      // ioredis subscribes again right after `ready`; commands keep their order, so a ping is answered after that.
      setImmediate(() => { this.#subscriber.ping().then(() => { this.#table.tellAll(RESYNC); }, () => undefined); });
    });
  }

  publish(channel: string, message: BusMessage): void {
    this.#publisher.publish(PREFIX + channel, JSON.stringify(message)).catch((error: unknown) => {
      this.#logger.warn({ err: error, channel }, 'news could not be published; subscribers here read the log');
      this.#table.tell(channel, RESYNC);
    });
  }

  async subscribe(channel: string, listener: BusListener): Promise<() => void> {
    this.#table.add(channel, listener);
    // Asked for again by each listener: the answer says that the channel is open, whoever asked first.
    await this.#subscriber.subscribe(PREFIX + channel);
    return () => {
      if (!this.#table.remove(channel, listener)) return;
      this.#subscriber.unsubscribe(PREFIX + channel).catch((error: unknown) => { this.#logger.warn({ err: error, channel }, 'a channel could not be left'); });
    };
  }

  /** Others may write to the same Redis: what is no news of ours makes listeners read the log, and harms nothing. */
  #read(channel: string, text: string): BusMessage {
    try {
      const message: unknown = JSON.parse(text);
      if (typeof message === 'object' && message !== null) return message as BusMessage;
    } catch { /* said below */ }
    this.#logger.warn({ channel }, 'unreadable news; subscribers read the log');
    return RESYNC;
  }

  async ping(): Promise<void> { await this.#publisher.ping(); }

  /** Cuts both connections as a network does; they come back by themselves. For tests. */
  async breakConnections(): Promise<void> {
    for (const client of [this.#subscriber, this.#publisher]) client.stream.destroy();
    await new Promise<void>((resolve) => { this.#subscriber.once('ready', () => { resolve(); }); });
  }

  close(): Promise<void> {
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
    return Promise.resolve();
  }
}
