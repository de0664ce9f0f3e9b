import { z } from 'zod';

export const ttsSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://eastus.tts.speech.microsoft.com').meta({ title: 'Address of the region', description: 'Where the voices are: each region has an address of its own, and a key is good for one region.' }),
  timeoutMs: z.int().min(100).max(120_000).default(10_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the first sound, and longest silence after it, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  voice: z.string().regex(/^[\w:.-]+$/).max(200).default('en-US-AvaMultilingualNeural').meta({ title: 'Default voice', description: 'Voice of those who name none, as the vendor spells it.', 'x-parley': { options: 'voices' } }),
});

export type TtsSettings = z.output<typeof ttsSettings>;
