import { z } from 'zod';

export const ttsSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://eastus.tts.speech.microsoft.com').meta({ title: 'Address of the region', description: 'Where the voices are: each region has an address of its own, and a key is good for one region.' }),
  timeoutMs: z.int().min(100).max(120_000).default(10_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the first sound, and longest silence after it, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  voice: z.string().regex(/^[\w:.-]+$/).max(200).default('en-US-AvaMultilingualNeural').meta({ title: 'Default voice', description: 'Voice of those who name none, as the vendor spells it.', 'x-parley': { options: 'voices' } }),
});

export const sttSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://eastus.stt.speech.microsoft.com').meta({ title: 'Address of the region', description: 'Where transcripts are made: each region has an address of its own, and a key is good for one region.' }),
  timeoutMs: z.int().min(100).max(120_000).default(5_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the connection, and for the transcript after the end of speech, in milliseconds.', 'x-parley': { group: 'Connection' } }),
});

export const llmSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).meta({ title: 'Address of the resource', description: 'Where the Azure OpenAI resource is: `https://<name of the resource>.openai.azure.com`.' }),
  timeoutMs: z.int().min(100).max(120_000).default(20_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the first result, and longest silence after it, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  deployment: z.string().regex(/^[\w.-]+$/).max(64).default('gpt-4.1-mini').meta({ title: 'Deployment', description: 'Name of the deployment, as it was given in the Azure portal; many are named after their model.' }),
  apiVersion: z.string().regex(/^\d{4}-\d{2}-\d{2}(-preview)?$/).default('2024-10-21').meta({ title: 'Version of the API', description: 'Version of the API, by its date.', 'x-parley': { group: 'Connection' } }),
  temperature: z.number().min(0).max(2).optional().meta({ title: 'Temperature', description: 'How freely it picks its words; left out, the model\'s own default holds.' }),
  reasoningEffort: z.enum(['none', 'minimal', 'low', 'medium', 'high']).optional().meta({ title: 'Reasoning', description: 'How long a reasoning model thinks before it answers; callers hear the wait. It needs a version of the API from 2025, and is left out for models that do not reason.' }),
});

export type SttSettings = z.output<typeof sttSettings>;
export type TtsSettings = z.output<typeof ttsSettings>;
