import { checkHearing, STT_SPEC, type PluginContext, type SttProvider } from '@parley/plugin-sdk';
import { told } from './errors.js';
import { FORMATS } from './formats.js';
import { listenUrl } from './listen-url.js';
import { sttSettings } from './settings.js';
import { DeepgramSession } from './stt-session.js';

/** Live transcripts: one connection for each call, which hears speech as the call's own detector marks it. */
export async function openStt({ settings: given, secrets, clock }: PluginContext): Promise<SttProvider> {
  const settings = sttSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const sessions = new Set<DeepgramSession>();
  return {
    spec: STT_SPEC,
    abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
    async open(request) {
      if (request.signal.aborted) throw told('aborted');
      checkHearing(request, FORMATS);
      const session = await DeepgramSession.open({ request, url: listenUrl(settings, request), secret, clock, timeoutMs: settings.timeoutMs, onEnd: (ended) => { sessions.delete(ended); } });
      sessions.add(session);
      return session;
    },
    close: async () => {
      for (const session of sessions) await session.close();
      sessions.clear();
    },
  };
}
