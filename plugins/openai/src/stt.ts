import { createStretchProvider, type PluginContext, type SttProvider } from '@parley/plugin-sdk';
import { FORMATS, isLive, sessionUpdate } from './listening.js';
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
  const parts = { url: urlOf(settings), headers: headersOf(settings, secret), secret, clock, timeoutMs };
  return createStretchProvider({
    abilities: { hasPartials: isLive(settings.model), hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] }, clock, timeoutMs,
    lineOf: (request) => (listener, signal) => openLine({ ...parts, session: sessionUpdate(settings, request), format: request.format, listener, signal }),
  });
}
