import type { Plugin, SttEvent, SttSession } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import plugin from './index.js';

const logger = { debug: () => {}, info: () => {}, warn: () => {} };
const LOUD = new Int16Array(1600).fill(5000);

async function open(settings: Readonly<Record<string, unknown>>): Promise<{ session: SttSession; clock: VirtualClock; heard: string[] }> {
  const clock = new VirtualClock();
  const provider = await (plugin as Required<Plugin>).stt({ settings, secrets: {}, clock, logger });
  const heard: string[] = [];
  const tell = (event: SttEvent): string => (event.type === 'error' ? event.error.causeCode : `${event.segmentId} ${event.text}`);
  const session = await provider.open({
    callId: 'c', language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal: new AbortController().signal,
    onEvent: (event) => {
      const hit = event.type === 'transcript-final' && event.isSpeculationHit === true ? ' (hit)' : '';
      heard.push(`${clock.nowMs()} ${event.type.replace('transcript-', '')} ${tell(event)}${hit}`);
    },
  });
  return { session, clock, heard };
}

test('a prepared transcript makes the final come at once; one under way makes it come when it is ready', async () => {
  const { session, clock, heard } = await open({ transcripts: ['one', 'two', 'three'], finalDelayMs: 500, speculationDelayMs: 100 });
  session.push(1, LOUD);
  session.speculate(1);
  await clock.advance(150);
  session.commit(1);
  session.push(2, LOUD);
  session.speculate(2);
  await clock.advance(40);
  session.commit(2);
  session.push(3, LOUD);
  session.commit(3);
  await clock.advance(1000);
  expect(heard).toEqual(['100 speculative 1 one', '150 final 1 one (hit)', '250 final 2 two (hit)', '690 final 3 three']);
  expect(clock.pendingCount).toBe(0);
});

test('finals keep the order of the commits when a later one is ready sooner', async () => {
  const { session, clock, heard } = await open({ transcripts: ['one', 'two'], finalDelayMs: 500, speculationDelayMs: 10 });
  session.push(1, LOUD);
  session.commit(1);
  session.push(2, LOUD);
  session.speculate(2);
  session.commit(2);
  await clock.advance(1000);
  expect(heard).toEqual(['500 final 1 one', '500 final 2 two (hit)']);
});

test('the script goes on with each segment that holds sound; it cycles or falls silent', async () => {
  const say = async (isCycling: boolean): Promise<string[]> => {
    const { session, clock, heard } = await open({ transcripts: ['one', 'two'], isCycling, finalDelayMs: 0 });
    for (const [segmentId, audio] of [[1, LOUD], [2, new Int16Array(800)], [3, LOUD], [4, LOUD]] as const) {
      session.push(segmentId, audio);
      if (segmentId === 3) { session.discard(3); session.push(3, LOUD); }
      session.commit(segmentId);
    }
    await clock.advance(10);
    return heard;
  };
  expect(await say(true)).toEqual(['0 final 1 one', '0 final 2 ', '0 final 3 two', '0 final 4 one']);
  expect((await say(false)).at(-1)).toBe('0 final 4 ');
});

test('words come as partials with the audio, none after the commit', async () => {
  const { session, clock, heard } = await open({ transcripts: ['one two three'], partialEveryMs: 100, finalDelayMs: 50 });
  session.push(1, LOUD.subarray(0, 800));
  await clock.advance(10);
  session.push(1, LOUD.subarray(0, 800));
  session.commit(1);
  await clock.advance(100);
  expect(heard).toEqual(['0 partial 1 one', '60 final 1 one two three']);
});

test.each([
  [{ kind: 'refuse', afterMs: 20 }, ['20 error unreachable']],
  [{ kind: 'stall' }, []],
  [{ kind: 'silence' }, ['120 final 1 ', '200 final 2 two (hit)']],
  [{ kind: 'garbage' }, ['120 final -1 \uFFFD', '200 final 2 two (hit)']],
  [{ kind: 'break-midway' }, ['0 partial 1 one', '120 error vendor-fault']],
  [{ kind: 'break-midway', on: 'open', afterMs: 60 }, ['60 error vendor-fault']],
])('fault %o', async (fault, lines) => {
  const { session, clock, heard } = await open({ transcripts: ['one', 'two'], faults: [fault] });
  session.push(1, LOUD);
  session.commit(1);
  await clock.advance(120);
  session.push(2, LOUD);
  session.speculate(2);
  if (fault.kind !== 'stall') session.commit(2);
  await clock.advance(60);
  session.discard(2);
  await clock.advance(500);
  expect(heard).toEqual(lines);
});
