import { expect, test } from 'vitest';
import { createKeyReader, pressedKeys, SEQUENCE_MS, shownKeys } from './keys.js';

const press = (key: string, more: Partial<Parameters<typeof pressedKeys>[0]> = {}) => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, ...more });
const KNOWN = ['g a', 'g c', 'p', '?', 'mod+k'];

test('keys that follow one another lead to what they name, a pause forgets them', () => {
  const read = createKeyReader();
  expect(read('g', KNOWN, 0)).toBeUndefined();
  expect(read('a', KNOWN, SEQUENCE_MS)).toBe('g a');
  expect(read('a', KNOWN, SEQUENCE_MS)).toBeUndefined();
  read('g', KNOWN, 5_000);
  expect(read('c', KNOWN, 5_001 + SEQUENCE_MS)).toBeUndefined();
});

test('a key that does not continue begins anew', () => {
  const read = createKeyReader();
  read('g', KNOWN, 0);
  expect(read('p', KNOWN, 10)).toBe('p');
  read('g', KNOWN, 20);
  read('g', KNOWN, 30);
  expect(read('c', KNOWN, 40)).toBe('g c');
});

test('the command key is Ctrl, on a Mac Command; other modifiers mean something else', () => {
  expect(pressedKeys(press('K', { ctrlKey: true }), false)).toBe('mod+k');
  expect(pressedKeys(press('k', { metaKey: true }), true)).toBe('mod+k');
  expect(pressedKeys(press('k', { ctrlKey: true }), true)).toBeUndefined();
  expect(pressedKeys(press('a', { altKey: true }), false)).toBeUndefined();
  expect(pressedKeys(press('?'), false)).toBe('?');
});

test('on a keyboard without Latin letters the place of the key counts', () => {
  expect(pressedKeys(press('п', { code: 'KeyG' }), false)).toBe('g');
  expect(pressedKeys(press('ArrowLeft', { code: 'ArrowLeft' }), false)).toBe('arrowleft');
});

test('keys are shown as they stand on a keyboard', () => {
  expect(shownKeys('g a', 'Ctrl ')).toEqual(['G', 'A']);
  expect(shownKeys('mod+k', 'Ctrl ')).toEqual(['Ctrl K']);
  expect(shownKeys('mod+k', '⌘')).toEqual(['⌘K']);
  expect(shownKeys('arrowleft', 'Ctrl ')).toEqual(['←']);
});
