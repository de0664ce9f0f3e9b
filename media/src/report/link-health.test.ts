import { VirtualClock } from '@parley/plugin-sdk/testing';
import { expect, test } from 'vitest';
import { LinkHealth } from './link-health.js';
import { ApiLinkError } from './link-error.js';
import { captureLogger } from './testing/capture-logger.js';

const unreachable = new ApiLinkError('unreachable', 'connect ECONNREFUSED');

test('requests that fail together count once, and the wait grows to 5 s', async () => {
  const clock = new VirtualClock();
  const logger = captureLogger();
  const health = new LinkHealth(clock, logger);
  for (let index = 0; index < 8; index++) health.failed(unreachable);
  expect(health.retryAtMs).toBeLessThanOrEqual(200);
  const waits: number[] = [];
  for (let index = 0; index < 10; index++) {
    await clock.advance(health.retryAtMs - clock.nowMs());
    health.failed(unreachable);
    waits.push(health.retryAtMs - clock.nowMs());
  }
  expect(Math.max(...waits)).toBeLessThanOrEqual(5_000);
  expect(Math.min(...waits.slice(5))).toBeGreaterThanOrEqual(2_500);
  expect(logger.lines).toHaveLength(1);
  health.answered();
  health.answered();
  expect(health.isUp).toBe(true);
  expect(logger.lines.map((line) => line.level)).toEqual(['warn', 'info']);
});
