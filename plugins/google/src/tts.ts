import { checkSpeech, chosenFirst, readSpeech, TTS_SPEC, type AudioFormat, type PluginContext, type TtsAbilities, type TtsEvent, type TtsProvider, type TtsRequest } from '@parley/plugin-sdk';
import { brokenOff } from './errors.js';
import { connectGrpc, type GrpcVendor } from './grpc.js';
import { ttsSettings, type TtsSettings } from './settings.js';
import { audioOf, configMessage, LIST_VOICES, STREAMING_SYNTHESIZE, textMessage, voicesOf } from './tts-messages.js';

/** Formats that the vendor makes itself, so that nothing is encoded twice on the way to a telephone. */
const FORMATS: readonly AudioFormat[] = [
  { encoding: 'pcm16', sampleRateHz: 24_000 }, { encoding: 'pcm16', sampleRateHz: 16_000 }, { encoding: 'pcm16', sampleRateHz: 8_000 }, { encoding: 'pcm16', sampleRateHz: 48_000 }, { encoding: 'mulaw', sampleRateHz: 8_000 },
];
/** The vendor takes 5,000 bytes at once; a UTF-16 unit is three of them at most. */
const TEXT_CHARACTERS_MAX = 1_600;
export const ABILITIES: TtsAbilities = { isStreaming: true, hasTimestamps: false, formats: FORMATS, languages: ['*'], textCharactersMax: TEXT_CHARACTERS_MAX };
const SPEED = { min: 0.25, max: 2 };

/** Speech as it is made, without a container. */
export async function openTts({ settings: given, secrets, clock }: PluginContext): Promise<TtsProvider> {
  const settings = ttsSettings.parse(given);
  const secret = secrets['apiKey'] ?? '';
  const vendor = connectGrpc({ baseUrl: settings.baseUrl, headers: () => ({ 'x-goog-api-key': secret }), secret, timeoutMs: settings.timeoutMs, clock });
  return {
    spec: TTS_SPEC,
    abilities: ABILITIES,
    async voices() {
      const deadline = vendor.startDeadline(new AbortController().signal);
      try {
        const voices = voicesOf(await vendor.ask(LIST_VOICES, Buffer.alloc(0), deadline));
        if (voices.length === 0) throw brokenOff('The list of voices has none that can be streamed.');
        return chosenFirst(voices, settings.voice);
      } finally { deadline.end(); }
    },
    synthesize: (request) => synthesize(request, settings, vendor),
    close: async () => { vendor.close(); },
  };
}

async function* soundsOf(messages: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  for await (const message of messages) yield audioOf(message);
}

async function* synthesize(request: TtsRequest, settings: TtsSettings, vendor: GrpcVendor): AsyncGenerator<TtsEvent> {
  if (!checkSpeech(request, ABILITIES)) return;
  const { text, voice, format, speed = 1, signal } = request;
  const deadline = vendor.startDeadline(signal);
  try {
    const stream = vendor.stream(STREAMING_SYNTHESIZE, deadline.signal);
    stream.write(configMessage({ voice: voice ?? settings.voice, format, speed: Math.min(SPEED.max, Math.max(SPEED.min, speed)) }));
    stream.write(textMessage(text));
    stream.end();
    yield* readSpeech(deadline, soundsOf(stream as AsyncIterable<Buffer>), format);
    yield { type: 'usage', usage: { requests: 1, characters: text.length } };
  } finally { deadline.end(); }
}
