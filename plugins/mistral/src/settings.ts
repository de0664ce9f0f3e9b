import { z } from 'zod';

const baseUrl = z.url({ protocol: /^https?$/ }).default('https://api.mistral.ai').describe('Where the API is, without `/v1`; deployments of your own have an address of their own.');

export const llmSettings = z.strictObject({
  baseUrl,
  timeoutMs: z.int().min(100).max(120_000).default(20_000).describe('Longest wait for the first result, and longest silence after it, in milliseconds.'),
  model: z.string().min(1).max(200).default('mistral-small-latest').describe('Name of the model, as the vendor spells it.'),
  temperature: z.number().min(0).max(1.5).optional().describe('How freely it picks its words; left out, the model\'s own default holds.'),
});

export const sttSettings = z.strictObject({
  baseUrl,
  timeoutMs: z.int().min(100).max(120_000).default(5_000).describe('Longest wait for the connection, and for the transcript after the end of speech, in milliseconds.'),
  model: z.string().min(1).max(200).default('voxtral-mini-transcribe-realtime-2602').describe('Name of the model, as the vendor spells it: one that hears live.'),
  delayMs: z.int().min(80).max(2_400).optional().describe('How long it waits before it tells words, in milliseconds: later ones are right more often. Left out, the model\'s own default holds.'),
});

export type LlmSettings = z.output<typeof llmSettings>;
export type SttSettings = z.output<typeof sttSettings>;
