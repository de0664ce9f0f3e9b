import { createStretchProvider, regionalTag, type AudioFormat, type PluginContext, type SttProvider } from '@parley/plugin-sdk';
import { connectGrpc } from './grpc.js';
import { readServiceAccount } from './service-account.js';
import { sttSettings } from './settings.js';
import { openLine } from './stt-line.js';

/** Formats that the vendor hears; that of telephones is not encoded twice. */
export const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'pcm16', sampleRateHz: 24_000 }, { encoding: 'pcm16', sampleRateHz: 48_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 },
];

/** The service that tokens are for, wherever it is. */
const AUDIENCE = 'https://speech.googleapis.com/';
/** The vendor takes some hundred phrases, each so long. */
const HINTS_MAX = 500;
const HINT_CHARACTERS_MAX = 100;

const hintsOf = (hints: readonly string[]): string[] => [...new Set(hints.map((hint) => hint.trim()))].filter((hint) => hint !== '' && hint.length <= HINT_CHARACTERS_MAX).slice(0, HINTS_MAX);

/** Live transcripts: speech as the call's own detector marks it, over a stream for each stretch of it. */
export async function openStt({ settings: given, secrets, clock }: PluginContext): Promise<SttProvider> {
  const { baseUrl, timeoutMs, location, model } = sttSettings.parse(given);
  const account = readServiceAccount(secrets['serviceAccount'] ?? '', AUDIENCE);
  // Signed here for the first time, so that a key that is none is known before anybody speaks.
  account.token();
  const vendor = connectGrpc({ baseUrl, secret: account.keyId, timeoutMs, clock, headers: () => ({ authorization: `Bearer ${account.token()}` }) });
  const recognizer = `projects/${account.projectId}/locations/${location}/recognizers/_`;
  const provider = createStretchProvider({
    abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] }, clock, timeoutMs,
    lineOf: ({ language, format, hints = [] }) => async (listener) => openLine({
      vendor, secret: account.keyId, recognition: { recognizer, model, language: regionalTag(language) ?? 'auto', format, hints: hintsOf(hints) },
    }, listener),
  });
  return { ...provider, close: async () => { await provider.close(); vendor.close(); } };
}
