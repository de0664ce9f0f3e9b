import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCountdown } from './countdown.js';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('while it is held no time passes', () => {
  const onEnd = vi.fn<() => void>();
  const countdown = createCountdown(8_000, onEnd);
  countdown.run();
  vi.advanceTimersByTime(5_000);
  countdown.hold();
  vi.advanceTimersByTime(60_000);
  countdown.run();
  countdown.run();
  vi.advanceTimersByTime(2_999);
  expect(onEnd).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onEnd).toHaveBeenCalledOnce();
});

test('held before it began it waits for its start', () => {
  const onEnd = vi.fn<() => void>();
  const countdown = createCountdown(8_000, onEnd);
  countdown.hold();
  vi.advanceTimersByTime(20_000);
  expect(onEnd).not.toHaveBeenCalled();
  countdown.run();
  vi.advanceTimersByTime(8_000);
  expect(onEnd).toHaveBeenCalledOnce();
});
