import { languageName } from '../../../i18n/format.js';
import { locale } from '../../../i18n/index.js';

/** Languages that one looks for most; providers tell theirs as `*` where they speak many. */
const OFTEN = ['ar', 'cs', 'da', 'de', 'el', 'en', 'es', 'fi', 'fr', 'he', 'hi', 'hu', 'it', 'ja', 'ko', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sv', 'tr', 'uk', 'zh'] as const;

/** Languages to choose from, by their names; the one that is chosen is among them. */
export function languageOptions(chosen: string): { readonly value: string; readonly name: string }[] {
  return [...new Set([...OFTEN, ...(chosen === '' ? [] : [chosen])])].map((value) => ({ value, name: languageName(value) })).toSorted((one, other) => one.name.localeCompare(other.name, locale()));
}
