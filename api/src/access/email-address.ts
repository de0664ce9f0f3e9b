import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';

/** RFC 5321, section 4.5.3.1. */
const ADDRESS_CHARACTERS_MAX = 254;
const LOCAL_CHARACTERS_MAX = 64;

/** Alphabets whose letters are told apart; letters of any other count as one more. */
const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo', 'Devanagari', 'Bengali', 'Tamil', 'Telugu', 'Thai'] as const;
const SCRIPT_PATTERNS = SCRIPTS.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const);

/** What one language writes together (Unicode Technical Standard 39, "highly restrictive"). */
const WRITTEN_TOGETHER = [['Latin', 'Han', 'Hiragana', 'Katakana'], ['Latin', 'Han', 'Bopomofo'], ['Latin', 'Han', 'Hangul']];

/** Letters of other alphabets that look like one of ours (Unicode's confusables.txt, the lower-case letters of it). */
const LIKE_LATIN = /^[асԁеһіјӏорԛѕуѵԝхгьүαγινορσυϲϳցհոօսզյ]+$/u;
/** Latin letters of phonetics, which nobody's name is written with; `ə` is Azerbaijani. */
const PHONETIC = /[\u0250-\u0258\u025A-\u02AF\u1D00-\u1DBF]/u;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u;
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;

interface Parts { readonly local: string; readonly domain: string }

function partsOf(email: string): Parts | undefined {
  const at = email.lastIndexOf('@');
  return at > 0 && at < email.length - 1 ? { local: email.slice(0, at), domain: email.slice(at + 1) } : undefined;
}

/** The domain in the one form in which it is kept, with its letters; undefined where it is none. */
function canonicalDomain(domain: string): string | undefined {
  const ascii = domainToASCII(domain);
  // An address by numbers would be another text for the same place.
  if (ascii === '' || ascii.endsWith('.') || isIP(ascii.replace(/^\[|\]$/g, '')) !== 0 || !ascii.split('.').every((label) => LABEL.test(label))) return undefined;
  return domainToUnicode(ascii);
}

/**
 * An address in the one form in which accounts are kept and looked up: lower case, one Unicode form, its domain with its
 * letters whether or not it came as `xn--`. Undefined where it is no address. Says nothing of look-alikes.
 */
export function normalizeEmail(email: string): string | undefined {
  if (email.length > ADDRESS_CHARACTERS_MAX * 4) return undefined;
  const parts = partsOf(email.normalize('NFKC').trim().toLowerCase());
  const domain = parts && canonicalDomain(parts.domain);
  if (!domain || parts.local.length > LOCAL_CHARACTERS_MAX || !LOCAL.test(parts.local)) return undefined;
  const normalized = `${parts.local}@${domain}`;
  return normalized.length <= ADDRESS_CHARACTERS_MAX ? normalized : undefined;
}

/** The domain of an address that was normalized. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/** A domain in the form in which the addresses of accounts have it; undefined where it is none. */
export const normalizeDomain = (domain: string): string | undefined => (domain.length > ADDRESS_CHARACTERS_MAX ? undefined : canonicalDomain(domain.normalize('NFKC').trim().toLowerCase()));

function scriptsIn(text: string): Set<string> {
  const letters = Array.from(text).filter((character) => /\p{L}/u.test(character));
  return new Set(letters.map((letter) => SCRIPT_PATTERNS.find(([, pattern]) => pattern.test(letter))?.[0] ?? 'another'));
}

/** Whether a word could be taken for another one that is written otherwise. */
function complaintAbout(word: string): 'mixed' | 'alike' | undefined {
  const scripts = scriptsIn(word);
  const isMixed = scripts.size > 1 && !WRITTEN_TOGETHER.some((together) => [...scripts].every((script) => together.includes(script)));
  const digits = word.match(/\p{Nd}/gu) ?? [];
  if (isMixed || (digits.some((digit) => /[0-9]/.test(digit)) && digits.some((digit) => !/[0-9]/.test(digit)))) return 'mixed';
  const letters = word.replaceAll(/[^\p{L}]/gu, '');
  if (PHONETIC.test(word) || /\p{M}{3}/u.test(word.normalize('NFD')) || (letters !== '' && !scripts.has('Latin') && LIKE_LATIN.test(letters))) return 'alike';
  return undefined;
}

/**
 * Why an address may not be a new account's, as a sentence; undefined when it may. Besides what is no address, that is
 * what looks like somebody else's: alphabets mixed within a word, words of foreign letters that all look like Latin ones,
 * characters that nobody sees.
 */
export function emailFault(email: string): string | undefined {
  const compatible = email.normalize('NFKC').trim();
  if (INVISIBLE.test(compatible)) return 'The e-mail address has characters that cannot be seen.';
  const normalized = normalizeEmail(email);
  const parts = normalized && partsOf(normalized);
  if (!parts) return 'This is not an e-mail address.';
  const places = [[parts.local, 'before'] as const, ...parts.domain.split('.').map((word) => [word, 'after'] as const)];
  for (const [word, place] of places) {
    const complaint = complaintAbout(word);
    if (complaint === 'mixed') return `The part ${place} the @ mixes letters or digits of several scripts, and could be taken for another address.`;
    if (complaint === 'alike') return `The part ${place} the @ is made of letters that look like others, and could be taken for another address.`;
  }
  return undefined;
}
