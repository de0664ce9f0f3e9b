import type { RouteStep } from '@parley/media-contract';
import { nearestVoice, speaksAny, type KnownVoice, type WantedVoice } from '../connections/nearest-voice.js';
import type { ResolvedStep } from '../domains/routes/resolve.js';
import type { Speech } from '../voices/speech.js';

/**
 * Which voice each provider of a call speaks with, decided once, when the call begins: a voice is one provider's, and
 * whoever takes over in the middle shall sound as much like it as can be. What a provider is asked for it has.
 */
export class CallVoices {
  readonly #voice: string | undefined;
  readonly #speech: Pick<Speech, 'known'>;
  /** The agent's voice, as far as anybody here knows it. */
  readonly #found: KnownVoice | undefined;
  readonly #wanted: WantedVoice;
  /** A connection has it: then no other provider is asked for it by its name. */
  readonly #isTaken: boolean;

  constructor({ voice, language }: { readonly voice: string | undefined; readonly language: string }, steps: readonly ResolvedStep[], speech: Pick<Speech, 'known'>) {
    this.#voice = voice;
    this.#speech = speech;
    const ofConnections = steps.flatMap(({ connection }) => connection.voices).find(({ id }) => id === voice);
    this.#isTaken = ofConnections !== undefined;
    this.#found = ofConnections ?? speech.known().find(({ id }) => id === voice);
    const gender = this.#found?.gender;
    this.#wanted = { language: this.#found === undefined || speaksAny(this.#found.language) ? language : this.#found.language, ...(gender === undefined ? {} : { gender }) };
  }

  /** Whether a connection has the agent's voice. */
  isOf({ connection: { voices } }: ResolvedStep): boolean {
    return voices.some(({ id }) => id === this.#voice);
  }

  /** The agent's where the connection has it, else that of the route, else that of the connection, else the nearest; undefined for the provider's first. */
  ofStep(step: ResolvedStep): string | undefined {
    if (this.isOf(step)) return this.#voice;
    const { connection: { voice, voices }, setting } = step;
    return setting?.voice ?? voice ?? (this.#voice === undefined ? undefined : nearestVoice(voices, this.#wanted));
  }

  /** A provider of the installation, which is asked for the agent's voice unless that is known to be another's. */
  ofDefault(step: RouteStep): RouteStep {
    if (this.#voice === undefined || step.voice !== undefined) return step;
    const known = this.#speech.known(step.pluginId);
    const isOther = known.length > 0 ? known.every(({ id }) => id !== this.#voice) : this.#isTaken;
    const voice = isOther ? nearestVoice(known, this.#wanted) : this.#voice;
    return voice === undefined ? step : { ...step, voice };
  }
}
