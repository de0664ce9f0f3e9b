import type { Voice } from './voice-documents.js';

/** Two providers may call a voice the same. */
export const voiceKey = ({ pluginId, id }: Pick<Voice, 'pluginId' | 'id'>): string => `${pluginId} ${id}`;

const localeOf = (tag: string): Intl.Locale | undefined => { try { return new Intl.Locale(tag); } catch { return undefined; } };

/** Whether two tags are of one language, whatever the region. */
export const isSameLanguage = (one: string, other: string): boolean => localeOf(one)?.language !== undefined && localeOf(one)?.language === localeOf(other)?.language;

interface VoiceGroups {
  /** Of the agent's language, those of its very region first. */
  readonly fitting: readonly Voice[];
  readonly others: readonly Voice[];
}

/** The voices in the order in which somebody looks for one; only those in which every word of the filter is found. */
export function groupVoices(voices: readonly Voice[], language: string, filter: string, describe: (voice: Voice) => string): VoiceGroups {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = voices.filter((voice) => { const text = describe(voice).toLowerCase(); return words.every((word) => text.includes(word)); });
  const fitting = found.filter((voice) => isSameLanguage(voice.language, language));
  const isExact = (voice: Voice) => localeOf(voice.language)?.baseName === localeOf(language)?.baseName;
  return { fitting: [...fitting.filter(isExact), ...fitting.filter((voice) => !isExact(voice))], others: found.filter((voice) => !fitting.includes(voice)) };
}

/** What a preview can say, as the contract limits it. */
const PREVIEW_CHARACTERS_MAX = 300;

/** The greeting as far as a preview says it, up to the end of a sentence or word; null asks for a sentence of the server's. */
export function previewText(greeting: string): string | null {
  const characters = Array.from(greeting.trim());
  if (characters.length === 0) return null;
  if (characters.length <= PREVIEW_CHARACTERS_MAX) return characters.join('');
  const cut = characters.slice(0, PREVIEW_CHARACTERS_MAX).join('');
  return /^[\s\S]*[.!?。！？]/.exec(cut)?.[0] ?? cut.replace(/\s+\S*$/, '');
}
