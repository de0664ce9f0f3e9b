import { createRoot, createSignal } from 'solid-js';
import { expect, test } from 'vitest';
import { createActiveOption } from './active-option.js';

test('single steps go round, pages stop at the ends, and a list that grows shorter keeps one of its options active', () => {
  createRoot((dispose) => {
    const [count, setCount] = createSignal(20);
    const options = createActiveOption(count);
    const at = (...keys: string[]) => { for (const key of keys) options.move(key); return options.active(); };
    expect([at('ArrowUp'), at('ArrowDown'), at('PageDown'), at('PageDown', 'PageDown'), at('PageUp')]).toEqual([19, 0, 8, 19, 11]);
    expect(options.move('Home')).toBe(false);
    setCount(5);
    expect([options.active(), at('ArrowDown')]).toEqual([4, 0]);
    setCount(0);
    expect(options.move('ArrowDown')).toBe(false);
    dispose();
  });
});
