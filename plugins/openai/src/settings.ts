import { z } from 'zod';

const connection = {
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1').meta({ title: 'Address of the API', description: 'Where the API is; any server that speaks the same protocol will do (Ollama, vLLM, llama.cpp).', 'x-parley': { group: 'Connection' } }),
  organization: z.string().max(200).default('').meta({ title: 'Organization', description: 'Organization of the account that pays; empty for the default of the key.', 'x-parley': { group: 'Connection' } }),
  project: z.string().max(200).default('').meta({ title: 'Project', description: 'Project of the account; empty for the default of the key.', 'x-parley': { group: 'Connection' } }),
  timeoutMs: z.int().min(100).max(120_000).default(20_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the first result, and longest silence after it, in milliseconds.', 'x-parley': { group: 'Connection' } }),
};

export const llmSettings = z.strictObject({
  ...connection,
  model: z.string().min(1).max(200).default('gpt-4.1-mini').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it.' }),
  temperature: z.number().min(0).max(2).optional().meta({ title: 'Temperature', description: 'How freely it picks its words; left out, the model\'s own default holds.' }),
  reasoningEffort: z.enum(['none', 'minimal', 'low', 'medium', 'high']).optional().meta({ title: 'Reasoning', description: 'How long a reasoning model thinks before it answers; callers hear the wait. Left out for models that do not reason.' }),
});

export const sttSettings = z.strictObject({
  ...connection,
  timeoutMs: z.int().min(100).max(120_000).default(5_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the connection, and for the transcript after the end of speech, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  model: z.string().min(1).max(200).default('gpt-live-transcribe').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it. Only live models tell the words while they are spoken.' }),
  delay: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional().meta({ title: 'Delay of words', description: 'How long a live model waits before it tells words: later ones are right more often. Left out, the model\'s own default holds.' }),
  noiseReduction: z.enum(['off', 'near_field', 'far_field']).default('off').meta({ title: 'Noise reduction', description: 'What the vendor takes out of the audio before it hears it: noise around a telephone or headset (near), or around a room microphone (far).' }),
});

export const ttsSettings = z.strictObject({
  ...connection,
  model: z.string().min(1).max(200).default('gpt-4o-mini-tts').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it.' }),
  instructions: z.string().max(2_000).default('').meta({ title: 'How it shall speak', description: 'How it shall speak: mood, pace, accent. Models of the first generation (`tts-1`) take none.', 'x-parley': { widget: 'textarea' } }),
});

export const embeddingSettings = z.strictObject({
  ...connection,
  model: z.string().min(1).max(200).default('text-embedding-3-small').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it.' }),
  dimensions: z.int().min(1).max(8_192).default(1_536).meta({ title: 'Length of a vector', description: 'Length of a vector; fewer than the model\'s own where it can shorten them.' }),
});

export type LlmSettings = z.output<typeof llmSettings>;
export type SttSettings = z.output<typeof sttSettings>;
export type TtsSettings = z.output<typeof ttsSettings>;
export type EmbeddingSettings = z.output<typeof embeddingSettings>;
export type ConnectionSettings = Pick<LlmSettings, keyof typeof connection>;
