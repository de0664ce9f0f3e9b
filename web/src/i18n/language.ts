import { createSignal } from 'solid-js';
import { addCatalogue, showCatalogue, type FirstMessages, type FurtherMessages } from './index.js';
import { LANGUAGES, localeFor, preferredLanguage, type Language } from './locale.js';

export const LANGUAGE_CHOICES = [...LANGUAGES, 'system'] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

const KEY = 'parley.language';

/** The words of each language are a file of its own, which is fetched when it is wanted. */
const catalogues: Record<Language, () => Promise<FirstMessages>> = {
  en: () => import('./en/index.js').then(({ en }) => en),
  de: () => import('./de/index.js').then(({ de }) => de),
};

/** Those of pages that not everybody opens, in a file of their own. */
const furtherCatalogues: Record<Language, () => Promise<FurtherMessages>> = {
  en: () => import('./en/further.js').then(({ enFurther }) => enFurther),
  de: () => import('./de/further.js').then(({ deFurther }) => deFurther),
};

/** The language that is shown, and whether its further words have been wanted. */
let shown: Language | 'pseudo' = 'en';
let isFurtherWanted = false;

/** Fetches the words of the settings, in the language in use and from then on in every other that is chosen. Rejects where they cannot be fetched. */
export async function wantFurtherWords(): Promise<void> {
  // The made-up language has them all from the start.
  if (isFurtherWanted || shown === 'pseudo') return;
  const language = shown;
  addCatalogue(await furtherCatalogues[language]());
  isFurtherWanted = true;
  // Another language was chosen meanwhile, without them.
  if (language !== shown) await show(shown);
}

function readChoice(): LanguageChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return LANGUAGE_CHOICES.find((choice) => choice === kept) ?? 'system';
  } catch { return 'system'; }
}

const [languageChoice, setChoice] = createSignal<LanguageChoice>(readChoice());

export { languageChoice };

/** Shows a language; false where its words could not be fetched, and what was shown stays. */
async function show(language: Language): Promise<boolean> {
  try {
    const [words, further] = await Promise.all([catalogues[language](), isFurtherWanted ? furtherCatalogues[language]() : undefined]);
    shown = language;
    showCatalogue(language, { ...words, ...further }, localeFor(language, navigator.languages));
    return true;
  } catch { return false; }
}

const languageOf = (choice: LanguageChoice): Language => (choice === 'system' ? preferredLanguage(navigator.languages) : choice);

/** Chooses the language; kept in this browser. False where its words could not be fetched: the choice then stays as it was. */
export async function chooseLanguage(choice: LanguageChoice): Promise<boolean> {
  if (!await show(languageOf(choice))) return false;
  setChoice(choice);
  try { localStorage.setItem(KEY, choice); } catch { /* It then holds for this visit. */ }
  return true;
}

/**
 * Shows the chosen language, before anything is drawn. `?locale=de` shows another for this visit alone; `?locale=pseudo`
 * a made-up one, in which every word that is not from the catalogue stands out. Without the words of a language it is
 * English; without those it rejects.
 */
export async function startLanguage(search: string): Promise<void> {
  const asked = new URLSearchParams(search).get('locale');
  if (asked === 'pseudo') {
    const { pseudo, PSEUDO_LOCALE } = await import('./pseudo.js');
    shown = 'pseudo';
    showCatalogue('en', pseudo({ ...await catalogues.en(), ...await furtherCatalogues.en() }), PSEUDO_LOCALE);
    return;
  }
  const wanted = LANGUAGES.find((language) => language === asked) ?? languageOf(languageChoice());
  if (!await show(wanted) && !await show('en')) throw new Error('The words of the console could not be fetched.');
  addEventListener('languagechange', () => { if (languageChoice() === 'system') void show(languageOf('system')); });
}
