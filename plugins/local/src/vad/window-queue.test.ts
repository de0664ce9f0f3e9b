import { expect, test } from 'vitest';
import { WindowQueue } from './window-queue.js';

const count = (length: number, from = 0): Int16Array => Int16Array.from({ length }, (_, index) => from + index);

function take(queue: WindowQueue, size: number): number[] {
  const target = new Int16Array(size);
  queue.shiftInto(target, 0);
  return [...target];
}

test('pieces of any length become windows in order', () => {
  const queue = new WindowQueue(4);
  for (let at = 0; at < 13; at += 3) queue.push(count(Math.min(3, 13 - at), at), at);
  expect([queue.count, queue.firstIndex]).toEqual([3, 0]);
  expect([take(queue, 4), take(queue, 4), take(queue, 4)]).toEqual([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]);
  expect([queue.count, queue.firstIndex, queue.oldestAtMs]).toEqual([0, 3, Number.POSITIVE_INFINITY]);
  queue.push(count(3, 13), 20);
  expect(take(queue, 4)).toEqual([12, 13, 14, 15]);
});

test('it grows around its ring without losing order', () => {
  const queue = new WindowQueue(2);
  queue.push(count(6), 1);
  take(queue, 2);
  take(queue, 2);
  expect(queue.push(count(40, 6), 2)).toBe(0);
  expect(queue.oldestAtMs).toBe(1);
  const all: number[] = [];
  while (queue.count > 0) all.push(...take(queue, 2));
  expect(all).toEqual([...count(42, 4)]);
});

test('at its limit the oldest go, and the numbers tell', () => {
  const queue = new WindowQueue(1);
  expect(queue.push(count(300), 0)).toBe(300 - 256);
  expect([queue.count, queue.firstIndex]).toEqual([256, 44]);
  expect(take(queue, 1)).toEqual([44]);
});

test('the age of the oldest window is known', () => {
  const queue = new WindowQueue(2);
  queue.push(count(2), 10);
  queue.push(count(2), 25);
  expect(queue.oldestAtMs).toBe(10);
  queue.drop();
  expect(queue.oldestAtMs).toBe(25);
});
