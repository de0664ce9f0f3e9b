import type { WireMessage } from '../wire/codec.js';
import type { SessionLimits } from './limits.js';

/** What a far end says while its call is being opened, for the call that will be. The oldest is forgotten beyond the limits. */
export class HeldMessages {
  readonly #limits: SessionLimits;
  readonly #sampleRateHz: number;
  readonly #messages: WireMessage[] = [];
  #audioMs = 0;
  #texts = 0;

  constructor(limits: SessionLimits, sampleRateHz: number) {
    this.#limits = limits;
    this.#sampleRateHz = sampleRateHz;
  }

  /** Answers how many messages of audio were forgotten for it; undefined where it was not taken itself. */
  push(message: WireMessage): number | undefined {
    if (message.type === 'text' && ++this.#texts > this.#limits.heldTextsMax) return undefined;
    const { heldAudioMsMax, heldMessagesMax } = this.#limits;
    this.#messages.push(message);
    this.#audioMs += this.#lengthMs(message);
    let forgotten = 0;
    while (this.#audioMs > heldAudioMsMax || this.#messages.length > heldMessagesMax + heldAudioMsMax / 20) {
      const oldest = this.#messages.shift()!;
      this.#audioMs -= this.#lengthMs(oldest);
      if (oldest.type === 'audio') forgotten++;
    }
    return forgotten;
  }

  /** All of it, in order. */
  take(): WireMessage[] {
    return this.#messages.splice(0);
  }

  #lengthMs(message: WireMessage): number {
    return message.type === 'audio' ? (message.samples.length * 1000) / this.#sampleRateHz : 0;
  }
}
