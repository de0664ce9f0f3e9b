import { isProviderError, type Clock, type Plugin, type TtsEvent, type TtsRequest } from '@parley/plugin-sdk';
import { VirtualClock } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import { FaultPlan, faultSchema } from './faults.js';
import plugin from './index.js';

const logger = { debug: () => {}, info: () => {}, warn: () => {} };
const adapters = plugin as Required<Plugin>;
const context = (clock: Clock, settings: Readonly<Record<string, unknown>>) => ({ settings, secrets: {}, clock, logger });
const signal = new AbortController().signal;
const LLM_REQUEST = {
  instructions: '', agentName: 'Robin', language: 'en', messages: [{ role: 'user', text: 'hello' }], tools: [], documents: [], isSpeculative: false, signal,
} as const;
const TTS_REQUEST: TtsRequest = {
  contextId: 'c', text: 'One two three four five.', isLast: true, language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, signal,
};

/** Events with the time they came at, and how the stream ended. */
async function timeline<Event extends { type: string }>(clock: VirtualClock, stream: AsyncIterable<Event>, limitMs = 10_000): Promise<string[]> {
  const lines: string[] = [];
  const reading = (async () => {
    for await (const event of stream) lines.push(`${clock.nowMs()} ${event.type}`);
    lines.push(`${clock.nowMs()} done`);
  })();
  await clock.runUntil(reading, limitMs, 5).catch((error: unknown) => {
    lines.push(`${clock.nowMs()} ${isProviderError(error) ? error.causeCode : (error as Error).name}`);
  });
  return lines;
}

test('faults are planned by request number', () => {
  const plan = new FaultPlan([
    { kind: 'refuse', atRequest: 2, times: 2 }, { kind: 'stall', atRequest: 5, always: true }, { kind: 'auth', atRequest: 3 },
  ].map((fault) => faultSchema.parse(fault)));
  const peeked = plan.peek()?.kind;
  expect([peeked, ...Array.from({ length: 7 }, () => plan.next()?.kind)]).toEqual([
    undefined, undefined, 'refuse', 'refuse', undefined, 'stall', 'stall', 'stall',
  ]);
});

test('requests are counted for the opened adapter, and another adapter counts its own', async () => {
  const clock = new VirtualClock();
  const settings = { delayMs: 0, faults: [{ kind: 'refuse', atRequest: 2 }] };
  const [one, other] = [await adapters.embedding(context(clock, settings)), await adapters.embedding(context(clock, settings))];
  const ask = async (provider: typeof one): Promise<string> => await provider.embed({ texts: ['a'], signal })
    .then(() => 'ok', (error: unknown) => (isProviderError(error) ? error.causeCode : 'other'));
  expect([await ask(one), await ask(one), await ask(one), await ask(other), await ask(other)]).toEqual(['ok', 'unreachable', 'ok', 'ok', 'unreachable']);
});

test.each([
  ['refuse', { afterMs: 30 }, ['30 unreachable']],
  ['rate-limit', {}, ['0 rate-limit']],
  ['auth', {}, ['0 auth']],
  ['quota', {}, ['0 quota']],
  ['stall', {}, ['10000 VirtualTimeoutError']],
  ['silence', {}, ['200 usage', '200 end', '200 done']],
  ['garbage', {}, ['200 tool-call', '200 done']],
  ['break-midway', {}, ['200 text-delta', '220 vendor-fault']],
  ['break-midway', { afterMs: 230 }, ['200 text-delta', '220 text-delta', '240 vendor-fault']],
  ['stall', { afterMs: 210 }, ['200 text-delta', '10000 VirtualTimeoutError']],
])('llm %s %o', async (kind, more, lines) => {
  const clock = new VirtualClock();
  const llm = await adapters.llm(context(clock, { replies: ['one two three'], faults: [{ kind, ...more }] }));
  expect(await timeline(clock, llm.generate(LLM_REQUEST))).toEqual(lines);
  expect((await timeline(clock, llm.generate(LLM_REQUEST))).at(-1)).toMatch(/ done$/);
});

test('rate limits say how long to wait', async () => {
  const clock = new VirtualClock();
  const tts = await adapters.tts(context(clock, { faults: [{ kind: 'rate-limit', retryAfterMs: 1500 }] }));
  await expect(tts.synthesize(TTS_REQUEST)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    causeCode: 'rate-limit', retryAfterMs: 1500, httpStatus: 429, isRetryable: true,
  });
});

test('a voice: chunks at their times, exact length, silence and a break in the middle', async () => {
  const clock = new VirtualClock();
  const faults = [{ kind: 'silence', atRequest: 2 }, { kind: 'break-midway', atRequest: 3 }];
  const tts = await adapters.tts(context(clock, { chunkMs: 400, realTimeFactor: 0.5, faults }));
  const events: TtsEvent[] = [];
  const lines = await timeline(clock, (async function* () {
    for await (const event of tts.synthesize(TTS_REQUEST)) { events.push(event); yield event; }
  })());
  expect(lines).toEqual(['100 audio', '300 audio', '500 audio', '700 audio', '700 usage', '700 done']);
  const sampleCount = events.reduce((sum, event) => sum + (event.type === 'audio' ? event.samples.length : 0), 0);
  expect(sampleCount).toBe(TTS_REQUEST.text.length * 60 * 8);
  expect(await timeline(clock, tts.synthesize(TTS_REQUEST))).toEqual(['800 done']);
  expect(await timeline(clock, tts.synthesize(TTS_REQUEST))).toEqual(['900 audio', '1100 audio', '1300 vendor-fault']);
  expect(clock.pendingCount).toBe(0);
});

test('a stalled request ends at once when aborted, and leaves no timer', async () => {
  const clock = new VirtualClock();
  const stalled = { faults: [{ kind: 'stall', always: true }] };
  const controller = new AbortController();
  const request = { signal: controller.signal };
  const { tts, llm, embedding, turn, stt } = adapters;
  const waiting = [
    (await tts(context(clock, stalled))).synthesize({ ...TTS_REQUEST, ...request })[Symbol.asyncIterator]().next(),
    (await llm(context(clock, stalled))).generate({ ...LLM_REQUEST, ...request })[Symbol.asyncIterator]().next(),
    (await embedding(context(clock, stalled))).embed({ texts: ['a'], ...request }),
    (await turn(context(clock, stalled))).predict({ transcript: 'a', agentText: '', language: 'en', ...request }),
    (await stt(context(clock, { faults: [{ kind: 'stall', on: 'open' }] }))).open({
      callId: 'c', language: 'en', format: { encoding: 'pcm16', sampleRateHz: 8000 }, onEvent: () => {}, ...request,
    }),
  ].map(async (promise) => await promise.then(() => 'answered', (error: unknown) => (isProviderError(error) ? error.causeCode : 'other')));
  await clock.advance(5000);
  controller.abort();
  expect(await Promise.all(waiting)).toEqual(['aborted', 'aborted', 'aborted', 'aborted', 'aborted']);
  expect(clock.pendingCount).toBe(0);
});
