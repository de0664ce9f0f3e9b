import { locale, type Language } from './locale.js';

/** Makes the words of a language agree with a number: `1 call`, `2,000 calls`. */
export function createCount(language: Language) {
  const plural = new Intl.PluralRules(language);
  return (value: number, one: string, other: string): string => `${value.toLocaleString(locale())} ${plural.select(value) === 'one' ? one : other}`;
}
