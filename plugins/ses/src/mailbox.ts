import { mailboxOf } from '@parley/plugin-sdk';

/** RFC 2047: an encoded word has at most 75 characters, frame included; so many bytes of a name fit in. */
const WORD_BYTES_MAX = 45;

/** A name in encoded words, whatever stands in it, none of them cut inside a character. */
function encodedName(name: string): string {
  const words: string[] = [''];
  for (const character of name) {
    if (Buffer.byteLength(words.at(-1)! + character) > WORD_BYTES_MAX) words.push('');
    words[words.length - 1] += character;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

/** A mailbox as a header has it: the vendor takes ASCII alone, and reads commas as the end of an address. */
export function mailboxHeader(text: string): string {
  const { name, address } = mailboxOf(text);
  return name === '' ? address : `${/^[\w .-]+$/.test(name) ? name : encodedName(name)} <${address}>`;
}
