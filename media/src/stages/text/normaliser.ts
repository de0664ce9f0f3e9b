import type { TextLocale } from './locales.js';
import { cardinal, digits, numberWords, ordinal } from './numbers.js';
import { layOutWords, type SpokenWord } from './words.js';

const CURRENCIES: Readonly<Record<string, readonly [one: string, many: string, cent: string, cents: string]>> = {
  $: ['dollar', 'dollars', 'cent', 'cents'], '€': ['euro', 'euros', 'cent', 'cents'], '£': ['pound', 'pounds', 'penny', 'pence'],
};
const SCALE_WORDS = new Set(['thousand', 'million', 'billion', 'trillion']);
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Removes what is meant for the eye: markdown and pictographs. A link keeps its words. */
export function stripMarkup(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(?:#{1,6}|[-*+•]|>)\s+/gm, '')
    .replace(/```\w*|`/g, '')
    .replace(/\*{1,3}(?=\S)|(?<=\S)\*{1,3}/g, '')
    .replace(/(^|[\s(])_{1,2}(?=\S)/g, '$1')
    .replace(/(?<=[^\s_])_{1,2}(?=[\s).,!?:;]|$)/g, '')
    .replace(/^\s*\|?[-:| ]{3,}\|?\s*$/gm, ' ')
    .replace(/\s*\|\s*/g, ' ')
    .replace(/\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{FE0F}]?(?:\u{200D}\p{Extended_Pictographic}\u{FE0F}?)*|[\u{1F1E6}-\u{1F1FF}]{2}|\u{FE0F}/gu, '');
}

/** Words of a piece: at white space, and every character of scripts that have none. */
function tokenise(text: string): { written: string; gap: '' | ' ' }[] {
  const tokens: { written: string; gap: '' | ' ' }[] = [];
  for (const chunk of text.split(/\s+/)) {
    if (chunk === '') continue;
    if (!CJK.test(chunk)) {
      tokens.push({ written: chunk, gap: ' ' });
      continue;
    }
    let isFirst = true;
    for (const part of chunk.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][\p{P}ー]*|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu) ?? []) {
      tokens.push({ written: part, gap: isFirst && /^\w/.test(part) ? ' ' : '' });
      isFirst = false;
    }
  }
  return tokens;
}

/** Turns one piece of generated text into what the voice says, word by word. */
export function normalise(text: string, locale: TextLocale, pronunciations?: ReadonlyMap<string, string>): { readonly spokenText: string; readonly words: readonly SpokenWord[] } {
  const tokens = tokenise(stripMarkup(text));
  const parts = tokens.map((token, index) => ({ ...token, spoken: speak(token.written, tokens[index + 1]?.written, tokens[index - 1]?.written, locale, pronunciations) }));
  return layOutWords(parts);
}

function speak(word: string, next: string | undefined, previous: string | undefined, locale: TextLocale, own?: ReadonlyMap<string, string>): string {
  const lower = word.toLowerCase();
  const bare = lower.replace(/[.,;:!?]+$/, '');
  const tail = word.slice(bare.length);
  const said = own?.get(lower) ?? locale.pronunciations.get(lower);
  if (said !== undefined) return said;
  const saidBare = own?.get(bare) ?? locale.pronunciations.get(bare);
  if (saidBare !== undefined) return saidBare + tail;
  if (/^[a-z][a-z0-9+.-]*:\/\/|^www\./.test(bare)) return address(word.slice(0, bare.length).replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^www\./i, '').replace(/\/$/, ''), locale) + tail;
  if (/^[^\s@]+@[^\s@]+\.[a-z]{2,}$/.test(bare)) return address(word.slice(0, bare.length), locale) + tail;
  if (locale.hasNumberWords && /\d/.test(word)) return englishNumber(word, next, tail.length) ?? word;
  if (previous !== undefined && SCALE_WORDS.has(bare) && locale.hasNumberWords) return word.slice(0, bare.length) + currencyAfter(previous) + tail;
  return word;
}

/** "$3" "million": the currency is said after the scale word. */
function currencyAfter(previous: string): string {
  const currency = CURRENCIES[previous[0] ?? ''];
  return currency && /^.\d[\d,.]*$/.test(previous) ? ` ${currency[1]}` : '';
}

function address(text: string, locale: TextLocale): string {
  const names: Readonly<Record<string, string>> = { '@': locale.at, '.': locale.dot, '/': locale.slash, '-': locale.dash, _: locale.underscore };
  return text.replace(/\?.*$/, '').replace(/[@./_-]/g, (character) => ` ${names[character]!} `).replace(/\s+/g, ' ').trim();
}

function englishNumber(word: string, next: string | undefined, tailLength: number): string | undefined {
  const lead = /^["'(“‘]*/.exec(word)![0];
  const close = /["')”’]*[.,;:!?]*["')”’]*$/.exec(word)![0];
  const core = word.slice(lead.length, word.length - Math.max(close.length, tailLength));
  const tail = word.slice(lead.length + core.length);
  const said = money(core, next) ?? clockTime(core) ?? percent(core) ?? dashed(core) ?? nth(core) ?? numberWords(core);
  return said === undefined ? undefined : lead + said + tail;
}

function money(core: string, next: string | undefined): string | undefined {
  const match = /^([$€£])(\d[\d,]*)(?:\.(\d+))?$/.exec(core);
  const names = match && CURRENCIES[match[1]!];
  if (!match || !names) return undefined;
  const whole = Number(match[2]!.replaceAll(',', ''));
  if (next !== undefined && SCALE_WORDS.has(next.toLowerCase().replace(/[.,;:!?]+$/, ''))) {
    return cardinal(whole) + (match[3] === undefined ? '' : ` point ${digits(match[3])}`);
  }
  const cents = match[3] === undefined ? 0 : Number(match[3].padEnd(2, '0').slice(0, 2));
  const major = `${cardinal(whole)} ${whole === 1 ? names[0] : names[1]}`;
  const minor = `${cardinal(cents)} ${cents === 1 ? names[2] : names[3]}`;
  if (cents === 0) return major;
  return whole === 0 ? minor : `${major} and ${minor}`;
}

function clockTime(core: string): string | undefined {
  const match = /^(\d{1,2})(?::([0-5]\d))?(?:\s?([ap])\.?m\.?)?$/i.exec(core);
  if (!match || Number(match[1]) > 24 || (match[2] === undefined && match[3] === undefined)) return undefined;
  const minutes = Number(match[2] ?? 0);
  const half = match[3] === undefined ? '' : ` ${match[3].toUpperCase()} M`;
  const hour = cardinal(Number(match[1]));
  if (minutes === 0) return match[3] === undefined ? `${hour} o'clock` : hour + half;
  return `${hour} ${minutes < 10 ? `oh ${cardinal(minutes)}` : cardinal(minutes)}${half}`;
}

function percent(core: string): string | undefined {
  const said = core.endsWith('%') ? numberWords(core.slice(0, -1)) : undefined;
  return said === undefined ? undefined : `${said} percent`;
}

/** Telephone numbers and codes digit by digit, ranges as "to". */
function dashed(core: string): string | undefined {
  const range = /^(\d{1,2})[-–](\d{1,2})$/.exec(core);
  if (range) return `${cardinal(Number(range[1]))} to ${cardinal(Number(range[2]))}`;
  if (!/^\+?\(?\d{1,4}\)?(?:[-.–]\d{2,4}){2,}$|^\+\d{6,}$|^\d{3}-\d{4}$/.test(core)) return undefined;
  return core.replace(/^\+/, '').split(/\D+/).filter((group) => group !== '').map(digits).join(', ');
}

function nth(core: string): string | undefined {
  const match = /^(\d{1,6})(?:st|nd|rd|th)$/i.exec(core);
  return match ? ordinal(Number(match[1])) : undefined;
}
