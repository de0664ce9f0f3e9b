import { CombinedError } from '@urql/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followCall, type FollowState } from './follow-call.js';
import type { CallEventData } from './talk-documents.js';

type Result = { data?: { callEvents: CallEventData }; error?: CombinedError; hasNext: boolean };

/** A client of urql that streams what the test tells it to; `asked` are the positions that were asked for. */
function fakeClient() {
  const asked: number[] = [];
  const open = new Set<(result: Result) => void>();
  const subscription = (_document: unknown, { after }: { after: number }) => ({
    subscribe: (listener: (result: Result) => void) => {
      asked.push(after);
      open.add(listener);
      return { unsubscribe: () => { open.delete(listener); } };
    },
  });
  const say = (result: Result) => { for (const listener of open) listener(result); };
  return { client: { subscription } as never, asked, open, say, event: (event: CallEventData) => { say({ data: { callEvents: event }, hasNext: true }); } };
}

const event = (seq: number, type = 'AgentStateEvent') => ({ __typename: type, seq, atMs: seq * 100 }) as CallEventData;
const words = (seq: number, text: string) => ({ __typename: 'TranscriptPartialEvent', seq, atMs: 0, speaker: 'CALLER', turnIndex: 1, text }) as CallEventData;
const graphError = (code: string, extensions = {}) => new CombinedError({ graphQLErrors: [{ message: code, extensions: { code, ...extensions } }] });
const lost = () => new CombinedError({ networkError: new Error('gone') });

function follow() {
  const fake = fakeClient();
  const got: string[] = [];
  const states: FollowState[] = [];
  const following = followCall({ client: fake.client, callId: 'call_1', onEvent: (one) => { got.push(one.__typename === 'TranscriptPartialEvent' ? one.text : `${one.seq}`); }, onState: (state) => { states.push(state); } });
  return { ...fake, got, states, following };
}

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('a lost stream is taken up behind the last event; what comes twice is told once', () => {
  const { asked, got, states, event: send, say } = follow();
  send(event(1));
  send(event(2));
  say({ error: lost(), hasNext: false });
  expect(states).toEqual(['waiting']);
  vi.advanceTimersByTime(500);
  expect(asked).toEqual([0, 2]);
  send(event(2));
  send(event(3));
  expect(got).toEqual(['1', '2', '3']);
  expect(states).toEqual(['waiting', 'live']);
});

test('tries again ever more slowly, at once when told to, and from the beginning of its patience once events come', () => {
  const { asked, event: send, say, following } = follow();
  for (const waitMs of [500, 1_000, 2_000, 4_000, 5_000, 5_000]) {
    say({ error: lost(), hasNext: false });
    vi.advanceTimersByTime(waitMs - 1);
    const before = asked.length;
    vi.advanceTimersByTime(1);
    expect(asked.length).toBe(before + 1);
  }
  say({ error: lost(), hasNext: false });
  following.retry();
  vi.advanceTimersByTime(0);
  expect(asked).toHaveLength(8);
  send(event(1));
  say({ error: lost(), hasNext: false });
  vi.advanceTimersByTime(500);
  expect(asked).toHaveLength(9);
});

test('an event that was left out is asked for; where the log has none, the call goes on', () => {
  const { asked, got, event: send, open } = follow();
  send(event(1));
  send(event(3));
  expect(got).toEqual(['1']);
  expect(open.size).toBe(0);
  vi.advanceTimersByTime(0);
  expect(asked).toEqual([0, 1]);
  send(event(2));
  send(event(3));
  send(event(5));
  vi.advanceTimersByTime(0);
  send(event(5));
  expect(got).toEqual(['1', '2', '3', '5']);
  expect(asked).toEqual([0, 1, 3]);
});

test('running words carry the number before them: they neither count nor open a gap', () => {
  const { asked, got, event: send } = follow();
  send(event(1));
  send(words(1, 'what'));
  send(words(1, 'what are'));
  send(event(2, 'CallerTurnEvent'));
  expect(got).toEqual(['1', 'what', 'what are', '2']);
  expect(asked).toEqual([0]);
});

test('a stream that ends although the call goes on is opened again; after the end of the call nothing is', async () => {
  const { asked, event: send, say, open } = follow();
  send(event(1));
  say({ data: { callEvents: event(1) }, hasNext: false });
  vi.advanceTimersByTime(500);
  expect(asked).toEqual([0, 1]);
  send(event(2, 'CallEndedEvent'));
  await Promise.resolve();
  expect(open.size).toBe(0);
  vi.advanceTimersByTime(60_000);
  expect(asked).toHaveLength(2);
});

test('a session that ended is told, and followed again once there is one', () => {
  const { asked, states, event: send, say, following } = follow();
  send(event(1));
  say({ error: graphError('UNAUTHENTICATED'), hasNext: false });
  expect(states).toEqual(['signed-out']);
  following.retry();
  vi.advanceTimersByTime(0);
  send(event(2));
  expect(asked).toEqual([0, 1]);
  expect(states).toEqual(['signed-out', 'live']);
});

test('a call that is not there is given up after some tries; one that is there late is not', () => {
  const late = follow();
  late.say({ error: graphError('NOT_FOUND'), hasNext: false });
  vi.advanceTimersByTime(500);
  late.event(event(1));
  expect(late.got).toEqual(['1']);
  const { states, say, asked } = follow();
  for (let tries = 0; tries < 8; tries++) { say({ error: graphError('NOT_FOUND'), hasNext: false }); vi.advanceTimersByTime(5_000); }
  expect(states).toEqual(['waiting', 'gone']);
  expect(asked).toHaveLength(5);
});

test('a position that the server does not know gives way to its newest', () => {
  const { asked, event: send, say } = follow();
  for (const seq of [1, 2, 3]) send(event(seq));
  say({ error: graphError('INVALID_INPUT', { lastSeq: 2 }), hasNext: false });
  vi.advanceTimersByTime(500);
  expect(asked).toEqual([0, 2]);
});

test('stopped, it hears nothing and asks nothing', () => {
  const { asked, got, open, say, following } = follow();
  say({ error: lost(), hasNext: false });
  following.stop();
  following.retry();
  vi.advanceTimersByTime(60_000);
  expect([asked.length, open.size, got.length]).toEqual([1, 0, 0]);
});
