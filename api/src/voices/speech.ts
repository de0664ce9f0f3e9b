import { createHash } from 'node:crypto';
import { createProviderHost, ProviderError, systemClock, type HostRouteStep, type PluginCatalog, type PluginHost, type PluginLogger, type TtsVoice } from '@parley/plugin-host';
import { LIMITS } from '../limits.js';
import { within } from '../within.js';

export interface OfferedVoice extends TtsVoice {
  readonly pluginId: string;
  /** The connection that offers it; undefined for what the installation offers. */
  readonly connectionId?: string | undefined;
}

export interface SpeechOptions {
  readonly catalog: PluginCatalog;
  /** Speech providers of calls, in the order they are tried. */
  readonly steps: readonly HostRouteStep[];
  readonly logger: PluginLogger;
  /** Default `LIMITS.voicesTimeoutMs`. */
  readonly voicesTimeoutMs?: number | undefined;
}

export interface SpeechRequest {
  readonly pluginId: string;
  readonly voice: string;
  readonly language: string;
  readonly text: string;
  readonly signal: AbortSignal;
  /** The connection to speak through; default the installation's provider with that plugin. */
  readonly step?: HostRouteStep | undefined;
}

/** Sound as it is made: 16-bit linear samples, mono. Ending the iteration early ends the synthesis. */
export interface SpokenText {
  readonly sampleRateHz: number;
  readonly samples: AsyncGenerator<Int16Array, void>;
}

interface Listed { readonly key: string; readonly voices: Promise<readonly OfferedVoice[]>; readonly untilMs: number; /** Once they are there. */ known: readonly OfferedVoice[] }

/** Names a provider with all it is opened with; a connection with another key is another one. */
const nameOf = ({ connectionId, pluginId, voice, settings, secrets }: HostRouteStep) => createHash('sha256').update(JSON.stringify([connectionId, pluginId, voice, settings, secrets])).digest('base64');

/**
 * The voices that calls can have: lists them, and lets them be heard. Providers are opened when somebody asks, through
 * the same wrapping as in calls, and closed by the host when nobody does for some minutes.
 */
export class Speech {
  readonly #options: SpeechOptions;
  /** What each step answered; asked anew when the plugin changes. The one that was asked for longest ago is forgotten first. */
  readonly #listed = new Map<string, Listed>();
  #host: PluginHost | undefined;

  constructor(options: SpeechOptions) { this.#options = options; }

  /**
   * Voices of `own`, connections of who asks, and, where `hasDefaults`, of the installation, in the order calls try them;
   * each provider's default comes first. One that is away is left out as long as another answers. Rejects with the
   * `ProviderError` of the first where none does.
   */
  async voices(own: readonly HostRouteStep[] = [], hasDefaults = true): Promise<readonly OfferedVoice[]> {
    const answers = await Promise.allSettled([
      ...own.map(async (step) => (await this.#voicesWithin(step)).map((voice) => ({ ...voice, connectionId: step.connectionId }))),
      ...(hasDefaults ? this.#options.steps.map((step) => this.#voicesWithin(step)) : []),
    ]);
    const [refused] = answers.filter((answer) => answer.status === 'rejected');
    if (refused && answers.every(({ status }) => status === 'rejected')) throw refused.reason;
    const known = new Set<string>();
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])).filter(({ pluginId, id }) => {
      const key = `${pluginId}\0${id}`;
      return known.has(key) ? false : known.add(key);
    });
  }

  /** Voices of the installation's providers, or of one of them, that were listed lately; nobody is asked. */
  known(pluginId?: string): readonly OfferedVoice[] {
    return this.#options.steps.flatMap((step) => (pluginId === undefined || step.pluginId === pluginId ? this.#listed.get(nameOf(step))?.known ?? [] : []));
  }

  /** Speaks a text with one of the voices. Rejects with a `ProviderError`; `bad-request` where no call has such a provider. */
  async speak({ pluginId, voice, language, text, signal, step = this.#options.steps.find((known) => known.pluginId === pluginId) }: SpeechRequest): Promise<SpokenText> {
    if (!step) throw new ProviderError('bad-request', `No call speaks with the plugin "${pluginId}".`);
    const route = await this.#open({ ...step, voice });
    const { provider } = route;
    const [format] = provider.abilities.formats.filter(({ encoding }) => encoding === 'pcm16').sort((one, other) => other.sampleRateHz - one.sampleRateHz);
    if (!format) {
      await route.close();
      throw new ProviderError('bad-request', `The plugin "${pluginId}" makes no linear sound.`);
    }
    async function* samples() {
      try {
        for await (const event of provider.synthesize({ contextId: crypto.randomUUID(), text, isLast: true, language, format: format!, signal })) {
          if (event.type === 'audio' && event.samples instanceof Int16Array && event.samples.length > 0) yield event.samples;
        }
      } finally {
        await route.close();
      }
    }
    return { sampleRateHz: format.sampleRateHz, samples: samples() };
  }

  async close(): Promise<void> {
    await this.#host?.close();
  }

  #open(step: HostRouteStep) {
    const { catalog, logger } = this.#options;
    this.#host ??= createProviderHost(catalog, { clock: systemClock, logger });
    return this.#host.openRoute('tts', { steps: [step] });
  }

  /** The list may come after its time; it is then there for the next who asks. */
  #voicesWithin(step: HostRouteStep): Promise<readonly OfferedVoice[]> {
    const limitMs = this.#options.voicesTimeoutMs ?? LIMITS.voicesTimeoutMs;
    return within(this.#voicesOf(step), limitMs, () => new ProviderError('timeout', `The voices of "${step.pluginId}" did not come within ${limitMs} ms.`));
  }

  #voicesOf(step: HostRouteStep): Promise<readonly OfferedVoice[]> {
    const name = nameOf(step);
    const entry = this.#options.catalog.get(step.pluginId);
    const key = `${entry?.state ?? ''} ${entry?.integrity ?? ''}`;
    const listed = this.#listed.get(name);
    this.#listed.delete(name);
    if (listed?.key === key && listed.untilMs > Date.now()) { this.#listed.set(name, listed); return listed.voices; }
    const voices = this.#ask(step);
    const asked: Listed = { key, voices, untilMs: Date.now() + LIMITS.voicesCacheMs, known: listed?.known ?? [] };
    this.#listed.set(name, asked);
    for (const oldest of this.#listed.keys()) { if (this.#listed.size <= LIMITS.voiceListsMax) break; this.#listed.delete(oldest); }
    // What failed is asked again by the next; what succeeds is believed for a while.
    voices.then((known) => { asked.known = known; }, () => { if (this.#listed.get(name) === asked) this.#listed.delete(name); });
    return voices;
  }

  async #ask(step: HostRouteStep): Promise<readonly OfferedVoice[]> {
    const { pluginId, voice } = step;
    const route = await this.#open(step);
    try {
      const all = await route.provider.voices();
      // Where the route names a voice, calls speak with that one whatever the agent says.
      return all.filter(({ id }) => voice === undefined || id === voice).slice(0, LIMITS.voicesMax).map((each) => ({ ...each, pluginId }));
    } finally {
      await route.close();
    }
  }
}
