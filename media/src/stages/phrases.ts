import { ProviderError, type Clock } from '@parley/plugin-host';
import type { VoiceEvent } from './voice.js';

/** A phrase that is spoken often: synthesised once, read by many calls, also while it is still arriving. */
export interface Phrase {
  /** All of it has arrived. */
  readonly isReady: boolean;
  /** From the beginning to the end. Rejects where the synthesis failed. */
  read(signal: AbortSignal): AsyncIterable<VoiceEvent>;
}

export interface Phrases {
  /** The phrase of this key; `synthesize` is called where it is not there, or failed before. */
  get(key: string, synthesize: (signal: AbortSignal) => AsyncIterable<VoiceEvent>): Phrase;
  readonly bytes: number;
}

export interface PhrasesOptions {
  readonly clock: Clock;
  /** Audio kept for the process; the phrase unused for longest goes first. Default 32 MiB: some 35 minutes at 8 kHz. */
  readonly bytesMax?: number;
  /** A synthesis that takes longer has failed. Default 15 s. */
  readonly synthesisMsMax?: number;
}

class SharedPhrase implements Phrase {
  readonly events: VoiceEvent[] = [];
  bytes = 0;
  isReady = false;
  failure: unknown;
  #waiting: (() => void)[] = [];

  wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  async *read(signal: AbortSignal): AsyncGenerator<VoiceEvent> {
    const onAbort = (): void => this.wake();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      for (let index = 0; !signal.aborted;) {
        if (index < this.events.length) yield this.events[index++]!;
        else if (this.failure !== undefined) throw this.failure;
        else if (this.isReady) return;
        else await new Promise<void>((resolve) => { this.#waiting.push(resolve); });
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}

/** One cache for the process. */
export function createPhrases({ clock, bytesMax = 32 * 1024 * 1024, synthesisMsMax = 15_000 }: PhrasesOptions): Phrases {
  const phrases = new Map<string, SharedPhrase>();
  let bytes = 0;

  function remove(key: string, phrase: SharedPhrase): void {
    if (phrases.get(key) !== phrase) return;
    phrases.delete(key);
    if (phrase.isReady) bytes -= phrase.bytes;
  }

  function keep(key: string, phrase: SharedPhrase): void {
    phrase.isReady = true;
    bytes += phrase.bytes;
    for (const [oldKey, old] of phrases) {
      if (bytes <= bytesMax) break;
      if (old.isReady && oldKey !== key) remove(oldKey, old);
    }
    if (bytes > bytesMax) remove(key, phrase);
  }

  async function fill(key: string, phrase: SharedPhrase, synthesize: (signal: AbortSignal) => AsyncIterable<VoiceEvent>): Promise<void> {
    // Its own signal: the call that happened to ask first may end before the phrase is complete.
    const controller = new AbortController();
    const timer = clock.setTimer(synthesisMsMax, () => {
      phrase.failure ??= new ProviderError('timeout', 'a phrase was not synthesised in time');
      remove(key, phrase);
      phrase.wake();
      controller.abort();
    });
    try {
      for await (const event of synthesize(controller.signal)) {
        phrase.events.push(event);
        if (event.type === 'audio') phrase.bytes += event.samples.byteLength;
        phrase.wake();
      }
      if (phrase.bytes === 0) throw new ProviderError('vendor-fault', 'the voice was silent');
      if (phrase.failure === undefined) keep(key, phrase);
    } catch (error) {
      phrase.failure ??= error ?? new ProviderError('vendor-fault', 'the voice failed');
      remove(key, phrase);
    } finally {
      timer.cancel();
      phrase.wake();
    }
  }

  return {
    get(key, synthesize) {
      let phrase = phrases.get(key);
      if (phrase) phrases.delete(key);
      else {
        phrase = new SharedPhrase();
        void fill(key, phrase, synthesize);
      }
      if (phrase.failure === undefined) phrases.set(key, phrase);
      return phrase;
    },
    get bytes() {
      return bytes;
    },
  };
}
