import { expect, test } from 'vitest';
import { rowsInView } from './window-rows.js';

test('what is in sight is drawn, and some rows beyond it', () => {
  expect(rowsInView(0, 800, 40, 10_000)).toEqual({ start: 0, end: 30 });
  expect(rowsInView(40_000, 800, 40, 10_000)).toEqual({ start: 990, end: 1_030 });
  expect(rowsInView(40_039, 800, 40, 10_000)).toEqual({ start: 990, end: 1_035 });
});

test('the drawn part ends with the list, and a list below the window is drawn from its start', () => {
  expect(rowsInView(399_000, 800, 40, 10_000)).toEqual({ start: 9_965, end: 10_000 });
  expect(rowsInView(-300, 800, 40, 10_000)).toEqual({ start: 0, end: 25 });
  expect(rowsInView(-5_000, 800, 40, 10_000)).toEqual({ start: 0, end: 0 });
  expect(rowsInView(0, 800, 40, 3)).toEqual({ start: 0, end: 3 });
  expect(rowsInView(90_000, 800, 40, 3)).toEqual({ start: 3, end: 3 });
});
