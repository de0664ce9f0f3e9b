import { expect, test } from 'vitest';
import { placeOf, shiftOf, withMoved } from './order.js';

const BOXES = [0, 50, 100, 150].map((top) => ({ top, height: 50 }));

test('an item goes to another place, the others close the gap', () => {
  expect([withMoved([1, 2, 3, 4], 0, 2), withMoved([1, 2, 3, 4], 3, 0), withMoved([1, 2], 1, 1)]).toEqual([[2, 3, 1, 4], [4, 1, 2, 3], [1, 2]]);
});

test('a dragged row lands where its middle has passed those of others', () => {
  expect([0, 49, 51, 101, 999].map((movedPx) => placeOf(BOXES, 0, movedPx))).toEqual([0, 0, 1, 2, 3]);
  expect([0, -49, -51, -999].map((movedPx) => placeOf(BOXES, 2, movedPx))).toEqual([2, 2, 1, 0]);
  expect(placeOf(BOXES, 9, 5)).toBe(9);
});

test('the rows between make room', () => {
  expect(BOXES.map((_box, index) => shiftOf(index, 0, 2, 50))).toEqual([0, -50, -50, 0]);
  expect(BOXES.map((_box, index) => shiftOf(index, 3, 1, 50))).toEqual([0, 50, 50, 0]);
});
