import { checkSpeech, chosenFirst, openVendorHttp, readSpeech, TTS_SPEC, type AudioFormat, type PluginContext, type TtsAbilities, type TtsEvent, type TtsProvider, type TtsRequest, type VendorHttp } from '@parley/plugin-sdk';
import { refusedRequest } from './errors.js';
import { ttsSettings, type TtsSettings } from './settings.js';
import { ssmlOf } from './ssml.js';
import { readVoices } from './voices.js';

/** Formats that the vendor makes itself, so that nothing is encoded twice on the way to a telephone. */
const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 24_000 }, { encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'pcm16', sampleRateHz: 48_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 },
];
/** Ten minutes of speech are more, and so are 64 KB of it in XML. */
const TEXT_CHARACTERS_MAX = 5_000;
export const ABILITIES: TtsAbilities = { isStreaming: true, hasTimestamps: false, formats: FORMATS, languages: ['*'], textCharactersMax: TEXT_CHARACTERS_MAX };
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
    abilities: ABILITIES,
    async voices() {
      const deadline = vendor.startDeadline(new AbortController().signal);
      try {
        const response = await vendor.ask('/cognitiveservices/voices/list', { method: 'GET' }, deadline);
        return chosenFirst(readVoices(await deadline.race(response.text())), settings.voice);
      } finally { deadline.end(); }
    },
    synthesize: (request) => synthesize(request, settings, vendor),
    close: () => vendor.close(),
  };
}

async function* synthesize(request: TtsRequest, settings: TtsSettings, vendor: VendorHttp): AsyncGenerator<TtsEvent> {
  if (!checkSpeech(request, ABILITIES)) return;
  const { text, voice, format, speed = 1, signal } = request;
  const deadline = vendor.startDeadline(signal);
  try {
    const body = ssmlOf({ text, voice: voice ?? settings.voice, speed: Math.min(SPEED.max, Math.max(SPEED.min, speed)) });
    const response = await vendor.ask('/cognitiveservices/v1', { method: 'POST', headers: { 'content-type': 'application/ssml+xml', 'x-microsoft-outputformat': formatName(format) }, body }, deadline);
    yield* readSpeech(deadline, response.body as unknown as AsyncIterable<Uint8Array>, format);
    yield { type: 'usage', usage: { requests: 1, characters: text.length } };
  } finally { deadline.end(); }
}
