import { ProviderError, sentenceOf, STT_SPEC, StretchSession, type PluginContext, type SttProvider } from '@parley/plugin-sdk';
import { FORMATS, isLive, requireFormat, sessionUpdate } from './listening.js';
import { sttSettings, type SttSettings } from './settings.js';
import { openLine } from './stt-line.js';

const urlOf = ({ baseUrl }: SttSettings): string => `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/realtime?intent=transcription`;

function headersOf({ organization, project }: SttSettings, secret: string): Record<string, string> {
  return {
    ...(secret === '' ? {} : { authorization: `Bearer ${secret}` }), ...(organization === '' ? {} : { 'openai-organization': organization }), ...(project === '' ? {} : { 'openai-project': project }),
  };
}

/** Live transcripts: one connection for each call, which hears speech and is told by the call's own detector where it ends. */
export async function openStt({ settings: given, secrets, clock }: PluginContext): Promise<SttProvider> {
  const settings = sttSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const { timeoutMs } = settings;
  const sessions = new Set<StretchSession>();
  return {
    spec: STT_SPEC,
    abilities: { hasPartials: isLive(settings.model), hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
    async open(request) {
      if (request.signal.aborted) throw new ProviderError('aborted', sentenceOf('aborted'));
      requireFormat(request.format);
      const parts = { url: urlOf(settings), headers: headersOf(settings, secret), secret, session: sessionUpdate(settings, request), format: request.format, clock, timeoutMs };
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
