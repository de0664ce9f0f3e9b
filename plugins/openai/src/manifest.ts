import { EMBEDDING_SPEC, LLM_SPEC, STT_SPEC, TTS_SPEC } from '@parley/plugin-sdk';
import { z } from 'zod';
import { FORMATS } from './listening.js';
import { embeddingSettings, llmSettings, sttSettings, ttsSettings } from './settings.js';
import { ABILITIES } from './tts.js';

const secrets = { apiKey: { title: 'API key', help: 'Begins with `sk-`; made under "API keys" where the account is kept. Servers of your own may need none.' } };

const settingsOf = (schema: z.ZodType) => {
  const { $schema: _dialect, ...settings } = z.toJSONSchema(schema, { io: 'input' });
  return settings;
};

/** List prices of the models that the settings begin with. */
const price = (unit: string, usd: string, per: number, asOf: string, source: string) => ({ unit, usd, per, asOf, source });
const TOKENS = ['2026-09-23', 'npm @pydantic/genai-prices 0.1.8'] as const;

/** Servers of one's own that speak the protocol, at the addresses where they listen by default. */
const ownServer = (name: string, title: string, port: number, model: string) => ({ name, title, description: `A server of your own; no key is needed unless you set one there. It listens on port ${port} unless told otherwise.`, settings: { baseUrl: `http://localhost:${port}/v1`, model } });

/** The `kinds` of the manifest in package.json, with the settings as JSON Schema 2020-12. */
export function manifestKinds(): Record<string, unknown> {
  return {
    llm: {
      spec: LLM_SPEC, title: 'Language model', description: 'Answers over Chat Completions, from the vendor or any server that speaks the same protocol.', secrets, settings: settingsOf(llmSettings),
      templates: [ownServer('ollama', 'Ollama', 11_434, 'llama3.2'), ownServer('vllm', 'vLLM', 8_000, 'Qwen/Qwen3-8B'), ownServer('llama-cpp', 'llama.cpp', 8_080, 'default')],
      abilities: { hasTools: true, takesDocuments: false, isLanguageModel: true, languages: ['*'] },
      prices: [price('input-token', '0.40', 1_000_000, ...TOKENS), price('cached-input-token', '0.10', 1_000_000, ...TOKENS), price('output-token', '1.60', 1_000_000, ...TOKENS)],
    },
    stt: {
      spec: STT_SPEC, title: 'Live transcripts', description: 'Hears over one connection for each call, tells the words so far, and has the transcript ready at the pause. Telephone audio is sent as it comes.', secrets, settings: settingsOf(sttSettings),
      abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: FORMATS, languages: ['*'] },
      prices: [price('audio-minute', '0.017', 1, '2026-08-01', 'openai.com/api/pricing, as listed by open-gauntlet-leaderboard')],
    },
    tts: {
      spec: TTS_SPEC, title: 'Voice', description: 'Speaks as it makes the sound; thirteen voices, each in all languages.', secrets, settings: settingsOf(ttsSettings),
      abilities: ABILITIES,
      prices: [],
    },
    embedding: {
      spec: EMBEDDING_SPEC, title: 'Text embeddings', description: 'Vectors for finding what texts mean.', secrets, settings: settingsOf(embeddingSettings),
      abilities: { dimensions: 1_536, textsMax: 2_048, languages: ['*'] }, prices: [price('input-token', '0.02', 1_000_000, ...TOKENS)],
    },
  };
}
