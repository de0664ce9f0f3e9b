import { MULAW_TO_LINEAR } from '../audio/g711.js';

const INVALID = 0xff;
const SEXTET = new Uint8Array(256).fill(INVALID);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let value = 0; value < ALPHABET.length; value++) SEXTET[ALPHABET.charCodeAt(value)] = value;

const EQUALS = 0x3d;

/**
 * Base64 characters in `data` from `start` up to `end`, read as mu-law, to samples: both steps in one pass, without a
 * string or a byte array in between. Padding may be absent. `undefined` for anything that is not base64.
 */
export function decodeBase64Mulaw(data: Uint8Array, start: number, end: number): Int16Array | undefined {
  let last = end;
  if (last - start >= 4 && (last - start) % 4 === 0) {
    if (data[last - 1] === EQUALS) last--;
    if (data[last - 1] === EQUALS) last--;
  }
  const characters = last - start;
  const rest = characters % 4;
  if (rest === 1) return undefined;
  const samples = new Int16Array((characters >> 2) * 3 + (rest === 0 ? 0 : rest - 1));
  const whole = last - rest;
  let out = 0;
  let seen = 0;
  for (let at = start; at < whole; at += 4) {
    const a = SEXTET[data[at]!]!;
    const b = SEXTET[data[at + 1]!]!;
    const c = SEXTET[data[at + 2]!]!;
    const d = SEXTET[data[at + 3]!]!;
    seen |= a | b | c | d;
    samples[out] = MULAW_TO_LINEAR[((a << 2) | (b >> 4)) & 0xff]!;
    samples[out + 1] = MULAW_TO_LINEAR[((b << 4) | (c >> 2)) & 0xff]!;
    samples[out + 2] = MULAW_TO_LINEAR[((c << 6) | d) & 0xff]!;
    out += 3;
  }
  if (rest > 0) {
    const a = SEXTET[data[whole]!]!;
    const b = SEXTET[data[whole + 1]!]!;
    const c = rest === 3 ? SEXTET[data[whole + 2]!]! : 0;
    seen |= a | b | c;
    samples[out] = MULAW_TO_LINEAR[((a << 2) | (b >> 4)) & 0xff]!;
    if (rest === 3) samples[out + 1] = MULAW_TO_LINEAR[((b << 4) | (c >> 2)) & 0xff]!;
  }
  // Sextets have 6 bits; an invalid character alone sets the upper two.
  return (seen & 0xc0) === 0 ? samples : undefined;
}
