import { expect, test } from 'vitest';
import { createLogger } from './log.js';

function logged(hasPii: boolean): Record<string, unknown> {
  const lines: string[] = [];
  createLogger('info', hasPii, (line) => { lines.push(line); }).warn('a call failed', { callId: 'call_1', pii: { text: 'my card number' }, err: new Error('broken') });
  return JSON.parse(lines.join('')) as Record<string, unknown>;
}

test('a line is a constant message with fields', () => {
  expect(logged(false)).toMatchObject({ level: 40, msg: 'a call failed', callId: 'call_1', service: 'media', err: { message: 'broken' } });
});

test('what callers say stays out of the log unless it is asked for', () => {
  expect(JSON.stringify(logged(false))).not.toContain('card');
  expect(logged(true)['pii']).toEqual({ text: 'my card number' });
});
