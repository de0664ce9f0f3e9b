/** Languages that people look for, by BCP 47 tag; any other can be written. */
export const LANGUAGE_TAGS = [
  'ar', 'bg', 'cs', 'da', 'de', 'de-AT', 'de-CH', 'el', 'en', 'en-AU', 'en-CA', 'en-GB', 'en-IN', 'en-IE', 'en-US', 'es', 'es-MX', 'es-US', 'fi', 'fr', 'fr-BE', 'fr-CA', 'fr-CH', 'he', 'hi', 'hr', 'hu', 'id',
  'it', 'ja', 'ko', 'nb', 'nl', 'nl-BE', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sv', 'th', 'tr', 'uk', 'vi', 'zh', 'zh-TW',
] as const;

/** The tags by the names that they have in the language of the page. */
export function sortedLanguages(tags: readonly string[], nameOf: (tag: string) => string, locale: string): { tag: string; name: string }[] {
  const { compare } = new Intl.Collator(locale);
  return [...new Set(tags)].map((tag) => ({ tag, name: nameOf(tag) })).sort((one, other) => compare(one.name, other.name));
}
