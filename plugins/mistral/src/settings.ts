import { z } from 'zod';

const baseUrl = z.url({ protocol: /^https?$/ }).default('https://api.mistral.ai').meta({ title: 'Address of the API', description: 'Where the API is, without `/v1`; deployments of your own have an address of their own.', 'x-parley': { group: 'Connection' } });

export const llmSettings = z.strictObject({
  baseUrl,
  timeoutMs: z.int().min(100).max(120_000).default(20_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the first result, and longest silence after it, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  model: z.string().min(1).max(200).default('mistral-small-latest').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it.' }),
  temperature: z.number().min(0).max(1.5).optional().meta({ title: 'Temperature', description: 'How freely it picks its words; left out, the model\'s own default holds.' }),
});

export const sttSettings = z.strictObject({
  baseUrl,
  timeoutMs: z.int().min(100).max(120_000).default(5_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the connection, and for the transcript after the end of speech, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  model: z.string().min(1).max(200).default('voxtral-mini-transcribe-realtime-2602').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it: one that hears live.' }),
  delayMs: z.int().min(80).max(2_400).optional().meta({ title: 'Delay of words (ms)', description: 'How long it waits before it tells words, in milliseconds: later ones are right more often. Left out, the model\'s own default holds.' }),
});

export type LlmSettings = z.output<typeof llmSettings>;
export type SttSettings = z.output<typeof sttSettings>;
