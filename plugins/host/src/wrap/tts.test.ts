import { ProviderError, TTS_SPEC, type TtsEvent, type TtsProvider, type TtsRequest } from '@parley/plugin-sdk';
import { describe, expect, test } from 'vitest';
import { readAll, RouteKit, type KitStep } from '../../test/route-kit.js';
import { wrapTts } from './tts.js';

const FORMAT = { encoding: 'pcm16', sampleRateHz: 8000 } as const;
const request = (more: Partial<TtsRequest> = {}): TtsRequest => ({
  contextId: 'turn', text: 'Good day.', isLast: true, language: 'en', format: FORMAT, signal: new AbortController().signal, ...more,
});
const voice = (more: Readonly<Record<string, unknown>> = {}): KitStep<'tts'> => ({ settings: { msPerCharacter: 50, firstAudioMs: 100, realTimeFactor: 0, ...more } });
const fails = (kind: string, more: Readonly<Record<string, unknown>> = {}): KitStep<'tts'> => voice({ faults: [{ kind, always: true, ...more }] });
const audioMs = (events: readonly TtsEvent[]): number => events.reduce((sum, event) => sum + (event.type === 'audio' ? event.samples.length / 8 : 0), 0);

async function speak(kit: RouteKit, steps: readonly KitStep<'tts'>[], more: Partial<TtsRequest> = {}) {
  const route = await kit.route('tts', ...steps);
  const startedAtMs = kit.clock.nowMs();
  const read = await kit.clock.runUntil(readAll(kit, wrapTts(route).synthesize(request(more))), 60_000);
  return { audioMs: audioMs(read.events), error: read.error?.causeCode, tookMs: read.endedAtMs - startedAtMs };
}

/** A voice of the test's own making. */
const adapter = (synthesize: (asked: TtsRequest) => AsyncIterable<TtsEvent>): KitStep<'tts'> => ({
  adapter: {
    spec: TTS_SPEC, abilities: { isStreaming: true, hasTimestamps: false, formats: [FORMAT], languages: ['en'], textCharactersMax: 100 },
    voices: async () => [], synthesize, close: async () => undefined,
  } satisfies TtsProvider,
});

describe('a fault of the first step, with a second one in the route', () => {
  const table: readonly [name: string, fault: KitStep<'tts'>, failure: string, tookMs: number][] = [
    ['refuse', fails('refuse'), 'a unreachable>FALLBACK', 100],
    ['auth', fails('auth'), 'a auth>FALLBACK', 100],
    ['no audio within the time limit', fails('stall'), 'a timeout>FALLBACK', 3_100],
    ['a stream that ends silent', fails('silence'), 'a vendor-fault>FALLBACK', 200],
    ['half samples', fails('garbage'), 'a vendor-fault>FALLBACK', 200],
    ['a stream of digital silence', adapter(async function* zeros() { yield { type: 'audio', samples: new Int16Array(1600) }; }), 'a vendor-fault>FALLBACK', 100],
  ];
  for (const [name, fault, failure, tookMs] of table) {
    test(`${name}`, async () => {
      const kit = new RouteKit();
      // Nine characters of 50 ms, whole, from the second voice alone.
      expect(await speak(kit, [fault, voice()])).toEqual({ audioMs: 450, error: undefined, tookMs });
      expect(kit.failures()).toEqual([failure]);
      expect(kit.outcomes()).toEqual(['a failed', 'b served']);
      expect(kit.clock.pendingCount).toBe(0);
    });
  }

  test('once audio was heard the rest is given up, not said again', async () => {
    const kit = new RouteKit();
    const spoken = await speak(kit, [fails('break-midway'), voice()]);
    expect(spoken).toMatchObject({ audioMs: 200, error: 'vendor-fault' });
    expect(kit.failures()).toEqual(['a vendor-fault>GIVE_UP']);
    expect(kit.usage).toMatchObject([{ outcome: 'failed', characters: 9, audioMs: 200 }]);
  });

  test('a stream that stands still after its first audio is given up in time', async () => {
    const kit = new RouteKit();
    const spoken = await speak(kit, [voice({ realTimeFactor: 1, faults: [{ kind: 'stall', afterMs: 150 }] }), voice()]);
    expect(spoken).toEqual({ audioMs: 100, error: 'timeout', tookMs: 3_100 });
    expect(kit.clock.pendingCount).toBe(0);
  });
});

test('a single voice is asked once more', async () => {
  const kit = new RouteKit();
  expect(await speak(kit, [voice({ faults: [{ kind: 'silence' }] })])).toMatchObject({ audioMs: 450, error: undefined });
  expect(kit.failures()).toEqual(['a vendor-fault>RETRY']);
});

test('silence before the first sound is kept, in its place', async () => {
  const kit = new RouteKit();
  const loud = new Int16Array(80).fill(4_000);
  const route = await kit.route('tts', adapter(async function* late() {
    yield { type: 'audio', samples: new Int16Array(160) };
    yield { type: 'audio', samples: loud };
    yield { type: 'audio', samples: new Int16Array(240) };
  }));
  const read = await readAll(kit, wrapTts(route).synthesize(request()));
  expect(read.events.map((event) => (event.type === 'audio' ? event.samples.length : 0))).toEqual([160, 80, 240]);
});

test('text without words may be answered by nothing', async () => {
  const kit = new RouteKit();
  expect(await speak(kit, [voice()], { text: ' — ' })).toEqual({ audioMs: 0, error: undefined, tookMs: 0 });
  expect(kit.outcomes()).toEqual(['a served']);
});

test('a reader that takes its time is no stall', async () => {
  const kit = new RouteKit();
  const route = await kit.route('tts', voice());
  const stream = wrapTts(route).synthesize(request())[Symbol.asyncIterator]();
  await kit.clock.runUntil(stream.next(), 1_000);
  await kit.clock.advance(30_000);
  const second = stream.next();
  expect(await kit.clock.runUntil(second, 1_000)).toMatchObject({ done: false });
  await stream.return?.();
  expect(kit.clock.pendingCount).toBe(0);
  expect(kit.outcomes()).toEqual(['a aborted']);
});

test('each step speaks with its own voice; the voice of the request is for the first', async () => {
  const asked: (string | undefined)[] = [];
  const hears = (): KitStep<'tts'> => adapter((heard) => { asked.push(heard.voice); throw new ProviderError('unreachable', 'no'); });
  await speak(new RouteKit(), [hears(), hears(), { ...hears(), voice: 'carol' }], { voice: 'alice' });
  await speak(new RouteKit(), [{ ...hears(), voice: 'bob' }, hears()], { voice: 'alice' });
  expect(asked).toEqual(['alice', undefined, 'carol', 'bob', undefined]);
});

test('the abilities are those that all steps share', async () => {
  const kit = new RouteKit();
  const route = await kit.route('tts', voice({ textCharactersMax: 400 }), adapter(() => { throw new Error('not asked'); }));
  expect(wrapTts(route).abilities).toMatchObject({ formats: [FORMAT], textCharactersMax: 100 });
  expect((await wrapTts(route).voices()).map((each) => each.id)).toEqual(['low', 'high']);
});
