/**
 * Dates and numbers of the made-up language: those of a real one that uses no Latin letters, so that a date written in
 * any other way stands out as much as a word does.
 */
export const PSEUDO_LOCALE = 'ru';

/** As much longer as the longest languages are. */
const LONGER = 0.4;
const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = Array.from('áƀçðéƒĝĥíĵķļɱñóþɋŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÓÞɊŔŠŢÚṼŴẊÝŽ');

/** `Save` -> `⟦Šáṽé··⟧`: readable, longer, and marked where it begins and ends. */
export function pseudoText(text: string): string {
  const accented = text.replaceAll(/[a-z]/gi, (letter) => ACCENTED[PLAIN.indexOf(letter)]!);
  return `⟦${accented}${'·'.repeat(Math.ceil(text.length * LONGER))}⟧`;
}

function pseudoValue(value: unknown): unknown {
  if (typeof value === 'string') return pseudoText(value);
  if (typeof value === 'function') return (...given: unknown[]) => pseudoText((value as (...all: unknown[]) => string)(...given));
  if (Array.isArray(value)) return value.map(pseudoValue);
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, pseudoValue(inner)]));
}

/** A catalogue in which every text is accented, longer and in brackets. */
export const pseudo = <Catalogue extends object>(catalogue: Catalogue): Catalogue => pseudoValue(catalogue) as Catalogue;
