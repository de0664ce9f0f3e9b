import { createRequire } from 'node:module';
import { Fault } from '../errors.js';
import { LIMITS } from '../limits.js';

/** Why a password is refused. */
export type PasswordWeakness = 'TOO_SHORT' | 'TOO_LONG' | 'COMMON' | 'CONTAINS_EMAIL' | 'CONTAINS_ORGANIZATION_NAME';

/** Whose password it is to be. */
export interface PasswordOwner { readonly email: string; readonly organizationNames: readonly string[] }

/** Shorter names are part of too many words to mean anything. */
const NAME_CHARACTERS_MIN = 4;
/** A word that is repeated, or counted up, is no longer one. */
const DIFFERENT_CHARACTERS_MIN = 4;

let common: ReadonlySet<string> | undefined;

/**
 * The 49,000 passwords that were found most often in breaches, as zxcvbn's authors collected them; compared in lower case.
 * Read when the first password is chosen: most processes that restart sign nobody up in their first second.
 */
function commonPasswords(): ReadonlySet<string> {
  if (!common) {
    const { dictionary } = createRequire(import.meta.url)('@zxcvbn-ts/language-common') as { dictionary: Record<'passwords-common', readonly string[]> };
    common = new Set(dictionary['passwords-common']);
  }
  return common;
}

/** Whether guessing begins with it: on the list, also with digits and signs put behind it; or hardly more than one character. */
function isCommon(lower: string): boolean {
  const list = commonPasswords();
  const bare = lower.replace(/[^\p{L}]+$/u, '');
  return list.has(lower) || (bare !== '' && list.has(bare)) || new Set(lower).size < DIFFERENT_CHARACTERS_MIN;
}

const lettersOf = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

function holds(password: string, name: string): boolean {
  const word = lettersOf(name);
  return word.length >= NAME_CHARACTERS_MIN && lettersOf(password).includes(word);
}

/** What is wrong with a password; undefined when it will do. Length in characters, and no rules of composition, as NIST SP 800-63B asks. */
export function passwordWeakness(password: string, { email, organizationNames }: PasswordOwner): PasswordWeakness | undefined {
  const normalized = password.normalize('NFKC');
  const { length } = Array.from(normalized);
  if (length < LIMITS.passwordLengthMin) return 'TOO_SHORT';
  if (length > LIMITS.passwordLengthMax) return 'TOO_LONG';
  if (isCommon(normalized.toLowerCase())) return 'COMMON';
  if (holds(normalized, email) || holds(normalized, email.split('@')[0]!)) return 'CONTAINS_EMAIL';
  return organizationNames.some((name) => holds(normalized, name)) ? 'CONTAINS_ORGANIZATION_NAME' : undefined;
}

const SENTENCES: Readonly<Record<PasswordWeakness, string>> = {
  TOO_SHORT: `The password needs at least ${LIMITS.passwordLengthMin} characters.`, TOO_LONG: `The password may have at most ${LIMITS.passwordLengthMax} characters.`,
  COMMON: 'This password is among the first that are guessed.', CONTAINS_EMAIL: 'The password must not hold the e-mail address.',
  CONTAINS_ORGANIZATION_NAME: 'The password must not hold the name of the organization.',
};

/** The expected failure for a weak password; `path` is the field of the input. */
export function passwordFault(weakness: PasswordWeakness, path = 'password'): Fault {
  return new Fault('PasswordTooWeakError', SENTENCES[weakness], ['input', path], { lengthMin: LIMITS.passwordLengthMin, reason: weakness });
}
