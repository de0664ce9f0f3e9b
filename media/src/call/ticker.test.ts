import { VirtualClock } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import { IllegalMoveError, moveCall, moveUtterance } from './state.js';
import { createTicker } from './ticker.js';

test('one timer serves all calls, stops when there are none, and a fault of one harms no other', async () => {
  const clock = new VirtualClock();
  const ticker = createTicker(clock);
  const errors: unknown[] = [];
  const ticks: number[] = [];
  const removeBroken = ticker.add(() => { throw new Error('a bug'); }, (error) => errors.push(error));
  const remove = ticker.add((nowMs) => ticks.push(nowMs), () => {});
  expect(clock.pendingCount).toBe(1);
  await clock.advance(100);
  expect(ticks).toEqual([20, 40, 60, 80, 100]);
  expect(errors).toHaveLength(5);
  removeBroken();
  remove();
  expect(clock.pendingCount).toBe(0);
});

test('impossible moves throw', () => {
  expect(() => moveCall('CLOSED', 'ACTIVE')).toThrow(IllegalMoveError);
  expect(() => moveUtterance('HEARD', 'PLAYING')).toThrow('an utterance cannot go from HEARD to PLAYING');
  expect(moveCall('ACTIVE', 'ENDING')).toBe('ENDING');
});
