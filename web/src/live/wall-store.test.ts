import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LiveCall } from './live-documents.js';
import type { LiveChanges, LiveFeed } from './live-feed.js';
import { callerOf, newestWords, wallStateOf } from './live-words.js';
import { endOf, liveCall } from './test-calls.js';
import { createWallStore, ENDED_SHOWN_MS, insertNewestFirst } from './wall-store.js';

const names = (order: readonly string[]) => order.map((id) => Number(id.slice(-3)));

/** A wall over a feed that says what the test says. */
function openWall(known: readonly LiveCall[]) {
  const calls = new Map(known.map((call) => [call.id, call]));
  let listener: ((changes: LiveChanges) => void) | undefined;
  const feed = { calls, listen: (given: (changes: LiveChanges) => void) => { listener = given; return () => { listener = undefined; }; } } as unknown as LiveFeed;
  return createRoot((dispose) => ({
    ...createWallStore(feed), dispose, calls, isListening: () => listener !== undefined,
    tell: ({ changed = [], ended = [], isSnapshot = false }: Partial<LiveChanges>) => {
      if (isSnapshot) calls.clear();
      for (const call of changed) calls.set(call.id, call);
      for (const { id } of ended) calls.delete(id);
      listener?.({ changed, ended, isSnapshot });
    },
  }));
}

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('newest first; changes move nothing, new calls come in where they belong', () => {
  const wall = openWall([liveCall(2), liveCall(5)]);
  expect(names(wall.order())).toEqual([5, 2]);
  wall.tell({ changed: [liveCall(2, { turnCount: 3, state: 'SPEAKING' }), liveCall(4), liveCall(6), liveCall(1)] });
  expect(names(wall.order())).toEqual([6, 5, 4, 2, 1]);
  expect(wall.tiles['call_002']!.call).toMatchObject({ turnCount: 3, state: 'SPEAKING' });
});

test('what began in one moment has one order, however it arrives', () => {
  const startedAt = '2026-03-10T12:00:00.000Z';
  const [one, two, three] = [liveCall(1, { startedAt }), liveCall(2, { startedAt }), liveCall(3, { startedAt })];
  const callOf = (id: string) => [one, two, three].find((call) => call.id === id)!;
  expect(insertNewestFirst([], [two, three, one], callOf)).toEqual([three.id, two.id, one.id]);
  expect(insertNewestFirst([three.id, one.id], [two], callOf)).toEqual([three.id, two.id, one.id]);
});

test('a call that has ended stays in its place with the reason, unchanged, and leaves after its time', () => {
  const wall = openWall([liveCall(1), liveCall(2), liveCall(3)]);
  wall.tell({ ended: [endOf(2)] });
  vi.advanceTimersByTime(ENDED_SHOWN_MS - 1);
  wall.tell({ changed: [liveCall(2, { turnCount: 9 })] });
  expect(names(wall.order())).toEqual([3, 2, 1]);
  expect(wall.tiles['call_002']).toMatchObject({ end: { reason: { code: 'HUNG_UP' } }, call: { turnCount: 0 } });
  vi.advanceTimersByTime(1);
  expect(names(wall.order())).toEqual([3, 1]);
  expect(wall.tiles['call_002']).toBeUndefined();
});

test('a snapshot takes away what nobody told the end of, and keeps what is just leaving', () => {
  const wall = openWall([liveCall(1), liveCall(2), liveCall(3)]);
  wall.tell({ ended: [endOf(3)] });
  wall.tell({ isSnapshot: true, changed: [liveCall(2), liveCall(4)] });
  expect(names(wall.order())).toEqual([4, 3, 2]);
});

test('with the wall its timers and its place at the feed go', () => {
  const wall = openWall([liveCall(1)]);
  wall.tell({ ended: [endOf(1)] });
  expect([vi.getTimerCount(), wall.isListening()]).toEqual([1, true]);
  wall.dispose();
  expect([vi.getTimerCount(), wall.isListening()]).toEqual([0, false]);
});

test('a tile says in one word what goes on, who calls, and the newest of what is said', () => {
  expect([{ state: 'SPEAKING', isHeld: true }, { state: 'SPEAKING', isHeld: false }, { state: null, isHeld: false }].map((call) => wallStateOf(call as LiveCall))).toEqual(['HELD', 'SPEAKING', 'WAITING']);
  const caller = { name: 'Ada', number: '+49301234567', user: { id: 'usr_1', name: 'Grace' } };
  expect(callerOf(liveCall(1, { caller }))).toBe('Ada');
  expect(callerOf(liveCall(1, { caller: { ...caller, name: null } }))).toBe('+49301234567');
  expect(callerOf(liveCall(1, { caller: { ...caller, name: null, number: null } }))).toBe('Grace');
  expect(callerOf(liveCall(1, { caller: { name: '', number: null, user: { id: 'usr_1', name: '' } } }))).toBe('Unknown number');
  expect(newestWords('short')).toBe('short');
  const long = newestWords(`${'word '.repeat(40)}at last`);
  expect([long.startsWith('…word'), long.endsWith('at last'), long.length <= 73]).toEqual([true, true, true]);
});
