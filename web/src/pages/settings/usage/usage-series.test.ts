import { expect, test } from 'vitest';
import { barsOf, readGrouping, readMeasure, readRange, scaleEnd, slotsOf } from './usage-series.js';

const point = (at: string, requests: number, amount: string) => ({ at, totals: { requests, cost: { amount } } });

test('what an address says, and what it means where it says nothing or nonsense', () => {
  expect([readRange('7d'), readRange(undefined), readRange('2y')]).toEqual(['7d', '30d', '30d']);
  expect([readGrouping('agent'), readGrouping('AGENT'), readGrouping(undefined)]).toEqual(['AGENT', 'KIND', 'KIND']);
  expect([readMeasure('requests'), readMeasure('euro')]).toEqual(['requests', undefined]);
});

test('a day has 24 hours up to the one that runs, a month thirty days that begin at midnight here', () => {
  const now = Date.parse('2026-03-30T14:25:00Z');
  const hours = slotsOf('24h', now);
  expect([hours.length, new Date(hours[0]!).toISOString(), new Date(hours[23]!).toISOString()]).toEqual([24, '2026-03-29T15:00:00.000Z', '2026-03-30T14:00:00.000Z']);
  const days = slotsOf('30d', now);
  expect(days.length).toBe(30);
  for (const day of days) expect([new Date(day).getHours(), new Date(day).getMinutes()]).toEqual([0, 0]);
  expect(new Date(days.at(-1)!).toDateString()).toBe(new Date(now).toDateString());
  expect(new Set(days).size).toBe(30);
});

test('bars hold every series in its order, and empty ones stay', () => {
  const slots = [0, 3_600_000, 7_200_000];
  const series = [{ points: [point('1970-01-01T00:00:00.000Z', 3, '0.5')] }, { points: [point('1970-01-01T00:00:00.000Z', 1, '0.25'), point('1970-01-01T02:00:00.000Z', 2, '0.1'), point('1970-01-02T00:00:00.000Z', 9, '9')] }];
  expect(barsOf(slots, series, 'cost')).toEqual([{ atMs: 0, parts: [0.5, 0.25], total: 0.75 }, { atMs: 3_600_000, parts: [0, 0], total: 0 }, { atMs: 7_200_000, parts: [0, 0.1], total: 0.1 }]);
  expect(barsOf(slots, series, 'requests').map(({ total }) => total)).toEqual([4, 0, 2]);
});

test('a scale ends at a round number that holds all', () => {
  expect([0, 0.0034, 0.2, 7, 10, 11, 480].map(scaleEnd).map((end) => Number(end.toPrecision(3)))).toEqual([1, 0.005, 0.2, 10, 10, 20, 500]);
});
