/** What people say to show that they listen, by language: words that want no answer when said while the agent speaks. */
const BACKCHANNELS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: new Set([
    'mhm', 'mm', 'mmm', 'mm hmm', 'mmhmm', 'hmm', 'hm', 'uh huh', 'uhhuh', 'aha', 'ah', 'oh', 'okay', 'ok', 'k', 'yes', 'yeah', 'yep', 'yup', 'right',
    'sure', 'i see', 'got it', 'alright', 'all right', 'good', 'great', 'cool', 'fine', 'of course', 'exactly', 'true', 'uh', 'um', 'yes yes', 'yeah yeah',
    'okay okay', 'yeah okay', 'okay yeah', 'right right', 'i understand',
  ]),
  de: new Set(['mhm', 'hm', 'hmm', 'aha', 'ah', 'ach so', 'achso', 'ja', 'ja ja', 'jaja', 'jo', 'okay', 'ok', 'gut', 'genau', 'klar', 'alles klar', 'verstehe', 'stimmt', 'richtig']),
  fr: new Set(['mhm', 'hm', 'hmm', 'ah', 'oui', 'oui oui', 'ouais', 'd’accord', 'd accord', 'ok', 'okay', 'bien', 'bien sûr', 'je vois', 'exactement', 'voilà']),
  es: new Set(['mhm', 'hm', 'hmm', 'ajá', 'sí', 'sí sí', 'si', 'vale', 'ok', 'okay', 'claro', 'bien', 'bueno', 'ya', 'ya veo', 'entiendo', 'exacto']),
};

/** Whether a transcript is nothing but such a word. */
export function isBackchannel(text: string, language: string): boolean {
  const words = BACKCHANNELS[language.toLowerCase().split('-')[0] ?? ''] ?? BACKCHANNELS['en']!;
  return words.has(text.toLowerCase().replace(/[^\p{L}\p{N}’]+/gu, ' ').trim());
}
