import { expect, test } from 'vitest';
import { deviceOf } from './user-agent.js';

test('browsers are told from those whose names they also bear; programs keep their own', () => {
  const chrome = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  expect(deviceOf(chrome)).toEqual({ browser: 'Chrome', system: 'macOS', kind: 'computer' });
  expect(deviceOf(`${chrome} Edg/140.0.0.0`).browser).toBe('Edge');
  expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1')).toEqual({ browser: 'Safari', system: 'iPhone', kind: 'phone' });
  expect(deviceOf('Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0')).toEqual({ browser: 'Firefox', system: 'Android', kind: 'phone' });
  expect(deviceOf('curl/8.5.0')).toEqual({ browser: 'curl', system: undefined, kind: 'program' });
  expect(deviceOf('')).toEqual({ browser: undefined, system: undefined, kind: 'program' });
});
