import { createStretchProvider, type AudioFormat, type PluginContext, type SttProvider } from '@parley/plugin-sdk';
import { sttSettings, type SttSettings } from './settings.js';
import { openLine } from './stt-line.js';

/** Formats that the vendor hears; that of telephones is not encoded twice. */
export const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'pcm16', sampleRateHz: 48_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 },
];

const urlOf = ({ baseUrl, model }: SttSettings): string => `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/v1/audio/transcriptions/realtime?${new URLSearchParams({ model }).toString()}`;

const sessionOf = ({ delayMs }: SttSettings, { encoding, sampleRateHz }: AudioFormat): object => ({
  audio_format: { encoding: encoding === 'mulaw' ? 'pcm_mulaw' : 'pcm_s16le', sample_rate: sampleRateHz }, ...(delayMs === undefined ? {} : { target_streaming_delay_ms: delayMs }),
});

/** Live transcripts: speech as the call's own detector marks it, over a connection for each stretch of it. */
export async function openStt({ settings: given, secrets, clock }: PluginContext): Promise<SttProvider> {
  const settings = sttSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const { timeoutMs } = settings;
  return createStretchProvider({
    abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] }, clock, timeoutMs,
    lineOf: ({ format }) => (listener, signal) => openLine({ url: urlOf(settings), secret, session: sessionOf(settings, format), clock, timeoutMs, signal }, listener),
  });
}
