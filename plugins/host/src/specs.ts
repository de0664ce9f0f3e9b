import { DATA_SOURCE_SPEC, EMBEDDING_SPEC, LLM_SPEC, MAIL_SPEC, STORAGE_SPEC, STT_SPEC, TTS_SPEC, TURN_SPEC, VAD_SPEC, type ProviderKind } from '@parley/plugin-sdk';

/** The versions of each kind's spec that this host can wrap. A package that declares another is listed as broken. */
export const KNOWN_SPECS: Readonly<Record<ProviderKind, readonly string[]>> = {
  stt: [STT_SPEC], tts: [TTS_SPEC], llm: [LLM_SPEC], embedding: [EMBEDDING_SPEC], vad: [VAD_SPEC], turn: [TURN_SPEC], mail: [MAIL_SPEC],
  'data-source': [DATA_SOURCE_SPEC], storage: [STORAGE_SPEC],
};

/** What an adapter of each kind must be able to do; checked once, when it is opened. */
export const ADAPTER_METHODS: Readonly<Record<ProviderKind, readonly string[]>> = {
  stt: ['open', 'close'], tts: ['voices', 'synthesize', 'close'], llm: ['generate', 'close'], embedding: ['embed', 'close'],
  vad: ['open', 'close'], turn: ['predict', 'close'], mail: ['send', 'close'], 'data-source': ['describe', 'query', 'close'],
  storage: ['put', 'read', 'head', 'delete', 'signedUrl', 'close'],
};
