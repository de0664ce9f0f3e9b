import { expect, test } from 'vitest';
import { ProviderError } from './errors.js';
import type { SttEvent } from './kinds/stt.js';
import { createStretchProvider } from './stretch-provider.js';
import type { StretchListener } from './stretch-session.js';
import { VirtualClock } from './testing/virtual-clock.js';

const FORMAT = { encoding: 'mulaw', sampleRateHz: 8_000 } as const;
/** 20 ms. */
const FRAME = new Uint8Array(160);
const broken = () => new ProviderError('unreachable', 'broken');

/** What a line was told, in a word each: `a` for every frame. */
interface Line { readonly listener: StretchListener; said: string; isClosed: boolean }

async function call(fail: (attempt: number) => ProviderError | undefined = () => undefined) {
  const clock = new VirtualClock();
  const [events, lines]: [SttEvent[], Line[]] = [[], []];
  let attempts = 0;
  const provider = createStretchProvider({
    abilities: { hasPartials: true, hasSpeculation: true, audioNeeded: 'speech', formats: [FORMAT], languages: ['*'] }, clock, timeoutMs: 2_000,
    lineOf: () => async (listener) => {
      attempts += 1;
      const error = fail(attempts);
      if (error) throw error;
      const line: Line = { listener, said: '', isClosed: false };
      lines.push(line);
      return { append: () => { line.said += 'a'; }, commit: () => { line.said += ' commit '; }, clear: () => { line.said += ' clear '; }, close: () => { line.isClosed = true; } };
    },
  });
  const controller = new AbortController();
  const session = await provider.open({ callId: 'c', language: 'en', format: FORMAT, signal: controller.signal, onEvent: (event) => { events.push(event); } });
  return { clock, events, lines, session, provider, abort: () => { controller.abort(); }, say: (segmentId: number, frames: number) => { for (let count = 0; count < frames; count += 1) session.push(segmentId, FRAME); } };
}

test('answers may come in any order: finals keep that of the commits, and what was discarded is told to nobody', async () => {
  const { clock, events, lines: [line], session, say } = await call();
  say(1, 2);
  session.commit(1);
  say(2, 1);
  session.discard(2);
  say(3, 1);
  session.commit(3);
  expect(line!.said).toBe('aa commit a clear a commit ');
  line!.listener.onSettled(2, { text: 'three', usage: {} });
  line!.listener.onSettled(1, { text: 'two', usage: {} });
  await clock.advance(1);
  expect(events).toEqual([]);
  line!.listener.onSettled(0, { text: 'one', usage: { audioMs: 1_000, inputTokens: 7 } });
  expect(events).toMatchObject([
    { type: 'transcript-final', segmentId: 1, text: 'one', usage: { audioMs: 1_020, inputTokens: 7, requests: 2 } }, { type: 'transcript-final', segmentId: 3, text: 'three', usage: { audioMs: 0, requests: 0 } },
  ]);
});

test('a transcript that does not come is waited for as long as is set, and each that comes gives the next as long', async () => {
  const { clock, events, lines: [line], session, say } = await call();
  for (const segmentId of [1, 2]) { say(segmentId, 1); session.commit(segmentId); }
  await clock.advance(1_900);
  line!.listener.onSettled(0, { text: 'one', usage: {} });
  await clock.advance(1_900);
  expect(events).toHaveLength(1);
  await clock.advance(200);
  expect(events.at(-1)).toMatchObject({ type: 'error', error: { causeCode: 'timeout' } });
  expect(line!.isClosed).toBe(true);
});

test('lines that break one after another are given up after three more, each later than the last', async () => {
  const { clock, events, lines, say } = await call();
  say(1, 1);
  for (const waitMs of [0, 200, 400]) {
    lines.at(-1)!.listener.onEnd(broken(), false);
    const before = lines.length;
    if (waitMs > 0) await clock.advance(waitMs - 1);
    expect(lines).toHaveLength(before);
    await clock.advance(1);
    expect(lines).toHaveLength(before + 1);
    expect(lines.at(-1)!.said).toBe('a');
  }
  lines.at(-1)!.listener.onEnd(broken(), false);
  expect(events).toMatchObject([{ type: 'error', error: { causeCode: 'unreachable' } }]);
});

test('lines that vendors end because nobody speaks are made anew for as long as the call lasts', async () => {
  const { clock, events, lines } = await call();
  for (let times = 0; times < 8; times += 1) {
    await clock.advance(15_000);
    lines.at(-1)!.listener.onEnd(broken(), false);
    await clock.advance(1);
  }
  expect([lines.length, events.length]).toEqual([9, 0]);
});

test('a vendor that refuses a line in between ends the session at once, and so does a final end', async () => {
  const refused = await call((attempt) => (attempt === 2 ? new ProviderError('quota', 'spent') : undefined));
  refused.lines[0]!.listener.onEnd(broken(), false);
  await refused.clock.advance(1);
  expect(refused.events).toMatchObject([{ type: 'error', error: { causeCode: 'quota' } }]);
  const ended = await call();
  ended.lines[0]!.listener.onEnd(new ProviderError('auth', 'no'), true);
  await ended.clock.advance(1_000);
  expect([ended.events.length, ended.lines.length]).toEqual([1, 1]);
});

test('what one line had not settled is told to the next: stretches that were ended with their ends, none that was cleared, nothing that is settled', async () => {
  const { clock, lines, session, say } = await call();
  say(1, 1);
  session.speculate(1);
  say(1, 2);
  session.commit(1);
  say(2, 3);
  session.discard(2);
  say(3, 4);
  lines[0]!.listener.onSettled(0, { text: 'one', usage: {} });
  lines[0]!.listener.onEnd(broken(), false);
  // Said while there is no line.
  say(3, 1);
  await clock.advance(1);
  expect(lines[1]!.said).toBe('aa commit aaaaa');
});

test('more than a minute of speech that nobody settles is a vendor that does not listen', async () => {
  const { clock, events, say } = await call();
  say(1, 3_001);
  await clock.advance(1);
  expect(events).toMatchObject([{ type: 'error', error: { causeCode: 'vendor-fault', message: 'The vendor does not listen.' } }]);
});

test('after its end a session tells nothing, and its line is closed', async () => {
  const { clock, events, lines: [line], session, say, abort, provider } = await call();
  say(1, 1);
  session.commit(1);
  abort();
  line!.listener.onSettled(0, { text: 'one', usage: {} });
  session.push(2, FRAME);
  session.speculate(2);
  await clock.advance(10_000);
  expect([events.length, line!.isClosed, line!.said]).toEqual([0, true, 'a commit ']);
  await expect(provider.open({ callId: 'c', language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8_000 }, signal: new AbortController().signal, onEvent: () => {} })).rejects.toMatchObject({ causeCode: 'bad-request' });
  await provider.close();
});
