import type { TtsVoice } from '@parley/plugin-sdk';
import { z } from 'zod';
import { brokenOff } from './errors.js';

const list = z.object({
  tts: z.array(z.object({
    name: z.string(), canonical_name: z.string().min(1), languages: z.array(z.string()).nullish(), metadata: z.object({ tags: z.array(z.string()).nullish() }).nullish(),
  })),
});

const titled = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** The vendor's list of models, as voices; each speaks one language, of which the longest tag says most. */
export function readVoices(text: string): readonly TtsVoice[] {
  let body: unknown;
  try { body = JSON.parse(text); } catch { throw brokenOff('The list of voices cannot be read.'); }
  const { data } = list.safeParse(body);
  if (!data) throw brokenOff('The list of voices cannot be read.');
  const voices = data.tts.map(({ name, canonical_name: id, languages, metadata }): TtsVoice => {
    const tags = new Set(metadata?.tags);
    const gender = tags.has('feminine') ? 'female' as const : tags.has('masculine') ? 'male' as const : undefined;
    const language = languages?.toSorted((one, other) => other.length - one.length)[0] ?? 'mul';
    return { id, name: titled(name), language, ...(gender === undefined ? {} : { gender }) };
  });
  return [...new Map(voices.map((voice) => [voice.id, voice])).values()];
}
