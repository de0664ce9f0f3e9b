import { checkSpeech, createSamples, noAudio, ProviderError, TTS_SPEC, type Deadline, type PluginContext, type TtsAbilities, type TtsEvent, type TtsProvider, type TtsRequest } from '@parley/plugin-sdk';
import { createWords, isAlignment } from './alignment.js';
import { connect, type Connection } from './client.js';
import { createContexts, type Contexts } from './contexts.js';
import { speakLive, type SpeechPiece } from './live-speech.js';
import { formatName, FORMATS } from './samples.js';
import { ttsSettings, type TtsSettings } from './settings.js';
import { languageOf, voiceSettingsOf } from './speech-settings.js';
import { createSpeechSockets, type SpeechSockets } from './speech-socket.js';
import { cloneVoice } from './voice-cloning.js';
import { listVoices } from './voices.js';

/** So many characters are the least of what the vendor's models take at once. */
export const ABILITIES: TtsAbilities = { isStreaming: true, hasTimestamps: true, formats: FORMATS, languages: ['*'], textCharactersMax: 5_000 };
/** Over a connection the vendor makes no audio at 48 kHz. */
const LIVE_ABILITIES: TtsAbilities = { ...ABILITIES, formats: FORMATS.filter(({ sampleRateHz }) => sampleRateHz !== 48_000) };

interface Parts {
  readonly settings: TtsSettings;
  readonly connection: Connection;
  readonly contexts: Contexts;
  /** The voice of whoever names none. */
  readonly firstVoice: () => Promise<string>;
  readonly abilities: TtsAbilities;
  /** Where texts go over a connection that stays open. */
  readonly sockets: SpeechSockets | undefined;
}

/** Models of the third generation are not spoken over such a connection. */
const isLive = ({ transport, model }: TtsSettings): boolean => transport === 'websocket' && !model.includes('_v3');

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
  const abilities = isLive(settings) ? LIVE_ABILITIES : ABILITIES;
  const sockets = isLive(settings) ? createSpeechSockets({ secret: context.secrets['apiKey'] ?? '', clock: context.clock, timeoutMs: settings.timeoutMs }) : undefined;
  const parts: Parts = { settings, connection, contexts: createContexts(), firstVoice, abilities, sockets };
  return {
    spec: TTS_SPEC,
    abilities,
    voices: () => listVoices(connection),
    cloneVoice: (request) => cloneVoice(connection, request),
    synthesize: (request) => synthesize(request, parts),
    close: async () => { sockets?.close(); await connection.close(); },
  };
}

/** Only these models take the text before. */
const takesContext = (model: string): boolean => !model.includes('_v3');

function bodyOf(request: TtsRequest, settings: TtsSettings, previousText: string | undefined): object {
  const { model, textNormalization } = settings;
  const voiceSettings = voiceSettingsOf(request, settings);
  return {
    text: request.text, model_id: model, apply_text_normalization: textNormalization, ...languageOf(request.language, model),
    ...(voiceSettings === undefined ? {} : { voice_settings: voiceSettings }),
    ...(takesContext(model) && previousText !== undefined ? { previous_text: previousText } : {}),
  };
}

/** A text as it is spoken in an answer of its own. */
async function* speakAlone({ settings, connection }: Parts, voice: string, request: TtsRequest, previousText: string | undefined, deadline: Deadline): AsyncGenerator<SpeechPiece> {
  const path = `/v1/text-to-speech/${encodeURIComponent(voice)}/stream/with-timestamps?output_format=${formatName(request.format)}`;
  for await (const item of connection.post(path, bodyOf(request, settings, previousText), deadline)) {
    const { audio_base64: audio, alignment } = Object(item) as { audio_base64?: unknown; alignment?: unknown };
    yield { audio, alignment };
  }
}

async function* synthesize(request: TtsRequest, parts: Parts): AsyncGenerator<TtsEvent> {
  const isSpoken = checkSpeech(request, parts.abilities);
  const { text, format, signal } = request;
  // What has no words may end a context all the same.
  const previousText = parts.contexts.take(request);
  if (!isSpoken) return;
  const deadline = parts.connection.startDeadline(signal);
  try {
    const voice = request.voice ?? await deadline.race(parts.firstVoice());
    const pieces = parts.sockets ? speakLive(parts.sockets, parts.settings, voice, request, deadline) : speakAlone(parts, voice, request, previousText, deadline);
    const samplesOf = createSamples(format);
    const words = createWords(text);
    let isHeard = false;
    for await (const { audio, alignment } of pieces) {
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
