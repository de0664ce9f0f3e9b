import { createStretchProvider, regionalTag, type AudioFormat, type PluginContext, type SttProvider } from '@parley/plugin-sdk';
import { sttSettings, type SttSettings } from './settings.js';
import { openLine } from './stt-line.js';

/** Formats that the vendor hears; that of telephones is not encoded twice. */
export const FORMATS: readonly AudioFormat[] = [{ encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 }];

/** The vendor takes so many words to expect. */
const HINTS_MAX = 500;

/** Where a call is heard. */
function urlOf({ baseUrl }: SttSettings, language: string): string {
  const query = new URLSearchParams({ language, format: 'simple' });
  return `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/speech/recognition/conversation/cognitiveservices/v1?${query.toString()}`;
}

/** Live transcripts: one connection for each call, which hears speech and is told by the call's own detector where it ends. */
export async function openStt({ settings: given, secrets, clock }: PluginContext): Promise<SttProvider> {
  const settings = sttSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const { timeoutMs } = settings;
  return createStretchProvider({
    abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] }, clock, timeoutMs,
    lineOf: (request) => {
      const hints = [...new Set((request.hints ?? []).map((hint) => hint.trim()))].filter((hint) => hint !== '').slice(0, HINTS_MAX);
      // What names no language is taken for American English.
      const language = regionalTag(request.language) ?? 'en-US';
      const parts = { url: urlOf(settings, language), secret, format: request.format, language, hints, clock, timeoutMs, bill: { unbilledMs: 0 } };
      return (listener, signal) => openLine({ ...parts, listener, signal });
    },
  });
}
