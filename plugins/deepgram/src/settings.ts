import { z } from 'zod';

const connection = {
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.deepgram.com').describe('Where the API is; dedicated and self-hosted deployments have an address of their own.'),
  timeoutMs: z.int().min(100).max(120_000).default(5_000).describe('Longest wait for the connection, for the transcript after the end of speech, and for sound, in milliseconds.'),
};

export const sttSettings = z.strictObject({
  ...connection,
  model: z.string().regex(/^[\w.-]+$/).max(200).default('nova-3').describe('Name of the model, as the vendor spells it: one of the Nova family.'),
  isMultilingual: z.boolean().default(false).describe('Whether callers may change between languages; costs more, and is understood a little worse where they do not.'),
  hasFormatting: z.boolean().default(true).describe('Whether numbers, dates and the like are written as one would write them.'),
  endpointingMs: z.int().min(10).max(2_000).default(300).describe('Pause after which the vendor settles what was said, in milliseconds.'),
});

export const ttsSettings = z.strictObject({
  ...connection,
  voice: z.string().regex(/^[\w.-]+$/).max(200).default('aura-2-thalia-en').describe('Voice of those who name none, as the vendor spells it.'),
});

export type SttSettings = z.output<typeof sttSettings>;
export type TtsSettings = z.output<typeof ttsSettings>;
export type ConnectionSettings = Pick<SttSettings, keyof typeof connection>;
