import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RECORD_KIND, scanFrames, SEGMENT_MAGIC, writeFrame } from './frames.js';

function segment(texts: readonly string[]): { file: Buffer; ends: number[] } {
  const target = Buffer.alloc(1_000_000);
  let at = SEGMENT_MAGIC.copy(target);
  const ends = texts.map((text) => (at = writeFrame(target, at, RECORD_KIND.EVENT, text)!));
  return { file: target.subarray(0, at), ends };
}

test('records come back as they were written, and each says where its text lies', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 20 }), (texts) => {
    const wellFormed = texts.map((text) => Buffer.from(text).toString());
    const { file } = segment(wellFormed);
    const scan = scanFrames(file);
    expect(scan.frames.map((frame) => frame.text)).toEqual(wellFormed);
    expect(scan.soundBytes).toBe(file.length);
    for (const frame of scan.frames) expect(file.toString('utf8', frame.textAt, frame.textAt + frame.textBytes)).toBe(frame.text);
  }));
});

test('a file cut at any byte keeps its whole records and nothing else', () => {
  const texts = ['{"a":1}', '{"größe":"ü"}', '', '{"c":"x"}'];
  const { file, ends } = segment(texts);
  for (let length = 0; length <= file.length; length++) {
    const scan = scanFrames(file.subarray(0, length));
    const whole = ends.filter((end) => end <= length).length;
    expect(scan.frames.map((frame) => frame.text)).toEqual(texts.slice(0, whole));
    expect(scan.soundBytes).toBe(whole === 0 ? (length < SEGMENT_MAGIC.length ? 0 : SEGMENT_MAGIC.length) : ends[whole - 1]);
  }
});

test('a changed byte ends the sound part before its record', () => {
  const { file, ends } = segment(['{"a":1}', '{"b":2}', '{"c":3}']);
  for (let at = ends[0]!; at < ends[1]!; at++) {
    const broken = Buffer.from(file);
    broken[at] = broken[at]! ^ 0x55;
    expect(scanFrames(broken).soundBytes).toBe(ends[0]);
  }
});

test('a record that does not fit is not half written', () => {
  expect(writeFrame(Buffer.alloc(12), 0, RECORD_KIND.EVENT, 'four')).toBeUndefined();
  expect(writeFrame(Buffer.alloc(13), 0, RECORD_KIND.EVENT, 'four')).toBe(13);
});
