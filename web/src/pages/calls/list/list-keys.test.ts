import { expect, test } from 'vitest';
import { listKey } from './list-keys.js';

test('keys step, open, look and close; others are nobody’s', () => {
  const done: string[] = [];
  const keys = { step: (by: 1 | -1) => { done.push(`step ${by}`); }, open: () => { done.push('open'); }, togglePeek: () => { done.push('peek'); }, close: () => done.length > 6 };
  expect(['j', 'ArrowDown', 'k', 'ArrowUp', 'Enter', ' '].map((key) => listKey(keys, key)?.())).toEqual([true, true, true, true, true, true]);
  expect(done).toEqual(['step 1', 'step 1', 'step -1', 'step -1', 'open', 'peek']);
  // Nothing was open: Escape is left to others.
  expect(listKey(keys, 'Escape')?.()).toBe(false);
  expect(['x', 'toString', 'Tab'].map((key) => listKey(keys, key))).toEqual([undefined, undefined, undefined]);
});
