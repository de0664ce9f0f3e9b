/** What can be found, by its name and by further words. */
export interface Findable {
  readonly id: string;
  readonly name: string;
  readonly keywords?: string;
}

/** Small letters without their accents: `Ü` is found by `u`. */
export const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{Mark}/gu, '').toLowerCase();

const WHOLE = 100;
const START = 90;
const WORD_START = 70;
const INSIDE = 40;
const SCATTERED = 10;
/** A match in further words counts less than one in the name. */
const KEYWORD_SHARE = 0.5;
/** What was used lately comes before what fits as well. */
const RECENT_BONUS = 8;

/** How well a word of the question fits a text; 0 for not at all. */
function fit(word: string, text: string): number {
  if (text === word) return WHOLE;
  if (text.startsWith(word)) return START;
  const at = text.indexOf(word);
  if (at > 0) return /[\s\p{P}]/u.test(text[at - 1]!) || text.split(/[\s\p{P}]+/u).some((part) => part.startsWith(word)) ? WORD_START : INSIDE;
  return scattered(word, text);
}

/** Letters in their order with others between: `ntc` in `night call`. Each must be near the one before. */
function scattered(word: string, text: string): number {
  if (word.length < 2) return 0;
  let at = text.indexOf(word[0]!);
  let gaps = 0;
  for (const letter of word.slice(1)) {
    const next = text.indexOf(letter, at + 1);
    if (at < 0 || next < 0) return 0;
    gaps += next - at - 1;
    at = next;
  }
  return gaps > word.length * 3 ? 0 : SCATTERED + 10 / (1 + gaps);
}

/** How well a thing fits all words of a question; 0 where one of them fits nothing. */
export function score(question: string, { name, keywords = '' }: Findable): number {
  let total = 0;
  const words = plain(question).split(/\s+/).filter(Boolean);
  for (const word of words) {
    const best = Math.max(fit(word, plain(name)), fit(word, plain(keywords)) * KEYWORD_SHARE);
    if (best === 0) return 0;
    total += best;
  }
  return words.length === 0 ? 0 : total / words.length;
}

/** What fits a question, best first; what was used lately (`recent`, newest first) comes before its equals. */
export function rank<Thing extends Findable>(question: string, things: readonly Thing[], recent: readonly string[]): Thing[] {
  const bonus = (id: string) => { const at = recent.indexOf(id); return at < 0 ? 0 : RECENT_BONUS / (1 + at); };
  return things.map((thing) => ({ thing, points: score(question, thing) })).filter(({ points }) => points > 0)
    .map(({ thing, points }) => ({ thing, points: points + bonus(thing.id) }))
    .toSorted((one, other) => other.points - one.points).map(({ thing }) => thing);
}
