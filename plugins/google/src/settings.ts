import { z } from 'zod';

export const llmSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://generativelanguage.googleapis.com').meta({ title: 'Address of the API', description: 'Where the Gemini API is, without its version.', 'x-parley': { group: 'Connection' } }),
  timeoutMs: z.int().min(100).max(120_000).default(20_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the first result, and longest silence after it, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  model: z.string().regex(/^[\w.-]+$/).max(200).default('gemini-3.1-flash-lite').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it, without `models/`.' }),
  temperature: z.number().min(0).max(2).optional().meta({ title: 'Temperature', description: 'How freely it picks its words; left out, the model\'s own default holds.' }),
  thinkingLevel: z.enum(['minimal', 'low', 'medium', 'high']).optional().meta({ title: 'Thinking', description: 'How long models since Gemini 3 think before they answer; callers hear the wait. Left out, the model\'s own default holds.' }),
  thinkingBudgetTokens: z.int().min(0).max(32_768).optional().meta({ title: 'Thinking budget (tokens)', description: 'For models before Gemini 3, in place of `thinkingLevel`: how many tokens they may think before they answer; 0 where they shall not.' }),
});

export const ttsSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://texttospeech.googleapis.com').meta({ title: 'Address of the API', description: 'Where Cloud Text-to-Speech is; regions have an address of their own (`https://eu-texttospeech.googleapis.com`). Only the host and port count.', 'x-parley': { group: 'Connection' } }),
  timeoutMs: z.int().min(100).max(120_000).default(10_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the first sound, and longest silence after it, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  voice: z.string().regex(/^[\w-]+$/).max(200).default('en-US-Chirp3-HD-Kore').meta({ title: 'Default voice', description: 'Voice of those who name none, as the vendor spells it: one of the Chirp 3 HD voices, which speak as they make the sound.', 'x-parley': { options: 'voices' } }),
});

export const sttSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://speech.googleapis.com').meta({ title: 'Address of the API', description: 'Where Cloud Speech-to-Text is; locations other than `global` have an address of their own (`https://eu-speech.googleapis.com`). Only the host and port count.', 'x-parley': { group: 'Connection' } }),
  timeoutMs: z.int().min(100).max(120_000).default(5_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the transcript after the end of speech, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  location: z.string().regex(/^[a-z0-9-]+$/).max(60).default('global').meta({ title: 'Location', description: 'Where the audio is heard; the address has to be that of the same location.', 'x-parley': { group: 'Connection' } }),
  model: z.string().regex(/^[\w-]+$/).max(100).default('telephony').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it. `telephony` is made for telephones; `chirp_3` hears more languages, in the locations `us` and `eu`.' }),
});

export type SttSettings = z.output<typeof sttSettings>;
export type LlmSettings = z.output<typeof llmSettings>;
export type TtsSettings = z.output<typeof ttsSettings>;
