import { ProviderError, readUnder, TTS_SPEC, type PluginContext, type TtsEvent, type TtsProvider, type TtsRequest, type TtsVoice } from '@parley/plugin-sdk';
import { connect, type Connection } from './client.js';
import { brokenOff } from './errors.js';
import { ttsSettings, type TtsSettings } from './settings.js';

const TEXT_CHARACTERS_MAX = 4_096;
/** The API has no list of them; each speaks every language. */
const VOICES: readonly TtsVoice[] = ['alloy', 'ash', 'ballad', 'cedar', 'coral', 'echo', 'fable', 'marin', 'nova', 'onyx', 'sage', 'shimmer', 'verse']
  .map((id) => ({ id, name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`, language: 'mul' }));

/** Speech, as it is made: 16-bit PCM at 24 kHz, the one rate that the API has. */
export async function openTts(context: PluginContext): Promise<TtsProvider> {
  const settings = ttsSettings.parse(context.settings);
  const connection = connect(settings, context);
  return {
    spec: TTS_SPEC,
    abilities: { isStreaming: true, hasTimestamps: false, formats: [{ encoding: 'pcm16', sampleRateHz: 24_000 }], languages: ['*'], textCharactersMax: TEXT_CHARACTERS_MAX },
    voices: async () => VOICES,
    synthesize: (request) => synthesize(request, settings, connection),
    close: () => connection.close(),
  };
}

/** Whole samples of what has come; a byte that is half of one waits for its other half. */
function createSamples(): (bytes: Uint8Array) => Int16Array {
  let rest = new Uint8Array(0);
  return (bytes) => {
    const all = Buffer.concat([rest, bytes]);
    const count = all.length >> 1;
    rest = new Uint8Array(all.subarray(count * 2));
    const samples = new Int16Array(count);
    for (let index = 0; index < count; index += 1) samples[index] = all.readInt16LE(index * 2);
    return samples;
  };
}

async function* synthesize(request: TtsRequest, settings: TtsSettings, connection: Connection): AsyncGenerator<TtsEvent> {
  const { text, voice, speed, signal } = request;
  if (text.length > TEXT_CHARACTERS_MAX) throw new ProviderError('bad-request', `A request may have ${TEXT_CHARACTERS_MAX} characters, not ${text.length}.`);
  if (!/[\p{L}\p{N}]/u.test(text)) return;
  const deadline = connection.startDeadline(signal);
  try {
    const response = await deadline.race(connection.client.audio.speech.create({
      model: settings.model, input: text, voice: voice ?? VOICES[0]!.id, response_format: 'pcm',
      ...(settings.instructions === '' ? {} : { instructions: settings.instructions }), ...(speed === undefined || speed === 1 ? {} : { speed }),
    }, { signal: deadline.signal }));
    const samplesOf = createSamples();
    let isHeard = false;
    for await (const bytes of readUnder(deadline, response.body as AsyncIterable<Uint8Array>)) {
      const samples = samplesOf(bytes);
      if (samples.length === 0) continue;
      isHeard = true;
      yield { type: 'audio', samples };
    }
    if (!isHeard) throw brokenOff('No audio came for a text with words.');
    yield { type: 'usage', usage: { requests: 1, characters: text.length } };
  } finally { deadline.end(); }
}
