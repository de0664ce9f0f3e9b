import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ComfortNoise } from './comfort-noise.js';
import { fadeIn, fadeOut } from './fade.js';
import { measureLevel, toDbfs } from './level.js';
import { SampleQueue } from './sample-queue.js';
import { parseWav, WAV_HEADER_BYTES, wavHeader } from './wav.js';

test('level of a square wave, of full scale and of nothing', () => {
  expect(measureLevel(Int16Array.of(1000, -1000, 1000, -1000))).toEqual({ rms: 1000, peak: 1000 });
  expect(measureLevel(Int16Array.of(-32_768)).peak).toBe(32_768);
  expect(measureLevel(new Int16Array(0))).toEqual({ rms: 0, peak: 0 });
  expect(toDbfs(32_768)).toBe(0);
  expect(toDbfs(0)).toBe(-Infinity);
});

test('comfort noise is faint, never silent, and the same for the same seed', () => {
  const noise = new ComfortNoise(7).fill(new Int16Array(8000));
  const { rms, peak } = measureLevel(noise);
  expect(rms).toBeGreaterThan(12);
  expect(rms).toBeLessThan(20);
  expect(peak).toBeLessThan(64);
  expect(new ComfortNoise(7).fill(new Int16Array(8000))).toEqual(noise);
  expect(new ComfortNoise(8).fill(new Int16Array(8000))).not.toEqual(noise);
  expect(measureLevel(new ComfortNoise(0).fill(new Int16Array(800))).rms).toBeGreaterThan(8);
});

test('fades reach silence at the edge and leave the rest alone', () => {
  const loud = (): Int16Array => new Int16Array(400).fill(10_000);
  const raised = fadeIn(loud(), 8000);
  expect(Math.abs(raised[0]!)).toBeLessThan(20);
  expect(raised[64]).toBe(10_000);
  const lowered = fadeOut(loud(), 8000);
  expect(Math.abs(lowered[399]!)).toBeLessThan(20);
  expect(lowered[335]).toBe(10_000);
  expect([...fadeOut(loud(), 8000)]).toEqual([...fadeIn(loud(), 8000)].reverse());
  expect(fadeIn(new Int16Array(3).fill(900), 8000)[2]).toBeLessThan(900);
});

test('a WAV header reads back, with other chunks before the data', () => {
  const header = wavHeader({ sampleRateHz: 8000, channels: 2, dataBytes: 640 });
  expect(header).toHaveLength(WAV_HEADER_BYTES);
  const file = Buffer.concat([header, Buffer.alloc(640)]);
  expect(parseWav(file)).toMatchObject({ sampleRateHz: 8000, channels: 2, bitsPerSample: 16, dataOffset: 44, dataBytes: 640 });
  const extra = Buffer.concat([header.subarray(0, 36), Buffer.from('LIST\x03\0\0\0abc\0', 'latin1'), header.subarray(36), Buffer.alloc(640)]);
  expect(parseWav(extra)).toMatchObject({ dataOffset: 56, dataBytes: 640 });
  expect(parseWav(file.subarray(0, 100)).dataBytes).toBe(56);
  expect(() => parseWav(Buffer.from('hello, this is text'))).toThrow('not a WAV file');
});

test('a sample queue behaves as a list with a limit', () => {
  const command = fc.oneof(
    fc.record({ type: fc.constantFrom('push', 'push-over'), count: fc.integer({ min: 0, max: 40 }) }),
    fc.record({ type: fc.constantFrom('read', 'skip', 'peek', 'clear'), count: fc.integer({ min: 0, max: 40 }) }),
  );
  fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), fc.array(command, { maxLength: 60 }), (samplesMax, commands) => {
    const queue = new SampleQueue(samplesMax);
    let model: number[] = [];
    let next = 0;
    const seen: unknown[] = [];
    const wanted: unknown[] = [];
    for (const { type, count } of commands) {
      const fresh = Array.from({ length: count }, () => next++ % 30_000);
      if (type === 'push') {
        seen.push(queue.push(Int16Array.from(fresh)));
        wanted.push(Math.min(count, samplesMax - model.length));
        model.push(...fresh.slice(0, samplesMax - model.length));
      } else if (type === 'push-over') {
        seen.push(queue.pushOverOldest(Int16Array.from(fresh)));
        wanted.push(Math.max(0, model.length + count - samplesMax));
        model = [...model, ...fresh].slice(-samplesMax);
      } else if (type === 'clear') {
        queue.clear();
        model = [];
      } else if (type === 'skip') {
        seen.push(queue.skip(count));
        wanted.push(model.splice(0, count).length);
      } else {
        seen.push(Array.from(type === 'read' ? queue.read(count) : queue.peek(count)));
        wanted.push(type === 'read' ? model.splice(0, count) : model.slice(0, count));
      }
      seen.push(queue.length);
      wanted.push(model.length);
    }
    expect(seen).toEqual(wanted);
  }));
});
