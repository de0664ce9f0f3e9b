/** What the splitter and normaliser know of a language. Languages without a table are spoken as they are written. */
export interface TextLocale {
  /** Lower case, without the final stop: words whose stop does not end a sentence. */
  readonly abbreviations: ReadonlySet<string>;
  /** Numbers, currency and times are put into words. False where the voice knows its own language better. */
  readonly hasNumberWords: boolean;
  readonly at: string;
  readonly dot: string;
  readonly slash: string;
  readonly dash: string;
  readonly underscore: string;
  /** How single written words are said: lower case to spoken. */
  readonly pronunciations: ReadonlyMap<string, string>;
}

const ENGLISH: TextLocale = {
  abbreviations: new Set([
    'mr', 'mrs', 'ms', 'dr', 'prof', 'st', 'ave', 'rd', 'jr', 'sr', 'vs', 'etc', 'e.g', 'i.e', 'a.m', 'p.m', 'no', 'approx', 'dept', 'inc',
    'ltd', 'co', 'corp', 'est', 'fig', 'gen', 'sen', 'rep', 'rev', 'hon', 'ext', 'tel', 'u.s', 'u.k', 'jan', 'feb', 'mar', 'apr', 'jun',
    'jul', 'aug', 'sep', 'sept', 'oct', 'nov', 'dec',
  ]),
  hasNumberWords: true,
  at: 'at', dot: 'dot', slash: 'slash', dash: 'dash', underscore: 'underscore',
  pronunciations: new Map([
    ['&', 'and'], ['dr.', 'doctor'], ['mr.', 'mister'], ['mrs.', 'missus'], ['ms.', 'miz'], ['prof.', 'professor'], ['approx.', 'approximately'],
    ['e.g.', 'for example'], ['e.g.,', 'for example,'], ['i.e.', 'that is'], ['i.e.,', 'that is,'], ['etc.', 'et cetera.'], ['vs.', 'versus'],
    ['w/', 'with'], ['a.m.', 'A M'], ['p.m.', 'P M'], ['sql', 'sequel'], ['faq', 'F A Q'], ['faqs', 'F A Qs'], ['24/7', 'twenty-four seven'],
  ]),
};

const GERMAN: TextLocale = {
  abbreviations: new Set(['z.b', 'd.h', 'u.a', 'bzw', 'usw', 'ca', 'dr', 'prof', 'nr', 'str', 'hr', 'fr', 'tel', 'st', 'vgl', 'inkl', 'zzgl', 'evtl']),
  hasNumberWords: false,
  at: 'at', dot: 'Punkt', slash: 'Schrägstrich', dash: 'Bindestrich', underscore: 'Unterstrich',
  pronunciations: new Map([['&', 'und'], ['z.b.', 'zum Beispiel'], ['d.h.', 'das heißt'], ['bzw.', 'beziehungsweise'], ['usw.', 'und so weiter.']]),
};

const FRENCH: TextLocale = {
  abbreviations: new Set(['m', 'mme', 'mlle', 'dr', 'pr', 'etc', 'p.ex', 'c.-à-d', 'av', 'bd', 'tél', 'env', 'no']),
  hasNumberWords: false,
  at: 'arobase', dot: 'point', slash: 'barre oblique', dash: 'tiret', underscore: 'tiret bas',
  pronunciations: new Map([['&', 'et'], ['mme', 'madame'], ['m.', 'monsieur'], ['etc.', 'et cetera.']]),
};

const SPANISH: TextLocale = {
  abbreviations: new Set(['sr', 'sra', 'srta', 'dr', 'dra', 'ud', 'uds', 'etc', 'p.ej', 'av', 'núm', 'tel', 'aprox']),
  hasNumberWords: false,
  at: 'arroba', dot: 'punto', slash: 'barra', dash: 'guion', underscore: 'guion bajo',
  pronunciations: new Map([['&', 'y'], ['sr.', 'señor'], ['sra.', 'señora'], ['ud.', 'usted'], ['etc.', 'etcétera.']]),
};

const PLAIN: TextLocale = { ...ENGLISH, hasNumberWords: false, pronunciations: new Map() };

const LOCALES: Readonly<Record<string, TextLocale>> = { en: ENGLISH, de: GERMAN, fr: FRENCH, es: SPANISH };

/** The table for a BCP 47 tag, by its primary language. */
export function textLocale(language: string): TextLocale {
  return LOCALES[language.toLowerCase().split('-')[0] ?? ''] ?? PLAIN;
}
