import { z } from 'zod';

export const ttsSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://eastus.tts.speech.microsoft.com').describe('Where the voices are: each region has an address of its own, and a key is good for one region.'),
  timeoutMs: z.int().min(100).max(120_000).default(10_000).describe('Longest wait for the first sound, and longest silence after it, in milliseconds.'),
  voice: z.string().regex(/^[\w:.-]+$/).max(200).default('en-US-AvaMultilingualNeural').describe('Voice of those who name none, as the vendor spells it.'),
});

export type TtsSettings = z.output<typeof ttsSettings>;
