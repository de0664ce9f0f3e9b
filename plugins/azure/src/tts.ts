import { openVendorHttp, ProviderError, readSpeech, TTS_SPEC, type AudioFormat, type PluginContext, type TtsEvent, type TtsProvider, type TtsRequest, type VendorHttp } from '@parley/plugin-sdk';
import { refusedRequest } from './errors.js';
import { ttsSettings, type TtsSettings } from './settings.js';
import { ssmlOf } from './ssml.js';
import { readVoices } from './voices.js';

/** Formats that the vendor makes itself, so that nothing is encoded twice on the way to a telephone. */
export const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 24_000 }, { encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'pcm16', sampleRateHz: 48_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 },
];
/** Ten minutes of speech are more, and so are 64 KB of it in XML. */
export const TEXT_CHARACTERS_MAX = 5_000;
const SPEED = { min: 0.5, max: 2 };

/** A format as the vendor writes it. */
const formatName = ({ encoding, sampleRateHz }: AudioFormat): string => `raw-${sampleRateHz / 1_000}khz-${encoding === 'mulaw' ? '8bit-mono-mulaw' : '16bit-mono-pcm'}`;

/** Speech as it is made, without a container. */
export async function openTts({ settings: given, secrets, clock }: PluginContext): Promise<TtsProvider> {
  const settings = ttsSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const { baseUrl, timeoutMs } = settings;
  // The vendor refuses requests of nobody.
  const headers = { 'ocp-apim-subscription-key': secret, 'user-agent': 'parley' };
  const vendor = openVendorHttp({ baseUrl, headers, timeoutMs, clock, asRefusal: (answer) => refusedRequest(answer, secret) });
  return {
    spec: TTS_SPEC,
    abilities: { isStreaming: true, hasTimestamps: false, formats: FORMATS, languages: ['*'], textCharactersMax: TEXT_CHARACTERS_MAX },
    async voices() {
      const deadline = vendor.startDeadline(new AbortController().signal);
      try {
        const response = await vendor.ask('/cognitiveservices/voices/list', { method: 'GET' }, deadline);
        const voices = readVoices(await deadline.race(response.text()));
        // The voice of those who name none is the first.
        return voices.toSorted((one, other) => Number(other.id === settings.voice) - Number(one.id === settings.voice));
      } finally { deadline.end(); }
    },
    synthesize: (request) => synthesize(request, settings, vendor),
    close: () => vendor.close(),
  };
}

async function* synthesize({ text, voice, format, speed = 1, signal }: TtsRequest, settings: TtsSettings, vendor: VendorHttp): AsyncGenerator<TtsEvent> {
  if (text.length > TEXT_CHARACTERS_MAX) throw new ProviderError('bad-request', `A request may have ${TEXT_CHARACTERS_MAX} characters, not ${text.length}.`);
  if (!FORMATS.some(({ encoding, sampleRateHz }) => encoding === format.encoding && sampleRateHz === format.sampleRateHz)) throw new ProviderError('bad-request', `The vendor does not make ${format.encoding} at ${format.sampleRateHz} Hz.`);
  if (!/[\p{L}\p{N}]/u.test(text)) return;
  const deadline = vendor.startDeadline(signal);
  try {
    const body = ssmlOf({ text, voice: voice ?? settings.voice, speed: Math.min(SPEED.max, Math.max(SPEED.min, speed)) });
    const response = await vendor.ask('/cognitiveservices/v1', { method: 'POST', headers: { 'content-type': 'application/ssml+xml', 'x-microsoft-outputformat': formatName(format) }, body }, deadline);
    yield* readSpeech(deadline, response.body as unknown as AsyncIterable<Uint8Array>, format);
    yield { type: 'usage', usage: { requests: 1, characters: text.length } };
  } finally { deadline.end(); }
}
