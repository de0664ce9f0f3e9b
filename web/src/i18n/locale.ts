import { createSignal } from 'solid-js';

/** The languages that the console speaks. Each has a folder here with the same words. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

const [locale, setLocale] = createSignal('en');

/** BCP 47 tag for `Intl`: the language in use, with the region that the browser asks for. */
export { locale, setLocale };

const languageOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';

/** The first of the browser's languages that the console speaks; English where it speaks none. */
export function preferredLanguage(browserTags: readonly string[]): Language {
  const wanted = browserTags.map(languageOf);
  return LANGUAGES.find((language) => language === wanted.find((tag) => LANGUAGES.some((known) => known === tag))) ?? 'en';
}

/** How this language writes dates and numbers: as in the region that the browser names for it. */
export function localeFor(language: Language, browserTags: readonly string[]): string {
  const tag = browserTags.find((candidate) => languageOf(candidate) === language);
  try { return tag === undefined ? language : Intl.getCanonicalLocales(tag)[0] ?? language; } catch { return language; }
}
