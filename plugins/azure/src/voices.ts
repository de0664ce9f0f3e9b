import type { TtsVoice } from '@parley/plugin-sdk';
import { z } from 'zod';
import { brokenOff } from './errors.js';

const list = z.array(z.looseObject({ ShortName: z.string().min(1), DisplayName: z.string().nullish(), Gender: z.string().nullish(), Locale: z.string().min(1), Status: z.string().nullish() }));

const GENDERS = new Map([['Female', 'female'], ['Male', 'male'], ['Neutral', 'neutral']] as const);

/** The vendor's list of the voices of a region, without those that it is about to take away. */
export function readVoices(text: string): readonly TtsVoice[] {
  let body: unknown;
  try { body = JSON.parse(text); } catch { throw brokenOff('The list of voices cannot be read.'); }
  const { data } = list.safeParse(body);
  if (!data || data.length === 0) throw brokenOff('The list of voices cannot be read.');
  const voices = data.filter(({ Status: status }) => status !== 'Deprecated').map(({ ShortName: id, DisplayName: name, Gender: given, Locale: language }): TtsVoice => {
    const gender = GENDERS.get(given as 'Female');
    return { id, name: name ?? id, language, ...(gender === undefined ? {} : { gender }) };
  });
  return [...new Map(voices.map((voice) => [voice.id, voice])).values()];
}
