import { checkSpeech, readSpeech, TTS_SPEC, type AudioFormat, type PluginContext, type TtsAbilities, type TtsEvent, type TtsProvider, type TtsRequest, type TtsVoice } from '@parley/plugin-sdk';
import { connect, type Connection } from './client.js';
import { ttsSettings, type TtsSettings } from './settings.js';

const FORMAT: AudioFormat = { encoding: 'pcm16', sampleRateHz: 24_000 };
export const ABILITIES: TtsAbilities = { isStreaming: true, hasTimestamps: false, formats: [FORMAT], languages: ['*'], textCharactersMax: 4_096 };
/** The API has no list of them; each speaks every language. */
const VOICES: readonly TtsVoice[] = ['alloy', 'ash', 'ballad', 'cedar', 'coral', 'echo', 'fable', 'marin', 'nova', 'onyx', 'sage', 'shimmer', 'verse']
  .map((id) => ({ id, name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`, language: 'mul' }));

/** Speech, as it is made: 16-bit PCM at 24 kHz, the one rate that the API has. */
export async function openTts(context: PluginContext): Promise<TtsProvider> {
  const settings = ttsSettings.parse(context.settings);
  const connection = connect(settings, context);
  return {
    spec: TTS_SPEC,
    abilities: ABILITIES,
    voices: async () => VOICES,
    synthesize: (request) => synthesize(request, settings, connection),
    close: () => connection.close(),
  };
}

async function* synthesize(request: TtsRequest, settings: TtsSettings, connection: Connection): AsyncGenerator<TtsEvent> {
  if (!checkSpeech(request, ABILITIES)) return;
  const { text, voice, speed, signal } = request;
  const deadline = connection.startDeadline(signal);
  try {
    const response = await deadline.race(connection.client.audio.speech.create({
      model: settings.model, input: text, voice: voice ?? VOICES[0]!.id, response_format: 'pcm',
      ...(settings.instructions === '' ? {} : { instructions: settings.instructions }), ...(speed === undefined || speed === 1 ? {} : { speed }),
    }, { signal: deadline.signal }));
    yield* readSpeech(deadline, response.body as AsyncIterable<Uint8Array>, FORMAT);
    yield { type: 'usage', usage: { requests: 1, characters: text.length } };
  } finally { deadline.end(); }
}
