import { toProviderError, type ProviderErrorCause } from '@parley/plugin-host';
import type { ApiContext } from '../../context.js';
import { requestError } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { speakingSteps } from '../../media-link/connection-routes.js';
import { previewUrl } from '../../voices/links.js';
import type { OfferedVoice } from '../../voices/speech.js';

const REASONS: Record<ProviderErrorCause, string> = {
  auth: 'it refuses the credentials', quota: 'its account is out of credit', 'rate-limit': 'it is asked too often', 'bad-request': 'it is not set up rightly',
  unreachable: 'it cannot be reached', 'vendor-fault': 'it has failed', timeout: 'it does not answer', aborted: 'it was stopped',
};

/** Voices that calls can have; those that speak the language first, and of those the ones of its very tag. */
export async function listVoices({ app, actor, organizationId }: ApiContext, language: string | null | undefined): Promise<readonly OfferedVoice[]> {
  const wanted = language === null || language === undefined ? undefined : localeOf(language);
  if (language && !wanted) throw requestError('INVALID_INPUT', '`language` is a BCP 47 language tag, like en or en-GB.');
  let voices: readonly OfferedVoice[];
  try {
    // A test key asks no vendor.
    const { steps, hasDefaults } = actor.kind === 'key' && actor.isTest ? { steps: [], hasDefaults: true } : await speakingSteps(app, organizationId);
    voices = await app.speech.voices(steps, hasDefaults);
  } catch (error) {
    const { causeCode } = toProviderError(error);
    app.logger.warn({ err: error }, 'the voices could not be listed');
    throw requestError('VOICES_UNAVAILABLE', `The voices cannot be listed now: the speech provider is away, since ${REASONS[causeCode]}.`, { cause: causeCode.toUpperCase().replaceAll('-', '_') });
  }
  if (!wanted) return voices;
  const distance = ({ language: spoken }: OfferedVoice) => {
    const locale = localeOf(spoken);
    return locale?.baseName === wanted.baseName ? 0 : locale?.language === wanted.language ? 1 : 2;
  };
  // Sorting keeps the order of equals: of each language the default stays first.
  return [...voices].sort((one, other) => distance(one) - distance(other));
}

function localeOf(tag: string): Intl.Locale | undefined {
  try { return new Intl.Locale(tag); } catch { return undefined; }
}

const SENTENCES: Record<string, string> = {
  en: 'Hello, this is how I sound. How can I help you today?',
  de: 'Guten Tag, so klinge ich. Wie kann ich Ihnen helfen?',
  fr: 'Bonjour, voici ma voix. Comment puis-je vous aider ?',
  es: 'Hola, así suena mi voz. ¿En qué puedo ayudarle?',
};

/** Where the voice can be heard saying the text, or a sentence in its language; in English where we have none. */
export function voicePreviewUrl({ app, organizationId }: ApiContext, { pluginId, id: voice, language, connectionId }: OfferedVoice, text: string | null | undefined): string {
  const said = text?.trim() ?? SENTENCES[localeOf(language)?.language ?? 'en'] ?? SENTENCES['en']!;
  const { length } = Array.from(said);
  if (length === 0 || length > LIMITS.previewTextCharactersMax) throw requestError('INVALID_INPUT', `\`text\` has 1 to ${LIMITS.previewTextCharactersMax} characters.`);
  return previewUrl(app, { pluginId, voice, language, text: said, ...(connectionId === undefined ? {} : { connectionId, organizationId }) });
}
