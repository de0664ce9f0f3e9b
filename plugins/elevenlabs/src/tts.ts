import { checkSpeech, createSamples, noAudio, ProviderError, TTS_SPEC, type PluginContext, type TtsAbilities, type TtsEvent, type TtsProvider, type TtsRequest } from '@parley/plugin-sdk';
import { createWords, isAlignment } from './alignment.js';
import { connect, type Connection } from './client.js';
import { createContexts, type Contexts } from './contexts.js';
import { formatName, FORMATS } from './samples.js';
import { ttsSettings, type TtsSettings } from './settings.js';
import { listVoices } from './voices.js';

/** So many characters are the least of what the vendor's models take at once. */
export const ABILITIES: TtsAbilities = { isStreaming: true, hasTimestamps: true, formats: FORMATS, languages: ['*'], textCharactersMax: 5_000 };
const SPEED = { min: 0.7, max: 1.2 };

interface Parts {
  readonly settings: TtsSettings;
  readonly connection: Connection;
  readonly contexts: Contexts;
  /** The voice of whoever names none. */
  readonly firstVoice: () => Promise<string>;
}

/** Speech as it is made, with the times of its words. */
export async function openTts(context: PluginContext): Promise<TtsProvider> {
  const settings = ttsSettings.parse(context.settings);
  const connection = connect(settings, context);
  let first: Promise<string> | undefined;
  const askFirstVoice = async (): Promise<string> => {
    const [voice] = await listVoices(connection);
    if (!voice) throw new ProviderError('bad-request', 'The account has no voice.');
    return voice.id;
  };
  // Asked for once; a failure is forgotten, so that the next request asks again.
  const firstVoice = () => (first ??= askFirstVoice().catch((error: unknown) => { first = undefined; throw error; }));
  const parts: Parts = { settings, connection, contexts: createContexts(), firstVoice };
  return {
    spec: TTS_SPEC,
    abilities: ABILITIES,
    voices: () => listVoices(connection),
    synthesize: (request) => synthesize(request, parts),
    close: () => connection.close(),
  };
}

/** Only these models take a language by name; the others hear it from the text. */
const takesLanguage = (model: string): boolean => /v2_5|_v3/.test(model);
/** Only these models take the text before. */
const takesContext = (model: string): boolean => !model.includes('_v3');

function bodyOf({ text, language, speed = 1 }: TtsRequest, settings: TtsSettings, previousText: string | undefined): object {
  const { model, stability, similarity, style, textNormalization } = settings;
  const [tag = ''] = language.toLowerCase().split('-');
  const voice = {
    ...(stability === undefined ? {} : { stability }), ...(similarity === undefined ? {} : { similarity_boost: similarity }), ...(style === undefined ? {} : { style }),
    ...(speed === 1 ? {} : { speed: Math.min(SPEED.max, Math.max(SPEED.min, speed)) }),
  };
  return {
    text, model_id: model, apply_text_normalization: textNormalization,
    ...(takesLanguage(model) && tag.length === 2 ? { language_code: tag } : {}),
    ...(Object.keys(voice).length === 0 ? {} : { voice_settings: voice }),
    ...(takesContext(model) && previousText !== undefined ? { previous_text: previousText } : {}),
  };
}

async function* synthesize(request: TtsRequest, { settings, connection, contexts, firstVoice }: Parts): AsyncGenerator<TtsEvent> {
  const isSpoken = checkSpeech(request, ABILITIES);
  const { text, format, signal } = request;
  // What has no words may end a context all the same.
  const previousText = contexts.take(request);
  if (!isSpoken) return;
  const deadline = connection.startDeadline(signal);
  try {
    const voice = request.voice ?? await deadline.race(firstVoice());
    const path = `/v1/text-to-speech/${encodeURIComponent(voice)}/stream/with-timestamps?output_format=${formatName(format)}`;
    const samplesOf = createSamples(format);
    const words = createWords(text);
    let isHeard = false;
    for await (const item of connection.post(path, bodyOf(request, settings, previousText), deadline)) {
      const { audio_base64: audio, alignment } = (item ?? {}) as { audio_base64?: unknown; alignment?: unknown };
      const spoken = isAlignment(alignment) ? words.add(alignment) : [];
      if (spoken.length > 0) yield { type: 'timestamps', words: spoken };
      const samples = typeof audio === 'string' ? samplesOf(Buffer.from(audio, 'base64')) : undefined;
      if (!samples || samples.length === 0) continue;
      isHeard = true;
      yield { type: 'audio', samples };
    }
    if (!isHeard) throw noAudio();
    const last = words.end();
    if (last.length > 0) yield { type: 'timestamps', words: last };
    yield { type: 'usage', usage: { requests: 1, characters: text.length } };
  } finally { deadline.end(); }
}
