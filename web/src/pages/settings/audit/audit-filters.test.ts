import { expect, test } from 'vitest';
import { auditHref, readFilters, whereOf } from './audit-filters.js';

test('an address means its conditions; what makes no sense is left out', () => {
  const search = { action: 'agentPublish', actorId: 'usr_abc', targetId: 'agt_1', from: '2026-03-01', to: '2026-03-31', after: 'cursor' };
  expect(readFilters(search)).toEqual({ action: 'agentPublish', actorId: 'usr_abc', targetId: 'agt_1', from: '2026-03-01', to: '2026-03-31' });
  expect(readFilters({ action: 'two words', actorId: 'agt_1', targetId: '<b>', from: '2026-13-45', to: 'yesterday' })).toEqual({});
  expect(readFilters({ action: ['a', 'b'] })).toEqual({});
  expect(auditHref(readFilters(search))).toBe('/settings/audit?action=agentPublish&actorId=usr_abc&targetId=agt_1&from=2026-03-01&to=2026-03-31');
  expect(auditHref({})).toBe('/settings/audit');
});

test('the last day counts whole, also where the month ends', () => {
  expect(whereOf({})).toBeNull();
  expect(whereOf({ action: 'agentUpdate', from: '2026-03-01', to: '2026-03-31' })).toEqual({ action: 'agentUpdate', from: new Date(2026, 2, 1).toISOString(), before: new Date(2026, 3, 1).toISOString() });
});
