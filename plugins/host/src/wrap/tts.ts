import { hasWords, isOffered, ProviderError, TTS_SPEC, type AudioSamples, type TtsAbilities, type TtsEvent, type TtsProvider, type TtsRequest } from '@parley/plugin-sdk';
import type { ProviderRoute, RouteStep } from './attempts.js';
import type { StreamGate } from './contender.js';
import { RoutedStream } from './race.js';
import { withTimeout } from './timeout.js';

/** Linear samples up to this are silence: the least step of mu-law is 8, dither is below it. */
const SILENCE_PEAK = 16;
const DEFAULT_ABILITIES: TtsAbilities = {
  isStreaming: true, hasTimestamps: false, formats: [{ encoding: 'pcm16', sampleRateHz: 16000 }, { encoding: 'pcm16', sampleRateHz: 8000 }],
  languages: ['*'], textCharactersMax: 1_000,
};

function isSilent(samples: AudioSamples): boolean {
  // In mu-law the complement of the low 7 bits is the loudness; 0 and 1 stand for 0 and 8 linear.
  if (samples instanceof Int16Array) return samples.every((sample) => sample <= SILENCE_PEAK && sample >= -SILENCE_PEAK);
  return samples.every((sample) => (~sample & 0x7f) <= 1);
}

class TtsGate implements StreamGate<TtsEvent> {
  readonly #request: TtsRequest;
  readonly #silenceMsMax: number;
  #isHeard: boolean;
  #sampleCount = 0;

  constructor(request: TtsRequest, silenceMsMax: number) {
    this.#request = request;
    this.#silenceMsMax = silenceMsMax;
    // Text without words may be answered by a pause, or by nothing.
    this.#isHeard = !hasWords(request.text);
  }

  take(event: TtsEvent): 'hold' | 'deliver' | 'drop' {
    if (event.type === 'audio') return this.#takeAudio(event.samples);
    if (event.type === 'timestamps' || event.type === 'usage') return this.#isHeard ? 'deliver' : 'hold';
    return 'drop';
  }

  end(): void {
    if (!this.#isHeard) throw new ProviderError('vendor-fault', 'The voice said nothing.');
  }

  usageOf(event: TtsEvent) {
    return event.type === 'usage' ? event.usage : undefined;
  }

  isTerminal(): boolean {
    return false;
  }

  measured() {
    return { characters: this.#request.text.length, audioMs: this.#audioMs() };
  }

  /** Silence at the beginning is held back until a sound follows: a stream that never sounds can still be replaced. */
  #takeAudio(samples: AudioSamples): 'hold' | 'deliver' | 'drop' {
    const isFitting = this.#request.format.encoding === 'pcm16' ? samples instanceof Int16Array : samples instanceof Uint8Array;
    if (!isFitting) throw new ProviderError('vendor-fault', 'The audio is not in the format that was agreed.');
    if (samples.length === 0) return 'drop';
    this.#sampleCount += samples.length;
    if (this.#isHeard) return 'deliver';
    if (isSilent(samples)) {
      if (this.#audioMs() > this.#silenceMsMax) throw new ProviderError('vendor-fault', 'The voice began with a long silence.');
      return 'hold';
    }
    this.#isHeard = true;
    return 'deliver';
  }

  #audioMs(): number {
    return (this.#sampleCount * 1000) / this.#request.format.sampleRateHz;
  }
}

/** What every open provider of the route can do; where they share no format, what the first can do. */
function sharedAbilities(providers: readonly TtsProvider[]): TtsAbilities {
  const [first, ...others] = providers.map((provider) => provider.abilities);
  if (!first) return DEFAULT_ABILITIES;
  const shared = first.formats.filter((format) => others.every((other) => isOffered(other.formats, format)));
  return {
    ...first, formats: shared.length > 0 ? shared : first.formats,
    textCharactersMax: Math.min(first.textCharactersMax, ...others.map((other) => other.textCharactersMax)),
  };
}

/** Contexts whose failed steps are remembered: a call speaks one or two at a time. */
const CONTEXTS_MAX = 8;

/**
 * A `tts` provider out of a route; see {@link RoutedStream}. A piece of text is spoken anew by the next step only while
 * none of its audio has been yielded; after that the rest is given up with the `ProviderError` of the break, and whoever
 * knows what was heard may ask for what is left: the steps that have failed in a context come last in it. Each step speaks with the voice its route names; the request's own voice goes to the first step, where the route names none.
 */
export function wrapTts(route: ProviderRoute<'tts'>): TtsProvider {
  const { limits, clock } = route.context;
  const brokenByContext = new Map<string, Set<RouteStep<'tts'>>>();
  const brokenIn = (contextId: string): Set<RouteStep<'tts'>> => {
    const broken = brokenByContext.get(contextId) ?? new Set();
    brokenByContext.delete(contextId);
    brokenByContext.set(contextId, broken);
    for (const oldest of brokenByContext.keys()) {
      if (brokenByContext.size <= CONTEXTS_MAX) break;
      brokenByContext.delete(oldest);
    }
    return broken;
  };
  return {
    spec: TTS_SPEC,
    get abilities() { return sharedAbilities(route.opened); },
    voices: async () => {
      const provider = route.first ?? await route.steps[0]?.open();
      if (!provider) throw route.nothingLeft();
      return withTimeout(provider.voices(), clock, limits.openTimeoutMs, () => new ProviderError('timeout', 'The list of voices did not come in time.'));
    },
    synthesize: (request) => new RoutedStream<'tts', TtsEvent>({
      route, signal: request.signal, firstResultTimeoutMs: limits.ttsFirstAudioTimeoutMs, stallTimeoutMs: limits.ttsStallTimeoutMs,
      broken: brokenIn(request.contextId),
      gate: () => new TtsGate(request, limits.ttsFirstAudioTimeoutMs),
      start: (step, signal) => {
        const { voice: requestVoice, ...rest } = request;
        const voice = step.step.voice ?? (step.index === 0 ? requestVoice : undefined);
        return step.provider!.synthesize({ ...rest, signal, ...(voice === undefined ? {} : { voice }) });
      },
    }),
    close: async () => undefined,
  };
}
