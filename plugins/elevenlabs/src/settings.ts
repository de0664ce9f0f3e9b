import { z } from 'zod';

const share = (what: string) => z.number().min(0).max(1).optional().describe(`${what}, 0 to 1; left out, what the voice was made with holds.`);

export const ttsSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.elevenlabs.io').describe('Where the API is; accounts with data residency have an address of their own.'),
  timeoutMs: z.int().min(100).max(120_000).default(10_000).describe('Longest wait for the first sound, and longest silence after it, in milliseconds.'),
  model: z.string().min(1).max(200).default('eleven_flash_v2_5').describe('Name of the model, as the vendor spells it. The flash models speak soonest.'),
  stability: share('How evenly the voice speaks; lower is livelier'),
  similarity: share('How closely it keeps to the voice it was made from'),
  style: share('How much it exaggerates the style of the voice; above 0 it speaks later'),
  textNormalization: z.enum(['auto', 'on', 'off']).default('auto').describe('Whether numbers and dates are written out before they are spoken; "on" speaks later.'),
});

export const sttSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.elevenlabs.io').describe('Where the API is; accounts with data residency have an address of their own.'),
  timeoutMs: z.int().min(100).max(120_000).default(5_000).describe('Longest wait for the connection, and for the transcript after the end of speech, in milliseconds.'),
  model: z.string().min(1).max(200).default('scribe_v2_realtime').describe('Name of the model, as the vendor spells it: one that hears live.'),
  hasKeyterms: z.boolean().default(false).describe('Whether the vendor is told the words that the caller is likely to say; costs more.'),
});

export type SttSettings = z.output<typeof sttSettings>;
export type TtsSettings = z.output<typeof ttsSettings>;
