import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LIMITS } from '../../limits.js';
import { LiveBoard, type LiveCall } from './live-board.js';
import { LiveInbox } from './live-inbox.js';
import type { LiveLine, LiveNews } from './live-news.js';

const call = (id: string, more: Partial<LiveCall> = {}): LiveCall => ({
  id, status: 'ACTIVE', transport: 'BROWSER', callerName: null, callerNumber: null, callerUser: null, agentId: 'a', agentName: 'Mia', startedAt: new Date(0), answeredAt: null, state: null, isHeld: false,
  lastLine: null, responseMs: null, turnCount: 0, interruptionCount: 0, costMicroUsd: 0n, lastSeq: 0, endedReason: null, ...more,
});
const line = (turnIndex: number, text: string, isFinal = true, speaker: LiveLine['speaker'] = 'CALLER'): LiveLine => ({ turnIndex, speaker, text, isFinal });
const events = (from: number, to: number, more: Partial<LiveNews> = {}): LiveNews => ({ callId: 'c', seqs: { from, to }, changes: { turnCount: to }, ...more });
const reason = { party: 'CALLER', code: 'HUNG_UP', text: '' } as const;

beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }); });
afterEach(() => { vi.useRealTimers(); });

test('news is taken where it follows on what is known; what was counted already is not counted again, and a gap is read', () => {
  const board = new LiveBoard([call('c', { lastSeq: 5, turnCount: 5 })]);
  expect(board.apply(events(4, 5, { changes: { turnCount: 4 }, lines: [line(1, 'old')] }))).toBeUndefined();
  expect(board.apply(events(6, 7))).toMatchObject({ kind: 'changed', call: { turnCount: 7, lastSeq: 7, lastLine: null } });
  expect(board.apply(events(7, 8))).toMatchObject({ call: { turnCount: 8 } });
  expect(board.apply(events(10, 11))).toBe('read');
  expect(board.learn(call('c', { lastSeq: 11, turnCount: 11 }))).toMatchObject({ kind: 'changed', call: { turnCount: 11 } });
  expect(board.apply(events(9, 9, { changes: { turnCount: 9 } }))).toBeUndefined();
  expect(board.learn(call('c', { lastSeq: 11, turnCount: 11 }))).toBeUndefined();
  expect(board.learn(call('c', { status: 'ENDED', endedReason: reason }))).toEqual({ kind: 'ended', id: 'c', reason });
  expect(board.learn(call('c', { status: 'ENDED', endedReason: reason }))).toBeUndefined();
});

test('the newest words are those of the turn that began last, and final ones are not taken back', () => {
  const board = new LiveBoard([call('c')]);
  const said = (...lines: LiveLine[]) => { board.apply({ callId: 'c', lines }); return board.snapshot.kind === 'snapshot' && board.snapshot.calls[0]!.lastLine?.text; };
  expect(said(line(1, 'When', false), line(1, 'When are', false))).toBe('When are');
  expect(said(line(1, 'When are you open?'))).toBe('When are you open?');
  expect(said(line(1, 'When are you', false))).toBe('When are you open?');
  expect(said(line(3, 'But', false))).toBe('But');
  // The interrupted answer is told after the words that interrupted it.
  expect(said(line(2, 'From nine', true, 'AGENT'))).toBe('But');
  expect(said(line(3, 'But on Sunday?'), line(4, 'On Sunday', true, 'AGENT'))).toBe('On Sunday');
  board.learn(call('c', { lastSeq: 9, lastLine: line(3, 'But on Sunday?') }));
  expect(said(line(5, 'Thanks', false))).toBe('Thanks');
});

test('a call that is not known is read where all are shown; where not all are, new ones alone', () => {
  const all = new LiveBoard([]);
  expect(all.apply(events(3, 4))).toBe('read');
  expect(all.apply({ callId: 'c', isPartial: true })).toBe('read');
  expect(all.apply({ callId: 'c', lines: [line(1, 'late words', false)] })).toBeUndefined();
  expect(all.apply({ callId: 'c', ended: reason })).toEqual({ kind: 'ended', id: 'c', reason });
  const some = new LiveBoard(Array.from({ length: LIMITS.liveCallsMax + 1 }, (_, index) => call(`${index}`)));
  expect(some.ids).toHaveLength(LIMITS.liveCallsMax);
  expect(some.apply(events(3, 4))).toBeUndefined();
  expect(some.apply({ callId: 'c', isNew: true })).toBe('read');
  expect(some.isOutgrown).toBe(false);
  for (let index = 0; index <= LIMITS.liveCallsMax; index++) some.learn(call(`new ${index}`));
  expect(some.isOutgrown).toBe(true);
  const emptied = new LiveBoard(Array.from({ length: LIMITS.liveCallsMax + 1 }, (_, index) => call(`${index}`)));
  for (let index = 0; index <= LIMITS.liveCallsMax / 2; index++) emptied.apply({ callId: `${index}`, ended: reason });
  expect(emptied.isOutgrown).toBe(true);
});

test('what waits for a call is one entry, whatever comes; news that does not follow on makes it be read', async () => {
  const inbox = new LiveInbox();
  inbox.add(events(1, 2));
  expect(await inbox.next()).toEqual([events(1, 2)]);
  const waiting = inbox.next();
  inbox.add(events(3, 3, { lines: [line(1, 'a')], changes: { state: 'THINKING' } }));
  inbox.add(events(4, 6, { lines: [line(2, 'b')] }));
  for (let index = 0; index < 9; index++) inbox.add({ callId: 'c', lines: [line(3, `word ${index}`, false)] });
  await vi.advanceTimersByTimeAsync(LIMITS.liveCallGapMs);
  expect(await waiting).toMatchObject([{ seqs: { from: 3, to: 6 }, changes: { state: 'THINKING', turnCount: 6 }, isPartial: false, lines: [{}, {}, {}, { text: 'word 8' }] }]);
  inbox.add(events(9, 9, { isUrgent: true }));
  inbox.add(events(8, 8));
  expect(await inbox.next()).toMatchObject([{ isPartial: true, isUrgent: true }]);
  inbox.close();
  expect(await inbox.next()).toBe('closed');
});

test('too many calls at once, or a bus that lost touch, are read again, at most once a second', async () => {
  const inbox = new LiveInbox();
  for (let index = 0; index <= LIMITS.liveInboxCallsMax; index++) inbox.add({ callId: `${index}`, isPartial: true });
  expect(await inbox.next()).toBe('resync');
  inbox.receive({ kind: 'resync' });
  inbox.add(events(1, 1));
  let isTold = false;
  const again = inbox.next().then((due) => { isTold = true; return due; });
  await vi.advanceTimersByTimeAsync(LIMITS.liveSnapshotGapMs - 1);
  expect(isTold).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await again).toBe('resync');
  // What came after the order to read again may be newer than what was read.
  expect(await inbox.next()).toEqual([events(1, 1)]);
});
