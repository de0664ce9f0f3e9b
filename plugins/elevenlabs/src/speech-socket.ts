import { randomUUID } from 'node:crypto';
import { openLiveSocket, ProviderError, sentenceOf, type Clock, type LiveSocket } from '@parley/plugin-sdk';
import { brokenOff, refusedUpgrade, spokenRefusal } from './errors.js';

/** Texts that the vendor speaks at once over one connection. */
const CONTEXTS_MAX = 5;

export interface SpeechSocketParts {
  readonly secret: string;
  readonly clock: Clock;
  /** Longest wait for the connection, in milliseconds. */
  readonly timeoutMs: number;
}

export interface SpokenText {
  readonly text: string;
  readonly voiceSettings: object | undefined;
}

type Message = Record<string, unknown>;

/** What comes of one text. */
class Context {
  #messages: Message[] = [];
  #end: { readonly error: ProviderError | undefined } | undefined;
  #isAbandoned = false;
  #wake = (): void => {};

  tell(message: Message): void {
    if (this.#isAbandoned) return;
    this.#messages.push(message);
    this.#wake();
  }

  end(error?: ProviderError): void {
    this.#end ??= { error };
    this.#wake();
  }

  /** Nobody reads on; the vendor speaks to its end all the same. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#messages = [];
  }

  async* read(): AsyncGenerator<Message> {
    for (;;) {
      const message = this.#messages.shift();
      if (message) { yield message; continue; }
      if (this.#end?.error) throw this.#end.error;
      if (this.#end) return;
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }
}

/** One connection, over which texts are spoken at once, each in a context of its own. */
class SpeechSocket {
  readonly #contexts = new Map<string, Context>();
  #socket: LiveSocket | undefined;
  #isOver = false;

  get isOver(): boolean {
    return this.#isOver;
  }

  get isFree(): boolean {
    return !this.#isOver && this.#contexts.size < CONTEXTS_MAX;
  }

  async open(url: string, { secret, clock, timeoutMs }: SpeechSocketParts, signal: AbortSignal): Promise<void> {
    this.#socket = await openLiveSocket({
      url, headers: { 'xi-api-key': secret }, clock, timeoutMs, signal, asRefusal: (answer) => refusedUpgrade(answer, secret),
      onMessage: (message) => {
        const error = !message ? brokenOff('The vendor sent a message that cannot be read.') : typeof message['error'] === 'string' ? spokenRefusal(message, secret) : undefined;
        if (error) { this.#end(error); return; }
        this.#hear(message!);
      },
      onEnd: ({ error }) => { this.#end(error); },
    });
  }

  /** The vendor's messages of a text, until its end; where `signal` ends it, what still comes is dropped. */
  speak({ text, voiceSettings }: SpokenText, signal: AbortSignal): AsyncGenerator<Message> {
    const id = randomUUID();
    const context = new Context();
    this.#contexts.set(id, context);
    signal.addEventListener('abort', () => { context.abandon(); }, { once: true });
    const send = (message: object) => this.#socket?.send(JSON.stringify({ ...message, context_id: id })) ?? false;
    send({ text: ' ', ...(voiceSettings === undefined ? {} : { voice_settings: voiceSettings }) });
    send({ text: `${text} `, flush: true });
    // No more follows, which the vendor answers when it has said all.
    if (!send({ close_context: true })) context.end(new ProviderError('unreachable', sentenceOf('unreachable')));
    return context.read();
  }

  close(): void {
    this.#end(new ProviderError('aborted', sentenceOf('aborted')));
  }

  #hear(message: Message): void {
    const id = String(message['contextId'] ?? message['context_id']);
    const context = this.#contexts.get(id);
    if (message['audio']) context?.tell(message);
    if (message['isFinal'] !== true && message['is_final'] !== true) return;
    this.#contexts.delete(id);
    context?.end();
  }

  #end(error: ProviderError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket?.close();
    for (const context of this.#contexts.values()) context.end(error);
    this.#contexts.clear();
  }
}

export interface SpeechSockets {
  /** The vendor's messages of a text that is spoken at an address; another connection is made where none has room. */
  speak(url: string, text: SpokenText, signal: AbortSignal): Promise<AsyncGenerator<Message>>;
  close(): void;
}

/** Connections that stay open between requests, by their address: what a connection speaks, and how, stands in it. */
export function createSpeechSockets(parts: SpeechSocketParts): SpeechSockets {
  const sockets = new Map<string, SpeechSocket[]>();
  const freeOf = (url: string): SpeechSocket | undefined => sockets.get(url)?.find(({ isFree }) => isFree);
  return {
    async speak(url, text, signal) {
      let socket = freeOf(url);
      if (!socket) {
        const made = new SpeechSocket();
        await made.open(url, parts, signal);
        // Those that have ended are forgotten.
        sockets.set(url, [...(sockets.get(url) ?? []).filter((each) => !each.isOver), made]);
        socket = made;
      }
      return socket.speak(text, signal);
    },
    close: () => {
      for (const socket of [...sockets.values()].flat()) socket.close();
      sockets.clear();
    },
  };
}
