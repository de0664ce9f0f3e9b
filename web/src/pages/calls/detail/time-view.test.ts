import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createTimeView, followedFrom, ticksOf } from './time-view.js';

test('ticks are round moments with room between them', () => {
  expect(ticksOf(0, 62_000, 900)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
  expect(ticksOf(61_500, 69_000, 600)).toEqual([62_000, 63_000, 64_000, 65_000, 66_000, 67_000, 68_000, 69_000]);
  expect(ticksOf(0, 4 * 3_600_000, 400)).toEqual([0, 3_600_000, 7_200_000, 10_800_000, 14_400_000]);
  expect(ticksOf(0, 5_000, 0)).toEqual([0, 5_000]);
});

test('a view follows the place that plays, page by page', () => {
  expect(followedFrom(10_000, 10_000, 15_000, 60_000)).toBe(10_000);
  expect(followedFrom(10_000, 10_000, 19_500, 60_000)).toBe(19_100);
  expect(followedFrom(10_000, 10_000, 2_000, 60_000)).toBe(1_600);
  expect(followedFrom(0, 10_000, 59_900, 60_000)).toBe(50_000);
});

test('zooming keeps a place where it is seen, and the view inside the call', () => createRoot((dispose) => {
  const view = createTimeView(100_000);
  expect(view.zoomMax).toBe(8);
  view.setZoom(2, 50_000);
  expect([view.fromMs(), view.toMs()]).toEqual([25_000, 75_000]);
  view.setZoom(4, 25_000);
  expect([view.fromMs(), view.toMs()]).toEqual([25_000, 50_000]);
  view.setZoom(64, 100_000);
  expect([view.zoom(), view.fromMs(), view.toMs()]).toEqual([8, 87_500, 100_000]);
  view.follow(20_000);
  expect(view.fromMs()).toBe(19_500);
  view.setZoom(1, 0);
  expect([view.fromMs(), view.toMs()]).toEqual([0, 100_000]);
  dispose();
}));

test('a short call is never zoomed', () => createRoot((dispose) => {
  expect(createTimeView(8_000).zoomMax).toBe(1);
  expect(createTimeView(0).viewMs()).toBe(1);
  dispose();
}));
