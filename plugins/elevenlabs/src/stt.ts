import { ProviderError, sentenceOf, STT_SPEC, StretchSession, type PluginContext, type SttOpenRequest, type SttProvider } from '@parley/plugin-sdk';
import { formatName, FORMATS, isOffered } from './samples.js';
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
  const sessions = new Set<StretchSession>();
  return {
    spec: STT_SPEC,
    abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
    async open(request) {
      if (request.signal.aborted) throw new ProviderError('aborted', sentenceOf('aborted'));
      const { format } = request;
      if (!isOffered(format)) throw new ProviderError('bad-request', `The vendor does not take ${format.encoding} at ${format.sampleRateHz} Hz.`);
      const parts = { url: urlOf(settings, request), secret, format, clock, timeoutMs, bill: { unbilledMs: 0 } };
      const session = await StretchSession.open({
        request, clock, timeoutMs, connect: (listener, signal) => openLine({ ...parts, listener, signal }), onEnd: (ended) => { sessions.delete(ended); },
      });
      sessions.add(session);
      return session;
    },
    close: async () => {
      for (const session of sessions) await session.close();
      sessions.clear();
    },
  };
}
