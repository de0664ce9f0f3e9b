import { createProviderHost, ProviderError, SMALLEST_REQUESTS, systemClock, toProviderError, type HostRouteStep, type OpenedRoute, type PluginCatalog, type PluginLogger } from '@parley/plugin-host';
import { LIMITS } from '../limits.js';
import { Slots } from '../voices/slots.js';
import { within } from '../within.js';
import type { KnownVoice } from './nearest-voice.js';
import type { ConnectableKind } from './requests.js';

/** A trial that went well. */
export interface Trial {
  /** From the request to its first result, the time to open the adapter not counted. */
  readonly latencyMs: number;
  /** Voices that it offers; empty for other kinds, and where it does not say. */
  readonly voices: readonly KnownVoice[];
}

const late = () => new ProviderError('timeout', `There was no result within ${LIMITS.trialMs / 1_000} seconds.`);

/**
 * Tries providers out, each with the smallest real request of its kind, through the same wrapping as in calls. Each trial
 * has a host of its own: what calls and earlier trials have learnt of a connection is no answer to whether it works now.
 */
export class Trials {
  readonly #catalog: PluginCatalog;
  readonly #logger: PluginLogger;
  readonly #slots = new Slots(LIMITS.trialsRunningMax, LIMITS.trialsWaitingMax);

  constructor(catalog: PluginCatalog, logger: PluginLogger) {
    this.#catalog = catalog;
    this.#logger = logger;
  }

  /** Rejects with a `ProviderError`. */
  async run(kind: ConnectableKind, step: HostRouteStep): Promise<Trial> {
    const leave = await this.#slots.enter(AbortSignal.timeout(LIMITS.trialMs));
    if (!leave) throw new ProviderError('rate-limit', 'Too many providers are being tried at this moment.');
    const host = createProviderHost(this.#catalog, { clock: systemClock, logger: this.#logger });
    const controller = new AbortController();
    try {
      return await within(this.#ask(kind, host.openRoute(kind, { steps: [step] }), step.voice, controller.signal), LIMITS.trialMs, late);
    } catch (error) {
      throw toProviderError(error);
    } finally {
      controller.abort();
      // The answer does not wait for connections to be hung up.
      host.close().catch((error: unknown) => { this.#logger.warn('The host of a trial did not close.', { error: String(error) }); }).finally(leave);
    }
  }

  async #ask<Kind extends ConnectableKind>(kind: Kind, opening: Promise<OpenedRoute<Kind>>, voice: string | undefined, signal: AbortSignal): Promise<Trial> {
    const { provider } = await opening;
    const startedAtMs = performance.now();
    await SMALLEST_REQUESTS[kind](provider, signal, voice);
    const latencyMs = Math.round(performance.now() - startedAtMs);
    return { latencyMs, voices: 'voices' in provider ? await this.#voicesOf(provider) : [] };
  }

  async #voicesOf(provider: OpenedRoute<'tts'>['provider']): Promise<readonly KnownVoice[]> {
    try {
      const voices = await within(provider.voices(), LIMITS.trialVoicesMs, late);
      return voices.slice(0, LIMITS.voicesMax).map(({ id, language, gender }) => ({ id, language, ...(gender === undefined ? {} : { gender }) }));
    } catch (error) {
      this.#logger.warn('The voices of a provider that was tried were not told.', { cause: toProviderError(error).causeCode });
      return [];
    }
  }
}
