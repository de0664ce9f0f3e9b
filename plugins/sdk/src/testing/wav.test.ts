import { expect, test } from 'vitest';
import { readWav, writeWav } from './wav.js';

const AUDIO = { samples: Int16Array.of(0, 1, -1, 32_767, -32_768), sampleRateHz: 16_000 };

test('what is written can be read, also from the middle of a buffer', () => {
  const bytes = writeWav(AUDIO);
  expect(readWav(bytes)).toEqual(AUDIO);
  const shifted = new Uint8Array(bytes.length + 7);
  shifted.set(bytes, 7);
  expect(readWav(shifted.subarray(7))).toEqual(AUDIO);
});

test('other chunks are passed over and an open size is taken to the end', () => {
  const bytes = writeWav(AUDIO);
  const list = Uint8Array.of(0x4c, 0x49, 0x53, 0x54, 3, 0, 0, 0, 1, 2, 3, 0);
  const longer = Uint8Array.from([...bytes.subarray(0, 36), ...list, ...bytes.subarray(36)]);
  new DataView(longer.buffer).setUint32(36 + list.length + 4, 0xffffffff, true);
  expect(readWav(longer)).toEqual(AUDIO);
});

test.each([
  ['text', new TextEncoder().encode('not audio at all'), 'no RIFF/WAVE header'],
  ['a cut header', writeWav(AUDIO).subarray(0, 30), 'format chunk is too short'],
  ['no data', writeWav(AUDIO).subarray(0, 36), 'no data'],
  ['stereo', withField(22, 2), '2 channels'],
  ['floats', withField(20, 3), 'encoding 3'],
  ['8 bits', withField(34, 8), '8 bits'],
])('%s is refused with the reason', (_what, bytes, words) => {
  expect(() => readWav(bytes)).toThrow(words);
});

function withField(offset: number, value: number): Uint8Array {
  const bytes = writeWav(AUDIO);
  new DataView(bytes.buffer).setUint16(offset, value, true);
  return bytes;
}
