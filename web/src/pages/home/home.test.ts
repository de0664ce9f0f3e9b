import { afterEach, expect, test, vi } from 'vitest';
import { callsHref } from './calls-link.js';
import { answeredShare, compare, endedCounts } from './comparison.js';
import { dismiss, isDismissed, stepsOf } from './onboarding-steps.js';
import { boundsOf, readRange } from './range.js';

afterEach(() => { vi.unstubAllGlobals(); });

test('an address of the calls list carries its filters and order', () => {
  expect(callsHref({})).toBe('/calls');
  expect(callsHref({ startedFrom: '-24h', isAnswered: 'true', orderBy: 'RESPONSE_DESC' })).toBe('/calls?startedFrom=-24h&isAnswered=true&orderBy=RESPONSE_DESC');
  expect(callsHref({ startedFrom: '2026-03-10T12:00:00.000Z', endedCodes: 'MEDIA_LOST,SHUTDOWN' })).toBe('/calls?startedFrom=2026-03-10T12:00:00.000Z&endedCodes=MEDIA_LOST,SHUTDOWN');
});

test('figures stand to those before: more, less or the same, good or bad where that is known', () => {
  expect(compare(12, 9)).toEqual({ direction: 'more', difference: 3, isGood: undefined });
  expect(compare(0.8, 0.9, { moreIs: 'good' })).toMatchObject({ direction: 'less', isGood: false });
  expect(compare(600, 800, { moreIs: 'bad' })).toEqual({ direction: 'less', difference: 200, isGood: true });
  expect(compare(604, 600, { noise: 5, moreIs: 'bad' })).toEqual({ direction: 'same', difference: 0, isGood: undefined });
  expect([compare(null, 600), compare(600, null)]).toEqual([undefined, undefined]);
  expect([answeredShare({ calls: 0, answeredCalls: 0 }), answeredShare({ calls: 4, answeredCalls: 3 })]).toEqual([null, 0.75]);
});

test('one way of ending counts once, whoever it came from, the most frequent first', () => {
  expect(endedCounts([{ code: 'GOODBYE', party: 'AGENT', calls: 4 }, { code: 'HUNG_UP', party: 'CALLER', calls: 3 }, { code: 'HUNG_UP', party: 'CARRIER', calls: 2 }]))
    .toEqual([{ code: 'HUNG_UP', calls: 5 }, { code: 'GOODBYE', calls: 4 }]);
});

test('a range and the one before it meet without a gap', () => {
  const nowMs = Date.parse('2026-03-10T12:00:00Z');
  expect(boundsOf('24h', nowMs)).toEqual({ from: '2026-03-09T12:00:00.000Z', previousFrom: '2026-03-08T12:00:00.000Z' });
  expect(boundsOf('7d', nowMs)).toEqual({ from: '2026-03-03T12:00:00.000Z', previousFrom: '2026-02-24T12:00:00.000Z' });
  expect([readRange('30d'), readRange('1y'), readRange(undefined)]).toEqual(['30d', '24h', '24h']);
});

test('each step leads to where it is done, once there is an agent to do it with', () => {
  const nothing = { hasAgent: false, hasKnowledge: false, hasPublishedAgent: false, hasSpokenCall: false, firstAgentId: null };
  expect(stepsOf(nothing).map(({ isDone, href }) => [isDone, href])).toEqual([[false, '/agents?new=1'], [false, undefined], [false, undefined], [false, undefined]]);
  expect(stepsOf({ ...nothing, hasAgent: true, hasKnowledge: true, firstAgentId: 'agt_1' }).map(({ isDone, href }) => [isDone, href]))
    .toEqual([[true, '/agents'], [true, '/agents/agt_1'], [false, '/agents/agt_1'], [false, '/agents/agt_1/talk']]);
});

test('the list is hidden for one organization, in this browser', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => { kept.set(key, value); } });
  dismiss('org_1');
  expect([isDismissed('org_1'), isDismissed('org_2')]).toEqual([true, false]);
  vi.stubGlobal('localStorage', undefined);
  expect(isDismissed('org_1')).toBe(false);
});
