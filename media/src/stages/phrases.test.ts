import { VirtualClock } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import { createPhrases } from './phrases.js';
import type { VoiceEvent } from './voice.js';

const never = new AbortController().signal;

async function* speech(samples: number, calls: string[], name: string): AsyncGenerator<VoiceEvent> {
  calls.push(name);
  yield { type: 'audio', samples: new Int16Array(samples) };
}

async function length(events: AsyncIterable<VoiceEvent>): Promise<number> {
  let samples = 0;
  for await (const event of events) if (event.type === 'audio') samples += event.samples.length;
  return samples;
}

test('a phrase is made once, also for calls that ask while it is being made', async () => {
  const phrases = createPhrases({ clock: new VirtualClock() });
  const calls: string[] = [];
  const make = () => speech(100, calls, 'a');
  expect(await Promise.all([length(phrases.get('a', make).read(never)), length(phrases.get('a', make).read(never))])).toEqual([100, 100]);
  expect(await length(phrases.get('a', make).read(never))).toBe(100);
  expect(calls).toEqual(['a']);
});

test('the cache is bounded, and lets go of what was unused for longest', async () => {
  const phrases = createPhrases({ clock: new VirtualClock(), bytesMax: 500 });
  const calls: string[] = [];
  for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await length(phrases.get(name, () => speech(100, calls, name)).read(never));
  expect(calls).toEqual(['a', 'b', 'c', 'b']);
  expect(phrases.bytes).toBeLessThanOrEqual(500);
});

test('a failure is told to all who wait, and tried again by the next', async () => {
  const phrases = createPhrases({ clock: new VirtualClock() });
  const calls: string[] = [];
  async function* broken(): AsyncGenerator<VoiceEvent> {
    yield { type: 'audio', samples: new Int16Array(1) };
    throw new Error('down');
  }
  await expect(length(phrases.get('a', broken).read(never))).rejects.toThrow('down');
  await expect(length(phrases.get('b', () => speech(0, calls, 'silent')).read(never))).rejects.toThrow('silent');
  expect(await length(phrases.get('a', () => speech(10, calls, 'a')).read(never))).toBe(10);
});

test('a synthesis that hangs ends after its limit', async () => {
  const clock = new VirtualClock();
  const phrases = createPhrases({ clock, synthesisMsMax: 1_000 });
  async function* hanging(): AsyncGenerator<VoiceEvent> {
    await new Promise(() => {});
    yield { type: 'audio', samples: new Int16Array(1) };
  }
  const [reading] = await Promise.allSettled([length(phrases.get('a', hanging).read(never)), clock.advance(1_100)]);
  expect(reading).toMatchObject({ status: 'rejected', reason: { causeCode: 'timeout' } });
});
