import { languageName } from '../../i18n/format.js';
import { locale, t } from '../../i18n/index.js';
import { DRAFT_LIMITS, type Draft, type Field } from './draft.js';
import { TURN_TAKING_LIMITS, UNIT_SIZES, type TurnTakingNumber } from './turn-taking.js';

/** What a field is called on the page. */
export function fieldName(field: Field): string {
  const words = t();
  if (field.startsWith('turnTaking.')) return words.turnTaking[field.slice('turnTaking.'.length) as TurnTakingNumber][0];
  return { name: words.editor.name, greeting: words.editor.greeting, instructions: words.editor.instructions, language: words.editor.language, voice: words.editor.voice, knowledge: words.editor.knowledge }[field as 'name'];
}

/** Several names in one sentence: `Name, Greeting and Voice`. */
export const fieldNames = (fields: readonly Field[]): string => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(fields.map(fieldName));

/** A turn-taking number with its unit: `400 ms`, `10 seconds`, `2 times`. */
export function numberText(name: TurnTakingNumber, value: number): string {
  const { unit } = TURN_TAKING_LIMITS[name];
  const shown = value / UNIT_SIZES[unit];
  const measured = (measure: 'millisecond' | 'second' | 'minute', unitDisplay: 'short' | 'long') => new Intl.NumberFormat(locale(), { style: 'unit', unit: measure, unitDisplay, maximumFractionDigits: 2 }).format(shown);
  if (unit === 'milliseconds') return measured('millisecond', 'short');
  if (unit === 'seconds' || unit === 'minutes') return measured(unit === 'seconds' ? 'second' : 'minute', 'long');
  return unit === 'words' ? t().editor.wordCount(shown) : t().editor.timesCount(shown);
}

/** A language or voice by its name. */
export function choiceText(field: 'language' | 'voice', value: string): string {
  return field === 'language' ? languageName(value) : value || t().editor.voicePlaceholder;
}

const CHARACTERS_MAX: Readonly<Record<string, number>> = {
  name: DRAFT_LIMITS.nameCharacters, greeting: DRAFT_LIMITS.greetingCharacters, instructions: DRAFT_LIMITS.instructionsCharacters, voice: DRAFT_LIMITS.voiceCharacters, title: DRAFT_LIMITS.titleCharacters, text: DRAFT_LIMITS.textCharacters,
};

/** What is wrong with a place of the draft that the server would not take. */
export function faultSentence(place: string, draft: Draft): string {
  const [group = '', name, part] = place.split('.');
  const words = t().editor;
  const shown = (value: number) => value.toLocaleString(locale());
  if (group === 'turnTaking') {
    const { min, max, unit } = TURN_TAKING_LIMITS[name as TurnTakingNumber];
    return words.outside(shown(min / UNIT_SIZES[unit]), shown(max / UNIT_SIZES[unit]));
  }
  if (place === 'knowledge') return words.tooMuchKnowledge(shown(DRAFT_LIMITS.knowledgeEntries), shown(DRAFT_LIMITS.knowledgeCharacters));
  if (group === 'language') return words.notALanguage;
  const written = part === undefined ? draft[group as 'name'] : draft.knowledge.find(({ key }) => key === name)?.[part as 'title'] ?? '';
  return written.trim() === '' ? words.required : words.tooLong(shown(CHARACTERS_MAX[part ?? group] ?? 0), shown(written.trim().length));
}
