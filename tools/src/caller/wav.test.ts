import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { encodeMuLaw } from './mu-law.js';
import { checkWritable, readWav, resample, WavError, writeWav } from './wav.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-wav-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

let files = 0;
function wav(data: Buffer, { code = 1, channels = 1, rate = 8000, bits = 16, formatLength = 16 } = {}): string {
  const format = Buffer.alloc(8 + formatLength);
  format.write('fmt ', 0);
  format.writeUInt32LE(formatLength, 4);
  if (formatLength >= 16) {
    format.writeUInt16LE(code, 8);
    format.writeUInt16LE(channels, 10);
    format.writeUInt32LE(rate, 12);
    format.writeUInt16LE(bits, 22);
  }
  const head = Buffer.alloc(8);
  head.write('data', 0);
  head.writeUInt32LE(data.length, 4);
  const path = join(folder, `${files++}.wav`);
  writeFileSync(path, Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), format, head, data]));
  return path;
}

const pcm = (...samples: number[]) => Buffer.from(Int16Array.from(samples).buffer);

test('what was written is read back', () => {
  const path = join(folder, 'written.wav');
  writeWav(path, { samples: Int16Array.of(1, -2, 32767, -32768), sampleRateHz: 16000 });
  expect(readWav(path)).toEqual({ samples: Int16Array.of(1, -2, 32767, -32768), sampleRateHz: 16000 });
});

test('stereo is mixed to one channel', () => {
  expect(readWav(wav(pcm(100, 300, -100, -300), { channels: 2, rate: 44100 }))).toEqual({ samples: Int16Array.of(200, -200), sampleRateHz: 44100 });
});

test('mu-law is decoded', () => {
  const { samples } = readWav(wav(Buffer.from([1000, -1000, 0].map(encodeMuLaw)), { code: 7, bits: 8 }));
  expect(Math.abs(samples[0]! - 1000)).toBeLessThan(40);
  expect(Math.abs(samples[1]! + 1000)).toBeLessThan(40);
  expect(samples[2]).toBe(0);
});

test.each([
  ['nothing in it', () => wav(Buffer.alloc(0)), /holds no audio/],
  ['half a sample', () => wav(Buffer.alloc(1)), /holds no audio/],
  ['eight bits', () => wav(Buffer.alloc(10), { bits: 8 }), /16-bit PCM or mu-law; it is format 1 with 8 bits/],
  ['no channel', () => wav(pcm(1, 2), { channels: 0 }), /0 channels at 8000 Hz/],
  ['no rate', () => wav(pcm(1, 2), { rate: 0 }), /1 channels at 0 Hz/],
  ['a format cut short', () => wav(pcm(1, 2), { formatLength: 4 }), /data before its format/],
  ['another kind of file', () => { const path = join(folder, 'text.wav'); writeFileSync(path, 'hello, this is text'); return path; }, /is no WAV file/],
  ['no file', () => join(folder, 'missing.wav'), /cannot be read/],
  ['a folder', () => folder, /cannot be read/],
])('%s is refused in a sentence', (_name, make, words) => {
  const path = make();
  expect(() => readWav(path)).toThrow(WavError);
  expect(() => readWav(path)).toThrow(words);
});

test('a place that cannot be written to is refused before the call', () => {
  expect(() => { checkWritable(folder); }).toThrow(/is a folder/);
  expect(() => { checkWritable(join(folder, 'no', 'such.wav')); }).toThrow(/cannot be written/);
  expect(() => { checkWritable(join(folder, 'new.wav')); }).not.toThrow();
});

test('a tone keeps its pitch and level through a change of rate', () => {
  const samples = Int16Array.from({ length: 44100 }, (_, index) => 10_000 * Math.sin((2 * Math.PI * 440 * index) / 44100));
  const converted = resample({ samples, sampleRateHz: 44100 }, 8000).samples;
  expect(converted.length).toBe(8000);
  const crossings = converted.slice(1).filter((sample, index) => sample >= 0 && converted[index]! < 0).length;
  expect(Math.abs(crossings - 440)).toBeLessThanOrEqual(1);
  const peak = Math.max(...converted.slice(1000, 7000));
  expect(Math.abs(peak - 10_000)).toBeLessThan(200);
});
