import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_CHARACTERS = 32;
const CHECKSUM_CHARACTERS = 6;
/** Bytes from here on would make some characters likelier than others. */
const FAIR_BYTES = 248;

const KEY = /^pk_(live|test)_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** 190 bits. */
function randomText(): string {
  let text = '';
  while (text.length < SECRET_CHARACTERS) for (const byte of randomBytes(SECRET_CHARACTERS)) if (byte < FAIR_BYTES && text.length < SECRET_CHARACTERS) text += ALPHABET[byte % ALPHABET.length]!;
  return text;
}

/** CRC-32 of what goes before it, in base 62: a key that was mistyped or cut is told from one that is unknown, and scanners of code find keys without asking anybody. */
function checksum(text: string): string {
  let rest = crc32(text);
  let written = '';
  for (let index = 0; index < CHECKSUM_CHARACTERS; index++) { written = ALPHABET[rest % 62]! + written; rest = Math.floor(rest / 62); }
  return written;
}

/** A new key: `pk_live_` or `pk_test_`, 32 random characters and 6 of checksum. */
export function createApiKeyText(isTest: boolean): string {
  const start = `pk_${isTest ? 'test' : 'live'}_${randomText()}`;
  return start + checksum(start);
}

/** Whether this looks like a key at all, as opposed to the token of a session. */
export const looksLikeApiKey = (text: string): boolean => text.startsWith('pk_');

/** Whether it is well-formed, its checksum included. */
export function isApiKey(text: string): boolean {
  const start = text.slice(0, -CHECKSUM_CHARACTERS);
  return KEY.test(text) && checksum(start) === text.slice(-CHECKSUM_CHARACTERS);
}
