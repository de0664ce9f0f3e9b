import { beforeEach, describe, expect, test } from 'vitest';
import { ProviderError, type SttEvent } from '@parley/plugin-sdk';
import { sttSettings } from '../settings.js';
import type { PoolTask } from '../workers/worker-pool.js';
import { PRIORITY, type SttPool } from './segment.js';
import { LocalSttSession } from './stt-session.js';
import type { SttJob, SttJobResult } from './stt-job.js';

interface Decode { readonly job: SttJob; priority: number; isCancelled: boolean; answer(text: string, meanLogprob?: number): void; fail(error: ProviderError): void }

let decodes: Decode[];
let events: SttEvent[];
let isIdle: boolean;
let session: LocalSttSession;

/** Decoders that answer when the test says so. */
const pool = {
  get isIdle() { return isIdle; },
  run(job: SttJob, { priority }: { readonly priority: number }): PoolTask<SttJobResult> {
    let decode: Decode | undefined;
    const result = new Promise<SttJobResult>((resolve, reject) => {
      decode = {
        job, priority, isCancelled: false, fail: reject,
        answer: (text, meanLogprob = -0.2) => resolve({ text, meanLogprob, tokenCount: 5, isLooping: false }),
      };
    });
    result.catch(() => {});
    const own = decode!;
    decodes.push(own);
    return {
      result, raise: (higher) => { own.priority = Math.max(own.priority, higher); },
      cancel: () => { own.isCancelled = true; own.fail(new ProviderError('aborted', 'withdrawn')); },
    };
  },
} as unknown as SttPool;

const settle = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
const speech = (durationMs: number): Int16Array => Int16Array.from({ length: durationMs * 16 }, (_, index) => Math.round(6000 * Math.sin(index / 7)));
const quiet = (durationMs: number): Int16Array => new Int16Array(durationMs * 16);
const controller = (): AbortController => new AbortController();

function open(settings: Readonly<Record<string, unknown>> = { partials: false }, signal = controller().signal): LocalSttSession {
  const request = { callId: 'a', language: 'en', format: { encoding: 'pcm16', sampleRateHz: 16_000 } as const, signal, onEvent: (event: SttEvent) => { events.push(event); } };
  return new LocalSttSession(request, sttSettings(settings), pool, () => {});
}

beforeEach(() => {
  decodes = [];
  events = [];
  isIdle = true;
  session = open();
});

/** Says a second of speech with silence around it. */
function say(segmentId: number): void {
  for (const piece of [quiet(300), speech(1000), quiet(200)]) session.push(segmentId, piece);
}

describe('a prepared transcript', () => {
  test('serves the commit when only silence came after it', async () => {
    say(1);
    session.speculate(1);
    session.push(1, quiet(400));
    session.speculate(1);
    expect(decodes.map(({ priority }) => priority)).toEqual([PRIORITY.speculate]);
    session.commit(1);
    expect(decodes[0]!.priority).toBe(PRIORITY.commit);
    decodes[0]!.answer('Hello.');
    await settle();
    expect(events).toEqual([expect.objectContaining({ type: 'transcript-final', text: 'Hello.', isSpeculationHit: true, usage: { audioMs: 1900, requests: 1 } })]);
  });

  test('is void when speech came after it', async () => {
    say(1);
    session.speculate(1);
    session.push(1, speech(300));
    session.commit(1);
    expect(decodes.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
    decodes[1]!.answer('Hello there.');
    await settle();
    expect(events).toEqual([expect.objectContaining({ text: 'Hello there.', isSpeculationHit: false })]);
  });

  test('is told as soon as it is there', async () => {
    say(1);
    session.speculate(1);
    decodes[0]!.answer('Hello.', -0.1);
    await settle();
    expect(events).toEqual([{ type: 'transcript-speculative', segmentId: 1, text: 'Hello.', confidence: Math.exp(-0.1) }]);
  });
});

test('finals leave in the order of their commits', async () => {
  for (const id of [1, 2]) { say(id); session.commit(id); }
  decodes[1]!.answer('Second.');
  await settle();
  expect(events).toEqual([]);
  decodes[0]!.answer('First.');
  await settle();
  expect(events.map((event) => 'text' in event && event.text)).toEqual(['First.', 'Second.']);
});

test('what is too short, too unsure or no words is nothing', async () => {
  session.push(1, speech(120));
  session.commit(1);
  expect(decodes).toHaveLength(0);
  for (const [id, text, logprob] of [[2, 'Thank you for watching', -2.5], [3, '[MUSIC]', -0.1], [4, '...', -0.1]] as const) {
    say(id);
    session.commit(id);
    decodes.at(-1)!.answer(text, logprob);
  }
  await settle();
  expect(events.map((event) => 'text' in event && event.text)).toEqual(['', '', '', '']);
});

test('long speech is cut and decoded while it goes on', async () => {
  for (let second = 0; second < 15; second += 1) {
    session.push(1, speech(800));
    session.push(1, quiet(200));
  }
  expect(decodes.map(({ priority }) => priority)).toEqual([PRIORITY.part]);
  const partMs = decodes[0]!.job.samples.length / 16;
  expect(partMs).toBeGreaterThan(5900);
  expect(partMs).toBeLessThan(12_000);
  session.commit(1);
  expect(decodes).toHaveLength(2);
  decodes[1]!.answer('and the end.');
  decodes[0]!.answer('The beginning…');
  await settle();
  expect(events).toEqual([expect.objectContaining({ text: 'The beginning and the end.' })]);
});

describe('partial transcripts', () => {
  beforeEach(() => { session = open({ partials: true }); });

  test('come while the caller speaks, one at a time, when a decoder is free', async () => {
    session.push(1, speech(700));
    session.push(1, speech(700));
    expect(decodes.map(({ priority }) => priority)).toEqual([PRIORITY.partial]);
    decodes[0]!.answer('I would');
    await settle();
    isIdle = false;
    session.push(1, speech(700));
    expect(decodes).toHaveLength(1);
    expect(events).toEqual([{ type: 'transcript-partial', segmentId: 1, text: 'I would' }]);
  });

  test('give way to a commit', () => {
    session.push(1, speech(700));
    session.commit(1);
    expect(decodes.map(({ isCancelled, priority }) => [isCancelled, priority])).toEqual([[true, PRIORITY.partial], [false, PRIORITY.commit]]);
  });
});

test('a decode that fails ends the session with its cause', async () => {
  say(1);
  session.commit(1);
  decodes[0]!.fail(new ProviderError('vendor-fault', 'gone'));
  await settle();
  session.commit(2);
  await settle();
  expect(events).toEqual([{ type: 'error', error: expect.objectContaining({ causeCode: 'vendor-fault' }) }]);
});

test('discard, close and abort withdraw what is under way, in silence', async () => {
  const aborting = controller();
  const aborted = open({ partials: false }, aborting.signal);
  say(1);
  session.speculate(1);
  session.discard(1);
  aborted.push(1, speech(600));
  aborted.commit(1);
  aborting.abort();
  say(2);
  session.commit(2);
  await session.close();
  await settle();
  expect(decodes.map(({ isCancelled }) => isCancelled)).toEqual([true, true, true]);
  expect(events).toEqual([]);
});
