import type { TtsVoice } from '@parley/plugin-host';

/** What is known of a voice: enough to find another one that is like it. */
export type KnownVoice = Pick<TtsVoice, 'id' | 'language' | 'gender'>;

/** What a voice shall be like. */
export type WantedVoice = Pick<KnownVoice, 'language' | 'gender'>;

/** Tags of voices that speak any language. */
const ANY_LANGUAGE: ReadonlySet<string> = new Set(['mul', '*', 'und']);

export const speaksAny = (language: string): boolean => ANY_LANGUAGE.has(language.toLowerCase());

function localeOf(tag: string): Intl.Locale | undefined {
  try { return new Intl.Locale(tag); } catch { return undefined; }
}

/** 0 for the very tag, 1 for the same language elsewhere, 2 for a voice of any language; undefined where it speaks another one. */
function languageDistance(spoken: string, wanted: string): number | undefined {
  if (speaksAny(spoken)) return 2;
  const [one, other] = [localeOf(spoken), localeOf(wanted)];
  if (!one || !other || one.language !== other.language) return undefined;
  return one.baseName === other.baseName ? 0 : 1;
}

/** 0 for the same, or where it does not matter; 1 where it is not said; 2 for another one. */
const genderDistance = (gender: KnownVoice['gender'], wanted: KnownVoice['gender']) => (wanted === undefined || gender === wanted ? 0 : gender === undefined ? 1 : 2);

/**
 * The voice of a provider that is most like another one's: of the same language, if it can be of the same gender, if it
 * can be of the same region; among equals the one that the provider names first. Undefined where none speaks the language.
 */
export function nearestVoice(offered: readonly KnownVoice[], wanted: WantedVoice): string | undefined {
  let nearest: { readonly id: string; readonly distance: number } | undefined;
  for (const { id, language, gender } of offered) {
    const apart = languageDistance(language, wanted.language);
    if (apart === undefined) continue;
    const distance = genderDistance(gender, wanted.gender) * 3 + apart;
    if (!nearest || distance < nearest.distance) nearest = { id, distance };
  }
  return nearest?.id;
}
