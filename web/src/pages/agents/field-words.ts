import { locale, t } from '../../i18n/index.js';
import { DRAFT_LIMITS, type Field } from './draft.js';
import { TURN_TAKING_LIMITS, UNIT_SIZES, type TurnTakingNumber } from './turn-taking.js';

/** What a field is called on the page. */
export function fieldName(field: Field): string {
  const words = t();
  if (field.startsWith('turnTaking.')) return words.turnTaking[field.slice('turnTaking.'.length) as TurnTakingNumber][0];
  return { name: words.editor.name, greeting: words.editor.greeting, instructions: words.editor.instructions, language: words.editor.language, voice: words.editor.voice, knowledge: words.editor.knowledge }[field as 'name'];
}

/** Several names in one sentence: `Name, Greeting and Voice`. */
export const fieldNames = (fields: readonly Field[]): string => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(fields.map(fieldName));

/** What is wrong with a place of the draft that the server would not take. */
export function faultSentence(place: string): string {
  const [group, name] = place.split('.');
  const words = t().editor;
  const shown = (value: number) => value.toLocaleString(locale());
  if (group === 'turnTaking') {
    const { min, max, unit } = TURN_TAKING_LIMITS[name as TurnTakingNumber];
    return words.outside(shown(min / UNIT_SIZES[unit]), shown(max / UNIT_SIZES[unit]));
  }
  if (place === 'knowledge') return words.tooMuchKnowledge(shown(DRAFT_LIMITS.knowledgeEntries), shown(DRAFT_LIMITS.knowledgeCharacters));
  if (group === 'language') return words.notALanguage;
  return words.required;
}
