import { expect, test } from 'vitest';
import { playerKey } from './player-keys.js';

test('keys play, step and change the speed', () => {
  const done: (string | number)[] = [];
  const player = { positionMs: () => 12_000, toggle: () => { done.push('toggle'); }, seek: (toMs: number) => { done.push(toMs); }, stepSpeed: (step: 1 | -1) => { done.push(`speed ${step}`); } };
  for (const key of [' ', 'k', 'j', 'l', 'ArrowLeft', 'ArrowRight', '[', ']']) playerKey(player, key)?.();
  expect(done).toEqual(['toggle', 'toggle', 7_000, 17_000, 7_000, 17_000, 'speed -1', 'speed 1']);
  expect(playerKey(player, 'constructor')).toBeUndefined();
});
