import { ProviderError, sentenceOf, STT_SPEC, StretchSession, type AudioFormat, type PluginContext, type SttProvider } from '@parley/plugin-sdk';
import { sttSettings, type SttSettings } from './settings.js';
import { openLine } from './stt-line.js';

/** Formats that the vendor hears; that of telephones is not encoded twice. */
export const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'pcm16', sampleRateHz: 48_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 },
];

function requireFormat({ encoding, sampleRateHz }: AudioFormat): void {
  if (FORMATS.some((format) => format.encoding === encoding && format.sampleRateHz === sampleRateHz)) return;
  throw new ProviderError('bad-request', `The vendor does not take ${encoding} at ${sampleRateHz} Hz.`);
}

const urlOf = ({ baseUrl, model }: SttSettings): string => `${baseUrl.replace(/^http/, 'ws').replace(/\/+$/, '')}/v1/audio/transcriptions/realtime?${new URLSearchParams({ model }).toString()}`;

const sessionOf = ({ delayMs }: SttSettings, { encoding, sampleRateHz }: AudioFormat): object => ({
  audio_format: { encoding: encoding === 'mulaw' ? 'pcm_mulaw' : 'pcm_s16le', sample_rate: sampleRateHz }, ...(delayMs === undefined ? {} : { target_streaming_delay_ms: delayMs }),
});

/** Live transcripts: speech as the call's own detector marks it, over a connection for each stretch of it. */
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
      requireFormat(request.format);
      const parts = { url: urlOf(settings), secret, session: sessionOf(settings, request.format), clock, timeoutMs };
      const session = await StretchSession.open({
        request, clock, timeoutMs, connect: (listener, signal) => openLine({ ...parts, signal }, listener), onEnd: (ended) => { sessions.delete(ended); },
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
