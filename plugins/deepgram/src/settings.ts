import { z } from 'zod';

const connection = {
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.deepgram.com').meta({ title: 'Address of the API', description: 'Where the API is; dedicated and self-hosted deployments have an address of their own.', 'x-parley': { group: 'Connection' } }),
  timeoutMs: z.int().min(100).max(120_000).default(5_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the connection, for the transcript after the end of speech, and for sound, in milliseconds.', 'x-parley': { group: 'Connection' } }),
};

export const sttSettings = z.strictObject({
  ...connection,
  model: z.string().regex(/^[\w.-]+$/).max(200).default('nova-3').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it: one of the Nova family.' }),
  isMultilingual: z.boolean().default(false).meta({ title: 'Callers change language', description: 'Whether callers may change between languages; costs more, and is understood a little worse where they do not.' }),
  hasFormatting: z.boolean().default(true).meta({ title: 'Formatting of numbers and dates', description: 'Whether numbers, dates and the like are written as one would write them.' }),
  endpointingMs: z.int().min(10).max(2_000).default(300).meta({ title: 'Pause that settles words (ms)', description: 'Pause after which the vendor settles what was said, in milliseconds.' }),
});

export const ttsSettings = z.strictObject({
  ...connection,
  voice: z.string().regex(/^[\w.-]+$/).max(200).default('aura-2-thalia-en').meta({ title: 'Default voice', description: 'Voice of those who name none, as the vendor spells it.', 'x-parley': { options: 'voices' } }),
});

export type SttSettings = z.output<typeof sttSettings>;
export type TtsSettings = z.output<typeof ttsSettings>;
export type ConnectionSettings = Pick<SttSettings, keyof typeof connection>;
