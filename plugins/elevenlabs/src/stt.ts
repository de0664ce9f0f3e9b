import { createStretchProvider, type PluginContext, type SttOpenRequest, type SttProvider } from '@parley/plugin-sdk';
import { formatName, FORMATS } from './samples.js';
import { sttSettings, type SttSettings } from './settings.js';
import { openLine } from './stt-line.js';

/** The vendor takes so many words to expect, each so long. */
const KEYTERMS_MAX = 50;
const KEYTERM_CHARACTERS_MAX = 20;

/** Where a call is heard, with everything that the vendor wants to know of it. */
function urlOf({ baseUrl, model, hasKeyterms }: SttSettings, { language, format, hints = [] }: Pick<SttOpenRequest, 'language' | 'format' | 'hints'>): string {
  const [tag = ''] = language.toLowerCase().split('-');
  const query = new URLSearchParams({ model_id: model, audio_format: formatName(format), commit_strategy: 'manual', ...(tag.length === 2 ? { language_code: tag } : {}) });
  const words = hasKeyterms ? [...new Set(hints.map((hint) => hint.trim()))].filter((hint) => hint !== '' && hint.length <= KEYTERM_CHARACTERS_MAX).slice(0, KEYTERMS_MAX) : [];
  for (const word of words) query.append('keyterms', word);
  return `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/v1/speech-to-text/realtime?${query.toString()}`;
}

/** Live transcripts: one connection for each call, which hears speech and is told by the call's own detector where it ends. */
export async function openStt({ settings: given, secrets, clock }: PluginContext): Promise<SttProvider> {
  const settings = sttSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const { timeoutMs } = settings;
  return createStretchProvider({
    abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] }, clock, timeoutMs,
    lineOf: (request) => {
      const parts = { url: urlOf(settings, request), secret, format: request.format, clock, timeoutMs, bill: { unbilledMs: 0 } };
      return (listener, signal) => openLine({ ...parts, listener, signal });
    },
  });
}
