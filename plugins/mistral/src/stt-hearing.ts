import { failureOnTheWay, isProviderError, openLiveSocket, startDeadline, type Clock, type LiveSocket, type ProviderError, type ProviderUsage } from '@parley/plugin-sdk';
import { brokenOff, refusal, refusedRequest } from './errors.js';

/** What is said to the vendor before it listens waits for it; more audio than 60 s the session holds back itself. */
export interface HearingParts {
  readonly url: string;
  readonly secret: string;
  /** Told before any audio. */
  readonly session: object;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface HearingListener {
  /** All words so far. */
  onText(text: string): void;
  /** Once; nothing comes after it. */
  onDone(transcript: { readonly text: string; readonly usage: ProviderUsage }): void;
  /** `isFinal` where another connection would end the same way. */
  onEnd(error: ProviderError, isFinal: boolean): void;
}

/** As the vendor counts: seconds of audio, and tokens. */
function usageOf(usage: unknown): ProviderUsage {
  const { prompt_audio_seconds: seconds, prompt_tokens: inputTokens, completion_tokens: outputTokens } = Object(usage) as Record<string, unknown>;
  return {
    ...(typeof seconds === 'number' ? { audioMs: seconds * 1_000 } : {}),
    ...(typeof inputTokens === 'number' && typeof outputTokens === 'number' && inputTokens + outputTokens > 0 ? { inputTokens, outputTokens } : {}),
  };
}

/** One connection to the vendor, which hears one stretch of audio and then ends. */
export class Hearing {
  readonly #listener: HearingListener;
  /** Settles when the vendor listens; a failure is told by `onEnd` too. */
  readonly ready: Promise<void>;
  #socket: LiveSocket | undefined;
  /** Said before the vendor listens. */
  #waiting: string[] | undefined = [];
  #begin: (() => void) | undefined;
  #text = '';
  #isOver = false;

  constructor(parts: HearingParts, listener: HearingListener) {
    this.#listener = listener;
    this.ready = this.#open(parts);
    this.ready.catch((reason: unknown) => {
      const error = isProviderError(reason) ? reason : failureOnTheWay(reason);
      this.#end(error, error.causeCode !== 'unreachable' && error.causeCode !== 'vendor-fault');
    });
  }

  send(message: object): void {
    const text = JSON.stringify(message);
    if (this.#waiting) this.#waiting.push(text); else this.#socket?.send(text);
  }

  close(): void {
    this.#isOver = true;
    this.#socket?.close();
  }

  async #open({ url, secret, session, clock, timeoutMs, signal }: HearingParts): Promise<void> {
    let fail: (error: ProviderError) => void = () => {};
    const begun = new Promise<void>((resolve, reject) => { this.#begin = resolve; fail = reject; });
    begun.catch(() => {});
    const socket = await openLiveSocket({
      url, headers: { authorization: `Bearer ${secret}` }, clock, timeoutMs, signal, asRefusal: (answer) => refusedRequest(answer, secret),
      onMessage: (message) => {
        const error = message ? this.#hear(message, session, secret) : brokenOff('The vendor sent a message that cannot be read.');
        if (!error) return;
        fail(error);
        this.#end(error, true);
      },
      onEnd: ({ error }) => { fail(error); this.#end(error, false); },
    });
    this.#socket = socket;
    if (this.#isOver) { socket.close(); return; }
    const deadline = startDeadline({ signal, clock, silenceMs: timeoutMs, asProviderError: failureOnTheWay });
    try { await deadline.race(begun); } finally { deadline.end(); }
  }

  /** Answers what went wrong, where something did. */
  #hear(message: Record<string, unknown>, session: object, secret: string): ProviderError | undefined {
    switch (message['type']) {
      // Nothing may be said before the vendor has spoken.
      case 'session.created': this.#socket?.send(JSON.stringify({ type: 'session.update', session })); return undefined;
      case 'session.updated': this.#listen(); return undefined;
      case 'transcription.text.delta':
        this.#text += typeof message['text'] === 'string' ? message['text'] : '';
        if (!this.#isOver) this.#listener.onText(this.#text);
        return undefined;
      case 'transcription.done':
        if (typeof message['text'] !== 'string') return brokenOff('The vendor sent a transcript without a text.');
        if (this.#isOver) return undefined;
        this.close();
        this.#listener.onDone({ text: message['text'], usage: usageOf(message['usage']) });
        return undefined;
      case 'error': return refusal(message['error'], secret);
      default: return undefined;
    }
  }

  #listen(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const text of waiting) this.#socket?.send(text);
    this.#begin?.();
  }

  #end(error: ProviderError, isFinal: boolean): void {
    if (this.#isOver) return;
    this.close();
    this.#listener.onEnd(error, isFinal);
  }
}
