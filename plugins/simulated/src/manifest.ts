import { DATA_SOURCE_SPEC, EMBEDDING_SPEC, LLM_SPEC, MAIL_SPEC, STORAGE_SPEC, STT_SPEC, TTS_SPEC, TURN_SPEC, VAD_SPEC, type ProviderKind } from '@parley/plugin-sdk';
import { z } from 'zod';
import { settingsByKind } from './settings.js';

/** What the manifest says of each kind; abilities are those of the default settings. */
const KINDS: Readonly<Record<ProviderKind, {
  readonly spec: string; readonly title: string; readonly description: string; readonly abilities: Readonly<Record<string, unknown>>;
}>> = {
  stt: {
    spec: STT_SPEC, title: 'Scripted ear', description: 'Hears what its script says, whatever is spoken.',
    abilities: { hasPartials: false, hasSpeculation: true, audioNeeded: 'speech', languages: ['*'] },
  },
  tts: {
    spec: TTS_SPEC, title: 'Humming voice', description: 'Hums one tone for each letter, so that the words heard are known exactly.',
    abilities: { isStreaming: true, hasTimestamps: false, languages: ['en'] },
  },
  llm: {
    spec: LLM_SPEC, title: 'Scripted answers', description: 'Answers by script at the pace of a language model. It is not one.',
    abilities: { hasTools: true, takesDocuments: false, isLanguageModel: false, languages: ['*'] },
  },
  embedding: {
    spec: EMBEDDING_SPEC, title: 'Hashed words', description: 'Texts that share words are near each other.',
    abilities: { dimensions: 128, textsMax: 64, languages: ['*'] },
  },
  vad: {
    spec: VAD_SPEC, title: 'Loudness', description: 'Takes what is loud for speech.', abilities: { windowSamples: { 8000: 256, 16000: 512 } },
  },
  turn: {
    spec: TURN_SPEC, title: 'Scripted turn ends', description: 'Decides by script whether the caller has finished.',
    abilities: { needsAudio: false, languages: ['*'] },
  },
  mail: {
    spec: MAIL_SPEC, title: 'Mail to nowhere', description: 'Accepts mails and sends none.', abilities: { isDelivering: false },
  },
  'data-source': {
    spec: DATA_SOURCE_SPEC, title: 'Tables of the settings', description: 'Answers queries out of its settings.', abilities: { language: 'json', isReadOnlyAtSource: true },
  },
  storage: {
    spec: STORAGE_SPEC, title: 'Storage that forgets', description: 'Keeps files in memory, until it is closed.', abilities: { objectBytesMax: 67_108_864, signedUrlMsMax: 86_400_000 },
  },
};

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  return Object.fromEntries(Object.entries(KINDS).map(([kind, words]) => {
    const { $schema: _dialect, ...settings } = z.toJSONSchema(settingsByKind[kind as ProviderKind], { io: 'input' });
    return [kind, { ...words, settings }];
  }));
}
