import { expect, test } from 'vitest';
import { deFurther } from './de/further.js';
import { de as deFirst } from './de/index.js';
import { enFurther } from './en/further.js';
import { en as enFirst } from './en/index.js';
import { showCatalogue, t } from './index.js';
import { localeFor, preferredLanguage } from './locale.js';
import { pseudo } from './pseudo.js';

/** Each language with all of its words. */
const en = { ...enFirst, ...enFurther };
const de = { ...deFirst, ...deFurther };

type Leaf = { readonly path: string; readonly value: unknown };

/** Every text of a catalogue and the keys that lead to it. */
function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

/** Digits as words do for numbers and for texts. */
const GIVEN = ['7', '8', '9'];

/** What a text of the catalogue says when it is given these words and numbers. */
const said = (value: unknown, given: readonly unknown[]) => (typeof value === 'function' ? (value as (...all: unknown[]) => string)(...given) : String(value));

test('German has every text of English, asks for as much and uses what it is given', () => {
  const german = new Map(leaves(de).map(({ path, value }) => [path, value]));
  expect([...german.keys()].toSorted()).toEqual(leaves(en).map(({ path }) => path).toSorted());
  for (const { path, value } of leaves(en)) {
    const theirs = german.get(path);
    expect([path, typeof theirs]).toEqual([path, typeof value]);
    const numbers = (text: string) => text.match(/\d+/g)?.toSorted() ?? [];
    if (typeof value === 'function') expect([path, numbers(said(theirs, GIVEN))]).toEqual([path, numbers(said(value, GIVEN))]);
    expect([path, said(theirs, GIVEN).trim()]).not.toEqual([path, '']);
  }
});

test('German is translated: what stays the same is a name or a word of both languages', () => {
  const german = new Map(leaves(de).map(({ path, value }) => [path, value]));
  const same = leaves(en).filter(({ path, value }) => typeof value === 'string' && value.split(' ').length > 2 && german.get(path) === value);
  expect(same.map(({ path }) => path)).toEqual([]);
});

test('words agree with their number, and numbers are written as the language does', () => {
  expect([1, 2, 0].map((value) => en.agents.knowledgeCount(value))).toEqual(['1 knowledge entry', '2 knowledge entries', '0 knowledge entries']);
  showCatalogue('de', de);
  expect([1, 2_000].map((value) => t().agents.knowledgeCount(value))).toEqual(['1 Wissenseintrag', '2.000 Wissenseinträge']);
  showCatalogue('en', en);
});

test('the browser is followed where it asks for a language that there is', () => {
  expect(preferredLanguage(['fr-CH', 'de-AT', 'en'])).toBe('de');
  expect(preferredLanguage(['ja', 'fr'])).toBe('en');
  expect(preferredLanguage([])).toBe('en');
  expect(localeFor('de', ['en-US', 'de-CH', 'de'])).toBe('de-CH');
  expect(localeFor('en', ['de'])).toBe('en');
  expect(localeFor('en', ['en-!'])).toBe('en');
});

test('the made-up language marks, accents and lengthens every text', () => {
  const words = pseudo(en);
  expect(words.common.save).toBe('⟦Šáṽé··⟧');
  expect(words.agents.published(3)).toMatch(/^⟦.*3.*⟧$/);
  expect(words.turnTaking.completeWaitMs[1]).toMatch(/^⟦/);
  for (const { path, value } of leaves(words)) {
    const text = said(value, GIVEN);
    expect([path, /[a-zA-Z]/.test(text)]).toEqual([path, false]);
    expect(text.length).toBeGreaterThanOrEqual(said(leaves(en).find((leaf) => leaf.path === path)?.value, GIVEN).length * 1.4);
  }
});
