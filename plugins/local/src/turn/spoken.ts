// What a transcript holds, counted: digits, letters and the like, as speech recognisers write them.

const DIGITS: Readonly<Record<string, number>> = {
  zero: 1, oh: 1, o: 1, nought: 1, one: 1, two: 1, three: 1, four: 1, five: 1, six: 1, seven: 1, eight: 1, nine: 1,
  ten: 2, eleven: 2, twelve: 2, thirteen: 2, fourteen: 2, fifteen: 2, sixteen: 2, seventeen: 2, eighteen: 2, nineteen: 2,
};
const TENS: ReadonlySet<string> = new Set(['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']);
const UNITS: ReadonlySet<string> = new Set(['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']);
const REPEATS: Readonly<Record<string, number>> = { double: 2, triple: 3, treble: 3 };
/** What people say between the digits of one number. */
const BETWEEN: ReadonlySet<string> = new Set(['and', 'then', 'um', 'uh', 'er', 'dash', 'hyphen', 'space', 'hundred', 'thousand']);

/** Words in lower case, without marks but with apostrophes. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().replaceAll('’', '\'').match(/[\p{L}\p{N}]+(?:'\p{L}+)*/gu) ?? [];
}

/** Digits that a word stands for; 0 where it stands for none. `next` is looked at for "twenty one". */
function digitsOf(word: string, next: string | undefined): { readonly digits: number; readonly words: number } {
  if (/^\d+$/.test(word)) return { digits: word.length, words: 1 };
  if (TENS.has(word)) return { digits: 2, words: next !== undefined && UNITS.has(next) ? 2 : 1 };
  const digits = DIGITS[word];
  return digits === undefined ? { digits: 0, words: 1 } : { digits, words: 1 };
}

export interface DigitCount {
  readonly total: number;
  /** Digits at the very end of the transcript, pauses and "um" between them allowed. */
  readonly trailing: number;
  /** Spoken or written units that make up the trailing digits: "07712" is one, "oh seven seven" three. */
  readonly trailingUnits: number;
}

/** Digits in "oh seven seven, double four", "0774 412" or "twenty one". */
export function countDigits(text: string): DigitCount {
  const words = wordsOf(text);
  let [total, trailing, trailingUnits] = [0, 0, 0];
  for (let index = 0; index < words.length;) {
    const word = words[index]!;
    const repeat = REPEATS[word];
    const at = repeat === undefined ? index : index + 1;
    const found = digitsOf(words[at] ?? '', words[at + 1]);
    if (found.digits > 0) {
      const digits = found.digits * (repeat ?? 1);
      total += digits;
      trailing += digits;
      trailingUnits += 1;
      index = at + found.words;
      continue;
    }
    if (!BETWEEN.has(word) && repeat === undefined) [trailing, trailingUnits] = [0, 0];
    index += 1;
  }
  return { total, trailing, trailingUnits };
}

/** Single letters said one by one at the end: "S M I T H", "s-m-i-t-h", "s as in sugar, m". */
export function countTrailingLetters(text: string): number {
  const words = wordsOf(text.replaceAll(/\b(?:as in|for|like) \p{L}{2,}/giu, ' ').replaceAll(/(?<=\b\p{L})[-.](?=\p{L}\b)/gu, ' '));
  let count = 0;
  for (let index = words.length - 1; index >= 0 && (words[index]!.length === 1 || REPEATS[words[index]!] !== undefined); index -= 1) count += 1;
  return count;
}

const DOMAIN = '(?:com|org|net|edu|gov|info|biz|io|co|ai|app|dev|me|tv|uk|us|de|fr|es|it|nl|eu|ie|ca|au|ch|at|in)';
const EMAIL_COMPLETE = new RegExp(`(?:\\bat\\b|@).+?(?:\\bdot\\b|\\.|\\bpoint\\b)\\s*${DOMAIN}\\s*[.!?]*$`, 'i');

/** "john dot smith at example dot com", "john@example.com". */
export function isWholeEmail(text: string): boolean {
  return EMAIL_COMPLETE.test(text.trim());
}

const WEEKDAY = /\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b/i;
const MONTH = /\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/i;
const ORDINAL = /\b(?:\d{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth|thirtieth|(?:twenty|thirty)[- ]\w+)\b/i;
const RELATIVE = /\b(?:today|tomorrow|tonight|next (?:week|month|\w+day)|this (?:week|\w+day|afternoon|morning|evening)|any ?(?:day|time)|as soon as possible|asap)\b/i;
const YEAR = /\b(?:19|20)\d{2}\b|\b(?:nineteen|twenty|two thousand)[- ]+(?:and[- ]+)?\w+/i;

/** A day that can be written into a calendar; `needsYear` for a date of birth. */
export function isWholeDate(text: string, needsYear: boolean): boolean {
  if (/\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})\b/.test(text)) return true;
  const day = MONTH.test(text) && ORDINAL.test(text.replace(YEAR, ' '));
  if (needsYear) return day && YEAR.test(text);
  return day || WEEKDAY.test(text) || RELATIVE.test(text);
}

const STREET = /\b(?:street|st|road|rd|avenue|ave|lane|drive|way|close|court|place|square|boulevard|terrace|crescent|gardens|hill|row|park)\b/i;
const POSTCODE = /\b(?:[a-z]{1,2}\d{1,2}[a-z]?\s?\d[a-z]{2}|\d{5}(?:-\d{4})?)\b/i;

/** A house number, a street and a town, or anything with a postcode at its end. */
export function isWholeAddress(text: string): boolean {
  if (POSTCODE.test(text)) return true;
  const street = STREET.exec(text);
  if (!street || countDigits(text.slice(0, street.index)).total === 0) return false;
  return wordsOf(text.slice(street.index + street[0].length)).length > 0;
}
