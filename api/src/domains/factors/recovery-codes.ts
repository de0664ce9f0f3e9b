import { randomBytes } from 'node:crypto';
import { sha256 } from '../../access/sessions.js';
import { LIMITS } from '../../limits.js';

/** Crockford's base32: no I, L, O or U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_CHARACTERS = 16;
const GROUP_CHARACTERS = 4;

/** A code of 80 random bits, like `7K2M-9QXD-04HV-TE5R`. */
function newCode(): string {
  // 256 is a multiple of 32: every character is as likely as any other.
  const characters = Array.from(randomBytes(CODE_CHARACTERS), (byte) => ALPHABET[byte % ALPHABET.length]!).join('');
  return characters.replaceAll(new RegExp(`.{${GROUP_CHARACTERS}}(?=.)`, 'g'), '$&-');
}

export const newRecoveryCodes = (): string[] => Array.from({ length: LIMITS.recoveryCodes }, newCode);

/** What is stored of a code; undefined for what can be none. Dashes, spaces and lower case make no difference, nor letters that are misread. */
export function recoveryCodeHash(code: string): Uint8Array<ArrayBuffer> | undefined {
  const plain = code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return plain.length === CODE_CHARACTERS && Array.from(plain).every((character) => ALPHABET.includes(character)) ? new Uint8Array(sha256(plain)) : undefined;
}
