import { expect, test } from 'vitest';
import { decodeMulaw, encodeMulaw, MULAW_SILENCE } from './g711.js';

/** Decision values of ITU-T G.711 table 2a (14-bit scale): eight chords of sixteen steps, from the Recommendation. */
const decisionValues = [
  [1, 31, 2], [35, 95, 4], [103, 223, 8], [239, 479, 16], [511, 991, 32], [1055, 2015, 64], [2143, 4063, 128], [4319, 7903, 256],
].flatMap(([first, last, step]) => Array.from({ length: (last! - first!) / step! + 1 }, (_, index) => first! + index * step!));

/** Decoder output values y(0) to y(127) of the same table. */
const outputValues = [
  [0, 30, 2], [33, 93, 4], [99, 219, 8], [231, 471, 16], [495, 975, 32], [1023, 1983, 64], [2079, 3999, 128], [4191, 8031, 256],
].flatMap(([first, last, step]) => Array.from({ length: (last! - first!) / step! + 1 }, (_, index) => first! + index * step!));

test('the tables of the Recommendation were written down in full', () => {
  expect(decisionValues).toHaveLength(127);
  expect(outputValues).toHaveLength(128);
});

test('every byte decodes to the output value of G.711', () => {
  for (let code = 0; code < 128; code++) {
    expect(decodeMulaw(Uint8Array.of(0xff - code))[0]).toBe(outputValues[code]! * 4);
    expect(decodeMulaw(Uint8Array.of(0x7f - code))[0]).toBe(outputValues[code] === 0 ? decodeMulaw(Uint8Array.of(0x7f))[0] : -outputValues[code]! * 4);
  }
  expect(Math.abs(decodeMulaw(Uint8Array.of(0x7f))[0]!)).toBe(0);
});

test('every 16-bit sample encodes by the decision values of G.711', () => {
  const all = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
  const encoded = encodeMulaw(all);
  const wrong: number[] = [];
  all.forEach((sample, index) => {
    // On the boundary a positive value belongs to the upper step and a negative one to the lower, as in ITU-T G.191.
    const code = decisionValues.filter((value) => (sample >= 0 ? sample >= value * 4 : -sample > value * 4)).length;
    if (encoded[index] !== (sample >= 0 ? 0xff : 0x7f) - code) wrong.push(sample);
  });
  expect(wrong).toEqual([]);
});

test('decoding and encoding again gives the same byte', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const again = encodeMulaw(decodeMulaw(bytes));
  // 0x7f is negative zero and comes back as positive zero.
  expect([...again].filter((byte, index) => byte !== index && index !== 0x7f)).toEqual([]);
  expect(again[0x7f]).toBe(MULAW_SILENCE);
});
