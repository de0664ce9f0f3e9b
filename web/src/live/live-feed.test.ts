import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLiveFeed, LIVE_CALLS_MAX, type LiveChanges } from './live-feed.js';
import type { LiveCall, LiveItem } from './live-documents.js';
import type { StreamHandlers } from './live-stream.js';
import { endOf, liveCall } from './test-calls.js';

let opened: (StreamHandlers & { isClosed: boolean })[];
let frames: (() => void)[];
let heard: LiveChanges[];
const line = () => opened.at(-1)!;
const drawFrame = () => { for (const run of frames.splice(0)) run(); };
const snapshotOf = (calls: LiveCall[], isComplete = true): LiveItem => ({ __typename: 'LiveCallsSnapshot', calls, isComplete });
const changeOf = (call: LiveCall): LiveItem => ({ __typename: 'LiveCallChanged', call });

function startFeed() {
  const feed = createLiveFeed((handlers) => {
    const entry = { ...handlers, isClosed: false };
    opened.push(entry);
    return () => { entry.isClosed = true; };
  }, (run) => { frames.push(run); });
  feed.listen((changes) => { heard.push(changes); });
  feed.start();
  return feed;
}

beforeEach(() => { opened = []; frames = []; heard = []; vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('however much arrives between two frames, it is told once, and of each call only the newest', () => {
  const feed = startFeed();
  expect([feed.count(), feed.connection().state]).toEqual([undefined, 'connecting']);
  line().onItem(snapshotOf([liveCall(1), liveCall(2)]));
  for (let turn = 1; turn <= 50; turn += 1) line().onItem(changeOf(liveCall(1, { turnCount: turn })));
  line().onItem(changeOf(liveCall(3)));
  expect([frames.length, feed.count()]).toEqual([1, undefined]);
  drawFrame();
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({ isSnapshot: true, ended: [] });
  expect(heard[0]!.changed.map(({ id, turnCount }) => [id, turnCount])).toEqual([['call_001', 50], ['call_002', 0], ['call_003', 0]]);
  expect([feed.count(), feed.connection().state]).toEqual([3, 'live']);
});

test('a call that has ended is told with its reason, and a late change does not bring it back', () => {
  const feed = startFeed();
  line().onItem(snapshotOf([liveCall(1), liveCall(2)]));
  drawFrame();
  line().onItem(changeOf(liveCall(1, { turnCount: 9 })));
  line().onItem(endOf(1));
  line().onItem(changeOf(liveCall(1, { turnCount: 10 })));
  drawFrame();
  expect(heard.at(-1)).toMatchObject({ isSnapshot: false, changed: [], ended: [{ id: 'call_001', reason: { code: 'HUNG_UP' } }] });
  expect([feed.count(), [...feed.calls.keys()]]).toEqual([1, ['call_002']]);
});

test('a lost stream is opened again, later each time, and its snapshot replaces what was known', () => {
  const feed = startFeed();
  line().onItem(snapshotOf([liveCall(1), liveCall(2)]));
  drawFrame();
  vi.setSystemTime(1_000_000);
  line().onLost();
  expect([opened[0]!.isClosed, feed.count(), feed.connection()]).toEqual([true, 2, { state: 'reconnecting', sinceMs: 1_000_000 }]);
  const waits = [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000].map((waitMs) => {
    const before = opened.length;
    vi.advanceTimersByTime(waitMs - 1);
    const isEarly = opened.length > before;
    vi.advanceTimersByTime(1);
    line().onLost();
    return [isEarly, opened.length - before];
  });
  expect(waits).toEqual(waits.map(() => [false, 1]));
  expect(feed.connection()).toEqual({ state: 'reconnecting', sinceMs: 1_000_000 });
  feed.retry();
  line().onItem(snapshotOf([liveCall(2), liveCall(4)]));
  drawFrame();
  expect([feed.connection().state, [...feed.calls.keys()]]).toEqual(['live', ['call_002', 'call_004']]);
  line().onLost();
  vi.advanceTimersByTime(500);
  expect(opened).toHaveLength(10);
});

test('a feed that is paused holds no stream and waits for nothing; started again it asks anew', () => {
  const feed = startFeed();
  line().onItem(snapshotOf([liveCall(1)]));
  drawFrame();
  feed.pause();
  expect([line().isClosed, feed.connection().state, vi.getTimerCount()]).toEqual([true, 'paused', 0]);
  feed.retry();
  feed.start();
  feed.start();
  expect([opened.length, feed.connection().state, feed.count()]).toEqual([2, 'reconnecting', 1]);
  line().onLost();
  feed.pause();
  vi.advanceTimersByTime(60_000);
  expect(opened).toHaveLength(2);
});

test('beyond its limit the oldest calls leave, and the feed says that it is not complete', () => {
  const feed = startFeed();
  line().onItem(snapshotOf(Array.from({ length: LIVE_CALLS_MAX }, (_none, index) => liveCall(index + 1))));
  drawFrame();
  expect([feed.count(), feed.isComplete()]).toEqual([LIVE_CALLS_MAX, true]);
  line().onItem(changeOf(liveCall(LIVE_CALLS_MAX + 1)));
  line().onItem(changeOf(liveCall(LIVE_CALLS_MAX + 2)));
  drawFrame();
  expect([feed.count(), feed.isComplete(), feed.calls.has('call_001'), feed.calls.has('call_003')]).toEqual([LIVE_CALLS_MAX, false, false, true]);
  line().onItem(snapshotOf([liveCall(5)]));
  drawFrame();
  expect([feed.count(), feed.isComplete()]).toEqual([1, true]);
});
