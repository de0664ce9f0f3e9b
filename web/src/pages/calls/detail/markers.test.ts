import { expect, test } from 'vitest';
import type { StoredEvent } from './event-documents.js';
import { heldSpans, markersOf, nearestMarker } from './markers.js';

let seq = 0;
const event = (atMs: number, fields: object) => ({ seq: ++seq, atMs, occurredAt: '2026-03-01T09:30:00.000Z', ...fields }) as unknown as StoredEvent;

test('marks stand where things began, in the order of time', () => {
  const markers = markersOf([
    event(9_000, { __typename: 'ToolCalledEvent', name: 'book', durationMs: 1_500, error: null }),
    event(9_500, { __typename: 'ToolCalledEvent', name: 'pay', durationMs: 12_000, error: 'no card' }),
    event(10_000, { __typename: 'InterruptionStartedEvent', epoch: 3, stopMs: 80 }),
    event(10_700, { __typename: 'InterruptionResolvedEvent', epoch: 3, outcome: 'CONFIRMED', text: 'wait' }),
    event(12_000, { __typename: 'InterruptionStartedEvent', epoch: 4, stopMs: 80 }),
    event(12_600, { __typename: 'InterruptionResolvedEvent', epoch: 4, outcome: 'FALSE_ALARM', text: '' }),
    event(15_000, { __typename: 'DeadAirEvent', silenceMs: 3_000, action: 'FILLER' }),
    event(16_000, { __typename: 'ProviderFailedEvent', kind: 'LLM', connectionId: 'a', cause: 'timeout', message: 'slow', next: 'FALLBACK' }),
    event(17_000, { __typename: 'CallHeldEvent', isHeld: true }),
    event(18_000, { __typename: 'CallHeldEvent', isHeld: false }),
    event(19_000, { __typename: 'DtmfReceivedEvent', digit: '5' }),
  ]);
  expect(markers.map(({ atMs, kind }) => [atMs, kind])).toEqual([[0, 'failure'], [7_500, 'tool'], [10_000, 'interruption'], [12_000, 'silence'], [16_000, 'failure'], [17_000, 'hold'], [19_000, 'key']]);
  expect(markers.map(({ text }) => text)).toEqual([
    'pay failed: no card', 'book, 1.5s', 'Interrupted: wait', '3s of silence: the agent bridged it.', 'The language model failed: it took too long. The next one took over.', 'On hold', 'Keys pressed: 5',
  ]);
});

test('a hold lasts until it is taken off, or to the end', () => {
  const on = (atMs: number) => event(atMs, { __typename: 'CallHeldEvent', isHeld: true });
  const off = (atMs: number) => event(atMs, { __typename: 'CallHeldEvent', isHeld: false });
  expect(heldSpans([on(1_000), off(4_000), on(6_000), event(9_000, { __typename: 'CallEndedEvent' })], 9_000)).toEqual([{ fromMs: 1_000, toMs: 4_000 }, { fromMs: 6_000, toMs: 9_000 }]);
  expect(heldSpans([on(1_000), on(2_000)], 5_000)).toEqual([{ fromMs: 1_000, toMs: 5_000 }]);
  expect(heldSpans([off(1_000)], 5_000)).toEqual([]);
});

test('a pointer means the nearest mark within reach', () => {
  const markers = [{ atMs: 1_000, kind: 'tool', text: 'a' }, { atMs: 1_300, kind: 'key', text: 'b' }] as const;
  expect(nearestMarker(markers, 1_100, 200)?.text).toBe('a');
  expect(nearestMarker(markers, 1_151, 200)?.text).toBe('b');
  expect(nearestMarker(markers, 2_000, 200)).toBeUndefined();
});
