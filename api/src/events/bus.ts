/** A message of the bus: plain JSON. */
export type BusMessage = { readonly [key: string]: unknown };
export type BusListener = (message: BusMessage) => void;

/** Told to every listener when messages may have been missed; each then reads what it follows again. */
export const RESYNC: BusMessage = { kind: 'resync' };

/**
 * Carries live news between the requests of one or several api processes. It promises nothing: what must not be lost
 * is read from the database, and the bus only says when to look.
 */
export interface EventBus {
  /** `memory` reaches the own process alone. */
  readonly kind: 'memory' | 'redis';
  publish(channel: string, message: BusMessage): void;
  /** Resolves once messages arrive for certain, so that a read after it misses nothing. Listeners must not throw. */
  subscribe(channel: string, listener: BusListener): Promise<() => void>;
  /** Rejects where the bus cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Listeners by channel; shared by the buses. */
export class ListenerTable {
  readonly #listeners = new Map<string, Set<BusListener>>();

  /** True for the first listener of its channel. */
  add(channel: string, listener: BusListener): boolean {
    const listeners = this.#listeners.get(channel);
    if (listeners) { listeners.add(listener); return false; }
    this.#listeners.set(channel, new Set([listener]));
    return true;
  }

  /** True when it was the last of its channel. */
  remove(channel: string, listener: BusListener): boolean {
    const listeners = this.#listeners.get(channel);
    if (!listeners?.delete(listener) || listeners.size > 0) return false;
    this.#listeners.delete(channel);
    return true;
  }

  tell(channel: string, message: BusMessage): void {
    for (const listener of Array.from(this.#listeners.get(channel) ?? [])) listener(message);
  }

  tellAll(message: BusMessage): void {
    for (const channel of this.channels()) this.tell(channel, message);
  }

  channels(): string[] { return Array.from(this.#listeners.keys()); }
}

/** The bus of a single process. */
export class LocalBus implements EventBus {
  readonly kind = 'memory';
  readonly #table = new ListenerTable();

  publish(channel: string, message: BusMessage): void { this.#table.tell(channel, message); }

  subscribe(channel: string, listener: BusListener): Promise<() => void> {
    this.#table.add(channel, listener);
    return Promise.resolve(() => { this.#table.remove(channel, listener); });
  }

  ping(): Promise<void> { return Promise.resolve(); }
  close(): Promise<void> { return Promise.resolve(); }
}
