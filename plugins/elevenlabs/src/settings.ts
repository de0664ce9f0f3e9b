import { z } from 'zod';

const share = (title: string, what: string) => z.number().min(0).max(1).optional().meta({ title, description: `${what}, 0 to 1; left out, what the voice was made with holds.` });

export const ttsSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.elevenlabs.io').meta({ title: 'Address of the API', description: 'Where the API is; accounts with data residency have an address of their own.', 'x-parley': { group: 'Connection' } }),
  timeoutMs: z.int().min(100).max(120_000).default(10_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the first sound, and longest silence after it, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  model: z.string().min(1).max(200).default('eleven_flash_v2_5').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it. The flash models speak soonest.' }),
  transport: z.enum(['http', 'websocket']).default('http').meta({ title: 'Way of the sound', description: 'Over HTTP each text has an answer of its own, and the sentences of a turn sound like one speech. Over a WebSocket all texts of a voice share a connection that interruptions leave open; each sentence is then spoken by itself, and none at 48 kHz. Models of the third generation go over HTTP always.', 'x-parley': { group: 'Connection' } }),
  stability: share('Stability', 'How evenly the voice speaks; lower is livelier'),
  similarity: share('Similarity', 'How closely it keeps to the voice it was made from'),
  style: share('Style', 'How much it exaggerates the style of the voice; above 0 it speaks later'),
  textNormalization: z.enum(['auto', 'on', 'off']).default('auto').meta({ title: 'Numbers and dates in words', description: 'Whether numbers and dates are written out before they are spoken; "on" speaks later.' }),
});

export const sttSettings = z.strictObject({
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.elevenlabs.io').meta({ title: 'Address of the API', description: 'Where the API is; accounts with data residency have an address of their own.', 'x-parley': { group: 'Connection' } }),
  timeoutMs: z.int().min(100).max(120_000).default(5_000).meta({ title: 'Longest wait (ms)', description: 'Longest wait for the connection, and for the transcript after the end of speech, in milliseconds.', 'x-parley': { group: 'Connection' } }),
  model: z.string().min(1).max(200).default('scribe_v2_realtime').meta({ title: 'Model', description: 'Name of the model, as the vendor spells it: one that hears live.' }),
  hasKeyterms: z.boolean().default(false).meta({ title: 'Tell it likely words', description: 'Whether the vendor is told the words that the caller is likely to say; costs more.' }),
});

export type SttSettings = z.output<typeof sttSettings>;
export type TtsSettings = z.output<typeof ttsSettings>;
